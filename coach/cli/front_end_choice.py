"""Chooses how a walk is walked: on the full screen, line by line, or from an answers file."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, assert_never

import click

from coach.cli.console import Console, is_terminal
from coach.errors import AnswerError, RunReadError, UsageError
from coach.session.page_labels import NO_OUTLINE, Outline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.cli.answers import Script
    from coach.cli.plain import Ending
    from coach.desk import Coach, Walk


def walk_through(
    *,
    journal: Path | None,
    by: str | None,
    plain: bool,
    answers: Path | None,
    begin: Callable[[Coach], Walk],
    opening: Callable[[Console], None] | None = None,
    as_json: bool = False,
    outline: Outline = NO_OUTLINE,
    pair: str | None = None,
) -> Walk | None:
    """Open the journal, begin or find a walk, and go through it in the way that fits.

    Args:
        journal: the journal's folder, None to look for one.
        by: who answers, None for the usual name.
        plain: line by line although there is a terminal.
        answers: a file with the answers.
        begin: gives the walk; called when nothing that can be checked before is wrong.
        opening: says what is worth knowing before the first question, where there is no full screen.
        outline: what the full screen shows of the first page before the walk is there.
        as_json: nothing is asked: the logs are read and the first sheet is printed, for a program to answer.
        pair: names of people who walk it together at one keyboard, with commas between them; None for one alone.

    Returns:
        The walk as it was left; None when the person left before there was one.

    Raises:
        CoachError: an answer does not fit, or something cannot be read or written.
    """
    begin = begin if pair is None else _together(begin, pair)

    def load() -> Coach:
        from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

        return Coach.open(journal=journal, by=by)

    if as_json:
        if answers is not None:
            raise UsageError(
                "--answers and --json cannot go together", hint="Answer with coach answer --json FILE."
            )
        return _as_data(begin(load()))
    if answers is None and not plain and is_terminal():
        return _on_screen(load, begin, outline, journal)
    console = Console()
    script = None if answers is None else _read(answers, console)
    walk = begin(load())
    if opening is not None:
        opening(console)
    if script is not None:
        _follow(walk, console, script, journal)
    else:
        _type(walk, console, journal)
    return walk


def _together(begin: Callable[[Coach], Walk], pair: str) -> Callable[[Coach], Walk]:
    """Give what begins a walk of several people; raises UsageError where the names are none."""
    from coach.session.pairing.people import named  # noqa: PLC0415 - most walk alone

    names = named(pair.split(","))

    def begun(desk: Coach) -> Walk:
        walk = begin(desk)
        walk.pair_with(names, keyboard=names[0])
        return walk

    return begun


def closing_words(walk: Walk, console: Console, ending: Ending, journal: Path | None = None) -> None:
    """Write what stands sealed and advised, and how to come back."""
    from coach.cli.session_status import standing  # noqa: PLC0415 - with the session's library

    console.say()
    for line in standing(walk.session).lines:
        console.say(line)
    match ending:
        case "finished":
            console.say(f"Session {walk.session_id} is done. Read it again: coach show {walk.session_id}")
        case "waiting":
            what = "somebody" if walk.pairing is not None else "a result"
            console.say(f"The next answer waits for {what}. Then: {resume_command(walk, journal)}")
        case "left":
            console.say(f"Everything confirmed is kept. Go on with: {resume_command(walk, journal)}")
        case _:
            assert_never(ending)


def resume_command(walk: Walk, journal: Path | None) -> str:
    """Give the command line that goes on where a walk is."""
    words = ["coach", "resume", walk.session_id]
    return shlex.join(words if journal is None else [*words, "--journal", str(journal)])


def _as_data(walk: Walk) -> Walk:
    from coach.cli.next_sheet import print_sheet  # noqa: PLC0415 - only `--json` needs it

    walk.read_ahead()
    print_sheet(walk, as_json=True)
    return walk


def _on_screen(
    load: Callable[[], Coach], begin: Callable[[Coach], Walk], outline: Outline, journal: Path | None
) -> Walk | None:
    from coach.cli.full_screen import open_screen  # noqa: PLC0415 - lines need no screen

    opened: list[Walk] = []

    def start(desk: Coach) -> Walk:
        opened.append(begin(desk))
        return opened[-1]

    open_screen(load, start, outline)
    if not opened:
        return None
    click.echo(_how_to_come_back(opened[-1], journal), err=True)
    return opened[-1]


def _how_to_come_back(walk: Walk, journal: Path | None) -> str:
    """Give the line that stays in the terminal when the full screen is left."""
    if walk.session.is_closed:
        return f"Session {walk.session_id} is done. Read it again: coach show {walk.session_id}"
    return f"Everything confirmed is kept. Go on with: {resume_command(walk, journal)}"


def _read(answers: Path, console: Console) -> Script:
    from coach.cli.answers import Script  # noqa: PLC0415 - with the session's library

    return Script.read(answers, console)


def _follow(walk: Walk, console: Console, script: Script, journal: Path | None) -> None:
    from coach.cli.plain import converse  # noqa: PLC0415 - with the session's library

    try:
        ending = converse(walk, console, script)
        script.end()
    except (AnswerError, RunReadError) as error:
        raise type(error)(
            error.message,
            hint=f"{error.hint}\nGo on with: {resume_command(walk, journal)}".strip(),
            where=error.where,
        ) from error
    closing_words(walk, console, ending, journal)


def _type(walk: Walk, console: Console, journal: Path | None) -> None:
    from coach.cli.by_sheet import SheetKeyboard, converse_by_sheet  # noqa: PLC0415 - with the session's library
    from coach.cli.presence import told  # noqa: PLC0415 - as above

    try:
        with told(walk) as presence:
            ending = converse_by_sheet(walk, console, SheetKeyboard(console, presence))
    except KeyboardInterrupt:
        click.echo(f"\nGo on with: {resume_command(walk, journal)}", err=True)
        raise
    closing_words(walk, console, ending, journal)
