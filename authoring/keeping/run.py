"""Run notebooks from a fresh kernel, in order, and store their outputs as the tests compare them."""

import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from authoring.notebooks import FOLDERS, ROOT, NotebookProblem, execute, read, store


def main(names: list[str]) -> int:
    """Run the notebooks named, or all lessons and keys; a notebook that fails is left as it was."""
    paths = [Path(name) for name in names] or sorted(p for f in FOLDERS for p in (ROOT / f).glob("*.ipynb"))
    failures = 0
    for path in paths:
        try:
            store(execute(read(path), path.parent), path)
            print(f"{path.name}: run and stored")
        except NotebookProblem as problem:
            failures += 1
            print(problem, file=sys.stderr)
        except CellExecutionError as problem:
            failures += 1
            print(f"{path}: a cell fails, so nothing was stored.\n{problem}", file=sys.stderr)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
