"""What differs between two runs, one thing a line, however it became known: `name: first -> second`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.console import Console

MOST = 30
"""Lines of a list; the rest is counted."""
LONGEST = 40
"""Characters of a name or a value."""
UNSTATED = "not stated"


def say_changes(console: Console, title: str, changes: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Print a title and what differs, each with its name and both values; nothing where nothing differs.

    Args:
        console: where to.
        title: what stands above them.
        changes: name, value of the first run, value of the second; None where a run does not state it.
    """
    if not changes:
        return
    console.say()
    console.say(title)
    for name, *values in changes[:MOST]:
        first, second = (UNSTATED if value is None else _short(value) for value in values)
        console.say(f"{_short(name)}: {first} -> {second}", indent="  ", hanging="      ")
    say_the_rest(console, len(changes) - MOST)


def say_the_rest(console: Console, more: int) -> None:
    """Say how many lines are not printed, and what prints them."""
    if more > 0:
        console.say(f"and {more} more; `--json` has them all", indent="  ")


def _short(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 3]}..."
