"""Open the browser edition of the course: a small web server on this computer. It needs Python 3.8 and nothing else.

python start_course.py                  the course for you, on this computer
python start_course.py --port 8902      the same at another port
python start_course.py --classroom      the course for everybody on this network, too
"""

import argparse
import gzip
import io
import re
import socket
import sys
import threading
import urllib.request
import webbrowser
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Work saved in a browser belongs to the address with its port, so the port is always the same.
PORT = 8901
HERE = "127.0.0.1"
NOTE = "edition.txt"  # every copy of the site has it
KINDS = {
    "": "application/octet-stream", ".css": "text/css; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8", ".ico": "image/x-icon", ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
    ".whl": "application/zip", ".woff": "font/woff", ".woff2": "font/woff2", ".zip": "application/zip",
}  # fmt: skip
PACKED = {".css", ".csv", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".svg", ".txt", ".wasm"}
HASHED = re.compile(r"\.[0-9a-f]{7,}\.\w+$|-0[0-9a-f]{12}-")  # a name that changes with what is in the file

PACKING = threading.Lock()  # a class opens the course at one moment, and each file is packed once


@lru_cache(maxsize=None)  # noqa: UP033 (Python 3.8 has no other). In memory: a third of the site
def packed(path, tag):
    """Return a file's content packed with gzip; `tag` is another one when the file changes."""
    return gzip.compress(Path(path).read_bytes(), 6)


class ServerProblem(Exception):
    """The course cannot be opened; the message says why and what to do."""


class Files(SimpleHTTPRequestHandler):
    """Hand out the files of the site, and nothing else."""

    protocol_version = "HTTP/1.1"
    extensions_map = KINDS  # and not what this computer thinks: some have a wrong kind for .js

    def file(self):
        """Return the path of the file that is asked for; a folder stands for its index.html."""
        path = Path(self.translate_path(self.path))
        return path / "index.html" if path.is_dir() else path

    def is_packed(self, path):
        """Say whether this file goes over the network packed. On one computer that would only take time."""
        afar = self.client_address[0] not in (HERE, "::1", "::ffff:" + HERE)
        return afar and path.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", "")

    def tag(self, path):
        """Return a mark that is another one for every other file of this name, and for a packed one."""
        state = path.stat()
        return f'"{state.st_mtime_ns:x}-{state.st_size:x}{"-packed" * self.is_packed(path)}"'

    def send_head(self):
        """Send the head of an answer: "not changed" if the browser has this very file, else as usual."""
        path = self.file()
        if path.is_file() and self.headers.get("If-None-Match") == self.tag(path):
            self.send_response(304)
            self.end_headers()
            return None
        del self.headers["If-Modified-Since"]  # an older edition of the course has older files; only the tag counts
        if not (path.is_file() and self.path.partition("?")[0].endswith(("/", path.name)) and self.is_packed(path)):
            return super().send_head()
        with PACKING:
            content = packed(str(path), self.tag(path))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def end_headers(self):
        """Let the browser keep files: for good if the name says what is in it, else it asks each time."""
        path = self.file()
        if path.is_file():
            self.send_header("ETag", self.tag(path))
            self.send_header("Vary", "Accept-Encoding")
        kept = path.is_file() and HASHED.search(path.name)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def list_directory(self, path):
        """Show no lists of files."""
        self.send_error(404, "There is no such page")

    def log_message(self, format, *args):
        """Keep the window quiet, so that the address stays in sight."""


class Server(ThreadingHTTPServer):
    """Many requests at once; a browser that goes away in the middle of one is no error."""

    daemon_threads = True
    # Windows would let two programs share one port; elsewhere this only avoids a wait after the last run.
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request, client_address):
        """Say what went wrong, unless the browser simply went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def is_the_course(site, port):
    """Say whether the course in this folder already answers at this port of this computer."""
    try:
        with urllib.request.urlopen(f"http://{HERE}:{port}/{NOTE}", timeout=2) as answer:
            return answer.read(1000) == (Path(site) / NOTE).read_bytes()[:1000]
    except (OSError, ValueError):
        return False


def open_server(site, port, classroom=False):
    """Return a server for a folder, or stop with ServerProblem."""
    if not 1024 <= port <= 65535:
        raise ServerProblem(f"Port {port} cannot be used: give a whole number from 1024 to 65535.")
    if not (Path(site) / NOTE).is_file():
        raise ServerProblem(
            f"There is no course in the folder {site}: unpack the whole archive, and start it from there."
        )
    try:
        return Server(("" if classroom else HERE, port), partial(Files, directory=str(site)))
    except OSError:
        raise ServerProblem(
            f"Port {port} is taken by another program: close that program, or choose another port, such as {port + 1}. "
            "At another port you do not see the work that you saved at this one; it is not lost."
        ) from None


def own_address():
    """Return the address of this computer on its network, or a word for it. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that is reserved for examples
            return probe.getsockname()[0]
        except OSError:
            return "ADDRESS-OF-THIS-COMPUTER"


def start(site, port=PORT, classroom=False, browser=True):
    """Serve the course until somebody stops it; open it in the browser unless that is not wanted."""
    address = f"http://{HERE}:{port}/"
    if not classroom and is_the_course(site, port):
        print(f"The course is open already: {address}")
        if browser:
            webbrowser.open(address)
        return
    server = open_server(site, port, classroom)
    print(f"The course is at {address}", flush=True)
    if classroom:
        print(
            f"Others on this network open http://{own_address()}:{port}/ (if nothing comes, a firewall is in the way)."
        )
    print("Leave this window open while you work. To stop, press Ctrl+C here or close the window.", flush=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nThe course is closed. What you saved stays in your browser.")
    finally:
        server.server_close()


def main():
    """Read the command line and start."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--port", type=int, default=PORT, help=f"the port (without this: {PORT})")
    words.add_argument("--classroom", action="store_true", help="let other computers on this network open the course")
    words.add_argument("--no-browser", action="store_true", help="only print the address")
    words.add_argument("--site", default=str(Path(__file__).resolve().parent / "site"), help=argparse.SUPPRESS)
    asked = words.parse_args()
    try:
        start(asked.site, asked.port, asked.classroom, not asked.no_browser)
    except ServerProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
