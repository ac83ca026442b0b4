"""Read, run and store the notebooks of the course: the ground on which the rooms stand."""

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from authoring.environment import WARNINGS
from coursekit.controls import WIDGET_VIEW

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("notebooks", "solutions")
# What is kept: the name of the kernel, and the language, without which a reader in the browser is asked for a kernel.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def copy_of(path: Path) -> Path:
    """Return the place of the learner's copy that belongs to a key or a lesson; its name is another than the lesson's, so that tabs differ."""
    return path.parents[1] / "exercises" / f"{path.stem}_exercises.ipynb"


def key_behind(copy: Path) -> Path:
    """Return the place of the key from which a learner's copy is made."""
    return copy.parents[1] / "solutions" / f"{copy.stem.removesuffix('_exercises')}.ipynb"


class NotebookProblem(Exception):
    """A notebook cannot be read or does not run; the message says which and what to do."""


def read(path: Path) -> nbformat.NotebookNode:
    """Return a notebook, or raise NotebookProblem if the file is none."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise NotebookProblem(f"{path}: there is no such file. Give the path of a notebook.") from None
    except IsADirectoryError:
        raise NotebookProblem(f"{path}: this is a folder. Give the path of one notebook in it.") from None
    except PermissionError:
        raise NotebookProblem(f"{path}: this file may not be read. Copy it to a folder of your own.") from None
    except Exception as problem:
        reason = (str(problem).splitlines() or ["empty"])[0][:120]
        raise NotebookProblem(
            f"{path}: this is not a notebook that can be read ({reason}). Open a saved copy of it, or begin anew."
        ) from None
    return notebook


def printed(cell: nbformat.NotebookNode) -> str:
    """Return what a cell prints, verdicts among it, as text."""
    outputs = [o for o in cell.get("outputs", []) if "image/png" not in o.get("data", {})]
    return "".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs)


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run all cells in a fresh kernel started in `folder`; return the notebook with its outputs.

    Widget views are left out of the stored outputs: their ids are random and lead nowhere without a kernel, and
    without them every reader shows the note that the same output carries.
    """
    for cell in notebook.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in {"tags", "jupyter", "slideshow"}}
    os.environ["PYTHONWARNINGS"] = WARNINGS
    notebook.metadata = dict(METADATA)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}},
        record_timing=False, store_widget_state=False, shutdown_kernel="immediate",
        coalesce_streams=True,  # how many pieces a text comes in depends on how busy the machine is
    )  # fmt: skip
    client.execute()
    notebook.metadata = dict(METADATA)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def store(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a notebook in the one form that keeps differences small."""
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
