// Compile what a lesson imports on the Python of the browser edition, in Node, and keep it in an archive.
//
//   node authoring/publishing/compile_imports.mjs build/lite compiled.zip
//
// The archive holds one .pyc for each module of Python's own library and of Pyodide's packages, by its place.
// coursekit is left out.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LIBRARY, PACKAGES, startPython } from "./pyodide_in_node.mjs";

const COMPILE = `
import importlib, sys, zipfile
import coursekit, jedi, pyodide_kernel

with zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, module in sorted(sys.modules.items()):
        place = getattr(module, "__file__", None) or ""
        read = getattr(getattr(module, "__loader__", None), "get_data", None)  # what is frozen into Python has none
        ours = name.partition(".")[0] == "coursekit"
        if ours or not read or not place.startswith(("${PACKAGES}/", "${LIBRARY}/")) or not place.endswith(".py"):
            continue
        code = compile(read(place), place, "exec", dont_inherit=True)
        # "unchecked": no time of a source is compared, for there is none
        data = importlib._bootstrap_external._code_to_hash_pyc(code, bytes(8), checked=False)
        archive.writestr(zipfile.ZipInfo(place[1:] + "c"), data, zipfile.ZIP_DEFLATED)
`;

const [site, archive] = process.argv.slice(2);
const python = await startPython(path.resolve(site));
await python.runPythonAsync(COMPILE);
await writeFile(archive, python.FS.readFile("/compiled.zip"));
process.exit(0);
