"""The browser edition in two languages: each has its pages, notebooks and coursekit, and one Python serves both.

The second language is the English course with a verdict and a mark in other words: what is tried is the way, not the words.
"""

import json
import shutil

import pytest
from browser import WINDOW, Lab, chromium
from bs4 import BeautifulSoup
from servers import running

from authoring.keeping.editions import FOLDERS, stamp
from authoring.keeping.editions.build import FILES, LEFT_BEHIND, name_the_language
from authoring.publishing.lite import beside, parts
from authoring.publishing.lite import site as making
from notebooks import LESSONS, ROOT

LANGUAGE, NAME = "eo", "Esperanto"
MOST = 14  # megabytes that a language may add: Python and its packages would be 42 more
FIRST = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def both(site, tmp_path_factory):
    """A folder with the site in it, English and in a second language, as a web server may hold it."""
    place = tmp_path_factory.mktemp("languages")
    edition = place / "edition"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, edition / folder, ignore=LEFT_BEHIND)
    for name in FILES:
        (edition / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, edition / name)
    name_the_language(edition / "authoring", LANGUAGE)
    verdicts = edition / "coursekit" / "verdicts.py"
    verdicts.write_text(verdicts.read_text("utf-8").replace('"Right."', '"Prave."'), encoding="utf-8")
    bar = edition / "coursekit" / "jupyterlab" / "extension" / "static" / "course.js"
    bar.write_text(bar.read_text("utf-8").replace('"not run yet"', '"ne rulita"'), encoding="utf-8")
    others = [language for language in stamp.proved()]
    shutil.copytree(site, place / "course", ignore=shutil.ignore_patterns(*others))
    making.add_languages(place / "course", "12345678", {LANGUAGE: edition})
    return place


def links(page) -> list[tuple[str, str, str, str]]:
    """Return what a page offers in other languages: words, address, language of the words and of what they lead to."""
    found = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".languages a")
    return [(one.get_text(), one["href"], one["lang"], one["hreflang"]) for one in found]


def test_start_pages_lead_to_each_other(both):
    course = both / "course"
    assert links(course / "index.html") == [(NAME, f"{LANGUAGE}/index.html", LANGUAGE, LANGUAGE)]
    assert links(course / LANGUAGE / "index.html") == [("English", "../index.html", "en", "en")]
    assert making.links_to_languages("zh", {"en": "English", "ru": "Русский", "zh": "中文"}, "../") == (
        '<a href="../index.html" lang="en" hreflang="en">English</a> '
        '<a href="../ru/index.html" lang="ru" hreflang="ru">Русский</a>'
    )
    assert making.links_to_languages("en", {"en": "English"}, "") == "", "nothing where there is one language"
    assert [making.own_name(code) for code in ("ru", "zh", "xx")] == ["Русский", "中文", "xx"]


def test_a_language_has_pages_of_its_own_and_shares_python(both):
    course = both / "course"
    own = course / LANGUAGE
    for page in ("index.html", "saved_work.html", "read/02_observer_status.html", "lab/index.html"):
        soup = BeautifulSoup((own / page).read_text(encoding="utf-8"), "html.parser")
        assert soup.html["lang"] == LANGUAGE, page
        addresses = [one["href"] for one in soup.find_all(["a", "link"], href=True)]
        inside = [one.partition("?")[0].partition("#")[0] for one in addresses if ":" not in one]
        assert all(((own / page).parent / one).exists() for one in inside), page
    assert making.megabytes(own) <= MOST
    assert not any((own / name).exists() for name in beside.SHARED)
    settings = json.loads((own / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"][f"{parts.KERNEL_EXTENSION}:kernel"]
    assert (own / kernel["pyodideUrl"]).is_file() and (own / settings["fullStaticUrl"]).is_dir()
    packages = json.loads((course / "static/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    ours = [packages[name] for name in ("coursekit", f"coursekit-{LANGUAGE}")]
    assert len({one["file_name"] for one in ours}) == 2 and not any(one["imports"] for one in ours)
    assert kernel["loadPyodideOptions"]["packages"][-1] == f"coursekit-{LANGUAGE}"
    assert {path.name for path in (own / "files" / "notebooks").glob("*.ipynb")} == {path.name for path in LESSONS}


def test_only_an_edition_of_this_state_of_the_course_is_taken_along(tmp_path, capsys):
    (tmp_path / "languages" / "eo").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "build" / "eo").mkdir(parents=True)
    assert stamp.proved(tmp_path) == {}, "made, and not proved"
    stamp.put(tmp_path / "build" / "eo", "eo", tmp_path)
    assert stamp.proved(tmp_path) == {"eo": tmp_path / "build" / "eo"}
    (tmp_path / "notebooks" / "00_a.ipynb").write_text("{}", encoding="utf-8")
    assert stamp.proved(tmp_path) == {}
    assert "course.py edition eo" in capsys.readouterr().out


@pytest.mark.needs("chromium")
@pytest.mark.filterwarnings("default")  # the driver's own warnings are not ours
def test_a_lesson_of_the_second_language_runs_and_its_own_check_answers(both):
    with running(both) as address, chromium() as browser:
        page = browser.new_page(viewport=WINDOW)
        page.goto(f"{address}/course/index.html")
        page.get_by_role("link", name=NAME).press("Enter")
        page.wait_for_url(f"**/course/{LANGUAGE}/index.html")
        lite = Lab(page, f"{address}/course/{LANGUAGE}/lab/index.html?path={FIRST}", {})
        lite.wait_for_notebook(FIRST)
        page.locator(".course-mark", has_text="ne rulita").first.wait_for()
        lite.run_all()
        assert "0.1 Prave." in lite.answer("more_yes", "more_yes = 40", "0.1")
        lite.watch.nothing_happened()
