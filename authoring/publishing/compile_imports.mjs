// Compile what a lesson imports on the Python of the browser edition, in Node, and keep it in an archive.
//
//   node authoring/publishing/compile_imports.mjs build/lite compiled.zip
//
// The archive holds one .pyc for each module of Pyodide's packages, by its place in site-packages. coursekit is left out.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { PACKAGES, startPython } from "./pyodide_in_node.mjs";

const COMPILE = `
import importlib, sys, zipfile
import coursekit, jedi, pyodide_kernel

folder = "${PACKAGES}/"
with zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, module in sorted(sys.modules.items()):
        place = getattr(module, "__file__", None) or ""
        if name.partition(".")[0] == "coursekit" or not (place.startswith(folder) and place.endswith(".py")):
            continue
        with open(place, "rb") as file:
            code = compile(file.read(), place, "exec", dont_inherit=True)
        # "unchecked": no time of a source is compared, for there is none
        data = importlib._bootstrap_external._code_to_hash_pyc(code, bytes(8), checked=False)
        archive.writestr(zipfile.ZipInfo(place.removeprefix(folder) + "c"), data, zipfile.ZIP_DEFLATED)
`;

const [site, archive] = process.argv.slice(2);
const python = await startPython(path.resolve(site));
await python.runPythonAsync(COMPILE);
await writeFile(archive, python.FS.readFile("/compiled.zip"));
process.exit(0);
