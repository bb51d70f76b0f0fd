"""`coach doctor`: what is installed, what is found, what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from coach import __version__
from coach.cli.options import ANY_PATH, as_json
from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = "coach.doctor/1"
MUST_ACT = 1
"""Exit status when something is broken."""
_ROOMY = (80, 24)


class Finding(NamedTuple):
    """One thing that was looked at; `broken` asks for the user, `note` only tells."""

    state: Literal["fine", "note", "broken"]
    about: str
    says: str


@click.command(epilog="Example: coach doctor")
@click.option("--journal", type=ANY_PATH, metavar="DIR", help="Look at the journal in this folder.")
@as_json
def doctor(*, journal: Path | None, as_json: bool) -> int:
    """Say what is installed, which journal serves here, and whether anything is broken.

    Nothing is changed. Exit status 1 means that something is broken.
    """
    findings = [*_program(), *_terminal(), *_journal(journal)]
    broken = any(finding.state == "broken" for finding in findings)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {"broken": broken, "findings": [finding._asdict() for finding in findings]})
    else:
        from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

        console = Console()
        for finding in findings:
            console.say(f"{finding.state}: {finding.about}: {finding.says}", hanging="  ")
    return MUST_ACT if broken else 0


def _program() -> Iterator[Finding]:
    """Give the versions of coach, of Python and of every library that coach needs."""
    import platform  # noqa: PLC0415 - only doctor needs these
    import re  # noqa: PLC0415
    from importlib.metadata import PackageNotFoundError, requires, version  # noqa: PLC0415

    yield Finding("fine", "coach", __version__)
    yield Finding("fine", "Python", f"{platform.python_version()} on {platform.platform()}")
    for requirement in requires("debug-coach") or ():
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield Finding("fine", name, version(name))
        except PackageNotFoundError:
            yield Finding("broken", name, "is not installed; install coach again")


def _terminal() -> Iterator[Finding]:
    """Say whether the full screen will open here, and how."""
    import os  # noqa: PLC0415 - only doctor needs these
    import shutil  # noqa: PLC0415
    import sys  # noqa: PLC0415

    from coach.cli.console import is_terminal  # noqa: PLC0415

    columns, lines = shutil.get_terminal_size()
    if not is_terminal():
        yield Finding("note", "terminal", "none at both ends, so questions are asked line by line")
    elif columns < _ROOMY[0] or lines < _ROOMY[1]:
        yield Finding("note", "terminal", f"{columns} by {lines}; 80 by 24 or more shows everything at once")
    else:
        yield Finding("fine", "terminal", f"{columns} by {lines}, {os.environ.get('TERM', 'unnamed')}")
    encoding = (sys.stdout.encoding or "").lower()
    if encoding.replace("-", "") != "utf8":
        yield Finding("note", "encoding", f"{encoding or 'unknown'}; curves need UTF-8 (set LANG)")


def _journal(explicit: Path | None) -> Iterator[Finding]:
    """Say which journal serves here, and whether its sessions and all playbooks can be read."""
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415

    try:
        place = journal_place(explicit)
        listing = Journal.at(place.root).listing()
    except CoachError as error:
        yield Finding("broken", "journal", str(error).replace("\n", " "))
        return
    count = len(listing)
    said = f"{place.root} (named by {place.named_by}), {count} {'session' if count == 1 else 'sessions'}"
    yield Finding("fine", "journal", said)
    for trouble in listing.troubles:
        yield Finding("broken", f"session {trouble.session}", trouble.says)
    yield _merging(place.root)
    yield from _playbooks(place.root)


def _merging(root: Path) -> Finding:
    """Say whether git knows how to merge a session that two people have written."""
    from coach.journal.git_merge import state  # noqa: PLC0415 - only doctor and init need it

    match state(root):
        case "set up":
            return Finding("fine", "git", "merges a session by keeping every entry of both sides")
        case "gone":
            return Finding(
                "broken", "git", "calls a coach that is not there to merge sessions; coach init mends it"
            )
        case "missing":
            return Finding(
                "note", "git", "would call a session that both sides wrote a conflict; run coach init here"
            )
        case _:
            return Finding("note", "git", "keeps no history of this journal")


def _playbooks(root: Path) -> Iterator[Finding]:
    from coach.playbook.compile import catalogue_for  # noqa: PLC0415 - loads the YAML reader
    from coach.playbook.shelf import find_playbooks, own_folders  # noqa: PLC0415

    files = find_playbooks(*own_folders(root))
    for file in files:
        try:
            catalogue = catalogue_for(file.id, files)
        except CoachError as error:
            yield Finding("broken", f"playbook {file.id}", str(error).replace("\n", " "))
        else:
            count = len(catalogue.failure_modes)
            yield Finding("fine", f"playbook {file.id}", f"{catalogue.title}, {count} failure modes")
