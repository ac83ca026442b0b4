"""Which addresses count as dead, tried on a server of our own."""

import contextlib
import socket
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from authoring.keeping import links


@pytest.fixture
def server():
    """A server that answers with the status that the path names, and the address of one on which nobody listens."""
    asked = Counter()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            asked[self.path] += 1
            status = self.path.removeprefix("/").partition("?")[0]
            if status == "busy":
                status = "503" if asked[self.path] == 1 else "200"
            if status == "moved":
                self.send_response(302)
                self.send_header("Location", "/404")
            elif status == "broken":
                self.wfile.write(b"no HTTP at all\r\n\r\n")
                return
            else:
                self.send_response(int(status))
            self.end_headers()

        def log_message(self, *words): ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def nobody():
    with contextlib.closing(socket.socket()) as probe:  # bound and not listening: a connection is refused
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}/"


def test_dead_and_uncertain_addresses_are_told_apart(server, nobody, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    paths = ["200", "200?q=ш&r=%D1%88", "busy", "404", "410", "moved", "403", "429", "500", "broken"]
    urls = [f"{server}/{path}" for path in paths] + [nobody, "no address at all"]
    rows = [f'S{number:02},"{url}"' for number, url in enumerate(urls)]
    table = tmp_path / "sources.csv"
    table.write_text("\n".join(["id,url", *rows]), encoding="utf-8")
    assert links.main(table) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 of 12 addresses answer."
    dead, uncertain = lines.index("No such page or server: 4"), lines.index("Not certain: look by hand: 5")
    assert [line[2:5] for line in lines[dead + 1 : dead + 5]] == ["S03", "S04", "S05", "S10"]
    assert [line[2:5] for line in lines[uncertain + 1 :]] == ["S06", "S07", "S08", "S09", "S11"]
    assert "404 Not Found" in lines[dead + 1]


def test_addresses_that_all_answer_are_no_failure(server, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    table = tmp_path / "sources.csv"
    table.write_text(f"id,url\nS1,{server}/200\nS2,{server}/403\n", encoding="utf-8")
    assert links.main(table) == 0
    assert "Not certain: look by hand: 1" in capsys.readouterr().out
