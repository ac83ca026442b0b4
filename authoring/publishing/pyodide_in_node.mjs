// The Python of the browser edition, in Node: Pyodide with its packages from static/pyodide, and pyodide-kernel's IPython.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel";
const KERNEL_WHEELS = ["ipykernel-6.9.2", "piplite-0.6.1", "pyodide_kernel-0.6.1"];
export const PACKAGES = "/lib/python3.12/site-packages";
export const LIBRARY = "/lib/python312.zip"; // python_stdlib.zip is put there

/** Return Python, started as the site starts it, with its packages and its kernel. */
export async function startPython(site) {
  const settings = JSON.parse(await readFile(path.join(site, "jupyter-lite.json"), "utf8"));
  const { loadPyodideOptions } = settings["jupyter-config-data"].litePluginSettings[SETTINGS];
  const folder = path.join(site, "static", "pyodide") + path.sep;
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")));
  const python = await loadPyodide({ ...loadPyodideOptions, indexURL: folder, stdout: () => {}, stderr: () => {} });
  const wheels = path.join(site, "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi");
  for (const name of KERNEL_WHEELS) {
    const wheel = new Uint8Array(await readFile(path.join(wheels, `${name}-py3-none-any.whl`)));
    python.unpackArchive(wheel, "wheel", { extractDir: PACKAGES });
  }
  return python;
}
