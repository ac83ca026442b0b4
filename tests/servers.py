"""Servers on this machine for the tests."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from authoring.publishing.site import start_course


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(folder: Path, files: type[start_course.Files] = start_course.Files) -> Iterator[str]:
    """Serve a folder with the course's own server for the browser edition; give its address."""
    with start_course.Server((start_course.HERE, 0), partial(files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
