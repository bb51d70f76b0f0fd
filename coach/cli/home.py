"""`coach` alone: what is open, what is under way, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.console import Console, is_terminal
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.desk import Coach
    from coach.journal.summary import Summary


def home(*, journal: Path | None, by: str | None, plain: bool) -> int:
    """Open home on the full screen, or print it where there is none."""

    def load() -> Coach:
        from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

        return Coach.open(journal=journal, by=by)

    if is_terminal() and not plain:
        from coach.cli.full_screen import open_screen  # noqa: PLC0415 - lines need no screen

        open_screen(load)
    else:
        from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
        from coach.journal.place import journal_place  # noqa: PLC0415 - as above

        print_home(Console(), Journal.at(journal_place(journal).root).listing().going_on())
    return 0


def print_home(console: Console, summaries: Iterable[Summary]) -> None:
    """Write home in plain lines."""
    alive = [each for each in summaries if each.status != "closed" and each.method != "log"]
    _section(console, "Open", [_line(each, each.method) for each in alive if each.status == "open"])
    under_way = [
        " ".join(
            filter(
                None, (_line(each, one_line(each.question)), f"How: {one_line(each.how)}" if each.how else "")
            )
        )
        for each in alive
        if each.status == "waiting"
    ]
    _section(console, "Under way, and the question each answers", under_way)
    due = [f"{each.session}: {each.due} to resolve; coach check {each.session}" for each in alive if each.due]
    _section(console, "Due", due)
    if not alive:
        console.say("Nothing is open.")
    console.say("Before a launch: coach premortem LOGDIR. After a disappointment: coach stuck LOGDIR.")
    learn = "" if alive else " To learn by doing: coach learn."
    console.say(f"A guided case: coach demo.{learn} Everything else: coach --help.")


def _section(console: Console, title: str, lines: list[str]) -> None:
    if not lines:
        return
    console.say(f"{title}:")
    for line in lines:
        console.say(line, indent="  ", hanging="    ")
    console.say()


def _line(summary: Summary, says: str) -> str:
    return f"{summary.session}: {one_line(summary.name)} ({says})"
