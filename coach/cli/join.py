"""`coach join`: a second terminal on a session that somebody else has open."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.next_sheet import find_walk
from coach.cli.options import ANY_PATH
from coach.cli.terminal_safe import one_line
from coach.errors import UsageError

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
@click.option("--new", is_flag=True, help="You are one more person: do not ask whether the name is a slip.")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
@click.option("--journal", type=ANY_PATH, metavar="DIR", help="Use the journal in this folder.")
def join(*, session: str | None, name: str | None, new: bool, plain: bool, journal: Path | None) -> None:
    """Join a session in a second terminal, under your own name; without SESSION, the newest open one.

    Each sees at once what the other confirms, and how far the other is, never what the other is about to write. A
    question is answered by one of you; if both do, both answers are shown to the second, who decides. What is judged
    (explanations, chances, marks) each answers alone first, and all answers are opened at once.
    """
    from coach.desk.stamp import git_name, who_am_i  # noqa: PLC0415 - help is printed without the journal

    by = (git_name() or who_am_i()) if name is None else " ".join(name.split())
    found = _found(journal, session, by)
    if not new:
        require_meant(found.walked_by, by)
    walk_through(
        journal=journal,
        by=by,
        plain=plain,
        answers=None,
        begin=lambda desk: _joined(desk, found.session_id, by),
    )


def _found(journal: Path | None, session: str | None, by: str) -> Walk:
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    return find_walk(Coach.open(journal=journal, by=by), session)


def require_meant(known: tuple[str, ...], name: str) -> None:
    """Ask whether a name that nobody in a session has is one more person, where it may be a slip of the fingers.

    It may be one where several walk the session already, or where it is nearly the name of the one who does.

    Raises:
        UsageError: it is no name, it is not meant, or nobody can be asked.
    """
    from coach.session.pairing.people import FEWEST, joined_by, like_one_of, listed  # noqa: PLC0415 - as above

    if joined_by(known, name) == known:
        return
    near = like_one_of(known, name)
    if not near and len(known) < FEWEST:
        return
    there = f"there is no {name!r} in this session; {listed(known)} {'is' if len(known) == 1 else 'are'}"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        meant = f"If you are {near}: --as {near}. " if near else ""
        raise UsageError(there, hint=f"{meant}One more person joins with --new.")
    if not click.confirm(f"{one_line(there)}: join as a new person?", default=False, err=True):
        raise UsageError("nobody joined", hint=f"Join as {near or known[0]}: --as {near or known[0]}")


def _joined(desk: Coach, session_id: str, name: str) -> Walk:
    """Give a walk as one more person sees it, who judges alone first from now on."""
    walk = desk.walk(session_id, here=(name,))
    walk.join(name)
    return walk
