"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = TypeVar("Function", bound=Callable[..., object])

ANY_PATH = click.Path(path_type=Path, readable=False)
"""A path nobody has looked at yet: whoever opens it says what is wrong with it, in one sentence."""

_JOURNAL = click.option("--journal", type=ANY_PATH, metavar="DIR", help="Use the journal in this folder.")

_BY = click.option("--by", metavar="NAME", help="Who is answering; kept with every entry.")
_PLAIN = click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
_ANSWERS = click.option(
    "--answers",
    type=ANY_PATH,
    metavar="FILE",
    help="Take the answers from a YAML or JSON list.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
"""`--json`, for commands that print data."""

playbooks_option = click.option(
    "-p",
    "--playbook",
    "playbooks",
    multiple=True,
    metavar="ID",
    help="The playbook to use; may be given several times.",
)
"""`--playbook`, for the walks; without it the playbook is proposed from words, logs and configuration."""

pair_option = click.option(
    "--pair",
    metavar="NAMES",
    help="Walk it together at one keyboard, like ana,ben: each judges alone first.",
)
"""`--pair`, for the walks; with several names each is asked alone wherever judgement is asked."""

first_sheet_option = click.option(
    "--json", "as_json", is_flag=True, help="Ask nothing; print the first sheet, for coach answer."
)
"""`--json`, for commands that open a session."""

archive_option = click.option(
    "--archive",
    multiple=True,
    type=ANY_PATH,
    metavar="DIR",
    help="Earlier runs to hold these against; may be given several times.",
)
"""`--archive`, for commands that compare runs with earlier ones."""


journal_option = _JOURNAL
"""`--journal`, for commands that take from a journal no more than what it says of tags."""


def journal_options(function: Function) -> Function:
    """Add `--journal` and `--by`, for commands that open a journal."""
    return _JOURNAL(_BY(function))


_AS = click.option("--as", "here", metavar="NAME", default="", help="Who answers, of several people.")


def person_option(function: Function) -> Function:
    """Add `--as`, for commands that answer for one of several people who walk a session together."""
    return _AS(function)


def walk_options(function: Function) -> Function:
    """Add everything a command that asks questions takes."""
    return journal_options(_PLAIN(_ANSWERS(function)))
