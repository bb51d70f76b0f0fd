"""`coach join`: a second terminal on a session that somebody else has open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.next_sheet import find_walk
from coach.cli.options import ANY_PATH

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Coach, Walk


@click.command(
    epilog="""Examples:

    coach join

    coach join 260314-m4k7qd --as ben
    """
)
@click.argument("session", required=False)
@click.option("--as", "name", metavar="NAME", help="Who you are; without it, the name that git has of you.")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
@click.option("--journal", type=ANY_PATH, metavar="DIR", help="Use the journal in this folder.")
def join(*, session: str | None, name: str | None, plain: bool, journal: Path | None) -> None:
    """Join a session in a second terminal, under your own name; without SESSION, the newest open one.

    Each sees at once what the other confirms, and how far the other is, never what the other is about to write. A
    question is answered by one of you; if both do, both answers are shown to the second, who decides. What is judged
    (explanations, chances, marks) each answers alone first, and all answers are opened at once.
    """
    from coach.desk.stamp import git_name, who_am_i  # noqa: PLC0415 - help is printed without the journal

    by = (git_name() or who_am_i()) if name is None else " ".join(name.split())
    walk_through(
        journal=journal, by=by, plain=plain, answers=None, begin=lambda desk: _joined(desk, session, by)
    )


def _joined(desk: Coach, session: str | None, name: str) -> Walk:
    """Give a walk as one more person sees it, who judges alone first from now on."""
    found = find_walk(desk, session)
    walk = desk.walk(found.session_id, here=(name,))
    walk.join(name)
    return walk
