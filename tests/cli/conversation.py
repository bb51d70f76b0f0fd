"""Runs a plain conversation over a fake walk with typed lines, and gives what was written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple, cast

from coach.cli.console import Console
from coach.cli.plain import Ending, Keyboard, converse
from coach.session.form import Text
from coach.session.step import Question

if TYPE_CHECKING:
    from coach.desk import Walk
    from coach.session.form import Form
    from tests.cli.fake_walk import FakeWalk


class Heard(NamedTuple):
    ending: Ending
    text: str


def question(
    key: str = "frame.what",
    form: Form | None = None,
    *,
    text: str = "",
    why: str = "Because it matters.",
    source: str = "",
    example: str = "",
    suggested: str = "",
    optional: bool = False,
    waits: bool = False,
) -> Question:
    return Question(
        key=key,
        text=text or f"Say {key}.",
        why=why,
        form=form or Text(),
        source=source,
        example=example,
        suggested=suggested,
        optional=optional,
        waits=waits,
    )


def talk(walk: FakeWalk | Walk, *lines: str) -> Heard:
    written = io.StringIO()
    console = Console(io.StringIO("".join(f"{line}\n" for line in lines)), written)
    console.width = 300
    ending = converse(cast("Walk", walk), console, Keyboard(console))
    return Heard(ending, written.getvalue())
