"""Wrong answers that nobody wrote down: the key's code with one thing changed, and the key's value in other shapes."""

import ast
import contextlib
import copy
import io
import math
from collections.abc import Iterator
from functools import cache

import pandas as pd

from authoring.answer_bank import checked, lesson_of, place_of
from authoring.keeping.exercises import solution_of
from notebooks import SOLUTIONS, read

MOST_OTHERS = 4  # other values tried for one value or column in the code
STEPS = {
    "median": ("mean", "max", "min", "count", "sum"), "mean": ("median", "sum", "max", "std"), "sum": ("mean", "count", "max"),
    "nunique": ("count", "sum"), "max": ("min", "sum"), "unique": ("tolist",), "head": ("tail",),
}  # fmt: skip
SIGNS = {ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.LtE: (ast.Lt, ast.GtE), ast.Lt: (ast.LtE, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt)}  # fmt: skip


@cache
def key_code(number: str) -> str:
    """Return the code with which the key answers an exercise."""
    path = next(path for path in SOLUTIONS if path.name.startswith(lesson_of(number)))
    cells = read(path).cells
    here = next(place for place, cell in enumerate(cells) if checked(cell)[0] == number)
    return solution_of(cells[here - 1].source)


@cache
def _names(number: str) -> dict:
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), pd.option_context("display.max_colwidth", None):
        for source in place_of(number).code_before:
            exec(source, names)
    return names


def run(number: str, code: str) -> object:
    """Return the answer that a piece of code gives, in the notebook of its exercise."""
    names = {k: v.copy() if isinstance(v, (pd.DataFrame, pd.Series)) else v for k, v in _names(number).items()}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names[place_of(number).name]


def _other_texts(number: str, text: str) -> list[str]:
    """Return other columns for the name of a column, and other values of a column for one of its values."""
    found = []
    for table in _names(number).values():
        if isinstance(table, pd.DataFrame):
            if text in table.columns:
                found += [name for name in table.columns if name != text]
            for name in table.columns:
                values = table[name].dropna().unique()
                if text in set(values[:500]):
                    found += [str(value) for value in values if value != text][:MOST_OTHERS]
    return [*list(dict.fromkeys(found))[: 2 * MOST_OTHERS], text.upper(), text[:-1]]


def _changes(number: str, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what can stand in the place of one part of the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from (ast.Constant(text) for text in _other_texts(number, node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield from (ast.Constant(node.value + step) for step in (-1, 1))
    elif isinstance(node, ast.Compare):
        for sign in SIGNS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [sign()], node.comparators)
    elif isinstance(node, ast.Attribute) and node.attr in STEPS:
        yield from (ast.Attribute(node.value, step, node.ctx) for step in STEPS[node.attr])
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.Compare, ast.Name, ast.Call)):
        yield node.value  # the condition is forgotten
    elif isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
        yield ast.BinOp(node.right, node.op, node.left)


def mutants(number: str) -> Iterator[str]:
    """Yield the code of the key with one thing changed, each once."""
    tree = ast.parse(key_code(number))
    seen = {ast.unparse(tree)}
    for place, node in enumerate(ast.walk(tree)):
        for other in _changes(number, node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[place]
            made = ast.unparse(_Replace(target, other).visit(changed))
            if made not in seen:
                seen.add(made)
                yield made


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def other_numbers(right: float) -> list[object]:
    """Return what learners make of a right number: off, cut, rounded, as text, as a fraction, of the other part."""
    numbers = [right + off for off in (-2, -1, -0.1, 0.1, 1, 2)] + [
        right * by for by in (-1, 0.001, 0.01, 100, 1000, 1e6)
    ]
    numbers += [100 - right, 1 - right, 0, 1, -1, 1e9, 2 * right, right / 2, 1 / right if right else 1]
    numbers += [round(right, d) for d in (0, 1, 2)] + [math.trunc(right * 10**d) / 10**d for d in (0, 1, 2)]
    shapes = [str(right), f"{right} states", f"{right:.1f} %", "many", [right, right], [], {}, math.nan, math.inf, True]
    return numbers + shapes


def other_groups(right: dict) -> list[object]:
    """Return what learners make of a number for each of some groups."""
    first = next(iter(right))
    whole = sum(right.values())
    return [
        {}, list(right), list(right.values()), whole, {first: right[first]}, {k: v for k, v in right.items() if k != first},
        right | {first: right[first] + 1}, right | {"all": whole}, {k: v / whole for k, v in right.items()},
        {k: 100 * v / whole for k, v in right.items()}, {k: str(v) for k, v in right.items()}, {k: -v for k, v in right.items()},
        dict(zip(right, [*list(right.values())[1:], right[first]], strict=True)), dict.fromkeys(right, 0),
    ]  # fmt: skip


def other_names(right: list[str]) -> list[object]:
    """Return what learners make of some names."""
    return [
        [], right[1:], right[:-1], [*right, "Atlantis"], [*right, right[0]], [right[0]], ", ".join(right), [", ".join(right)],
        len(right), right[0], ["Atlantis", *right[1:]], [name[:-1] for name in right], [[*right], "Atlantis"], [*right, ...],
    ]  # fmt: skip


def other_choices(right: dict[str, str]) -> Iterator[object]:
    """Yield dictionaries of choices in which one line, two lines or all lines are changed."""
    words = list(dict.fromkeys(right.values()))
    for place, line in enumerate(right):
        for word in words:
            yield right | {line: word}
            yield right | {line: word, list(right)[place - 1]: word}
    yield from (dict.fromkeys(right, word) for word in words)
    yield from ({}, list(right.values()), dict(list(right.items())[1:]), right | {next(iter(right)): "perhaps"})
