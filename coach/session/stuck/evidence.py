"""What the logs say: read by the coach, judged one by one by the person; and what is known from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.reading import card, words
from coach.session.event.common import Skipped
from coach.session.event.evidence import EvidenceAdded, RunsLinked, SymptomJudged
from coach.session.exhibit import ASKED, OPEN, Grid, Say
from coach.session.form import Card, Choice, Field, Option, ReadLogs, Text
from coach.session.logging_defects import action_for
from coach.session.observations import UNFINISHED, SymptomView, by_step, observations, pending_path, symptoms
from coach.session.run_names import names_beside_each_other
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list
from coach.session.stuck import statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.event import Body
    from coach.session.event.evidence import Known, RunReference
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

MOST_NOTES = 5
"""Notes about the files that are shown; the rest is counted."""
MOST_UNFINISHED = 2
"""Runs that did not come to their end that are named, crashes first; the rest is counted."""
UNREMARKABLE = "other-records:"
"""How notes begin that say nothing about what could be read."""
_KNOWN = re.compile(
    r"^(?P<known>seen|measured|remembered|assumed)\s*:\s*(?P<text>.+)$", re.IGNORECASE | re.DOTALL
)


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about evidence."""
    session = place.session
    waiting = pending_path(session)
    if waiting is not None:
        yield reading_step(waiting)
    are_named = any(body.role != "archive" for body in session.all(RunsLinked))
    if not are_named and not session.is_skipped("evidence.logs"):
        yield _logs_step()
    for view in symptoms(session):
        if view.judged is None and not action_for(view.seen):
            yield _judgement(session, view)
    if not session.is_finished("evidence.known"):
        yield _known_step(session)
    yield from statements.steps(place)


def judgement_of(session: Session, symptom: str) -> Step:
    """Give the question about one symptom, also when it was judged before: a later judgement replaces it.

    Raises:
        AnswerError: no log of this session shows such a symptom.
    """
    found = [view for view in symptoms(session) if view.seen.symptom == symptom]
    if not found:
        raise AnswerError(f"this session has no symptom {symptom}", hint="It may have been taken back.")
    return _judgement(session, found[0])


def reading_step(path: str) -> Step:
    """Give the step in which the coach reads logs; there is nothing to answer."""
    return Step(
        question=Question(
            key="evidence.reading",
            text=f"Reading {path}",
            why="Every tag is read in full, unsmoothed; what is damaged or missing is said, not skipped.",
            form=ReadLogs(path),
        ),
        accept=lambda _answer: (),
    )


def _logs_step() -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        if answer is None:
            return (Skipped(question="evidence.logs"),)
        return (RunsLinked(role="evidence", path=words(answer)),)

    return Step(
        question=Question(
            key="evidence.logs",
            text="Where are the logs of the run? Leave it empty if there are none.",
            why="The logs already hold evidence that costs nothing; the coach reads them so that you need not stare.",
            form=Text(),
            example="runs/pong_seed1",
            optional=True,
        ),
        accept=accept,
    )


def _judgement(session: Session, view: SymptomView) -> Step:
    seen = view.seen
    options = (
        Option("evidence", "evidence", "it counts, and every explanation has to live with it"),
        Option("confusion", "it surprises me", "it counts, and stays open until it is explained"),
        Option("dismissed", "dismiss", "there is an innocent reason"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        verdict = str(given["verdict"])
        reason = str(given.get("reason", ""))
        if verdict == "dismissed" and not reason:
            raise AnswerError(
                "a dismissed symptom needs its innocent reason", hint="Warm-up? A known change?"
            )
        if verdict == "dismissed":
            return (SymptomJudged(symptom=seen.symptom, verdict="dismissed", reason=reason),)
        kind = "confusion" if verdict == "confusion" else "evidence"
        return (SymptomJudged(symptom=seen.symptom, verdict=kind, reason=reason),)

    return Step(
        question=Question(
            key=f"evidence.judge.{seen.symptom}",
            text=f"{_where(session, view)}{seen.says} What do you make of it?",
            why="A small oddity in a side metric can be the whole story: a slowly falling frame rate hid a "
            "threading bug for months.",
            source="Rahtz 2018" + (f"; threshold: {seen.source}" if seen.source else ""),
            form=Card(
                (
                    Field("verdict", "It is", Choice(options), suggested="evidence"),
                    Field("reason", "Because", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=(
            *_reading(session),
            _timeline(session, seen.symptom),
            *_one_event(session, view),
            *_innocent(view),
        ),
    )


def _sets(runs: Sequence[RunReference]) -> str:
    held_out = sum(bool(run.held_out_of) for run in runs)
    return f" ({held_out} with held-out data)" if held_out else ""


def _reading(session: Session) -> tuple[Exhibit, ...]:
    """Give what was read and what the reader had to say about the files; nothing where nothing was read."""
    read = [body for body in session.all(RunsLinked) if body.role == "evidence" and (body.runs or body.notes)]
    if not read:
        return ()
    parts = [run for body in read for run in body.runs]
    runs = [run for run in parts if not run.held_out_of]
    points = sum(run.points for run in parts)
    notes = [note for body in read for note in body.notes if not note.startswith(UNREMARKABLE)]
    said = (
        Say(
            f"Read: {len(runs)} {'run' if len(runs) == 1 else 'runs'}{_sets(parts)}, {points:,} points.",
            "quiet",
        ),
        *_unfinished(session, runs),
        *_to_mend_in_the_logs(session),
    )
    more = (f"{len(notes) - MOST_NOTES} more notes",) if len(notes) > MOST_NOTES else ()
    told = "; ".join((*notes[:MOST_NOTES], *more))
    return (*said, Say(f"About the files: {told}.", "warn" if not points else "quiet")) if notes else said


def _to_mend_in_the_logs(session: Session) -> tuple[Exhibit, ...]:
    """Give what is wrong with the logging itself, with what to do about it: no evidence about the cause."""
    found = [(view.seen.says, action_for(view.seen)) for view in symptoms(session)]
    return tuple(
        Say(f"To mend in the logging, no evidence about the cause: {says} {action}", "warn")
        for says, action in dict.fromkeys(found)
        if action
    )


def _unfinished(session: Session, runs: Sequence[RunReference]) -> tuple[Exhibit, ...]:
    """Give which runs did not come to their end, and how one can tell: a crash is easily taken for a plateau."""
    found = sorted((run for run in runs if run.state in UNFINISHED), key=lambda run: run.state != "crashed")
    if not found:
        return ()
    names = names_beside_each_other(session)
    told = [
        f"{names.get(run.name, run.name)} {UNFINISHED[run.state]} ({run.state_says})"
        for run in found[:MOST_UNFINISHED]
    ]
    more = [f"{len(found) - MOST_UNFINISHED} more like these"] if len(found) > MOST_UNFINISHED else []
    is_grave = any(run.state == "crashed" for run in found)
    return (Say(f"Not run to the end: {'; '.join(told + more)}.", "warn" if is_grave else "quiet"),)


def _where(session: Session, view: SymptomView) -> str:
    """Give which run shows a symptom, where there are several."""
    name = names_beside_each_other(session).get(view.seen.run)
    return f"In {name}: " if name else ""


def _timeline(session: Session, asked: str) -> Grid:
    names = names_beside_each_other(session)
    rows = tuple(
        (
            "" if view.seen.onset_step is None else f"{view.seen.onset_step:,}",
            names.get(view.seen.run, view.seen.run),
            view.seen.tag,
            view.seen.detector.replace("-", " "),
            ASKED if view.seen.symptom == asked else view.judged.verdict if view.judged else OPEN,
        )
        for view in by_step(symptoms(session))
    )
    return Grid("What stands out, earliest step on top", ("since step", "run", "tag", "what", "yours"), rows)


def _one_event(session: Session, view: SymptomView) -> tuple[Exhibit, ...]:
    """Give which other symptoms began together with this one; nothing for one that stands alone."""
    seen = view.seen
    others = [
        f"{each.seen.tag}: {each.seen.detector.replace('-', ' ')}"
        for each in symptoms(session)
        if seen.began_with and each.seen.began_with == seen.began_with and each.seen.symptom != seen.symptom
    ]
    if not others:
        return ()
    said = (
        f"Began at the same time as {'; '.join(others)}. They may be one event, so together they count once."
    )
    return (Say(said, "quiet"),)


def _innocent(view: SymptomView) -> tuple[Exhibit, ...]:
    if not view.seen.innocent:
        return ()
    return (Say("It could be innocent: " + "; ".join(view.seen.innocent) + ".", "quiet"),)


def _known_step(session: Session) -> Step:
    def body_for(line: str, earlier: tuple[Body, ...]) -> Body:
        found = _KNOWN.match(line)
        text = found["text"].strip() if found else line
        known: Known = _how_known(found["known"]) if found else "seen"
        taken = {seen.id for seen in observations(session)}
        taken |= {body.evidence for body in earlier if isinstance(body, EvidenceAdded)}
        return EvidenceAdded(evidence=slug(text, taken, fallback="evidence"), text=text, known=known)

    return growing_list(
        key="evidence.known",
        text="What else do you know that an explanation must account for? One a line.",
        why="Facts that no log holds count too; say how you know them, because what is only assumed misleads.",
        existing=tuple(f"{seen.known}: {seen.text}" for seen in observations(session) if seen.known != "log"),
        body_for=body_for,
        example="measured: predictor accuracy is 92 %    (or seen:, remembered:, assumed:)",
        exhibits=_reading(session),
    )


def _how_known(word: str) -> Known:
    match word.lower():
        case "measured":
            return "measured"
        case "remembered":
            return "remembered"
        case "assumed":
            return "assumed"
        case _:
            return "seen"
