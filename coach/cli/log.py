"""`coach log`: the four logs, over all that is open, or searched over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coach.cli.console import Console
    from coach.desk import Coach, Walk
    from coach.session.worklog import LogLine

SCHEMA = "coach.log/1"


class Entry(NamedTuple):
    """A line of a log with the session it belongs to."""

    session: str
    title: str
    line: LogLine


@click.command(epilog="Example: coach log --search entropy")
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option("--search", metavar="WORD", help="Only lines with this in them, from every session.")
@click.option("--all", "all_sessions", is_flag=True, help="Closed sessions too.")
@as_json
@journal_options
def log(
    *,
    sessions: tuple[str, ...],
    search: str | None,
    all_sessions: bool,
    as_json: bool,
    journal: Path | None,
    by: str | None,
) -> None:
    """Show what you are working on, your thoughts, the runs under way with their question, and the results.

    Without SESSION the logs of all open sessions are shown, oldest line first.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    desk = Coach.open(journal=journal, by=by)
    logs = _gather(desk, sessions or _wanted(desk, everything=all_sessions or search is not None), search)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {name: [_data(entry) for entry in entries] for name, entries in logs.items()})
    else:
        from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

        _print(Console(), logs, search)


def _wanted(desk: Coach, *, everything: bool) -> Iterator[str]:
    listing = desk.listing()
    return (each.session for each in (listing if everything else listing.going_on()))


def _gather(desk: Coach, sessions: Iterable[str], search: str | None) -> dict[str, list[Entry]]:
    """Give the entries of each log by its name, oldest first."""
    from coach.session.worklog import FourLogs  # noqa: PLC0415 - help is printed without sessions

    logs: dict[str, list[Entry]] = {name: [] for name in FourLogs._fields}
    for session_id in sessions:
        for name, entries in _of_walk(desk.walk(session_id), search or "").items():
            logs[name] += entries
    for entries in logs.values():
        entries.sort(key=lambda entry: entry.line.at)
    return logs


def _of_walk(walk: Walk, search: str) -> dict[str, list[Entry]]:
    from coach.report.title import title_of  # noqa: PLC0415 - help is printed without sessions
    from coach.session.worklog import four_logs  # noqa: PLC0415 - as above

    return {
        name: [
            Entry(walk.session_id, title_of(walk.session), line)
            for line in lines
            if search.casefold() in line.text.casefold()
        ]
        for name, lines in four_logs(walk.session)._asdict().items()
    }


def say_found(walk: Walk, word: str, console: Console) -> None:
    """Write the lines of one session's logs that have a word in them."""
    _print(console, _of_walk(walk, word), word)


def _data(entry: Entry) -> dict[str, object]:
    line = entry.line
    return {
        "session": entry.session,
        "at": line.at.isoformat(),
        "by": line.by,
        "text": line.text,
        "kind": line.kind or None,
    }


def _print(console: Console, logs: dict[str, list[Entry]], search: str | None) -> None:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - `--json` needs none
    from coach.session.worklog import TITLES  # noqa: PLC0415 - as above

    for title, (name, entries) in zip(TITLES, logs.items(), strict=True):
        if search is not None and not entries:
            continue
        console.say(f"{title}:")
        kind = ""
        for entry in sorted(entries, key=lambda each: each.line.kind) if name == "results" else entries:
            if name == "results" and entry.line.kind != kind:
                kind = entry.line.kind
                console.say(f"{kind}:", indent="  ")
            _print_entry(console, entry)
        if not entries:
            console.say("nothing yet", indent="  ")
        console.say()
    if search is not None and not any(logs.values()):
        console.say(f"Nothing in the logs says {one_line(search)}.")


def _print_entry(console: Console, entry: Entry) -> None:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - `--json` needs none

    about = one_line(entry.title) or entry.session
    console.say(
        f"{entry.line.at.astimezone():%Y-%m-%d %H:%M} {one_line(entry.line.text)} ({about})",
        indent="  ",
        hanging="    ",
    )
