"""What the person saw, tried, changed and set up: four questions of seconds, each of which may be left alone.

Nothing that is left alone counts for or against anything. What is answered is evidence with the catalogue's numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.reading import card, chosen
from coach.session.event.common import Finished
from coach.session.event.evidence import EvidenceAdded, RunsLinked
from coach.session.form import Card, Choice, Field, Marks, Option, Several
from coach.session.logging_defects import ACTIONS
from coach.session.observations import symptom_evidence, symptoms
from coach.session.once import once_a_catalogue
from coach.session.pace import run_hours
from coach.session.step import Question, Step
from coach.session.step_builders import stated
from coach.session.symptom_evidence import unseen
from coach.session.triage.asking import Savings
from coach.session.triage.causes import Pack, likeliest
from coach.session.triage.known import known_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.catalogue import Catalogue
    from coach.session.event import Body
    from coach.session.failure_mode import Kind, Symptom
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

SHOWN = 6
"""Symptoms, or contrasts, shown at once (editorial)."""
SPOKEN_OF = 4
"""Of the symptoms shown at once, those at most that come first because the person's words speak of them (editorial)."""
FACTS = 5
"""Facts asked about at once (editorial)."""
LEAST_WORTH_H = 0.02
"""Hours of checking that the answer to a fact must save on average: about a minute (editorial)."""
YES, NO = Option("yes", "yes"), Option("no", "no")
GOES_AWAY, STAYS = Option("goes-away", "goes away"), Option("stays", "stays")
UNKNOWN = Option("unknown", "do not know")
NOTHING_CHANGED = "changed.nothing"
_LAST_OF_THE_STAGE = "hypotheses.own"


def steps(place: Place) -> Iterator[Step]:
    """Give the open ones of the four questions; a walk that is past the evidence is not called back to them."""
    session = place.session
    if session.is_finished(_LAST_OF_THE_STAGE) or not place.catalogue.failure_modes:
        return
    for key, ask in _ASK.items():
        if not session.is_finished(key) and (step := ask(place)) is not None:
            yield step


def _seen_in_words(session: Session) -> str:
    """Give what the person wrote of what they saw and know; what they expected is what they did not see."""
    known = [body.text for body in session.all(EvidenceAdded) if not body.symptom]
    return "\n".join(filter(None, (stated(session, "observed"), *known)))


def _read(place: Place) -> dict[str, bool]:
    """Give what the person's words say plainly, by symptom id: there, or gone away with it; or not."""
    return {each.symptom: each.is_there for each in place.words.read(_seen_in_words(place.session))}


@once_a_catalogue
def savings(place: Place) -> Savings:
    """Give what it would save to know more, after all that is known."""
    packs = (Pack(place.catalogue, 1.0),)
    return Savings(packs, likeliest(packs, known_of(place)).causes, run_hours(place.session))


def statement_of(catalogue: Catalogue, symptom: Symptom, *, denied: bool = False) -> EvidenceAdded:
    """Give the evidence that a person saw a symptom of the catalogue, or looked for it and did not find it."""
    modes, base = catalogue.stated(symptom.id), catalogue.base_rates[symptom.id]
    return EvidenceAdded(
        evidence=f"not-seen-{symptom.id}" if denied else f"seen-{symptom.id}",
        text=_denial(symptom) if denied else symptom.says,
        known="seen",
        symptom=symptom.id,
        denied=denied,
        base=unseen(base) if denied else base,
        modes={each: unseen(p) if denied else p for each, p in modes.items()},
        event=symptom.event,
    )


def _denial(symptom: Symptom) -> str:
    if symptom.kind == "contrast":
        return f"Tried, and it stays: {_with_what(symptom)}"
    return f"Looked for and not there: {symptom.says}"


def _with_what(contrast: Symptom) -> str:
    """Give what a contrast changes, without the words that all of them begin with."""
    return contrast.says.removeprefix("It goes away ").removesuffix(".")


def _of_kind(place: Place, kind: Kind) -> list[Symptom]:
    """Give what of one kind can still be stated: nothing that was stated or shows in the logs, no defect of these."""
    evidence = symptom_evidence(place.session)
    known = evidence.seen.union(ACTIONS, *evidence.denied)
    known |= {view.seen.detector for view in symptoms(place.session)}
    return [each for each in place.catalogue.symptoms.values() if each.kind == kind and each.id not in known]


def _symptoms(place: Place) -> Step | None:
    open_ones = {each.id: each for each in _of_kind(place, "symptom")}
    spoken = [
        each for each in place.words.symptoms(_seen_in_words(place.session)) if each.symptom in open_ones
    ]
    absent = symptom_evidence(place.session).absent
    worth = savings(place)
    ranked = sorted(open_ones.values(), key=lambda each: -worth.of((each,)))
    told = _read(place)
    first = [each.symptom for each in spoken[:SPOKEN_OF]]
    first += [
        each for each, is_there in told.items() if each in open_ones and not is_there and each not in first
    ]
    first += [each.id for each in ranked if not each.takes_an_experiment and each.id not in {*first, *absent}]
    shown = [open_ones[each] for each in first[:SHOWN]]
    plain = {
        each.symptom: YES.id for each in spoken[:SPOKEN_OF] if each.is_plain and each.symptom not in absent
    }
    plain |= {each: NO.id for each, is_there in told.items() if each in open_ones and not is_there}
    return _marks(
        place,
        shown,
        [each for each in ranked if each not in shown],
        key="evidence.symptoms",
        text="Which of these have you seen, and which have you looked for in vain?",
        why="Nothing that was read settles these. Your words speak of the first ones; the others would save most "
        "hours of checking. Yes and no both count; what you have not looked at counts for nothing.",
        marks=(YES, NO),
        left="not looked",
        suggested=plain,
        formerly="catalogue.looked",
    )


def _contrasts(place: Place) -> Step | None:
    worth = savings(place)
    told = _read(place)
    order = sorted(_of_kind(place, "contrast"), key=lambda each: (each.id not in told, -worth.of((each,))))
    known = {each.id: told[each.id] for each in order if each.id in told}
    return _marks(
        place,
        order[:SHOWN],
        order[SHOWN:],
        key="evidence.contrasts",
        text="Does it go away ...? Only what you have tried.",
        why="What makes a fault go away says where it sits. What nobody has tried yet becomes a cheap experiment.",
        marks=(GOES_AWAY, STAYS),
        left="not tried",
        suggested={each: GOES_AWAY.id if goes_away else STAYS.id for each, goes_away in known.items()},
    )


def _marks(
    place: Place,
    shown: Sequence[Symptom],
    more: Sequence[Symptom],
    *,
    key: str,
    text: str,
    why: str,
    marks: tuple[Option, Option],
    left: str,
    suggested: dict[str, str] | None = None,
    formerly: str = "",
) -> Step | None:
    """Give the question that takes one of two marks, or none, for each of some symptoms; None where there are none."""
    if not shown:
        return None
    by_id = {each.id: each for each in (*shown, *more)}
    rows, others = (
        tuple(Option(each.id, _with_what(each) if each.kind == "contrast" else each.asks) for each in some)
        for some in (shown, more)
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = {} if answer is None else card(answer)
        bodies = [
            statement_of(place.catalogue, by_id[row], denied=mark == marks[1].id)
            for row, mark in given.items()
        ]
        return (*bodies, Finished(question=key))

    ticked = suggested or {}
    named = {mark.id: ", ".join(each for each, said in ticked.items() if said == mark.id) for mark in marks}
    return Step(
        question=Question(
            key=key,
            text=text,
            why=why,
            form=Marks(rows, marks, left, others, ticked),
            suggested="; ".join(f"{mark}: {ids}" for mark, ids in named.items() if ids) or "none",
            optional=True,
            may_be_absent=True,
            formerly=formerly,
        ),
        accept=accept,
    )


def _changed(place: Place) -> Step | None:
    key = "evidence.changed"
    by_id = {each.id: each for each in _of_kind(place, "changed")}
    if not by_id:
        return None
    told = [each for each in _read(place) if each in by_id]

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = () if answer is None else chosen(answer)
        if NOTHING_CHANGED in picked and len(picked) > 1:
            raise AnswerError("nothing changed, and something did", hint="Take one of them away.")
        return (*(statement_of(place.catalogue, by_id[each]) for each in picked), Finished(question=key))

    return Step(
        question=Question(
            key=key,
            text="What changed last, before the trouble began? Any number, or none if you do not know.",
            why="What worked before and no longer does was broken by something that changed, more often than not.",
            form=Several(tuple(Option(each.id, each.label or each.says) for each in by_id.values())),
            suggested=",".join(told) or "none",
            optional=True,
            may_be_absent=True,
        ),
        accept=accept,
    )


def _facts(place: Place) -> Step | None:
    key = "evidence.facts"
    groups: dict[str, list[Symptom]] = {}
    for each in _of_kind(place, "fact"):
        groups.setdefault(each.group, []).append(each)
    known = {place.catalogue.symptoms[each].group for each in _stated_facts(place)}
    worth = savings(place)
    told = {group: worth.of(each) for group, each in groups.items() if group not in known}
    asked = sorted((each for each in told if told[each] >= LEAST_WORTH_H), key=lambda each: -told[each])
    if not asked:
        return None

    read = {group: each for body in place.session.all(RunsLinked) for group, each in body.set_up.items()}

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = {} if answer is None else card(answer)
        by_id = place.catalogue.symptoms
        picked = [by_id[str(each)] for each in given.values() if each != UNKNOWN.id]
        return (*(statement_of(place.catalogue, each) for each in picked), Finished(question=key))

    return Step(
        question=Question(
            key=key,
            text="A few facts of the set-up, as far as you know them.",
            why="Ten seconds each; what stands there was read in the configuration or the logs. They decide "
            "between causes that look alike in every curve.",
            form=Card(tuple(_fact(groups[each], read.get(each, "")) for each in asked[:FACTS])),
            optional=True,
            may_be_absent=True,
        ),
        accept=accept,
    )


def _stated_facts(place: Place) -> list[str]:
    return [
        each
        for each in symptom_evidence(place.session).seen
        if each in place.catalogue.symptoms and place.catalogue.symptoms[each].kind == "fact"
    ]


def _fact(options: Sequence[Symptom], read: str) -> Field:
    """Give the line of one fact, filled with what was read of it in a configuration or a log."""
    is_known = any(each.id == read for each in options)
    unknown = replace(UNKNOWN, says=options[0].why)
    return Field(
        options[0].group,
        options[0].asks,
        Choice((unknown, *(Option(each.id, each.label or each.says) for each in options))),
        suggested=read if is_known else UNKNOWN.id,
    )


_ASK = {
    "evidence.symptoms": _symptoms,
    "evidence.contrasts": _contrasts,
    "evidence.changed": _changed,
    "evidence.facts": _facts,
}
