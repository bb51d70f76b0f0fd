"""`coach stuck`: the investigation of a run that disappointed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.options import (
    ANY_PATH,
    archive_option,
    first_sheet_option,
    pair_option,
    playbooks_option,
    walk_options,
)
from coach.errors import RunReadError, UsageError
from coach.session.page_labels import outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.console import Console
    from coach.cli.triage_file import Triaged
    from coach.desk import Coach, Walk

_MOST_SAID = 3


@click.command(epilog="Example: coach stuck runs/ppo_17 runs/ppo_18 -t 'CartPole stays at 25'")
@click.argument("logdirs", nargs=-1, metavar="[LOGDIR]...", type=ANY_PATH)
@click.option("-t", "--title", default="", help="What this is about, in a few words.")
@playbooks_option
@archive_option
@click.option(
    "--from-triage",
    type=ANY_PATH,
    metavar="FILE",
    help="Begin with what `coach triage --json` printed; - reads standard input.",
)
@pair_option
@first_sheet_option
@walk_options
def stuck(
    *,
    logdirs: tuple[Path, ...],
    archive: tuple[Path, ...],
    title: str,
    playbooks: tuple[str, ...],
    from_triage: Path | None,
    journal: Path | None,
    by: str | None,
    plain: bool,
    answers: Path | None,
    as_json: bool,
    pair: str | None,
) -> None:
    """A run disappointed: find out why, cheaply.

    You say what was expected and what was seen; the coach reads the logs, asks for your own explanations
    before it offers its own, and works out what is worth doing next. Leave at any moment: nothing that was
    confirmed is lost.
    """
    triaged = _triaged(from_triage)
    folders, earlier = (
        list(dict.fromkeys(map(placed, given)))
        for given in ((*map(Path, triaged.given.logs if triaged else ()), *logdirs), archive)
    )
    for folder in (*folders, *earlier):
        require(folder)
    walk_through(
        journal=journal,
        by=by,
        plain=plain,
        answers=answers,
        as_json=as_json,
        pair=pair,
        begin=lambda desk: _begin(
            desk,
            triaged,
            title=title,
            playbook=next(iter(playbooks), ""),
            also=playbooks[1:],
            paths=[str(folder) for folder in folders],
            archive=[str(folder) for folder in earlier],
        ),
        opening=lambda console: _say_what_is_missing(console, folders),
        outline=outline(is_topic_known=bool(title or folders)),
    )


def _triaged(path: Path | None) -> Triaged | None:
    if path is None:
        return None
    from coach.cli.triage_file import read_triage  # noqa: PLC0415 - only with what a triage printed

    return read_triage(path)


def _begin(
    desk: Coach,
    triaged: Triaged | None,
    *,
    title: str,
    playbook: str,
    also: Sequence[str],
    paths: Sequence[str],
    archive: Sequence[str],
) -> Walk:
    try:
        return desk.begin(
            "stuck",
            title=title,
            playbook=playbook,
            also=also,
            paths=paths,
            archive=archive,
            told=(triaged.given, triaged.packs) if triaged else None,
        )
    except UsageError as error:
        if triaged is None:
            raise
        raise UsageError(error.message, hint=error.hint, where=error.where or triaged.name) from error


def placed(logdir: Path) -> Path:
    """Give where a log folder is, whichever folder one resumes from."""
    try:
        return logdir.expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name nobody has, a NUL
        return logdir.absolute()


def require(logdir: Path) -> None:
    """Make sure that there is something to read, before anything is written.

    Raises:
        RunReadError: there is no such folder or file, or it cannot be opened.
    """
    try:
        is_folder = stat.S_ISDIR(logdir.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the name
        raise RunReadError(
            "there is no such log folder", hint="Check the path; no session was made.", where=str(logdir)
        ) from error
    except OSError as error:
        raise _closed(logdir, error.strerror or "the system refuses") from error
    if not os.access(logdir, os.R_OK | os.X_OK if is_folder else os.R_OK):
        raise _closed(logdir, "permission denied")


def _say_what_is_missing(console: Console, folders: list[Path]) -> None:
    """Say at once where there is nothing to read, while the person can still fetch it."""
    if not folders:
        return
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - only with log folders
    from coach.runs.finding.find import find_runs  # noqa: PLC0415 - as above

    for folder in folders:
        found = find_runs(folder)
        if any(each.reader for each in found):
            continue
        details = dict.fromkeys(one_line(note.detail) for each in found for note in each.notes)
        said = "; ".join([*details][:_MOST_SAID])
        console.say(f"{one_line(str(folder))} has nothing to read yet: {said}.")


def _closed(logdir: Path, says: str) -> RunReadError:
    return RunReadError(
        f"this log folder cannot be opened: {says[:1].lower()}{says[1:]}",
        hint="Check its permissions; no session was made.",
        where=str(logdir),
    )
