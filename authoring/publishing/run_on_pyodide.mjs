// Run notebooks on the Python of the browser edition, in Node, and compare what they show with their stored outputs.
//
//   node authoring/publishing/run_on_pyodide.mjs build/lite notebooks/01_two_organisations.ipynb ...
//
// The kernel is the site's own: Pyodide with its packages from static/pyodide, and pyodide-kernel's IPython. Compared
// exactly: what is printed, text, HTML tables, Markdown, errors, and the metadata of an output (the words of a picture).
// Not compared: the bytes of a picture (another matplotlib draws it) and the view of a widget (its id is random).
// Nothing is normalised. Exit status 1 if anything differs.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { startPython } from "./pyodide_in_node.mjs";

const NOT_COMPARED = ["image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json"];
const FOLDERS = ["notebooks", "exercises", "solutions"];

const AT_START = `
import pyodide_kernel
import matplotlib
first_look = matplotlib.rcParams.copy()
`;

// Starting Python takes most of the time, so the notebooks of one call share it. Between two of them everything is
// forgotten that a notebook can leave: names, what coursekit remembers, the look of charts, files that it wrote.
const BETWEEN = `
import os, shutil, sys
import matplotlib.pyplot
matplotlib.pyplot.close("all")
matplotlib.rcParams.update(first_look)
for name in [n for n in sys.modules if n.partition(".")[0] == "coursekit"]:
    del sys.modules[name]
os.chdir("/")  # a folder in use cannot be deleted
shutil.rmtree("/drive", ignore_errors=True)
pyodide_kernel.ipython_shell.reset(new_session=True)
`;

/** Put the course's files where the site's kernel sees them, and go to the folder of a notebook. */
async function fillDrive(python, site, folder) {
  const files = path.join(site, "files");
  for (const entry of await readdir(files, { recursive: true, withFileTypes: true })) {
    const inside = path.posix.join("/drive", ...path.relative(files, path.join(entry.path, entry.name)).split(path.sep));
    if (entry.isDirectory()) python.FS.mkdirTree(inside);
    else python.FS.writeFile(inside, await readFile(path.join(entry.path, entry.name)));
  }
  python.FS.chdir(`/drive/${folder}`);
}

/** Turn what Python hands over into plain JavaScript. */
const plainly = (value) => (value?.toJs ? value.toJs({ dict_converter: Object.fromEntries }) : value);

/** Run one cell; return its outputs in the order in which they came, in the form of a notebook. */
async function run(python, source) {
  const outputs = [];
  const kernel = python.globals.get("pyodide_kernel");
  const shell = kernel.ipython_shell;
  const show = (output_type) => (data, metadata) =>
    outputs.push({ output_type, data: plainly(data), metadata: plainly(metadata) ?? {} });
  const print = (name, text) => outputs.push({ output_type: "stream", name, text });
  kernel.stdout_stream.publish_stream_callback = print;
  kernel.stderr_stream.publish_stream_callback = print;
  shell.display_pub.display_data_callback = show("display_data");
  shell.displayhook.publish_execution_result = (_count, data, metadata) => show("execute_result")(data, metadata);
  shell.send_comm = () => {};
  const result = plainly(await kernel.kernel_instance.run(source));
  if (result.status === "error") outputs.push({ output_type: "error", ename: result.ename, evalue: result.evalue });
  return outputs;
}

/** Return a text that a notebook may hold as a list of lines. */
const joined = (text) => (Array.isArray(text) ? text.join("") : text);

/** Return a value with the keys of all objects in order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** Return what of a cell's outputs is compared: neighbouring prints as one, data without what is not compared. */
function comparable(outputs) {
  const kept = [];
  for (const output of outputs) {
    const last = kept.at(-1);
    if (output.output_type === "stream") {
      if (last?.kind === "stream" && last.name === output.name) last.text += joined(output.text);
      else kept.push({ kind: "stream", name: output.name, text: joined(output.text) });
    } else if (output.output_type === "error") {
      kept.push({ kind: "error", name: output.ename, text: output.evalue });
    } else {
      const data = Object.entries(output.data).filter(([kind]) => !NOT_COMPARED.includes(kind));
      const metadata = JSON.stringify(sorted(output.metadata));
      kept.push({ kind: output.output_type, ...Object.fromEntries(data.map(([k, v]) => [k, joined(v)])), metadata });
    }
  }
  return kept;
}

/** Return the differences of two cells' outputs as lines to read. */
function differences(stored, shown) {
  const lines = [];
  for (let i = 0; i < Math.max(stored.length, shown.length); i++) {
    const [a, b] = [stored[i] ?? {}, shown[i] ?? {}];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (a[key] === b[key]) continue;
      lines.push(`  output ${i + 1}, ${key}`, `    stored: ${JSON.stringify(a[key])}`, `    here:   ${JSON.stringify(b[key])}`);
    }
  }
  return lines;
}

/** Run all code cells of a notebook, in the folder of lessons or exercises or keys; return how many cells differ. */
async function compare(python, site, file) {
  const folder = path.basename(path.dirname(path.resolve(file)));
  await fillDrive(python, site, FOLDERS.includes(folder) ? folder : FOLDERS[0]);
  const notebook = JSON.parse(await readFile(file, "utf8"));
  let differing = 0;
  for (const cell of notebook.cells.filter((one) => one.cell_type === "code")) {
    const lines = differences(comparable(cell.outputs), comparable(await run(python, joined(cell.source))));
    if (lines.length) console.log([`${file}, cell ${cell.id}:`, ...lines].join("\n"));
    differing += lines.length > 0;
  }
  console.log(`${file}: ${differing ? `${differing} cells differ` : "all outputs are the same"}`);
  return differing;
}

const [given, ...files] = process.argv.slice(2);
let differing = 0;
try {
  const site = path.resolve(given);
  const python = await startPython(site);
  await python.runPythonAsync(AT_START);
  for (const file of files) {
    differing += await compare(python, site, file);
    await python.runPythonAsync(BETWEEN);
  }
} catch (problem) {
  console.log(`The notebooks cannot be run: ${problem.type ?? ""} ${String(problem).slice(-2000)}`); // not the stack: it quotes all of Pyodide
  differing += 1;
}
process.exit(differing ? 1 : 0);
