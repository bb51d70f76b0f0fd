"""What `coach triage` prints for people: ten causes in three lines each, what to do first, what is worth asking."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.terminal_safe import harmless, one_line
from coach.cli.triage_reasons import (
    ASKED,
    SHOWN,
    answers,
    asks,
    because,
    name_of,
    quoted,
    read_as,
    recommended,
)
from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.suggested import first_sentence, wall_hours
from coach.session.triage.asking import Question
from coach.session.triage.causes import Cause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.desk.given import Given
    from coach.desk.triage import Triage
    from coach.session.failure_mode import Price
    from coach.session.recognising import Read

REASONS = 3
"""Reasons that are shown for a cause, those that say most."""
_OPTIONS = {
    "classes": "--class",
    "seen": "--seen",
    "not_seen": "--not-seen",
    "goes_away_with": "--goes-away-with",
    "stays_with": "--stays-with",
    "changed": "--changed",
    "facts": "--fact",
    "packs": "--pack",
}

FEW_SILENT = 2
"""Playbooks for which nothing speaks that are named one by one."""


def _looked_up(found: Triage) -> str:
    """Give the playbooks with what speaks for them; those for which nothing does are counted where they are many."""
    said = [f"{each.pack.catalogue.title} ({each.because})" for each in found.packs]
    silent = [at for at, each in enumerate(found.packs) if not each.is_told and at]
    if len(silent) <= FEW_SILENT:
        return "; ".join(said)
    told = [each for at, each in enumerate(said) if at not in silent]
    return "; ".join([*told, f"{len(silent)} others, of whose field you say nothing"])


def report(found: Triage, given: Given, journal: Path | None) -> None:
    """Write the answer."""
    console = Console()
    console.say(one_line(f"Looked up in: {_looked_up(found)}."))
    for each in found.in_words:
        said = f"{read_as(each, found)} ({one_line(quoted(each))})"
        console.say(f"Read from your words: {said}. Not so? {_otherwise(each, found)}", hanging="  ")
    if not any(cause.because for cause in found.causes.causes):
        said = "Nothing of what you say is in the playbooks" if given.text.strip() else "Nothing was said"
        console.say(
            f"{said}: this is the order of what is common. Say it in other words, in English, or by --seen."
        )
    for rank, cause in enumerate(found.causes.causes[:SHOWN], 1):
        console.say()
        _say_cause(console, rank, cause, found)
    console.say()
    console.say(f"Something else: {found.causes.something_else:.0%}.")
    _say_first(console, found)
    if found.ask:
        console.say()
        console.say("Worth answering:")
    for question in found.ask[:ASKED]:
        console.say(f"{_option_for(question)}: {asks(question)}", indent="  ", hanging="    ")
    console.say()
    console.say("To find out step by step, with all of this taken over:")
    for line in (f"{_again(given, journal)} > triage.json", _investigation(journal)):
        console.say_line(f"  {one_line(line)}")


def _otherwise(each: Read, found: Triage) -> str:
    """Give the option of the command line that says the opposite of what was read."""
    symptom = found.symptoms[each.symptom]
    name = symptom.id.rsplit(".", 1)[-1]
    match symptom.kind:
        case "contrast":
            return f"--{'stays' if each.is_there else 'goes-away'}-with {name}"
        case "changed":
            return "--changed says what did"
        case _:
            return f"--{'not-seen' if each.is_there else 'seen'} {name}"


def _say_cause(console: Console, rank: int, cause: Cause, found: Triage) -> None:
    console.say(
        f"{rank:2}. {cause.mode.name}, {format_probability(cause.share)} ({cause.mode.id})", hanging="    "
    )
    speaks = [because(each, found) for each in cause.because if each.bits > 0][:REASONS]
    console.say("; ".join(speaks) or "how common it is", indent="    why: ", hanging="      ")
    price = _price(cause.mode.check.price, found.run_h)
    console.say(f"{first_sentence(cause.mode.check.says)} ({price})", indent="    check: ", hanging="      ")


def _say_first(console: Console, found: Triage) -> None:
    first, said = found.first, recommended(found)
    if first is None or said is None:
        return
    console.say()
    why = f"{said['because'][:1].upper()}{said['because'][1:]}."
    if isinstance(first.what, Question):
        console.say(f"Answer this first, with {_option_for(first.what)}: {said['says']} {why}", hanging="  ")
        return
    console.say(f"Do this first: {said['says']} {why}")
    if isinstance(first.what, Cause):
        mode = first.what.mode
        how = mode.repair if first.kind == "repair" else mode.check
        _say_steps(console, how.steps, how.code)


def _say_steps(console: Console, steps: Sequence[str], code: str) -> None:
    for number, step in enumerate(steps, start=1):
        console.say(f"{number}. {step}", indent="  ", hanging="     ")
    for line in code.splitlines():
        console.say_line(f"    {harmless(line)}")


def _option_for(question: Question) -> str:
    """Give the options of the command line that answer a question."""
    name, said = name_of(question), "|".join(answers(question))
    match question.kind:
        case "symptom":
            return f"--seen or --not-seen {name}"
        case "contrast":
            return f"--goes-away-with or --stays-with {name}"
        case "changed":
            return f"--changed {said}"
        case "fact":
            return f"--fact {name}={said}"


def _again(given: Given, journal: Path | None) -> str:
    """Give the command line that was called."""
    words = ["coach", "triage", "--json"]
    for field, option in _OPTIONS.items():
        words += [word for each in getattr(given, field) for word in (option, each)]
    words += [] if journal is None else ["--journal", str(journal)]
    return shlex.join([*words, "--", given.text, *given.logs])


def _investigation(journal: Path | None) -> str:
    words = ["coach", "stuck", "--from-triage", "triage.json"]
    return shlex.join(words if journal is None else [*words, "--journal", str(journal)])


def _price(price: Price, run_h: float) -> str:
    waiting = wall_hours(price, run_h)
    parts = [
        f"{format_hours(price.human_h)} of your time",
        f"{format_hours(waiting)} of waiting" if waiting else "",
        f"${price.dollars:g}" if price.dollars else "",
    ]
    return ", ".join(filter(None, parts))
