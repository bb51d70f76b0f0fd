"""The options of a question that are not listed at first: all of them, or those in which a word is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.session.form import Choice, Several

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.session.form import Form, Option

_ALL = frozenset({"all", "more"})


def more_in(form: Form, line: str) -> tuple[Option, ...] | None:
    """Give the options that a line asks to see; None where it asks for none, or where all are listed anyway."""
    if not isinstance(form, Choice | Several) or not form.more:
        return None
    said = line.strip()
    if said.lower() in _ALL:
        return form.more
    if isinstance(form, Several) and said.startswith("/") and said[1:].strip() and "/" not in said[1:]:
        return tuple(option for option in form.all_options if option.is_found_by(said[1:]))
    return None


def how_to_see_more(form: Choice | Several) -> str:
    """Give how the other options are listed; nothing where there are none."""
    if not form.more:
        return ""
    if isinstance(form, Several):
        return f" all lists the other {len(form.more)}, /word those that speak of a word."
    return f" more lists the other {len(form.more)}."


def list_more(console: Console, form: Choice | Several, found: tuple[Option, ...]) -> None:
    """Write options under the numbers by which they are chosen."""
    if not found:
        console.say("None of them speaks of that.")
    number = {option.id: place for place, option in enumerate(form.all_options, 1)}
    for option in found:
        says = f": {one_line(option.says)}" if option.says else ""
        console.say(f"{number[option.id]}. {one_line(option.text)}{says}", indent="  ", hanging="     ")
