"""A closed session's confirmed cause as an entry of a playbook: what the session tells, and what it does not.

A cause that the playbook knows keeps its entry and gets the case beside it; one that it does not know becomes a failure
mode. Every number is an estimate from one case and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from coach.errors import UsageError
from coach.playbook.confirming import confirming_check
from coach.reasoning.problem import OTHER
from coach.redaction import redacted
from coach.session.event.common import Classified, Closed
from coach.session.event.evidence import EvidenceAdded, SymptomJudged, SymptomSeen
from coach.session.event.experiment import FixConfirmed
from coach.session.event.hypothesis import RepairPriced
from coach.session.hypotheses import hypotheses
from coach.session.pace import run_hours
from coach.session.slug import slug
from coach.session.step_builders import stated
from coach.session.symptom_ids import current_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView

SEEN_ONCE = 0.67
"""P(seen | this failure mode) after one case that showed it: 2 of 3, by Laplace's rule of succession."""
RARE = 1.0
"""Weight of a failure mode that one case speaks for."""
NAME, COMPLAINT, SENTENCE, STEP, CODE = 90, 120, 1200, 300, 2000
"""Characters that the form allows."""

Section = Literal["failure_modes", "adapts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person adds to a session; empty where they add nothing. What is said here goes first.

    Attributes:
        name: the cause in a few words.
        check: what to do to find out whether it is this, and what it tells.
        repair: what mends it.
        mine: whose the fault is: `mine`, `shared` or `outside`.
    """

    name: str = ""
    check: str = ""
    repair: str = ""
    mine: str = ""


class Promoted(NamedTuple):
    """An entry of a playbook.

    Attributes:
        section: the key that it stands under.
        id: the failure mode's id.
        entry: plain data, as the form has it, without secrets.
    """

    section: Section
    id: str
    entry: dict[str, Any]


def confirmed_cause(session: Session) -> HypothesisView:
    """Give the explanation that a closed investigation ended with.

    Raises:
        UsageError: it is not closed, or nobody saw that this was the cause.
    """
    fixed = session.last(FixConfirmed)
    if session.method != "stuck" or session.last(Closed) is None or fixed is None:
        raise UsageError(
            "only a closed investigation has a confirmed cause", hint="Go on with it: coach resume."
        )
    if fixed.grade == "believed":
        raise UsageError(
            "this cause is only believed; nobody has seen the repair work",
            hint="A playbook takes causes that were seen to be mended. `coach playbooks new` begins one by hand.",
        )
    found = next((each for each in hypotheses(session) if each.id == fixed.hypothesis), None)
    if fixed.hypothesis == OTHER or found is None:
        raise UsageError(
            "the cause was none of this session's explanations, so that nothing in it was forecast of it",
            hint="Write it by hand: `coach playbooks new ID` begins a playbook with an example.",
        )
    return found


def promoted(session: Session, session_id: str, catalogue: Catalogue, told: Told) -> Promoted:
    """Give the entry for a closed session's confirmed cause.

    Args:
        session: the session.
        session_id: its id, which the case names.
        catalogue: the playbook it goes into, with all that builds on.
        told: what the session does not tell.

    Raises:
        UsageError: the session has no confirmed cause, or does not tell enough: the message names all that is missing.
    """
    cause = confirmed_cause(session)
    known = catalogue.failure_mode(cause.failure_mode)
    if known is not None:
        return Promoted("adapts", known.id, _further_case(session, session_id, catalogue, known))
    name = text(told.name or cause.text, NAME)
    entry = _new_mode(session, session_id, catalogue, cause, told)
    taken = {mode.id for mode in catalogue.failure_modes}
    return Promoted("failure_modes", slug(name, taken, fallback="cause"), {"name": name, **entry})


def text(said: str, longest: int) -> str:
    r"""Give a text on one line, without secrets, cut between words where it is longer than the form allows.

    >>> text("the  reward is\nscaled twice", 20)
    'the reward is ...'
    """
    clean = " ".join(_printable(redacted(said)).split())
    return shorten(clean, longest, placeholder=" ...") if " " in clean[:longest] else clean[:longest]


def _printable(said: str) -> str:
    """Give a text without what no terminal and no file should be sent: control characters, halves of characters."""
    return "".join(each if each.isprintable() or each in "\n\t" else " " for each in said)


def _further_case(
    session: Session, session_id: str, catalogue: Catalogue, known: FailureMode
) -> dict[str, Any]:
    """Give what one more case adds to a failure mode: how it was put, the case, and symptoms it says nothing of."""
    seen = _seen(session, catalogue, without=known.symptoms)
    return {**_words(session), "cases": [_case(session, session_id, known.name)], **seen}


def _new_mode(
    session: Session, session_id: str, catalogue: Catalogue, cause: HypothesisView, told: Told
) -> dict[str, Any]:
    modes = {mode.id for mode in catalogue.failure_modes}
    check = {"says": told.check} if told.check else confirming_check(session, cause, modes)
    repair, shows = _repair(session, cause, told), stated(session, "observed") or stated(session, "question")
    classes = _classes(session, catalogue)
    missing = [
        says
        for is_there, says in (
            (shows, "what was seen (answer that question of the session)"),
            (classes, "the kind of trouble (answer that question of the session)"),
            (check, "the check that confirms it: --check TEXT"),
            (repair, "the repair: --repair TEXT"),
            (told.mine, "whose the fault is: --mine mine, shared or outside"),
        )
        if not is_there
    ]
    if missing:
        raise UsageError("the session does not tell everything", hint="Missing: " + "; ".join(missing) + ".")
    return {
        "says": text(shows, SENTENCE),
        **_words(session),
        "cases": [_case(session, session_id, cause.text)],
        "prior": {"weight": RARE, "provenance": "editorial", "basis": f"one case, session {session_id}"},
        "mine": told.mine,
        "classes": classes,
        "symptoms": {},
        **_seen(session, catalogue, without={}),
        "check": _clean(check),
        "repair": repair,
    }


def _words(session: Session) -> dict[str, Any]:
    said = stated(session, "observed").strip()
    return {"complaints": [text(said, COMPLAINT)]} if said else {}


def _case(session: Session, session_id: str, name: str) -> dict[str, str]:
    """Give the case's own text: what was seen and tried, and what it turned out to be."""
    own = [each.text for each in session.all(EvidenceAdded) if not each.symptom and not each.denied]
    seen = [stated(session, topic) for topic in ("observed", "tried")] + own
    fixed = session.last(FixConfirmed)
    ended = {
        "reversed": "Undoing the repair brought it back.",
        "fixed-once": "The repair was seen to work once.",
    }
    parts = (name, fixed.text if fixed else "", ended.get(fixed.grade, "") if fixed else "")
    return {
        "says": text(_sentences(seen) or session.title or name, SENTENCE),
        "cause": text(_sentences(parts), SENTENCE),
        "link": f"session {session_id}",
    }


def _sentences(parts: list[str] | tuple[str, ...]) -> str:
    kept = [each.strip() for each in parts if each.strip()]
    return " ".join(f"{each[0].upper()}{each[1:]}{'' if each[-1] in '.?' else '.'}" for each in kept)


def _classes(session: Session, catalogue: Catalogue) -> dict[str, float]:
    """Give P(class | this failure mode): 2 of 3 for the class that was named, the rest for those named beside it."""
    named = session.last(Classified)
    known = [each for each in named.classes if each in catalogue.symptom_classes] if named else []
    if not known:
        return {}
    first, *others = known
    return {first: SEEN_ONCE, **{each: round(0.3 / len(others), 2) for each in others[:6]}}


def _seen(session: Session, catalogue: Catalogue, without: Mapping[str, float]) -> dict[str, Any]:
    """Give the likelihoods of what was seen and is known to the playbook, by the key of the form."""
    judged = {each.symptom for each in session.all(SymptomJudged) if each.verdict == "evidence"}
    read = [current_id(each.detector) for each in session.all(SymptomSeen) if each.symptom in judged]
    newest = {current_id(each.symptom): each for each in session.all(EvidenceAdded) if each.symptom}
    ids = [*read, *(key for key, each in newest.items() if not each.denied)]
    made: dict[str, Any] = {}
    for each in dict.fromkeys(ids):
        if each not in catalogue.symptoms or each in without:
            continue
        kind, *name = each.split(".")
        if kind == "fact":
            made.setdefault("facts", {})[name[0]] = {name[1]: SEEN_ONCE}
        else:
            key = (
                {"contrast": "contrasts", "changed": "changes"}.get(kind, "symptoms") if name else "symptoms"
            )
            made.setdefault(key, {})[name[0] if name else each] = SEEN_ONCE
    return made


def _repair(session: Session, cause: HypothesisView, told: Told) -> dict[str, Any]:
    said = told.repair or (cause.mending.how if cause.mending else "")
    if not said:
        return {}
    priced = [each for each in session.all(RepairPriced) if each.hypothesis == cause.id]
    human_h = priced[-1].human_h if priced else 1.0
    runs = priced[-1].wall_h / run_hours(session) if priced and run_hours(session) > 0 else 1.0
    return {"text": text(said, SENTENCE), "human_h": round(human_h, 2), "runs": round(min(runs, 100.0), 2)}


def _clean(check: Mapping[str, Any]) -> dict[str, Any]:
    """Give a check as the form takes it; code keeps its lines."""
    clean = {**check, "says": text(check["says"], SENTENCE)}
    if "how" in check:
        clean["how"] = [text(each, STEP) for each in check["how"]]
    if "code" in check:
        clean["code"] = _printable(redacted(check["code"]))[:CODE]
    if "outcomes" in check:
        clean["outcomes"] = [text(each, NAME) for each in check["outcomes"]]
    return clean
