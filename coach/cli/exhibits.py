"""Exhibits in plain words: bars as numbers, trees as indented lines, tables as one line a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from coach.cli.terminal_safe import harmless, one_line
from coach.session.exhibit import Bar, Bars, Branch, Exhibit, Folded, Grid, Outline, Recipe, Say, Trend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.cli.console import Console

_RARE = 0.005


def show(console: Console, exhibit: Exhibit) -> None:
    """Write one exhibit."""
    match exhibit:
        case Say():
            console.say(f"Note: {exhibit.text}" if exhibit.tone == "warn" else exhibit.text)
        case Bars():
            _titled(console, exhibit.title, map(_bar, exhibit.rows))
        case Grid():
            _titled(console, exhibit.title, (_row(exhibit.header, row) for row in exhibit.rows))
        case Outline():
            console.say(f"{exhibit.title}:")
            for depth, text in _branches(exhibit.roots, 0):
                console.say(one_line(text), indent="  " * depth + "- ", hanging="  " * depth + "  ")
        case Trend():
            pairs = zip(exhibit.labels, exhibit.values, strict=True)
            console.say(
                f"{exhibit.title}: " + ", ".join(f"{label} {percent(value)}" for label, value in pairs)
            )
        case Recipe():
            _recipe(console, exhibit)
        case Folded():
            console.say(f"{exhibit.title}:")
            for each in exhibit.exhibits:
                show(console, each)
        case _:
            assert_never(exhibit)


def news(exhibits: tuple[Exhibit, ...], before: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
    """Give what the exhibits of a question add to those of the question before: lines are not read twice."""
    known = {exhibit.title: set(exhibit.rows) for exhibit in before if isinstance(exhibit, Grid)}
    fresh: list[Exhibit] = []
    for exhibit in exhibits:
        if isinstance(exhibit, Grid) and exhibit.title in known:
            rows = tuple(row for row in exhibit.rows if row not in known[exhibit.title])
            fresh += [replace(exhibit, rows=rows)] if rows else []
        elif exhibit not in before:
            fresh.append(exhibit)
    return tuple(fresh)


def percent(probability: float) -> str:
    """Give a probability in [0, 1] in words that claim no more than they know."""
    if 0 < probability < _RARE:
        return "under 1 %"
    if 1 - _RARE < probability < 1:
        return "over 99 %"
    return f"{100 * probability:.0f} %"


def _recipe(console: Console, recipe: Recipe) -> None:
    """Write how something is done; its code line by line as it stands, so that it can be copied."""
    if recipe.steps:
        console.say(f"{recipe.title}:")
    else:
        console.say(f"{recipe.title}: {one_line(recipe.how)}")
    for number, step in enumerate(recipe.steps, 1):
        console.say(f"{number}. {one_line(step)}", indent="  ", hanging="     ")
    if recipe.code:
        console.say("Code:")
    for line in harmless(recipe.code).rstrip("\n").split("\n") if recipe.code else ():
        console.say_line(f"    {line}".rstrip())


def _titled(console: Console, title: str, lines: Iterator[str]) -> None:
    console.say(f"{title}:")
    for line in lines:
        console.say(line, indent="  ", hanging="    ")


def _bar(row: Bar) -> str:
    said = f"{one_line(row.label)}: {percent(row.value)}"
    if row.tick is not None and percent(row.tick) != percent(row.value):
        said += f", {row.tick_is} {percent(row.tick)}"
    return f"{said} ({one_line(row.note)})" if row.note else said


def _row(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    first, *rest = (one_line(cell) for cell in row)
    named = [f"{name} {cell}".strip() for name, cell in zip(header[1:], rest, strict=False) if cell]
    return ": ".join(filter(None, (first, ", ".join(named))))


def _branches(branches: tuple[Branch, ...], depth: int) -> Iterator[tuple[int, str]]:
    for branch in branches:
        yield depth, branch.text
        yield from _branches(branch.then, depth + 1)
