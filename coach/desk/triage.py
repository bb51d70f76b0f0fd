"""A quick answer from what somebody says and from logs: the likeliest causes, what to do first, what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.desk.packs import LEAST_SHARE, in_doubt, proposed, told_by_logs, told_by_symptoms
from coach.desk.unlogged import unlogged
from coach.playbook.own_words import read
from coach.playbook.words import shared_words
from coach.session.logging_defects import ACTIONS, action_for
from coach.session.symptom_evidence import SymptomEvidence, grouped
from coach.session.symptom_ids import current_id
from coach.session.triage.advice import first_of_all
from coach.session.triage.asking import USUAL_RUN_H, worth_asking
from coach.session.triage.causes import Shown, likeliest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.desk.packs import Proposal
    from coach.playbook.words import Shared
    from coach.runs import Run
    from coach.runs.symptom import Symptom as Found
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode, Symptom
    from coach.session.recognising import Read
    from coach.session.triage.advice import First
    from coach.session.triage.asking import Question
    from coach.session.triage.causes import Causes, Pack


class Told(NamedTuple):
    """What somebody told, and the runs they pointed at.

    Attributes:
        text: in their own words; may be empty.
        runs: what was read of their logs.
        found: what the detectors say of each run, in the same order.
        across: what they say of the runs beside each other.
        seen: ids of symptoms they saw; of contrasts with which it goes away, of what changed last, of facts.
        not_seen: ids of symptoms they looked for in vain, and of contrasts with which it stays.
        classes: ids of symptom classes.
        folders: names of the folders of their logs, one a line; words in them speak for playbooks.
    """

    text: str = ""
    runs: Sequence[Run] = ()
    found: Sequence[Sequence[Found]] = ()
    across: Sequence[Found] = ()
    seen: Sequence[str] = ()
    not_seen: Sequence[str] = ()
    classes: Sequence[str] = ()
    folders: str = ""


class Triage(NamedTuple):
    """The answer.

    Attributes:
        packs: the playbooks that were consulted, the likeliest first, each with the reason.
        weighed: every playbook there is, with the share by which its causes were weighed.
        causes: every failure mode of theirs, the likeliest first, and the share of what no playbook holds.
        words: what the text and each failure mode have in common, by the failure mode's id.
        first: what to do first; None where no playbook holds a failure mode.
        ask: what is worth asking, the worthiest first.
        symptoms: every symptom of the playbooks, by id.
        classes: every symptom class of the playbooks, in words, by id.
        absent: ids of the symptoms that were looked for in vain.
        read: ids of the facts that the runs state and nobody told.
        in_words: what the text says plainly and no option does: it counts like what was told.
        run_h: hours a run was taken to last.
    """

    packs: tuple[Proposal, ...]
    weighed: tuple[Pack, ...]
    causes: Causes
    words: Mapping[str, Shared]
    first: First | None
    ask: tuple[Question, ...]
    symptoms: Mapping[str, Symptom]
    classes: Mapping[str, str]
    absent: frozenset[str]
    read: frozenset[str]
    in_words: tuple[Read, ...]
    run_h: float


def triage(told: Told, catalogues: Sequence[Catalogue], *, is_chosen: bool) -> Triage:
    """Give the likeliest causes of what somebody tells.

    Args:
        told: what is known.
        catalogues: the playbooks that may hold the cause, from the most general to the most special.
        is_chosen: whether somebody chose the playbooks, so that they need not be told apart.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    logged = told_by_logs(told.runs, catalogues)
    warned = (each for run in (*told.found, told.across) for each in run)
    logged = told_by_symptoms(warned, catalogues) | logged
    every = proposed(catalogues, told.text, logged, is_chosen=is_chosen, least=0.0, folders=told.folders)
    weighed = in_doubt([each.pack for each in every])
    symptoms = {key: each for catalogue in catalogues for key, each in catalogue.symptoms.items()}
    in_words = _read_in_words(told, symptoms)
    told = told._replace(
        seen=(*told.seen, *(each.symptom for each in in_words if each.is_there)),
        not_seen=(*told.not_seen, *(each.symptom for each in in_words if not each.is_there)),
    )
    words = shared_words(told.text, _modes([each.catalogue for each in weighed]), symptoms)
    facts = _read_facts(told, symptoms)
    shown = Shown(
        evidence=_evidence(told, facts, symptoms),
        from_logs=frozenset(each.detector for run in (*told.found, told.across) for each in run),
        classes=tuple(told.classes),
        words={mode_id: each.score for mode_id, each in words.items()},
        named=_named(told),
    )
    causes = likeliest(weighed, shown)
    run_h = _run_hours(told.runs)
    ask = worth_asking(weighed, causes.causes, shown, run_h)
    return Triage(
        packs=tuple(each for each in every if each.pack.share >= LEAST_SHARE),
        weighed=weighed,
        causes=causes,
        words=words,
        first=_first(told, causes, ask, symptoms, run_h),
        ask=ask,
        symptoms=symptoms,
        classes={key: said for each in catalogues for key, said in each.symptom_classes.items()},
        absent=shown.evidence.absent.union(*shown.evidence.denied),
        read=facts,
        in_words=in_words,
        run_h=run_h,
    )


def _first(
    told: Told, causes: Causes, ask: Sequence[Question], symptoms: Mapping[str, Symptom], run_h: float
) -> First | None:
    """Give what to do first; what the text says plainly is not asked back."""
    lacks = unlogged(told.runs, told.found)
    first = first_of_all(causes.causes, ask, lacks, run_h)
    if first is None or first.kind != "ask":
        return first
    from coach.playbook.symptom_words import symptoms_spoken_of  # noqa: PLC0415 - seldom needed

    said = {each.symptom for each in symptoms_spoken_of(told.text, symptoms.values()) if each.is_plain}
    return first_of_all(causes.causes, [each for each in ask if each.id not in said], lacks, run_h)


def _named(told: Told) -> dict[str, frozenset[str]]:
    """Give the failure modes that the detectors' sentences name, by the id of the symptom."""
    named: dict[str, frozenset[str]] = {}
    for each in (*(symptom for run in told.found for symptom in run), *told.across):
        key = current_id(each.detector)
        named[key] = named.get(key, frozenset()).union(each.raises)
    return named


def _modes(catalogues: Sequence[Catalogue]) -> tuple[FailureMode, ...]:
    return tuple({mode.id: mode for each in catalogues for mode in each.failure_modes}.values())


def _read_in_words(told: Told, symptoms: Mapping[str, Symptom]) -> tuple[Read, ...]:
    """Give what the text says plainly, but for what was told otherwise or shows in the logs."""
    logged = {current_id(each.detector) for run in (*told.found, told.across) for each in run}
    settled = {*map(current_id, (*told.seen, *told.not_seen)), *logged}
    is_change_told = any(symptoms[each].kind == "changed" for each in told.seen if each in symptoms)
    return tuple(
        each
        for each in read(told.text, symptoms.values())
        if each.symptom not in settled and not (is_change_told and symptoms[each.symptom].kind == "changed")
    )


def _read_facts(told: Told, symptoms: Mapping[str, Symptom]) -> frozenset[str]:
    """Give the facts that the runs' configuration states, but for those that somebody told."""
    if not told.runs:
        return frozenset()
    from coach.desk.set_up import set_up  # noqa: PLC0415 - only where there are logs

    settled = {symptoms[each].group for each in told.seen if each in symptoms}
    stated = set_up(told.runs)
    return frozenset(each for fact, each in stated.items() if fact not in settled and each in symptoms)


def _evidence(told: Told, read: frozenset[str], symptoms: Mapping[str, Symptom]) -> SymptomEvidence:
    """Give what was seen as events, those of one run that began together as one, and what was looked for in vain."""
    found = [*_found(told), *((current_id(each.detector), "") for each in told.across)]
    known = {each for each, _ in found} | set(map(current_id, told.seen)) | read
    denied = [each for each in map(current_id, told.not_seen) if each not in known]
    absent = _could_have_seen(told.runs) - known - set(denied) - ACTIONS.keys()
    part_of = {each.id: each.event for each in symptoms.values()}
    return SymptomEvidence(
        events=grouped((*found, *((each, part_of.get(each, "")) for each in sorted(known)))),
        absent=absent,
        denied=grouped([(each, part_of.get(each, "")) for each in dict.fromkeys(denied)]),
    )


def _found(told: Told) -> list[tuple[str, str]]:
    """Give (symptom id, name of its event) of what the detectors saw in each run, but for defects of the logging."""
    if not told.runs:
        return []
    from coach.desk.evidence import events_of  # noqa: PLC0415 - loads the events of a session

    return [
        (current_id(symptom.detector), f"{run.name} {at}")
        for run, seen in zip(told.runs, told.found, strict=True)
        for at, event in enumerate(events_of(run, seen))
        for symptom in event
        if not action_for(symptom)
    ]


def _could_have_seen(runs: Sequence[Run]) -> frozenset[str]:
    if not runs:
        return frozenset()
    from coach.runs.detectors.could_see import could_see  # noqa: PLC0415 - only where logs were read

    return frozenset().union(*map(could_see, runs))


def _run_hours(runs: Sequence[Run]) -> float:
    return max((run.wall_hours or 0.0 for run in runs), default=0.0) or USUAL_RUN_H
