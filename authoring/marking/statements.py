"""Read a cell of code without running it: its statements, the names it gives a value, the exercise it checks."""

import ast
import copy
import re
import symtable
import warnings
from collections.abc import Iterable
from functools import lru_cache

CHECK = re.compile(r"""check\(\s*["']?(\d\.\d)\b""")
remembered = lru_cache(maxsize=1000)  # enough for one notebook; a class does not grow the memory
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def checked(source: str) -> str | None:
    """Return the number that a cell checks, or None."""
    found = CHECK.search(source)
    return found and found.group(1)


@remembered
def _tree(source: str) -> ast.Module | None:
    """Return what Python reads in a cell, shell and magic lines taken for nothing; None if it cannot be read."""
    bare = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    bare = re.sub(r"^(\s*\w+\s*=\s*)[%!].*$", r"\1None", bare, flags=re.MULTILINE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in (source, bare):
            try:
                return ast.parse(text)
            except UNREADABLE:
                continue
    return None


def _tables(table: symtable.SymbolTable) -> Iterable[symtable.SymbolTable]:
    """Return the names of a cell, and those of the functions in it."""
    yield table
    for inner in table.get_children():
        yield from _tables(inner)


class _Apart(ast.NodeTransformer):
    """Turns comprehensions into generators, whose names are their own in each Python; from 3.12 on a list's are not."""

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        pair = ast.Tuple([node.key, node.value], ast.Load())
        return self.generic_visit(ast.GeneratorExp(pair, node.generators))


@remembered
def names_given(source: str) -> frozenset[str]:
    """Return the names that a cell gives a value to, even where the cell has a mistake in its grammar."""
    tree = _tree(source)
    try:
        top = symtable.symtable(ast.unparse(_Apart().visit(copy.deepcopy(tree))), "cell", "exec") if tree else None
    except UNREADABLE:
        top = None
    if top is None:
        return frozenset(re.findall(r"^(\w+)\s*=(?!=)", source, re.MULTILINE))
    return frozenset(
        symbol.get_name()
        for table in _tables(top)
        for symbol in table.get_symbols()
        if (symbol.is_assigned() or symbol.is_imported()) and (table is top or symbol.is_declared_global())
    )


@remembered
def statements(source: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of each statement of a cell, comments before it included, and what it means to Python."""
    tree, lines = _tree(source), source.split("\n")
    if tree is None or not tree.body:
        return ((source, source),)
    parts: list[tuple[int, str]] = []
    for node in tree.body:
        meaning = ast.dump(node)
        if parts and node.lineno <= parts[-1][0]:  # two on one line
            meaning = parts.pop()[1] + meaning
        parts.append((node.end_lineno, meaning))
    ends = [end for end, _ in parts[:-1]] + [len(lines)]
    starts = [0, *ends[:-1]]
    return tuple(
        ("\n".join(lines[start:end]), meaning)
        for start, end, (_, meaning) in zip(starts, ends, parts, strict=True)
    )  # fmt: skip


@remembered
def meanings(source: str) -> frozenset[str]:
    """Return what the statements of a cell mean to Python, whatever spaces and comments it has."""
    return frozenset(meaning for _, meaning in statements(source))
