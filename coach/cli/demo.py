"""`coach demo`: a guided investigation on logs that ship with coach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.console import Console, is_terminal

if TYPE_CHECKING:
    from coach.desk import Coach, Walk


@click.command(epilog="Example: coach demo")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
def demo(*, plain: bool) -> None:
    """Walk through a guided case, in a journal that is thrown away.

    A policy-gradient run has come to nothing, its logs are there, and an answer to every question is
    suggested: take it with Enter, or give your own. Where the output is no terminal the suggested answers
    are given one after the other.
    """
    if is_terminal() and not plain:
        from coach.cli.full_screen import open_screen  # noqa: PLC0415 - lines need no screen

        open_screen(_throwaway, _begin)
        return
    from coach.cli.guide import Guide, GuidedKeyboard  # noqa: PLC0415 - with the session's library
    from coach.cli.plain import converse  # noqa: PLC0415 - as above
    from coach.cli.session_status import standing  # noqa: PLC0415 - as above

    console = Console()
    walk = _begin(_throwaway())
    converse(walk, console, GuidedKeyboard(console) if is_terminal() else Guide(console))
    console.say()
    for line in standing(walk.session).lines:
        console.say(line)
    console.say("This journal is thrown away. With your own logs: coach stuck LOGDIR")


def _throwaway() -> Coach:
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    return Coach.throwaway()


def _begin(desk: Coach) -> Walk:
    return desk.begin("stuck", guided=True)
