# Read by every kernel of the course's environment: red messages are short before the first cell is run, too.
c.InteractiveShellApp.extensions = ["coursekit"]  # noqa: F821
