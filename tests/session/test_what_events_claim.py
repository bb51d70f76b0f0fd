"""When two events say different things of the same, and how each is told in a few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from coach.session.claims import claims, contested, in_a_few_words, is_known, says_the_same, told
from coach.session.event import Body, Event
from coach.session.event.common import Noted, PlaybookChosen, RunLengthGiven, Stated
from coach.session.event.evidence import SymptomJudged, SymptomSeen
from coach.session.event.hypothesis import HypothesisAdded, LikelihoodsGiven, PriorsGiven
from coach.session.event.pairing import BlindCommitted, Dissented, Paired, Pooled
from coach.session.event.premortem import DoubtRated
from coach.session.fold import fold

START = datetime(2026, 4, 2, 9, tzinfo=UTC)


def events(*bodies: Body) -> list[Event]:
    return [
        Event(id=f"{n:04}", at=START + timedelta(minutes=n), by="mona", turn=f"{n:04}", body=body)
        for n, body in enumerate(bodies)
    ]


def kinds() -> set[str]:
    return {each.model_fields["kind"].default for each in get_args(get_args(Body)[0])}


def one(body: Body) -> Event:
    return events(body)[0]


def test_of_every_kind_of_event_it_is_settled_what_it_claims() -> None:
    assert {kind for kind in kinds() if not is_known(kind)} == set()


def test_two_lengths_of_one_run_are_contested() -> None:
    theirs, mine = one(RunLengthGiven(hours=10)), RunLengthGiven(hours=3)
    found = contested([theirs], [mine])
    assert found is not None
    assert (found.theirs, found.mine) == ((theirs,), (mine,))


def test_the_same_said_twice_is_agreement() -> None:
    assert contested([one(RunLengthGiven(hours=10))], [RunLengthGiven(hours=10)]) is None
    assert says_the_same([one(RunLengthGiven(hours=10))], [RunLengthGiven(hours=10)])
    assert not says_the_same([one(RunLengthGiven(hours=10))], [RunLengthGiven(hours=3)])


def test_what_is_only_added_contests_nothing() -> None:
    assert contested([one(Noted(text="a"))], [Noted(text="b")]) is None
    assert not says_the_same([one(Noted(text="a"))], [Noted(text="a")])


def test_what_is_said_of_another_thing_is_not_contested() -> None:
    theirs = one(Stated(topic="expected", text="200"))
    assert contested([theirs], [Stated(topic="observed", text="flat")]) is None


def test_numbers_are_contested_cell_by_cell() -> None:
    theirs = one(LikelihoodsGiven(evidence="flat", probability={"lr": 0.9}))
    assert contested([theirs], [LikelihoodsGiven(evidence="flat", probability={"bug": 0.1})]) is None
    assert contested([theirs], [LikelihoodsGiven(evidence="spike", probability={"lr": 0.1})]) is None
    assert contested([theirs], [LikelihoodsGiven(evidence="flat", probability={"lr": 0.1})]) is not None


def test_no_idea_contests_a_number() -> None:
    theirs = one(PriorsGiven(weights={"lr": 0.5}))
    assert contested([theirs], [PriorsGiven(weights={}, no_idea=("lr",))]) is not None


def test_a_playbook_that_coach_proposed_is_nobodys_answer() -> None:
    assert claims(PlaybookChosen(playbook="deep-learning", proposed=True)) == {}


def test_ids_are_told_in_the_words_behind_them() -> None:
    session = fold(events(HypothesisAdded(hypothesis="lr", text="step size", origin="own")))
    assert in_a_few_words(PriorsGiven(weights={"lr": 0.5}), session) == "step size 50 %"
    assert in_a_few_words(RunLengthGiven(hours=10), session) == "10 h"
    assert in_a_few_words(DoubtRated(round=1, level="a bit", probability=0.3), session) == "a bit, 30 %"


def test_what_came_of_a_moment_is_told_with_its_question_where_it_is_one() -> None:
    said = events(RunLengthGiven(hours=10), Noted(text="coffee"))
    assert told(said[:1], fold(said), "How long does one run take?") == "How long does one run take? 10 h"
    assert told(said[1:], fold(said)) == "noted: coffee"
    page = events(*(Stated(topic="expected", text=str(number)) for number in range(9)))
    assert told(page, fold(page), "What did you expect?") == "0; 1; 2"


def test_that_somebody_joined_is_told_and_that_somebody_answered_alone_is_not() -> None:
    joined = events(Paired(people=("ana", "ben")))
    assert told(joined, fold(joined)) == "joined"
    blind = events(BlindCommitted(question="odds.priors", round=1, person="ben", digest="0" * 64))
    assert told(blind, fold(blind)) == ""


def test_what_is_told_of_a_symptom_names_it() -> None:
    seen = SymptomSeen(
        symptom="kl-spike-train-kl",
        detector="kl-spike",
        run="a",
        tag="train/kl",
        says="It jumps.",
        severity="alarm",
    )
    judged = SymptomJudged(symptom="kl-spike-train-kl", verdict="evidence")
    all_of_it = events(seen, judged)
    assert told(all_of_it[1:], fold(all_of_it)) == "kl spike: evidence"


def test_lists_made_one_in_different_ways_and_an_own_dissent_are_answers_of_their_own() -> None:
    apart = Pooled(
        questions=("q",), people=("ana", "ben"), pool="list", authors={"a": ("ana",), "b": ("ben",)}
    )
    one = Pooled(questions=("q",), people=("ana", "ben"), pool="list", authors={"a": ("ana", "ben")})
    assert contested(events(apart), [one]) is not None
    assert contested(events(one), [one]) is None
    assert not says_the_same(events(one), [one, Dissented(questions=("q",), person="ben", text="no")])
    assert in_a_few_words(one, fold(events(one))) == "list, a: ana, ben"
