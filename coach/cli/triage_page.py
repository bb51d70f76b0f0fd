"""What `coach triage` prints for people: ten causes in three lines each, then what is worth asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.harmless import one_line
from coach.cli.triage_reasons import ASKED, SHOWN, because
from coach.reasoning.hours import format_hours

if TYPE_CHECKING:
    from coach.desk.triage import Triage
    from coach.session.failure_mode import Price
    from coach.session.triage.causes import Cause

REASONS = 3
"""Reasons that are shown for a cause, those that say most."""


def report(found: Triage) -> None:
    """Write the answer."""
    console = Console()
    packs = "; ".join(f"{each.pack.catalogue.title} ({each.because})" for each in found.packs)
    console.say(one_line(f"Looked up in: {packs}."))
    if not any(cause.because for cause in found.causes.causes):
        console.say("Nothing of what you say is in the playbooks: this is the order of what is common.")
    for rank, cause in enumerate(found.causes.causes[:SHOWN], 1):
        console.say()
        _say_cause(console, rank, cause, found)
    console.say()
    console.say(f"Something else: {found.causes.something_else:.0%}.")
    if found.first is not None:
        console.say(f"Check first: {found.first.mode.name}, the most found for an hour.")
    if found.ask:
        console.say("Worth answering, with --seen or --not-seen:")
    for question in found.ask[:ASKED]:
        said = f"{question.symptom.id}: {question.symptom.asks}"
        console.say(said, indent="  ", hanging="    ")


def _say_cause(console: Console, rank: int, cause: Cause, found: Triage) -> None:
    console.say(f"{rank:2}. {cause.mode.name}, {_share(cause.share)} ({cause.mode.id})", hanging="    ")
    speaks = [because(each, found) for each in cause.because if each.bits > 0][:REASONS]
    console.say("; ".join(speaks) or "how common it is", indent="    why: ", hanging="      ")
    price = _price(cause.mode.check.price, found.run_h)
    console.say(f"{cause.mode.check.says} ({price})", indent="    check: ", hanging="      ")


def _share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "under 1%"  # noqa: PLR2004 - a percent


def _price(price: Price, run_h: float) -> str:
    waiting = price.wall_h + price.wall_runs * run_h
    parts = [
        f"{format_hours(price.human_h)} of your time",
        f"{format_hours(waiting)} of waiting" if waiting else "",
        f"${price.dollars:g}" if price.dollars else "",
    ]
    return ", ".join(filter(None, parts))
