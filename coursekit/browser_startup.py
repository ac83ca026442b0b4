"""The kernel of the browser edition runs this before the first cell (PYTHONSTARTUP in authoring/publishing/site/jupyter-lite.json).

While the reader reads the first lines, it imports what every lesson imports. It leaves no name behind, so that a cell
that forgot its import fails here as it does elsewhere.
"""

__import__("coursekit")
