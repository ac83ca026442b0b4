"""A string of Python: what it says, and its literal written again with another text."""

import ast
import re
from collections.abc import Sequence

import libcst as cst

Text = cst.SimpleString | cst.FormattedString | cst.ConcatenatedString
WIDTH = 100  # of a line of a string that stands on several lines


def pieces(node: Text) -> list[cst.SimpleString | cst.FormattedString]:
    """Return the literals that Python joins to one string."""
    if isinstance(node, cst.ConcatenatedString):
        return [*pieces(node.left), *pieces(node.right)]
    return [node]


def text_of(node: Text) -> str | None:
    """Return what a string says; in one with placeholders, `{…}` as in its source, and other braces doubled. None: bytes."""
    literals = pieces(node)
    filled_in = any(isinstance(one, cst.FormattedString) for one in literals)
    text = ""
    for one in literals:
        if isinstance(one, cst.SimpleString):
            value = one.evaluated_value
            if isinstance(value, bytes):
                return None
            text += value.replace("{", "{{").replace("}", "}}") if filled_in else value
            continue
        raw = "r" in one.prefix.lower()
        for part in one.parts:
            if isinstance(part, cst.FormattedStringText):
                text += part.value if raw else _evaluated(part.value, one.quote)
            else:
                text += cst.Module([]).code_for_node(part)
    return text


def _evaluated(written: str, quote: str) -> str:
    """Return what stands in a piece of an f-string; a space keeps a mark at its end from the closing one."""
    return ast.literal_eval(f"{quote} {written} {quote}")[1:-1]


def placeholders(node: Text, updated: Text) -> list[tuple[str, str]]:
    """Return each placeholder as it stands in the English, and as it stands with its own words said anew."""
    module = cst.Module([])
    pairs = []
    for before, after in zip(pieces(node), pieces(updated), strict=True):
        if isinstance(before, cst.FormattedString):
            pairs += [
                (module.code_for_node(one), module.code_for_node(other))
                for one, other in zip(before.parts, after.parts, strict=True)
                if isinstance(one, cst.FormattedStringExpression)
            ]
    return pairs


def without_indent(text: str) -> tuple[str, str]:
    """Return a text of several lines without the space before each but the first, and that space."""
    first, *others = text.split("\n")
    spaces = [line[: len(line) - len(line.lstrip())] for line in others if line.strip()]
    indent = min(spaces, key=len, default="")
    return "\n".join([first, *(line.removeprefix(indent) if line.strip() else line for line in others)]), indent


def with_indent(text: str, indent: str) -> str:
    """Return a text with a space put before each line but the first."""
    first, *others = text.split("\n")
    return "\n".join([first, *(indent + line if line.strip() else line for line in others)])


def with_text(node: Text, text: str, filled_in: Sequence[tuple[str, str]], column: int) -> cst.BaseExpression:
    """Return the literal of a text, written as the one it replaces: prefix, marks, one line or several."""
    literals = pieces(node)
    formatted = any(isinstance(one, cst.FormattedString) for one in literals)
    first = literals[0]
    quote = first.quote if len(literals) == 1 else '"'
    raw = "r" in first.prefix.lower()
    parts = _split(text, [before for before, _ in filled_in]) if formatted else [(text, False)]
    changed = dict(filled_in)
    lines = _lines(parts) if len(literals) > 1 else [parts]
    written = []
    for line in lines:
        inside = "".join(changed[part] for part, is_code in line if is_code)
        mark = quote if len(literals) == 1 or '"' not in inside else "'" if "'" not in inside else '"""'
        has_code = formatted and any(is_code for _, is_code in line)
        prefix = first.prefix if len(literals) == 1 else "f" if formatted and has_code else ""
        said = "".join(
            changed[part] if is_code else part if raw else _escaped(_single(part) if formatted and not prefix else part, mark)
            for part, is_code in line
        )  # fmt: skip
        if len(mark) == 3 and said.endswith(mark[0]):
            said = f"{said[:-1]}\\{mark[0]}"
        written.append(f"{prefix}{mark}{said}{mark}")
    joined = f"\n{' ' * column}".join(written)
    anew = cst.parse_expression(f"({joined})" if len(written) > 1 else joined)
    return anew.with_changes(lpar=node.lpar, rpar=node.rpar)


def _single(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def _escaped(text: str, mark: str) -> str:
    """Return a text as it is written between quotation marks."""
    text = text.replace("\\", "\\\\").replace(mark, "\\" + mark)
    lines = text.split("\n")
    printable = (
        "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
        for line in lines
    )
    return ("\n" if len(mark) == 3 else "\\n").join(printable)


def _split(text: str, codes: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a text cut at its placeholders; each part, and whether it is one."""
    if not codes:
        return [(text, False)]
    longest = sorted(set(codes), key=len, reverse=True)
    cut = re.split(f"({'|'.join(map(re.escape, longest))})", text)
    return [(part, bool(place % 2)) for place, part in enumerate(cut) if part]


def _lines(parts: Sequence[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """Return parts of a text in lines of about WIDTH signs, cut after spaces."""
    lines: list[list[tuple[str, bool]]] = [[]]
    length = 0
    for part, is_code in parts:
        for bit in [part] if is_code else re.findall(r"\S*\s*", part)[:-1]:
            if length + len(bit) > WIDTH and length:
                lines.append([])
                length = 0
            if lines[-1] and not is_code and not lines[-1][-1][1]:
                bit_before, _ = lines[-1].pop()
                lines[-1].append((bit_before + bit, False))
            else:
                lines[-1].append((bit, is_code))
            length += len(bit)
    return lines
