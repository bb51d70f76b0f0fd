"""A drill line by line: the report, the moves typed, what each showed, and the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.exhibits import show
from coach.errors import AnswerError
from coach.session.drill.advice import worked_step
from coach.session.drill.events import Explained, LookBought, RepairTried, StartedOver
from coach.session.drill.opening import news_of, report_of, shown_by, table_of
from coach.session.drill.reveal import reveal
from coach.session.drill.scoring import score
from coach.session.drill.words import HOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.cli.console import Console
    from coach.desk.drilling import OpenDrill
    from coach.session.exhibit import Exhibit

_LEAVES = ("quit", "q", "exit")
_TABLE = "table"


def drill_in_lines(opened: OpenDrill, console: Console) -> None:
    """Ask until the drill is over or the person leaves; everything confirmed is kept."""
    say_all(console, report_of(opened.drill.case))
    if opened.logs.is_dir():
        console.say()
        console.say("The run folder, as it was on the day; read it with coach symptoms:")
        console.say_line(f"  {opened.logs}")
    try:
        _worked(opened, console) if opened.drill.help == "worked" else _asked(opened, console)
    except EOFError:
        console.say()
    if opened.drill.is_over:
        say_end(opened, console)
    else:
        console.say(f"Kept. coach drill {opened.drill.case.id} goes on from here.")


def say_all(console: Console, exhibits: Iterable[Exhibit]) -> None:
    """Write exhibits, a blank line between two."""
    for each in exhibits:
        console.say()
        show(console, each)


def say_end(opened: OpenDrill, console: Console) -> None:
    """Write what it was and what the drill came to."""
    say_all(console, reveal(opened.drill, score(opened.drill)))


def _asked(opened: OpenDrill, console: Console) -> None:
    if not any(isinstance(each, Explained) for each in opened.drill.bodies):
        console.say()
        console.say("Before the table: what could it be? One line each; an empty line ends the list.")
        lines = []
        while line := console.ask("> ").strip():
            lines.append(line)
        opened.do(Explained(lines=tuple(lines)))
    say_all(console, table_of(opened.drill))
    console.say(f"{HOW} table shows everything again.")
    while not opened.drill.is_over:
        said = console.ask("> ").strip()
        if said in _LEAVES:
            return
        if said == _TABLE:
            say_all(console, table_of(opened.drill))
        elif said:
            _move(opened, console, said)


def _move(opened: OpenDrill, console: Console, said: str) -> None:
    try:
        body = opened.say(said).bodies[-1]
    except AnswerError as error:
        console.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}".strip())
        return
    if isinstance(body, LookBought | RepairTried | StartedOver):
        say_all(console, shown_by(opened.drill, body))
    if not opened.drill.is_over:
        say_all(console, news_of(opened.drill))


def _worked(opened: OpenDrill, console: Console) -> None:
    say_all(console, table_of(opened.drill))
    while not opened.drill.is_over:
        why, done = worked_step(opened.drill)
        say_all(console, why)
        if console.ask("Enter goes on, quit leaves > ").strip() in _LEAVES:
            return
        for each in done:
            opened.do(each)
            if isinstance(each, LookBought | RepairTried | StartedOver):
                say_all(console, shown_by(opened.drill, each))
