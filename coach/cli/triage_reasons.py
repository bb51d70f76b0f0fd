"""What speaks for a cause, what to do first and what to ask, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.suggested import check_id
from coach.session.triage.advice import Unlogged, repair_price
from coach.session.triage.asking import Question, hours

if TYPE_CHECKING:
    from coach.desk.triage import Triage
    from coach.session.recognising import Read
    from coach.session.triage.advice import First
    from coach.session.triage.causes import Reason

SHOWN = 10
"""Causes that are shown; the rest would not be read."""
ASKED = 5
"""Questions that are shown."""
NAMED = 5
"""Words that a reason names."""
QUOTED = 12
"""Words of the text that are shown beside what was read from them."""


def because(reason: Reason, found: Triage) -> str:
    """Give a reason in words, without a full stop."""
    if reason.kind == "words":
        said = one_line(", ".join(found.words[reason.id].words[:NAMED]))
        return f"your words: {said}"
    if reason.kind == "class":
        return _without_stop(found.classes[reason.id])
    symptom = found.symptoms.get(reason.id)
    says = reason.id if symptom is None else _without_stop(symptom.says)
    if reason.id in found.read:
        return f"{says} (read from the runs)"
    if reason.id not in found.absent:
        return says
    return f"tried, and not so: {says}" if reason.kind == "contrast" else f"looked for and not there: {says}"


def read_as(each: Read, found: Triage) -> str:
    """Give in words what was read from the text, without a full stop."""
    symptom = found.symptoms[each.symptom]
    says = _without_stop(symptom.says)
    if each.is_there:
        return f"{says[:1].lower()}{says[1:]}"
    if symptom.kind == "contrast":
        return says.replace("It goes away", "it stays", 1)
    return f"looked for and not there: {says[:1].lower()}{says[1:]}"


def quoted(each: Read) -> str:
    """Give the words that were read, shortened where they are many."""
    words = each.quote.split()
    return f'"{" ".join(words)}"' if len(words) <= QUOTED else f'"{" ".join(words[:QUOTED])} ..."'


def recommended(found: Triage) -> dict[str, str] | None:
    """Give what to do first; None where no playbook knows anything."""
    if found.first is None:
        return None
    first_id, says, why = _in_words(found.first, found.run_h)
    return {"kind": found.first.kind, "id": first_id, "says": says, "because": why}


def _in_words(first: First, run_h: float) -> tuple[str, str, str]:
    what = first.what
    if isinstance(what, Unlogged):
        return what.id, what.says, f"{what.because}, and no cause is clear without it"
    if isinstance(what, Question):
        worth = format_hours(what.worth_h)
        return (
            name_of(what),
            asks(what),
            f"the answer saves {worth} of checking on average, more than a check takes",
        )
    mode, share = what.mode, f"{what.mode.name.lower()} has {format_probability(what.share)}"
    if first.kind == "check":
        return check_id(mode.id), mode.check.says, f"of all checks it finds the most for an hour: {share}"
    saved = format_hours(hours(mode.check.price, run_h) - hours(repair_price(mode.repair), run_h))
    return mode.id, mode.repair.text, f"trying it takes {saved} less than making sure: {share}"


def name_of(question: Question) -> str:
    """Give the name of what is asked about, as the command line takes it."""
    return question.id.rsplit(".", 1)[-1]


def asks(question: Question) -> str:
    """Give a question."""
    return "What changed last?" if question.kind == "changed" else question.options[0].asks


def answers(question: Question) -> tuple[str, ...]:
    """Give what can be answered, as the command line takes it."""
    match question.kind:
        case "symptom":
            return ("yes", "no")
        case "contrast":
            return ("goes-away", "stays")
        case _:
            return tuple(each.id.rsplit(".", 1)[-1] for each in question.options)


def _without_stop(text: str) -> str:
    return text.removesuffix(".")
