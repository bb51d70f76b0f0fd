from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "coach").rglob("*.py"))
MODULE_LINES = 300
FUNCTION_LINES = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_lines(function: Function) -> int:
    """Give a function's lines without its docstring and without the functions inside it."""
    spans: list[ast.stmt] = [
        node for node in ast.walk(function) if isinstance(node, Function) and node is not function
    ]
    if ast.get_docstring(function) is not None:
        spans.append(function.body[0])
    inside = {line for node in spans for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    return (function.end_lineno or 0) - function.lineno + 1 - len(inside)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    text = module.read_text()
    assert len(text.splitlines()) <= MODULE_LINES
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)]
    long = {function.name: own_lines(function) for function in functions}
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LINES} == {}


def test_the_budget_counts_what_it_says() -> None:
    source = 'def outer():\n    """Say\n    so."""\n    def inner():\n        pass\n    return inner\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert own_lines(function) == 2
