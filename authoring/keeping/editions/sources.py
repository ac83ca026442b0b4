"""The files of the course that hold language: the catalogue of each, and how it is written with other words."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
import nbformat

from authoring.keeping.editions import code, glossary, markdown, pages, tables
from authoring.keeping.editions.language import (
    ANSWERS,
    COLUMNS_OF_A_QUESTION,
    VALUES_FIRST,
    WORDS_TO_TYPE,
    Message,
    Say,
    in_quotes,
)
from authoring.notebooks import ROOT

_NAMES = re.compile(r"^(\w+) = ", re.MULTILINE)  # what the code gives a value: in a text it is no value of a table
_COLUMNS = re.compile(r"columns=\[([^\]]*)\]")  # where a lesson gives columns their names
GLOSSARY = "notebooks/glossary.md"
TYPED = "words_to_type"  # the catalogue of the words of exercises that learners type
# The kinds of file by pattern, with the catalogue of each. `*` in a catalogue is the number of the lesson.
FILES = (
    ("notebooks/*.ipynb", "lesson_*"),
    ("solutions/*.ipynb", "exercises_*"),
    ("coursekit/**/*.py", "coursekit"),
    ("coursekit/jupyterlab/extension/static/*.js", "coursekit"),
    ("notebooks/*.md", "around"),
    ("README.md", "around"),
    ("teaching/*.md", "teaching"),
    ("authoring/publishing/templates/**/*.j2", "around"),
    ("authoring/publishing/templates/**/*.js", "around"),
    ("authoring/publishing/site/*.html", "around"),
    ("authoring/publishing/site/*.js", "around"),
    ("authoring/publishing/site/READ_ME.txt", "around"),
    ("authoring/publishing/site/start_course.py", "around"),
    ("authoring/marking/templates/*.j2", "around"),
    ("course.py", "command"),
    ("authoring/*.py", "command"),
    ("authoring/marking/**/*.py", "command"),
    ("authoring/publishing/**/*.py", "command"),
    ("authoring/keeping/exercises.py", "command"),
    ("authoring/answer_bank/lesson_*.py", "bank"),
    ("data/datapackage.json", "dictionary"),
    ("authoring/keeping/dictionary.py", "dictionary"),
    ("authoring/keeping/dictionary.md.j2", "dictionary"),
)
SAME_WORDS = {"command", "bank"}  # what stands in coursekit, too, is said there, so that both agree word for word
# How the English course is kept, which no learner or teacher of an edition needs; and names that platforms and
# alphabets give, which marking reads.
LEFT_OUT = {
    "teaching/maintaining.md", "teaching/bench.md", "teaching/style.md", "teaching/translating.md",
    "authoring/marking/roster.py", "authoring/marking/layouts.py", "authoring/marking/spreadsheet.py",
    "authoring/marking/names.py",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A file that holds language, and its catalogue."""

    path: str  # inside the course, with /
    catalogue: str


def sources(root: Path = ROOT) -> Iterator[Source]:
    """Give the files of the course that hold language, in the order in which they are listed; tables are not among them."""
    for pattern, catalogue in FILES:
        for path in sorted(root.glob(pattern)):
            place = path.relative_to(root).as_posix()
            if place not in LEFT_OUT and "node_modules" not in place:
                number = re.match(r"\d\d", path.name)
                yield Source(place, catalogue.replace("*", number[0]) if number else catalogue)


def shown_names(root: Path) -> set[str]:
    """Return what coursekit gives learners, whose docstrings they can read."""
    module = ast.parse((root / "coursekit" / "__init__.py").read_text(encoding="utf-8"))
    lists = (node for node in module.body if isinstance(node, ast.Assign) and node.targets[0].id == "__all__")
    return {name for found in lists for name in ast.literal_eval(found.value)}


class _BankWords(code.Words):
    """The words of a bank of answers: of a wrong answer, the phrase of the verdict is for the tests of English alone."""

    def _stand(self, node: cst.CSTNode) -> str:
        element = self._parent(node)
        owner = self._parent(element)
        if isinstance(owner, cst.Tuple) and len(owner.elements) == 3 and owner.elements[1] is element:
            return "code"
        plain = isinstance(element, cst.Element) and isinstance(node, cst.SimpleString)
        if plain and node.evaluated_value.isidentifier():
            return "code"  # an answer that is one name is that of a table in the notebook
        return super()._stand(node)


def written(root: Path, source: Source, say: Say, values: Mapping[str, str]) -> str:
    """Return a file of the course with its words said anew; `values` gives the words of the values of tables."""
    text = (root / source.path).read_text(encoding="utf-8")
    columns = tables.columns(root)
    suffix = Path(source.path).suffix

    def said(message: Message) -> str:
        return in_quotes(say(message), values, columns)

    if suffix == ".ipynb":
        return _notebook(text, say, values, columns)
    if suffix == ".py":
        lessons = source.path.startswith(("coursekit/exercises/", "authoring/answer_bank/"))
        words = _BankWords if source.catalogue == "bank" else code.Words
        seen = shown_names(root) if source.catalogue == "coursekit" else ()
        return code.translated(text, say, values if lessons else {}, columns, seen, words=words)
    if suffix in (".j2", ".html") and not source.path.endswith(".md.j2"):
        return pages.html(text, said)
    if suffix == ".js":
        return pages.javascript(text, say)
    if suffix == ".json":
        return _package(text, say, values, columns)
    names = _names_of_lesson(root, source.path) if source.catalogue == "teaching" else set()
    page = markdown.translated(text, markdown.with_values(say, values, columns | names))
    return page if page == text or source.path != GLOSSARY else glossary.in_order(text, page)


def _code(notebook: nbformat.NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def _names_of_lesson(root: Path, path: str) -> set[str]:
    """Return what the code of a lesson and its key gives a value, for the page about it."""
    places = root.glob(f"*/{Path(path).name[:2]}_*.ipynb")
    return {name for place in places for name in _NAMES.findall(_code(nbformat.read(place, as_version=4)))}


def _notebook(text: str, say: Say, values: Mapping[str, str], columns: set[str]) -> str:
    """Return a notebook with the words of its texts and cells said anew; its outputs are those of the English one."""
    notebook = nbformat.reads(text, as_version=4)
    all_code = _code(notebook)
    made, names = _COLUMNS.findall(all_code), set(_NAMES.findall(all_code))
    columns = columns | {name for names in made for name in re.findall(r'"([^"]*)"', names)}
    options: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and any(call in cell.source for call in ("choice(", "guess(", "several(")):
            code.translated(cell.source, lambda message: message.text, values, columns, options=options)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            of_text = markdown.with_values(say, values, columns | names)
            cell.source = markdown.translated(cell.source, of_text, cell.id)
        elif cell.cell_type == "code":
            cell.source = code.translated(
                cell.source, say, values, columns, None, cell.id, comments=True, options=options
            ).rstrip("\n")
    return nbformat.writes(notebook) + "\n"


def _package(text: str, say: Say, values: Mapping[str, str], columns: set[str]) -> str:
    """Return the description of the tables with its words said anew, and the values that are allowed."""
    package = json.loads(text)
    answers = {value: values.get(said, value) for value, said in ANSWERS.items()}

    def anew(owner: dict, its: Mapping[str, str] = values, allowed: list[str] | tuple = ()) -> None:
        # A word that a column may hold is that value, also where another column has it for a name.
        names = columns - VALUES_FIRST - set(allowed)
        said = markdown.with_values(say, its, names)
        for key in ("title", "description"):
            if owner.get(key):
                owner[key] = in_quotes(said(Message(owner[key], owner.get("name", ""))), its, names)

    for owner in (package, *package["contributors"]):
        anew(owner)
    for table in package["resources"]:
        anew(table)
        for field in table["schema"]["fields"]:
            rules = field.get("constraints", {})
            allowed = rules.get("enum", ())
            is_read = field["name"] in tables.columns_for_people(table)
            its = values | (answers if field["name"] in COLUMNS_OF_A_QUESTION else {})
            its |= {} if is_read else {value: value for value in allowed}
            anew(field, its, allowed)
            if allowed:
                rules["enum"] = [its.get(value, value) for value in allowed]
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def words_of_values(root: Path, say: Say) -> dict[str, str]:
    """Return the word of each value of a table and of each word that learners type; values that stay are their own."""
    staying = {value: value for value in tables.that_stay(root)}
    answers = {text: tables.answer(value, say) for value, text in ANSWERS.items()}
    return staying | answers | {value: say(Message(value)) for value in (*tables.where(root), *sorted(WORDS_TO_TYPE))}


def messages(root: Path = ROOT) -> Iterator[tuple[str, str, Message]]:
    """Give every message of the course: its catalogue, its file, and the message."""
    yield from tables.messages(root)
    for word in sorted(WORDS_TO_TYPE):
        yield TYPED, "exercises", Message(word, "", "A word that a learner types as an answer: short, and one form.")
    values = words_of_values(root, lambda message: message.text)
    of_coursekit: set[str] = set()
    for source in sources(root):
        found: list[Message] = []

        def collect(message: Message, found: list[Message] = found) -> str:
            found.append(message)
            return message.text

        written(root, source, collect, values)
        if source.catalogue == "coursekit":
            of_coursekit |= {message.text for message in found}
        for message in found:
            if source.catalogue in SAME_WORDS and message.text in of_coursekit:
                continue
            yield source.catalogue, source.path, message
