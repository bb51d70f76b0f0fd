"""The run and its question; success as predictions that can be wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.scale import format_probability, parse_probability
from coach.session import packs
from coach.session.answers.reading import words
from coach.session.causes import predictions
from coach.session.event.common import Skipped
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import PredictionMade
from coach.session.example_claims import example_claims
from coach.session.exhibit import Say
from coach.session.form import Text
from coach.session.frame import price_steps
from coach.session.matching import as_new
from coach.session.pace import pace
from coach.session.premortem.claims import beside_claim, claim_of
from coach.session.premortem.coherent_claims import contradiction
from coach.session.premortem.known_tags import known_tags, telling_values
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list, is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place


def frame_steps(place: Place) -> Iterator[Step]:
    """Give the open questions about the run."""
    session = place.session
    if not is_stated(session, "question"):
        yield statement(
            "question",
            key="plan.question",
            text="Which question does this run answer?",
            why="A run without a question ends with a curve and no next step.",
            source="Rahtz 2018 (a reminder with each run of the question it must answer)",
            example="Does normalising the predictor's inputs make it learn Pong within two million steps?",
        )
    yield from packs.steps(place)
    yield from price_steps(session)
    asked = pace(session) != "short"
    if asked and not is_stated(session, "both-outcomes") and not session.is_skipped("plan.both-outcomes"):
        yield statement(
            "both-outcomes",
            key="plan.both-outcomes",
            text="What will you do if it succeeds, and what if it fails?",
            why="If both lead to the same next step, this run does not need to happen.",
            example="Succeeds: run three seeds on Breakout. Fails: look at the predicted rewards' histogram.",
            multiline=True,
        )
    if not session.all(RunsLinked) and not session.is_skipped("plan.logs"):
        yield _logs_step()


def _logs_step() -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        if answer is None:
            return (Skipped(question="plan.logs"),)
        return (RunsLinked(role="launched", path=words(answer)),)

    return Step(
        question=Question(
            key="plan.logs",
            text="Into which folder will it log? Leave it empty if you do not know yet.",
            why="Your predictions are checked there later. From runs that are there already, or beside it, come the "
            "names of what is logged, and where earlier runs ended; the new run is read after the seal.",
            form=Text(),
            example="runs/pong_normalised",
            optional=True,
        ),
        accept=accept,
    )


def prediction_steps(place: Place) -> Iterator[Step]:
    """Give the open question about success."""
    session = place.session
    if session.is_finished("predictions.success"):
        return
    made = [view.made for view in predictions(session) if view.made.role == "success"]
    claims = example_claims(session)
    yield growing_list(
        key="predictions.success",
        text="What would success look like? One claim a line, with how likely you think it is.",
        why="A claim with a number can turn out wrong, which is what makes it worth writing down. One that "
        "names a logged scalar is checked for you.",
        existing=tuple(f"{body.text}: {format_probability(body.probability)}" for body in made),
        body_for=lambda line, earlier: prediction(session, line, earlier),
        at_least=1,
        gate="one-prediction",
        example=f"{claims.success}: 60%     or without a number: {claims.without_number}: likely",
        exhibits=tuple(Say(f"Before: {each.says}", "quiet") for each in telling_values(known_tags(session))),
        beside=lambda line: beside_claim(session, without_chance(line)),
    )


def prediction(session: Session, line: str, earlier: tuple[Body, ...]) -> PredictionMade:
    """Give the prediction that a line makes: a claim, then a chance after a colon, comma or semicolon.

    Raises:
        AnswerError: there is no chance, the claim looks like grammar and is none, no earlier run logs its tag, or it
            is on the list already, by itself or as the contrary of what is.
    """
    claim, probability = split_claim(line)
    read = claim_of(session, claim)
    claim = as_new(claim) if read is None else str(read)
    made = [view.made for view in predictions(session)]
    made += [body for body in earlier if isinstance(body, PredictionMade)]
    if claim.casefold() in {body.text.casefold() for body in made}:
        raise AnswerError(
            f"“{claim}” is on the list already",
            hint="It would count twice. To change its chance, take it back first.",
        )
    wrong = contradiction(claim, probability, made)
    if wrong is not None:
        raise wrong
    taken = {body.prediction for body in made}
    return PredictionMade(
        prediction=slug(claim, taken, fallback="claim"), text=claim, probability=probability, role="success"
    )


def without_chance(line: str) -> str:
    """Give the claim of a line that may not have its chance yet."""
    try:
        return split_claim(line)[0]
    except AnswerError:
        return line


def split_claim(line: str) -> tuple[str, float]:
    """Give the claim and the chance of `claim: chance`.

    Raises:
        AnswerError: no chance stands at the end, or one that cannot be.
    """
    for found in _splits(line):
        if found[1].isdecimal() and line[len(found[0]) :].lstrip().startswith(","):
            continue  # a comma within a number
        try:
            return found[0], parse_probability(found[1])
        except AnswerError:
            if found[1].endswith("%"):
                raise
    raise AnswerError(
        "how likely is that? A chance is missing",
        hint="Beside the line, or at its end after a colon: 60%",
    )


def _splits(line: str) -> Iterator[tuple[str, str]]:
    """Give every way to cut a line at a separator, the rightmost cuts first but odds kept whole."""
    cuts = [found.start() for found in re.finditer(r"[;,:@]", line)]
    for cut in sorted(cuts, key=lambda at: (bool(re.match(r":\s*[\d.]+\s*$", line[at:])), -at)):
        claim, chance = line[:cut].strip(), line[cut + 1 :].strip()
        if claim and chance:
            yield claim, chance
