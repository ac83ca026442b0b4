"""Messages of Python: its strings as they stand in the source, and comments and docstrings that learners see."""

import re
from collections.abc import Iterable, Mapping, Sequence

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from authoring.keeping.editions.language import (
    ANSWERS,
    CALLS_OF_CODE,
    CALLS_OF_LANGUAGE,
    CALLS_WITH_COLUMNS,
    COLUMNS_OF_A_QUESTION,
    COMPARED_AS_IT_IS,
    FILLED_IN,
    KEYWORDS_OF_CODE,
    KEYWORDS_OF_LANGUAGE,
    LOOKED_FOR,
    NAMED_FIRST,
    PATTERNS_OF_WORDS,
    PLACEHOLDER,
    VALUES_FIRST,
    WORD,
    Message,
    Say,
    has_words,
    in_quotes,
    is_language,
    is_python,
    is_search,
    word_of,
)
from authoring.keeping.editions.literals import Text, placeholders, text_of, with_indent, with_text, without_indent

_SKIPPED = re.compile(r"#+\s*(?:fmt:|noqa|type:|BEGIN|END|!)|#{2,}")


class Words(cst.CSTTransformer):
    """Says the language in a piece of Python anew, and gives values of tables their words."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(
        self,
        say: Say,
        values: Mapping[str, str],
        columns: set[str],
        seen: Iterable[str] | None,
        place: str,
        comments: bool,
    ) -> None:
        super().__init__()
        self.say, self.values, self.columns, self.place, self.comments = say, values, columns, place, comments
        self.options: set[str] = set()  # words among which a learner chooses: they are the same wherever they stand
        self.seen = None if seen is None else set(seen)  # functions whose docstrings are read; None: all
        self._around: list[cst.CSTNode] = []  # the node that is read now, and those around it, the nearest last

    # ---- What stands where

    # libcst's ParentNodeProvider says the same, and takes a third of the time of a pass over the course.
    def on_visit(self, node: cst.CSTNode) -> bool:
        self._around.append(node)
        return super().on_visit(node)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode | cst.RemovalSentinel:
        left = super().on_leave(original_node, updated_node)
        self._around.pop()
        return left

    def _parent(self, node: cst.CSTNode | None) -> cst.CSTNode | None:
        """Return what a node stands in: the one that is read now, or one around it."""
        outwards = reversed(self._around)
        return next(outwards, None) if any(one is node for one in outwards) else None

    def _above(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """Return the nodes around a string, the nearest first, up to its statement."""
        above = []
        while (node := self._parent(node)) is not None and not isinstance(node, cst.BaseStatement):
            above.append(node)
            if isinstance(node, cst.BaseSmallStatement):
                break
        return above

    def _docstring_of(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the function, class or module whose docstring a string is."""
        expression = self._parent(node)
        line = self._parent(expression) if isinstance(expression, cst.Expr) else None
        body = self._parent(line) if isinstance(line, cst.SimpleStatementLine) else None
        if isinstance(body, cst.Module):
            return body if body.body[0] is line else None
        owner = self._parent(body) if isinstance(body, cst.IndentedBlock) else None
        return owner if isinstance(owner, cst.FunctionDef | cst.ClassDef) and body.body[0] is line else None

    def _stand(self, node: Text) -> str:
        """Return how a string stands; "" if its place says nothing.

        The others are "code", "column", "label" (of a row or column), "search" (looked for), "value" (compared),
        "people", "option", "docstring" and "pattern".
        """
        owner = self._docstring_of(node)
        if owner is not None:
            names = {getattr(getattr(owner, "name", None), "value", "")}
            return "docstring" if self.seen is None or names & self.seen else "code"
        raw = isinstance(node, cst.SimpleString) and "r" in node.prefix.lower()
        raw = raw or (isinstance(node, cst.FormattedString) and "r" in node.start.lower().rstrip("\"'"))
        unknown = "code" if raw else ""
        inside_choice = False
        below: cst.CSTNode = node
        for above in self._above(node):
            if isinstance(above, cst.Assign):
                names = {getattr(target.target, "value", "") for target in above.targets}
                return "pattern" if names & PATTERNS_OF_WORDS else "code" if "__all__" in names else unknown
            if isinstance(above, cst.Annotation):
                return "code"
            if isinstance(above, cst.SubscriptElement):
                owner = getattr(self._parent(above), "value", None)
                by_names = isinstance(owner, cst.Attribute) and owner.attr.value == "loc"
                return "label" if by_names else "column"
            if isinstance(above, cst.DictElement) and below is above.key and self._names_values(above):
                return "people"
            if isinstance(above, cst.Comparison):
                words = isinstance(node, cst.SimpleString) and has_words(str(node.evaluated_value))
                if below is above.left and words and isinstance(above.comparisons[0].operator, cst.In | cst.NotIn):
                    return "search"
                return "code" if raw or _columns_in(above) & COMPARED_AS_IT_IS else "value"
            if isinstance(above, cst.IfExp) and below is not above.test:
                inside_choice = True
            if isinstance(above, cst.FormattedStringExpression) and inside_choice:
                return "people"
            if isinstance(above, cst.Arg):
                return "code" if raw else self._stand_in_call(above)
            below = above
        return unknown

    def _stand_in_call(self, argument: cst.Arg) -> str:
        """Return how a string stands that is an argument of a call, or a part of one."""
        keyword = argument.keyword.value if argument.keyword else ""
        call = self._parent(argument)
        called = getattr(call, "func", None)
        owner = getattr(getattr(called, "value", None), "value", "")
        name = called.attr.value if isinstance(called, cst.Attribute) else getattr(called, "value", "")
        if keyword in KEYWORDS_OF_CODE or owner == "re" or (name in NAMED_FIRST and call.args[0] is argument):
            return "code"
        if name == "contains":
            return "code" if _as_it_is(called) else "search"
        if name in CALLS_OF_CODE:
            return "code"
        if name in CALLS_WITH_COLUMNS:
            return "column"
        if keyword in KEYWORDS_OF_LANGUAGE or (name == "print" and not keyword):
            return "people"
        return "option" if name in CALLS_OF_LANGUAGE and not keyword else ""

    def _names_values(self, line: cst.DictElement) -> bool:
        """Say whether a line of a dictionary gives some values of a table a name, which people read."""
        if not (isinstance(line.key, cst.SimpleString) and isinstance(line.value, cst.SimpleString)):
            return False
        name, values = line.key.evaluated_value, line.value.evaluated_value
        return (
            name not in self.columns and (name == values or "; " in values) and word_of(values, self.values) is not None
        )

    def _names_a_column(self, node: cst.CSTNode, english: str, stand: str) -> bool:
        """Say whether a word that is a value and a column, too, is the column here: by its place, or by what stands beside it."""
        if english not in self.columns:
            return False
        names = {one.evaluated_value for one in self._beside(node) if isinstance(one, cst.SimpleString)}
        if stand in ("column", "label", "value", "people"):
            return stand == "column"
        if names & self.columns - self.values.keys():
            return True
        return english not in VALUES_FIRST and not names & self.values.keys() - self.columns

    def _value_meant(self, node: cst.CSTNode, english: str) -> str:
        """Return a value, or for "yes" and "no" that are compared with a column of a question the message of that answer."""
        comparison = next((above for above in self._above(node) if isinstance(above, cst.Comparison)), None)
        asked = comparison and _columns_in(comparison) & COLUMNS_OF_A_QUESTION
        return ANSWERS.get(english, english) if asked else english

    def _beside(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """Return what stands beside a string: in its list or tuple, and at its place in the tuples around that, or as a key."""
        element = self._parent(node)
        whole = self._parent(element)
        if isinstance(element, cst.DictElement) and element.key is node:
            return [line.key for line in whole.elements if isinstance(line, cst.DictElement)]
        if not isinstance(element, cst.Element):
            return []
        rows = self._parent(self._parent(whole)) if isinstance(whole, cst.Tuple) else None
        place = list(whole.elements).index(element)
        tuples = [row.value for row in getattr(rows, "elements", ()) if isinstance(row.value, cst.Tuple)]
        return [
            *(one.value for one in whole.elements),
            *(row.elements[place].value for row in tuples if len(row.elements) > place),
        ]

    # ---- What is said

    def _anew(self, node: Text, updated: Text) -> cst.BaseExpression:
        """Return a whole string with its words."""
        if isinstance(self._parent(node), cst.ConcatenatedString):
            return updated
        english = text_of(node)
        if english is None:
            return updated
        stand = self._stand(node)
        plain = isinstance(node, cst.SimpleString)
        word = word_of(self._value_meant(node, english), self.values) if plain else None
        if word is not None and stand != "code" and not self._names_a_column(node, english, stand):
            return with_text(updated, word, [], 0)
        if stand == "option" and plain:
            self.options.add(english)
        if stand == "option" or (stand in ("value", "") and english in self.options - self.columns):
            stand = "people"
        if stand == "pattern":
            return with_text(
                updated, self.say(Message(english, self._at(node), "A regular expression of words.")), [], 0
            )
        in_column = english in self.columns and stand not in ("people", "search")
        named = stand in ("column", "label") and not has_words(
            english
        )  # a heading that a lesson makes up has several words
        if (
            stand == "code"
            or named
            or in_column
            or not is_language(english, stand in ("people", "docstring", "search"))
        ):
            filled_in = placeholders(node, updated)
            anew = self._valued(english, filled_in)
            return updated if anew == english else with_text(updated, anew, filled_in, 0)
        flush, indent = without_indent(english)
        note = FILLED_IN if PLACEHOLDER.search(flush) else LOOKED_FOR if stand == "search" or is_search(flush) else ""
        said = self.say(Message(flush, self._at(node), note))
        filled_in = placeholders(node, updated)
        said = self._valued(said, filled_in)
        if said == flush:
            return updated
        column = self.get_metadata(PositionProvider, node).start.column
        return with_text(updated, with_indent(said, indent), filled_in, column)

    def _valued(self, text: str, filled_in: Sequence[tuple[str, str]]) -> str:
        """Return a text with the words of the values that stand in quotation marks outside its placeholders."""
        codes = list(dict.fromkeys(before for before, _ in filled_in))
        for place, code in enumerate(codes):
            text = text.replace(code, chr(0xE000 + place))
        text = in_quotes(text, self.values, self.columns)
        for place, code in enumerate(codes):
            text = text.replace(chr(0xE000 + place), code)
        return text

    def _at(self, node: cst.CSTNode) -> str:
        return self.place or str(self.get_metadata(PositionProvider, node).start.line)

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.BaseExpression:
        return self._anew(original_node, updated_node)

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        return self._anew(original_node, updated_node)

    def leave_ConcatenatedString(
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        return self._anew(original_node, updated_node)

    def leave_Comment(self, original_node: cst.Comment, updated_node: cst.Comment) -> cst.Comment:
        text = original_node.value
        words = text.lstrip("# ")
        if not self.comments or _SKIPPED.match(text) or not WORD.search(words):
            return updated_node
        if is_python(words):
            anew = translated(words, self.say, self.values, self.columns, place=self.place).rstrip("\n")
            return updated_node.with_changes(value=text.removesuffix(words) + anew)
        said = self.say(Message(words, self.place, "A comment in the code; it stays on one line."))
        return updated_node.with_changes(value=text.removesuffix(words) + in_quotes(said, self.values, self.columns))


def _as_it_is(contains: cst.Attribute) -> bool:
    """Say whether `.str.contains` looks into a column that stays as it is."""
    searched = contains.value.value if isinstance(contains.value, cst.Attribute) else None
    table = getattr(getattr(searched, "value", None), "value", "")
    column = searched.slice[0].slice if isinstance(searched, cst.Subscript) else None
    named = isinstance(column, cst.Index) and isinstance(column.value, cst.SimpleString)
    return table == "sources" or (named and column.value.evaluated_value in COMPARED_AS_IT_IS)


def _columns_in(comparison: cst.Comparison) -> set[str]:
    """Return the columns that a comparison names in brackets."""
    sides = [comparison.left, *(one.comparator for one in comparison.comparisons)]
    slices = [part.slice for side in sides if isinstance(side, cst.Subscript) for part in side.slice]
    values = [one.value for one in slices if isinstance(one, cst.Index)]
    return {one.evaluated_value for one in values if isinstance(one, cst.SimpleString)}


def translated(
    source: str,
    say: Say,
    values: Mapping[str, str],
    columns: set[str],
    seen: Iterable[str] | None = (),
    place: str = "",
    comments: bool = False,
    words: type[Words] = Words,
    options: set[str] | None = None,
) -> str:
    """Return Python with its words said anew.

    `seen` names the functions whose docstrings are read (None: all), `place` is where the messages are said to be (else
    their lines), and `comments` says whether comments are read, too; `words` is what says them.
    `options` holds words among which learners choose, and gets those of this source.
    """
    visitor = words(say, values, columns, seen, place, comments)
    if options is not None:
        visitor.options = options
    return MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True).visit(visitor).code
