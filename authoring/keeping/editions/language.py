"""What is language, and what is code that stays as it is: the one place where this is decided.

A text is language if it has two words, or is one word that somebody reads. Never language are names of columns, files,
functions and answers, ids, symbols and addresses, keywords of libraries, styles, formats, and regular expressions
(which are written as raw strings in the course for this reason).
"""

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

# ---- Tables: columns for machines, and columns that show how something was printed, stay. The key is the column, or
# the table and the column.
COLUMNS_THAT_STAY = {
    # ids, codes and addresses
    "source", "also", "source_a", "source_b", "url", "vote_url", "iso3", "state_iso3", "iso3_a", "iso3_b", "symbol",
    "resolution", "draft", "agenda_item", "lessons", "after_the_record.lesson", "after_the_record.table",
    "briefing_claims.table", "after_the_record.row",
    "spell_id", "document_id", "rule_id", "claim_id", "item_id", "event_id", "statement_id", "account_id", "conflict_id",
    # days and years
    "start", "end", "signed", "date", "years", "memorandum", "published", "said_on",
    # what is studied as it was printed, and the list of sources, which are read in their own language
    "printed_claims.as_printed", "printed_claims.page", "sources.id", "sources.publisher", "sources.title",
    # the words of all languages beside each other, for translators
    *(f"terms.{column}" for column in ("term_id", "english", "russian", "chinese", "kind", "seen", "confidence", "note")),
}  # fmt: skip
# Cells that hold several values, joined by "; ": each of them is a value of its own.
COLUMNS_OF_LISTS = {
    "founding_documents.parties", "contacts.sco_side", "contacts.un_side", "contacts.un_body", "contacts.topics",
    "summits.un_person", "week_2019.topics", "declarations_compared.signed_for_other", "declaration_2010.said_by",
}  # fmt: skip

# What is compared with one of these columns stays, too.
COMPARED_AS_IT_IS = {"publisher", *(column for column in COLUMNS_THAT_STAY if "." not in column)}
# Words that are values of tables and names of columns, and mean the value where nothing tells.
VALUES_FIRST = {"yes", "no", "abstained"}
# Columns that answer a question about a row. Many languages say "yes" there in another word than in a vote, so it is a
# message of its own.
COLUMNS_OF_A_QUESTION = {
    "eu", "asean", "both_members", "with_un", "sco_member_that_day", "symbol_seen", "un_body_is_un", "un_body",
}  # fmt: skip
ANSWERS = {"yes": "yes, it is so", "no": "no, it is not so"}

# ---- Words of exercises that a learner types and that stand in no table. They are treated like values of tables.
WORDS_TO_TYPE = {
    "decision", "signature", "effect", "borne out", "refuted", "change", "wait", "UN city", "other city", "not known",
    "UN, as told by the SCO", "SCO, as told by the UN",
}  # fmt: skip
# Regular expressions of words, by the name they are given: they are language all the same.
PATTERNS_OF_WORDS = {"_UP", "_DOWN", "TURN", "_QUESTIONS"}

# ---- Code: where a string stands decides first.
# Arguments of these calls, and arguments of these names, are names, styles or formats.
CALLS_OF_CODE = {
    "data", "read_csv", "set_option", "use", "getattr", "hasattr", "setattr", "strftime", "getLogger", "import_module",
    "astype", "encode", "decode", "table", "exercise", "check", "filterwarnings", "environ", "startswith", "endswith",
    "glob", "rglob", "add_class", "observe", "find_all", "select", "attrgetter", "expected", "tick_params",
    "set_alignment", "open", "with_name", "with_suffix", "joinpath", "Path",
}  # fmt: skip
CALLS_WITH_COLUMNS = {
    "groupby", "sort_values", "set_index", "dropna", "drop", "to_frame", "merge", "reindex", "rename_axis", "reset_index",
}  # fmt: skip
KEYWORDS_OF_CODE = {
    "as_of", "by", "on", "columns", "subset", "color", "colors", "c", "ha", "va", "loc", "where", "method", "how", "kind",
    "linestyle", "ls", "marker", "fillstyle", "arrowprops", "arrowstyle", "hatch", "fmt", "style", "weight", "fontweight",
    "encoding", "format", "freq", "axis", "which", "errors", "orient", "dtype", "linestyles", "facecolor", "edgecolor",
    "textcoords", "xycoords", "transform", "align", "drawstyle", "module", "prog", "action", "dest", "mode", "newline",
    "category", "cmap", "ecolor", "mimetype", "bbox", "interpolation", "layout", "rule", "media_type", "suffix", "prefix",
}  # fmt: skip
# Arguments of these names are read by people, one word or more.
KEYWORDS_OF_LANGUAGE = {
    "title", "xlabel", "ylabel", "label", "description", "unit", "what", "source", "suptitle", "hint", "right",
    "otherwise", "message", "placeholder", "tooltip", "more", "says",
}  # fmt: skip
CALLS_OF_LANGUAGE = {
    "set_title", "set_xlabel", "set_ylabel", "annotate", "text", "guess", "choice", "number", "several", "day", "print",
    "compare_guess",
}  # fmt: skip
NAMED_FIRST = {"guess", "compare_guess"}  # their first argument is a name

NUMBER_WORDS = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
}  # fmt: skip
# Single words with a capital letter that are names of code.
NAMES_OF_CODE = {"Plain", "Software", "Agg", "Path", "Form", "None", "True", "False", "Europe", "Loader", "Key"}

# Texts that programs read, or that other programs write: they stay as they are.
STAY_AS_THEY_ARE = {
    "Scripts", "No module named", "error,ignore:There is no current event loop:DeprecationWarning", "Python 3 (ipykernel)",
    "Python (Pyodide)", "### BEGIN SOLUTION", "### END SOLUTION", "Authorization", "section:has(> .links)", "thead th",
    "tbody th", "Email address", "Full name", "Student", "SIS User ID", "SIS Login ID", "Section", "Points Possible",
    "from authoring.marking.trusted import judge", "day,kind,count\n2001-06-15,a,1\n2002-06-07,b,2", "prompt turn",
    "Loading JupyterLite...", "use strict",
    "token {token}", "--for {name}", "::ffff:", "Vary", "max-age=31536000, immutable", "--only-binary=:all:", ".hints h3", " right",
    "the ", "font-size:14px;line-height:1.5;max-width:52em;min-height:{1.5 * lines}em;margin:4px 0",
}  # fmt: skip

FILLED_IN = "What stands in {braces} is filled in when the course runs: keep each as it is; their order may change."
LOOKED_FOR = (
    "Words that are looked for in a text, with | between them if several: give those that fit the translated text."
)

WORD = re.compile(r"[^\W\d_]{2,}")
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
ONE_WORD = re.compile(r"[^\W\d_]+")
PLACEHOLDER = re.compile(r"(?<!\{)\{(?!\{)(?:[^{}]|\{[^{}]*\})*\}")
CODE_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
TAG = re.compile(r"</?[a-z][^<>]*>")
ADDRESS = re.compile(r"https?://\S+|\b[\w/.-]+\.(?:csv|ipynb|md|py|json|html|txt|zip|toml|yml)\b")
IN_QUOTES = re.compile(r"""(?P<before>(?<!\.lo)[\w\])]\[|\[\[|)(?P<mark>["'])(?P<value>[^"'\n]{1,80})(?P=mark)""")

_COMPARED = re.compile(r"""\[["'](\w+)["']\](?: *[!=]= *|\.eq\()\Z""")
_VALUE_HERE = re.compile(r"(?:[!=]= *|isin\(\[[^\]]*|eq\(|\.loc\[[^\]]*)\Z")  # compared, or the label of a row
_LIST_OF_COLUMNS = re.compile(r"\[\[[^\]]*\Z")


@dataclass(frozen=True)
class Message:
    """One text that a translator sees: the English, its place in the file, and a note where one is needed."""

    text: str
    place: str = ""  # the number of a line, or the id of a cell
    note: str = ""


Say = Callable[[Message], str]  # returns the words that stand in the place of a message; the English ones to keep them


def has_words(text: str, at_least: int = 2) -> bool:
    """Say whether a text has so many words, beside code spans, addresses, file names and placeholders."""
    bare = ADDRESS.sub(" ", CODE_SPAN.sub(" ", PLACEHOLDER.sub(" ", TAG.sub(" ", text))))
    words = ONE_WORD.findall(re.sub(r"\b\w*_\w*\b", " ", bare))
    return len(words) >= at_least and any(len(word) > 1 for word in words)


def is_python(text: str) -> bool:
    """Say whether a text is a piece of Python, as learners type it: it can be read as code and has a sign of code."""
    bare = PLACEHOLDER.sub("x", text).strip()
    if not re.search(r"[\[({=.+*/<>-]", bare) or re.search(r"\w \(", re.sub(r"\b(in|not|and|or) \(", r"\1(", bare)):
        return False
    try:
        body = ast.parse(bare).body
    except (SyntaxError, ValueError):
        return False
    signs = (ast.Call, ast.Subscript, ast.Compare, ast.BinOp, ast.Assign, ast.Dict, ast.List, ast.Attribute)
    nodes = [node for one in body for node in ast.walk(one)]
    names = any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in nodes)
    return any(isinstance(node, signs) or (names and isinstance(node, ast.Tuple)) for node in nodes)


def is_language(text: str, for_people: bool) -> bool:
    """Say whether a string of code is language; `for_people` tells that people read what stands at its place."""
    if (
        text in STAY_AS_THEY_ARE
        or is_python(text)
        or not has_words(text, 1)
        or re.fullmatch(r"[\w-]+(/[\w.+-]+)+|\.?[\w-]+\.[\w.-]+|#\w+", text)
    ):
        return False
    plain = text.strip(" .,:;?!()")
    if not any(sign.isspace() for sign in plain) and not is_search(text):
        if plain in NAMES_OF_CODE:
            return False
        glue = text != text.strip() or text.endswith((":", ";"))
        return for_people or glue or plain in NUMBER_WORDS or bool(re.fullmatch("[A-Z][a-z]+", plain))
    joined = bool(PLACEHOLDER.search(text)) or "\n" in text  # as in {part} of {whole}, or lines to be filled in
    heading = re.match(r"#{1,6} \w", text)
    return bool(for_people or joined or heading or has_words(text) or is_search(text) or DAY.fullmatch(text))


def is_search(text: str) -> bool:
    """Say whether a text is a list of words that are looked for, as in "youth|culture"."""
    return bool(re.fullmatch(r"[^\W\d_][\w ]*(\|[^\W\d_][\w ]*)+", text))


def word_of(text: str, values: Mapping[str, str], joined_by: str = "; ") -> str | None:
    """Return the word of a value of a table, or of several joined by a sign; None if a text is no such thing."""
    parts = text.split(joined_by)
    return joined_by.join(values[part] for part in parts) if all(part in values for part in parts) else None


def names_a_column(text: str, found: re.Match) -> bool:
    """Say whether a word in a piece of code that is a value and a column, too, is the column."""
    if _LIST_OF_COLUMNS.search(text, 0, found.start()):
        return True
    is_value = _VALUE_HERE.search(text, 0, found.start()) or text.startswith(":", found.end())
    return found["value"] not in VALUES_FIRST and not is_value


def in_quotes(text: str, values: Mapping[str, str], columns: set[str], told_of: Collection[str] = ()) -> str:
    """Return a text with each value of a table that stands in straight quotation marks replaced by its word.

    Such marks show what is typed, in code and in texts about code. After a bracket a name of a column stays. `told_of`
    names the columns that the text tells of, for a value that is not compared with one.
    """

    def replaced(found: re.Match) -> str:
        value = found["value"]
        looked_for = text.endswith("contains(", 0, found.start())
        beside = _COMPARED.search(text, 0, found.start())
        if COLUMNS_OF_A_QUESTION.intersection([beside[1]] if beside else told_of):
            value = ANSWERS.get(value, value)
        word = word_of(value, values, "|" if looked_for else "; ")
        if (
            word is None
            or (beside and beside[1] in COMPARED_AS_IT_IS)
            or text.endswith("startswith(", 0, found.start())
        ):
            return found[0]
        if value in columns and (found["before"] or names_a_column(text, found)):
            return found[0]
        return found["before"] + found["mark"] + word + found["mark"]

    return IN_QUOTES.sub(replaced, text)
