"""`coach demo`: a guided investigation on logs that ship with coach."""

from __future__ import annotations

import click

from coach.cli.console import Console, is_terminal


@click.command(epilog="Example: coach demo")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
def demo(*, plain: bool) -> None:
    """Walk through a guided case, in a journal that is thrown away.

    A policy-gradient run has come to nothing, its logs are there, and an answer to every question is
    suggested: take it with Enter, or give your own. Where the output is no terminal the suggested answers
    are given one after the other.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    desk = Coach.throwaway()
    walk = desk.begin("stuck", guided=True)
    console = Console()
    if is_terminal() and not plain:
        from coach.tui import open_walk  # noqa: PLC0415 - only the full screen needs textual

        open_walk(desk, walk)
        return
    from coach.cli.guide import Guide, GuidedKeyboard  # noqa: PLC0415 - with the session's library
    from coach.cli.plain import converse  # noqa: PLC0415 - as above

    converse(walk, console, GuidedKeyboard(console) if is_terminal() else Guide(console))
