"""An edition in another language is the same course: shown with a made-up language, for all of it."""

import json
import re
import warnings

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import polib
import pytest

from authoring.environment import WARNINGS
from authoring.keeping.editions import anchors, build, code, glossary, made_up, markdown, pages, products, tables
from authoring.keeping.editions.catalogues import LANGUAGES, Words, counted, merged
from authoring.keeping.editions.checks import faults
from authoring.keeping.editions.language import ANSWERS, Message, in_quotes
from authoring.keeping.editions.proof import code_without_words, differences, read_by_people
from authoring.keeping.editions.sources import Source, sources, words_of_values, written
from authoring.keeping.editions.wording import prose
from authoring.notebooks import ROOT
from coursekit.charts import show

VALUES = {"security": "Сичхеит", "yes": "да", ANSWERS["yes"]: "ДА", "SCO": "ШОС"}
COLUMNS = {"kind", "yes", "state"}


def english(message):
    """Say a message as it is."""
    return message.text


def shouted(message):
    """Say a message in capitals, and its placeholders the other way round."""
    return message.text.upper() if "{" not in message.text else "{b} до {a}"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Return the folder of the course in the made-up language, with its lessons and keys run."""
    folder = tmp_path_factory.mktemp("editions") / "made_up"
    build.write(folder, lambda catalogue: made_up.said, "art")
    build.finish(folder)
    return folder


def test_the_same_words_give_the_same_files():
    values = words_of_values(ROOT, english)
    for source in sources(ROOT):
        before = (ROOT / source.path).read_text(encoding="utf-8")
        after = written(ROOT, source, english, values)
        read = json.loads if source.path.endswith((".ipynb", ".json")) else str
        assert read(after) == read(before), source.path


def test_an_edition_is_the_same_course_in_other_words(edition):
    assert differences(ROOT, edition) == []
    for path in (edition / "solutions").glob("*.ipynb"):
        text = " ".join(
            output["data"].get("text/plain", "") if "data" in output else output.get("text", "")
            for cell in nbformat.read(path, as_version=4).cells
            for output in cell.get("outputs", [])
        )
        assert "Right." not in text
        assert "observers" not in text.replace("observers.csv", "")


# What a reader sees in Latin letters beside what stays in the tables: names of code, and names that Unicode and pandas give.
STAYS_LATIN = {
    "All", "False", "NA", "NaN", "CAPITAL", "CYRILLIC", "LATIN", "LETTER", "axis", "description", "given", "headline", "numbers", "rows",
    "absent", "fastest", "figures", "refused", "told", "west",
}  # fmt: skip


def test_nothing_that_is_read_is_left_in_english(edition):
    names = tables.columns(ROOT) | {table["name"] for table in tables.package(ROOT)["resources"]}
    known = STAYS_LATIN | set(re.findall(r"[^\W\d_]+", " ".join(names | tables.that_stay(ROOT))))
    left = {
        (path.stem, cell.id, word)
        for path in edition.glob("*/*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        for word in re.findall(r"[^\W\d_]+", prose(read_by_people(cell) if "outputs" in cell else cell.source))
        if re.match("[A-Za-z]{2}", word) and word not in known
    }
    assert left == set()


def test_every_banked_answer_gets_the_same_kind_of_verdict(edition):
    assert build.verdicts_that_differ(edition) == []


def test_slides_handouts_and_marking_of_an_edition_are_whole(edition, tmp_path):
    build.run_in(edition, "authoring.keeping.editions.products", str(tmp_path))
    assert products.parts_that_differ(tmp_path) == []
    assert products.not_marked(edition) == []
    shapes = tmp_path / products.SHAPES
    told = json.loads(shapes.read_text(encoding="utf-8"))
    told["slides of 02_observer_status"][4][2] = False  # as where Your turn is not known any more
    del told["feedback"][-1]
    shapes.write_text(json.dumps(told), encoding="utf-8")
    lines = products.parts_that_differ(tmp_path)
    assert [line.partition(" is not")[0] for line in lines] == [
        "slides of 02_observer_status: part 5",
        "feedback: part 34",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda cell: cell.update(source=cell.source.replace("1990", "1991")), "code is not the same"),
        (lambda cell: cell.outputs.clear(), "other kinds of things"),
        (lambda cell: cell.outputs.append(nbformat.v4.new_output("stream", name="stderr", text="Glyph")), "it warns"),
        (lambda cell: cell.outputs[0].update(text="84 rows 7"), "its numbers differ: [] became ['7']"),
    ],
    ids=["code", "output", "warning", "number"],
)
def test_the_proof_finds_what_differs(tmp_path, change, says):
    cell = nbformat.v4.new_code_cell("print(1990)", id="a", outputs=[nbformat.v4.new_output("stream", text="84 rows")])
    for name in ("english", "other"):
        (tmp_path / name / "notebooks").mkdir(parents=True)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / name / "notebooks" / "00_x.ipynb")
        change(cell)
    (tmp_path / "english" / "data").mkdir()
    (tmp_path / "english" / "data" / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    assert any(says in line for line in differences(tmp_path / "english", tmp_path / "other", folders=("notebooks",)))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('print(f"{a} to {b}")', 'print(f"{b} до {a}")'),
        ('print("from " "a place")', 'print("FROM A PLACE")'),
        ('rows[rows["kind"] == "security"]', 'rows[rows["kind"] == "Сичхеит"]'),
        ('table["yes"].sum()', 'table["yes"].sum()'),
        ('rows["kind"].eq("yes")', 'rows["kind"].eq("да")'),
        ('rows[rows["eu"] == "yes"]["vote"]', 'rows[rows["eu"] == "ДА"]["vote"]'),
        ('rows.sort_values("kind", kind="stable")', 'rows.sort_values("kind", kind="stable")'),
        ('ax.plot(x, y, color="no name", label="of the SCO")', 'ax.plot(x, y, color="no name", label="OF THE SCO")'),
        ('''Mistake("one two", ['rows["kind"] == "SCO"'])''', '''Mistake("ONE TWO", ['rows["kind"] == "ШОС"'])'''),
        ('"; or ".join(x)', '"; OR ".join(x)'),
        ('x = """\nIn 2023 ...\n"""', 'x = """\nIN 2023 ...\n"""'),
        ('re.match("some words", x)', 're.match("some words", x)'),
    ],
)  # fmt: skip
def test_code_keeps_everything_but_its_words(source, said):
    after = code.translated(source, shouted, VALUES, COLUMNS)
    assert after == said
    assert code_without_words(after) == code_without_words(source)


def test_yes_in_a_column_of_a_question_is_another_word_than_a_vote(edition):
    text = 'keep `votes[votes["eu"] == "yes"]`, then `votes[votes["vote"] == "yes"]`'
    assert in_quotes(text, VALUES, COLUMNS) == text.replace('"yes"', '"ДА"', 1).replace('"yes"', '"да"')
    votes = pd.read_csv(edition / "data" / "resolution_votes.csv")
    assert not set(votes["eu"]) & set(votes["vote_2025"])
    assert (votes["eu"].nunique(), votes["vote_2025"].nunique()) == (2, 4)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('[("area", a), ("challenge", b)]', '[("ОБЛАСТЬ", a), ("ВЫЗОВ", b)]'),
        ('[("area", a), ("title", b)]', '[("area", a), ("title", b)]'),
        ('{"area": a, "challenge": b}', '{"ОБЛАСТЬ": a, "ВЫЗОВ": b}'),
        ('{"area": a, "title": b}', '{"area": a, "title": b}'),
    ],
)
def test_a_word_that_is_a_value_and_a_column_is_what_stands_beside_it(source, said):
    values = {"area": "ОБЛАСТЬ", "challenge": "ВЫЗОВ"}
    assert code.translated(f"x = {source}\n", english, values, {"area", "title"}) == f"x = {said}\n"


def test_the_words_in_a_placeholder_are_said_too():
    source = """print(f"{n} {'rows are' if n else 'row is'} left")"""
    after = code.translated(
        source, lambda message: message.text.replace("rows are", "РЯДЫ").replace("left", "ВСЕ"), {}, set()
    )
    assert after == """print(f"{n} {'РЯДЫ' if n else 'row is'} ВСЕ")"""


def test_markdown_is_cut_into_blocks():
    found = []
    text = "# A title\n\nOne line.\n\n- a point\n  - and `code`\n\n| a | b |\n| --- | --- |\n| one | `x` |\n\n<details><summary>Hint</summary>\n\nText.\n\n</details>\n"

    def said(message: Message) -> str:
        found.append(message.text)
        return message.text.upper()

    after = markdown.translated(text, said)
    assert found == ["# A title", "One line.", "- a point", "- and `code`", "| one | `x` |", "Hint", "Text."]
    assert "  - AND `CODE`" in after and "| --- | --- |" in after and "<summary>HINT</summary>" in after


def test_yes_in_a_text_is_a_vote_or_the_answer_to_a_question():
    say = markdown.with_values(english, VALUES, COLUMNS)
    assert say(Message('For them `eu` is `"yes"`.')) == 'For them `eu` is `"ДА"`.'
    assert say(Message('Change `"yes"` and run it.')) == 'Change `"да"` and run it.'


def test_a_name_of_the_lesson_stays_on_the_page_about_it():
    page = Source("teaching/03_tashkent_declaration.md", "teaching")
    after = written(ROOT, page, english, {"declaration": "декларация", "weapons": "оружие"})
    assert "`declaration`" in after and "`оружие`" in after and "декларация" not in after


def test_pages_keep_tags_templates_and_scripts():
    page = '<p class="{{ "a b" if x }}">{{ n }} of <b>these</b></p><img alt="A map"><script>let a = "one two";</script>'
    after = pages.html(page, lambda message: message.text.replace("of", "ИЗ").replace("A map", "КАРТА"))
    assert after == page.replace("of", "ИЗ").replace("A map", "КАРТА")
    assert pages.javascript('x(".a .b", "Two words");', lambda message: "СЛОВА") == 'x(".a .b", "СЛОВА");'
    script = 'x(`Table ${++n}: ${part}`, "Code: ", `${size}px`, "part", `a-${n}`);'
    said = pages.javascript(script, lambda message: message.text.replace("Table", "Таблица").replace("Code", "Код"))
    assert said == script.replace("Table", "Таблица").replace("Code", "Код")


def test_the_glossary_of_an_edition_has_its_own_order_and_the_english_term():
    english = "# Words\n\n- **cell**: a part.\n- **vote**, **ballot**: a choice.\n\nBack."
    page = "# Слова\n\n- **ячейка**: часть.\n- **голос**: выбор.\n\nНазад."
    sorted_page = "# Слова\n\n- **голос**: выбор. (*vote, ballot*)\n- **ячейка**: часть. (*cell*)\n\nНазад."
    assert glossary.in_order(english, page) == sorted_page


def test_the_description_of_a_column_names_the_values_that_its_table_shows(edition):
    package = json.loads((edition / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for table in package["resources"] for field in table["schema"]["fields"]]
    named = [
        (field["name"], value, field["constraints"]["enum"])
        for field in fields
        if "enum" in field.get("constraints", {})
        for value in re.findall("`([^`]+)`:", field["description"])
    ]
    assert len(named) > 50
    assert [(name, value) for name, value, allowed in named if value not in allowed] == []


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("In {year}: {n} rows", "{n} рядов в {year}", ""),
        ("In {year}: {n} rows", "{n} рядов", "Placeholders missing: {year}"),
        ("Run `len(x)`", "Запустите `len(y)`", "Code spans missing: len(x)"),
        ("[Page](a.md) of 1,143", "[Страница](a.md) из 1143", ""),
        ("[Page](a.md)", "[Страница](b.md)", "Targets of links missing: a.md"),
        ("It took 22.2 years", "Это заняло 22 года", "Numbers missing: 22.2"),
        ("## A title", "Заголовок", "must begin with '## '"),
        ("| a | b |", "| а | б | в |", "A row of this table has 3 signs |, and it has 4"),
        ("mean: ", "среднее:", "at the end differ"),
        ("one\ntwo", "один два", "It has 1 lines"),
        ("Right", "\u202bימין", "from right to left (U+202B)"),
    ],
)  # fmt: skip
def test_a_faulty_translation_is_named(text, said, fault):
    found = " ".join(faults(text, said))
    assert fault in found if fault else not found


def test_a_changed_sentence_keeps_its_old_translation_to_be_looked_at():
    old = polib.POFile()
    old.append(polib.POEntry(msgid="The table has ten rows.", msgstr="В таблице десять рядов."))
    old.append(polib.POEntry(msgid="Quite another thing", msgstr="Другое"))
    new = merged(old, [("a.md", Message("The table has eleven rows.", "1"))], "ru")
    entry, gone = new
    assert (entry.fuzzy, entry.previous_msgid, entry.msgstr) == (
        True,
        "The table has ten rows.",
        "В таблице десять рядов.",
    )
    assert gone.obsolete


def test_what_is_not_translated_stays_english_and_is_named(tmp_path):
    (tmp_path / "ru").mkdir()
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="One {n}", msgstr="Один"))
    catalogue.append(polib.POEntry(msgid="Two", msgstr="Два"))
    catalogue.append(polib.POEntry(msgid="Three", msgstr="Три", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="Four"))
    catalogue.save(str(tmp_path / "ru" / "lesson_02.po"))
    words = Words("ru", tmp_path)
    say = words.say_in("lesson_02")
    assert [say(Message(text)) for text in ("One {n}", "Two", "Three", "Four")] == ["One {n}", "Два", "Three", "Four"]
    lines = "\n".join(words.left_in_english())
    assert "lesson_02: 3 messages stay English" in lines
    assert "Placeholders missing: {n}" in lines and "the English text has changed" in lines


def test_two_values_with_one_word_are_found(tmp_path):
    for name, votes in (("english", "yes\nno\n"), ("other", "да\nда\n")):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "votes.csv").write_text(f"vote\n{votes}", encoding="utf-8")
        described = {
            "resources": [
                {"name": "votes", "path": "votes.csv", "schema": {"fields": [{"name": "vote", "type": "string"}]}}
            ]
        }
        (tmp_path / name / "data" / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    tables.package.cache_clear()
    assert differences(tmp_path / "english", tmp_path / "other") == ["votes.csv, vote: two values have the same word"]


def test_a_chart_whose_letters_the_font_lacks_is_an_error():
    assert WARNINGS.startswith("error")  # what notebooks are run with
    fig, ax = plt.subplots()
    ax.bar(["Китай"], [1])
    ax.set(title="上海合作组织", xlabel="Year", ylabel="Number of states")
    words = "Нечто длинное о том, что нарисовано здесь: один столбец, и больше ничего, совсем ничего нет."
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="Glyph"):
            show(fig, description=words, source="members.csv", as_of="2025-12-31")
    plt.close(fig)


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*/*.po")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_translations_hold(path):
    wrong = {
        entry.msgid[:60]: found
        for entry in polib.pofile(str(path))
        if not entry.obsolete and entry.translated() and (found := faults(entry.msgid, entry.msgstr))
    }
    assert wrong == {}


def test_each_language_is_counted():
    assert all(one.messages >= one.done for folder in LANGUAGES.iterdir() for one in counted(folder.name))


def test_every_page_names_its_language_and_the_links_of_an_edition_open_its_branch(tmp_path):
    page, readme = tmp_path / "a.html", tmp_path / "README.md"
    page.write_text('<html lang="en"><a hreflang="en">x</a> toLocaleString("en-GB")', encoding="utf-8")
    readme.write_text("(https://mybinder.org/v2/gh/A/B/HEAD?x) git-pull?repo=A&branch=main&urlpath=x", encoding="utf-8")
    build.name_the_language(tmp_path, "zh_CN")
    build.lead_to_its_branch(readme, "zh_CN")
    assert page.read_text("utf-8") == '<html lang="zh-CN"><a hreflang="en">x</a> toLocaleString("zh-CN")'
    assert "/A/B/edition-zh_CN?x" in readme.read_text("utf-8") and "&branch=edition-zh_CN&" in readme.read_text("utf-8")


def test_words_in_a_script_of_a_page_and_in_the_head_of_a_table_are_said():
    page = (
        """<script>say("Open in this edition" + "static/pyodide/");</script>{% call table("x", ["learner", "n"]) %}"""
    )
    assert pages.html(page, shouted) == page.replace("Open in this edition", "OPEN IN THIS EDITION").replace(
        "learner", "LEARNER"
    )


def test_a_link_to_a_part_follows_its_heading(tmp_path):
    english, edition = tmp_path / "en", tmp_path / "ru"
    for folder, heading in ((english, "What teachers type"), (edition, "Что набирает учитель")):
        folder.mkdir()
        (folder / "README.md").write_text(f"See [below](#what-teachers-type), or [it](x.md#what).\n\n## {heading}\n")
    anchors.follow(english, edition)
    assert "(#что-набирает-учитель), or [it](x.md#what)" in (edition / "README.md").read_text()
