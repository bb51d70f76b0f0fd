"""A cause stands on a list once, and what the catalogue knows of it comes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coach.errors import AnswerError
from coach.playbook.phrases import Phrases
from coach.session.causes import causes
from coach.session.earlier import Ended, Grade
from coach.session.event.common import Finished, Matched, Reopened, Stated
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.hypothesis import HypothesisAdded, LikelihoodsGiven, PriorsGiven
from coach.session.exhibit import Say
from coach.session.form import Choice, Several, Table
from coach.session.hypotheses import hypotheses
from coach.session.matching import Line, recogniser
from coach.session.observations import in_own_words, observations
from coach.session.stuck.likelihoods import weigh
from coach.session.stuck.repairs import prices
from tests.session.rehearsal import CATALOGUE, Rehearsal, failure_mode

RICH = replace(
    CATALOGUE,
    failure_modes=(
        *CATALOGUE.failure_modes,
        replace(failure_mode("lr-too-high", "Learning rate too high"), aliases=("step size too large",)),
        replace(failure_mode("lr-too-low", "Learning rate too low"), aliases=("step size too small",)),
        replace(failure_mode("leak", "Memory leak"), aliases=("memory grows", "host memory fills")),
        *(failure_mode(f"other-{at}", f"Unlike number {at}", weight=0.1) for at in range(9)),
    ),
)
WORDS = Phrases(RICH)
IN_MARCH = Ended("the step size was too large", "lr-too-high", "reversed", date(2026, 3, 4))
FILLS = "memory fills with tensors of old batches, caches and buffers until Tuesday"
KEYS = {"stuck": ("hypotheses.own", "hypotheses.match"), "premortem": ("causes.own-1", "causes.match")}


def listing(
    *typed: str, method: str = "stuck", earlier: tuple[Ended, ...] = (), ends: bool = False
) -> Rehearsal:
    """Give a walk at its list of causes, with some lines typed."""
    walk = Rehearsal("stuck" if method == "stuck" else "premortem", RICH, words=WORDS, earlier=earlier)
    own = KEYS[method][0]
    answers = {"frame.run-length": "10h", "expectation.class": "never-learns"}
    while walk.question.key != own:
        key, form = walk.question.key, walk.question.form
        data: object = answers.get(key, "1:3" if key == "doubt.round-1" else "even")
        if isinstance(form, Choice):
            data = form.options[0].id
        elif key == "predictions.success":
            data = ["final(a) > 1: 50%"]
        elif key.startswith("doubt."):
            data = {"level": "very surprised"}
        elif key == "frame.run-price":
            data = 5
        elif key in ("evidence.logs", "plan.logs"):
            data = ""
        elif key in ("evidence.known", "evidence.symptoms", "confusions.odd", "confusions.good"):
            data = []
        walk.says(key, data)
    for line in typed:
        walk.types(line)
    if ends:
        walk.types("enough: that is all")
    return walk


def modes(walk: Rehearsal) -> dict[str, str]:
    views = causes(walk.session) if walk.session.method == "premortem" else hypotheses(walk.session)
    return {view.text: view.failure_mode for view in views}


@pytest.mark.parametrize("method", KEYS)
@pytest.mark.parametrize(("said", "taken"), [("", "lr-too-high"), ("yes", "lr-too-high"), ("no", "")])
def test_a_clear_match_is_asked_about_and_taken_by_enter(method: str, said: str, taken: str) -> None:
    walk = listing("the learning rate is too high", method=method, ends=True)
    assert walk.question.key == f"{KEYS[method][1]}.the-learning-rate-is-too-high"
    assert "“Learning rate too high”" in walk.question.text
    walk.types(said)
    assert modes(walk) == {"the learning rate is too high": taken}
    assert not walk.question.key.startswith(KEYS[method][1])


@pytest.mark.parametrize(("said", "taken"), [("", ""), ("lr-too-low", "lr-too-low"), ("none", "")])
def test_a_line_that_may_be_several_gets_them_offered_and_none_is_the_default(said: str, taken: str) -> None:
    walk = listing("a bad learning rate", ends=True)
    form = walk.question.form
    assert isinstance(form, Choice)
    assert [option.id for option in form.options] == ["lr-too-high", "lr-too-low", "none"]
    walk.types(said)
    assert modes(walk) == {"a bad learning rate": taken}
    assert walk.question.key == "hypotheses.favourite"


def test_a_line_that_is_no_failure_mode_is_not_asked_about() -> None:
    assert listing("cosmic rays", ends=True).question.key == "hypotheses.favourite"


@pytest.mark.parametrize(
    "again", ["The Learning Rate is too high", "lr-too-high", "Learning rate too high", "lr too big"]
)
def test_what_is_on_the_list_is_said_and_not_added(again: str) -> None:
    walk = listing("the learning rate is too high")
    with pytest.raises(AnswerError, match="on the list already"):
        walk.types(again)
    walk.types(f"new: {again}")
    walk.types("enough: two will do")
    walk.types("yes")
    assert len(hypotheses(walk.session)) == 2
    assert walk.question.key == "hypotheses.favourite"


def test_two_names_of_one_cause_in_one_answer_are_told() -> None:
    walk = listing()
    with pytest.raises(
        AnswerError, match="“lr too big” is on the list already, as “the step size is too large”"
    ):
        walk.says("hypotheses.own", ["the step size is too large", "lr too big", "bad luck"])


def test_after_a_no_the_same_words_are_another_cause() -> None:
    walk = listing("the learning rate is too high", ends=True)
    walk.types("no")
    walk.types("1")
    walk.types("one reason")
    walk.add(Reopened(what="explanations"))
    walk.types("Learning rate too high")
    assert modes(walk) == {"the learning rate is too high": "", "Learning rate too high": "lr-too-high"}


def test_the_catalogue_does_not_offer_what_was_matched() -> None:
    offers = {}
    for said in ("yes", "no"):
        walk = listing("the learning rate is too high", "cosmic rays", "the moon", ends=True)
        walk.types(said)
        walk.says("hypotheses.favourite", "the-moon")
        walk.says("hypotheses.doubt", "why not")
        assert isinstance(walk.question.form, Several)
        offers[said] = {option.id for option in walk.question.form.options}
    assert "lr-too-high" in offers["no"] - offers["yes"]


def test_a_failure_mode_that_a_line_was_said_not_to_be_is_offered_with_that() -> None:
    walk = listing("the step size is too large", "the moon", ends=True)
    walk.says("hypotheses.match.the-step-size-is-too-large", "no")
    walk.says("hypotheses.favourite", "the-moon")
    walk.says("hypotheses.doubt", "why not")
    form = walk.question.form
    assert isinstance(form, Several)
    said = {option.id: option.says for option in (*form.options, *form.more)}
    assert said["lr-too-high"].startswith("Not what you mean by “the step size is too large”, you said.")
    assert "you said" not in said["leak"]


@pytest.mark.parametrize(("said", "left"), [("yes", [FILLS, "moon"]), ("", [FILLS, "moon", "Memory leak"])])
def test_a_picked_failure_mode_with_the_words_of_ones_own_line_may_be_the_same(
    said: str, left: list[str]
) -> None:
    walk = listing()
    walk.add(
        HypothesisAdded(hypothesis="fills", text=FILLS, origin="own"),
        HypothesisAdded(hypothesis="moon", text="moon", origin="own"),
    )
    walk.add(Finished(question="hypotheses.own"))
    walk.says("hypotheses.favourite", "moon")
    walk.says("hypotheses.doubt", "why not")
    walk.says("catalogue.picks", ["leak"])
    assert walk.question.key == "catalogue.same.leak"
    walk.types(said)
    assert [view.text for view in hypotheses(walk.session)] == left
    assert walk.question.key == "odds.priors"


def test_a_match_brings_likelihoods_and_the_price_of_the_repair() -> None:
    walk = listing("rewards have the wrong size", ends=True)
    walk.types("yes")
    views = hypotheses(walk.session)
    walk.add(EvidenceAdded(evidence="e", text="EV is low", known="log", symptom="explained-variance"))
    form = weigh(walk.place, observations(walk.session)[0], views).question.form
    assert isinstance(form, Table)
    assert form.suggested == {"rewards-have-the-wrong-size": ("80%",)}
    form = prices(walk.place, views).question.form
    assert isinstance(form, Table)
    assert form.suggested == {"rewards-have-the-wrong-size": ("0.5h", "10h")}


@pytest.mark.parametrize(
    "weighed",
    [
        PriorsGiven(weights={"old": 0.3}),
        PriorsGiven(weights={}, no_idea=("old",)),
        LikelihoodsGiven(evidence="e", probability={"old": 0.3}),
    ],
)
def test_what_an_earlier_coach_left_weighed_is_not_asked_about(
    weighed: PriorsGiven | LikelihoodsGiven,
) -> None:
    old = HypothesisAdded(hypothesis="old", text="the learning rate is too high", origin="own")
    walk = listing()
    walk.add(old, Finished(question="hypotheses.own"))
    assert walk.question.key == "hypotheses.match.old"
    walk.add(weighed)
    assert walk.question.key == "hypotheses.favourite"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("lr too big", "= Learning rate too high (catalogue)"),
        ("a bad learning rate", "= Learning rate too high or Learning rate too low? (catalogue)"),
        ("the moon", "= the moon (on the list already)"),
        ("new: the moon", "= the moon (on the list already)"),
        ("cosmic rays", ""),
        ("", ""),
    ],
)
def test_what_is_typed_is_recognised_as_it_is_typed(typed: str, says: str) -> None:
    assert recogniser(listing().place, [Line("moon", "the moon")])(typed) == says


@pytest.mark.parametrize(
    ("grade", "how"),
    [
        ("reversed", "confirmed by undoing the repair"),
        ("fixed-once", "confirmed by one run that worked"),
        ("believed", "believed, never checked"),
    ],
)
def test_a_cause_of_an_earlier_session_is_said_quietly(grade: Grade, how: str) -> None:
    walk = listing("lr too big", earlier=(IN_MARCH._replace(grade=grade),))
    step = walk.position.step
    assert step is not None
    assert step.exhibits == (Say(f"You had “the step size was too large” in March 2026: {how}.", "quiet"),)


def test_a_cause_that_no_catalogue_holds_is_known_again_by_its_words() -> None:
    ended = IN_MARCH._replace(text="The sampler skips shards", failure_mode="")
    said = {}
    for line in ("our sampler skipped a shard", "cosmic rays"):
        step = listing(line, earlier=(ended,)).position.step
        assert step is not None
        said[line] = len(step.exhibits)
    assert said == {"our sampler skipped a shard": 1, "cosmic rays": 0}


def test_what_was_written_brings_the_failure_modes_it_speaks_of_forward() -> None:
    walk = listing("cosmic rays", "the moon", "dust", ends=True)
    walk.says("hypotheses.favourite", "dust")
    walk.says("hypotheses.doubt", "why not")
    places = []
    for facts in ((), (EvidenceAdded(evidence="f", text="host memory grows and fills", known="seen"),)):
        walk.add(*facts)
        form = walk.question.form
        assert isinstance(form, Several)
        ids = [option.id for option in form.options]
        places.append(ids.index("leak"))
    assert places[1] == 0 < places[0]


def test_the_words_that_rank_are_those_of_what_it_is_about_what_was_seen_and_facts() -> None:
    walk = Rehearsal("stuck")
    walk.add(
        Stated(topic="working-on", text="a"),
        Stated(topic="expected", text="x"),
        Stated(topic="observed", text="b"),
        Stated(topic="tried", text="c"),
        EvidenceAdded(evidence="d", text="d", known="seen"),
        EvidenceAdded(evidence="e", text="e", known="seen", symptom="e"),
    )
    assert in_own_words(walk.session) == "a\nb\nd"


def test_what_was_said_last_of_a_line_counts() -> None:
    walk = listing("lr too big", ends=True)
    walk.types("yes")
    walk.add(Matched(line="lr-too-big", failure_mode="lr-too-low", offered=("lr-too-low",)))
    assert modes(walk) == {"lr too big": "lr-too-low"}


@pytest.mark.parametrize(
    ("method", "taken"), [("stuck", "lr-too-high"), ("premortem", "")], ids=["stuck", "premortem"]
)
def test_a_failure_in_other_words_than_a_name_is_none_of_the_catalogue_unless_one_says_so(
    method: str, taken: str
) -> None:
    said = "our learning rate schedule got much too high near the end"
    walk = listing(said, method=method, ends=True)
    assert "“Learning rate too high”" in walk.question.text
    walk.types("")
    assert modes(walk) == {said: taken}


def test_a_failure_in_nearly_the_words_of_an_alias_is_that_unless_one_says_no() -> None:
    walk = listing("the step size was too large", method="premortem", ends=True)
    assert walk.question.suggested == "yes"
