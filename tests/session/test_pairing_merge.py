"""Blind answers of copies that grew apart: merged in any order they come to the same end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.session.canonical import canonical
from coach.session.event import Event
from coach.session.event.pairing import BlindCommitted, Paired, Pooled, Released, Revealed, Talked
from coach.session.fold import fold, merge
from coach.session.pairing.people import at_the_keyboard, holder, in_order, people
from coach.session.pairing.rounds import commitment, round_of
from tests.session.strategies import event_lists, moments, values
from tests.session.two_people import PLAN, Terminal, risk

if TYPE_CHECKING:
    from coach.session.event import Body

PEOPLE, QUESTIONS = ("ana", "ben"), ("doubt.round-1", "odds.priors")
SALT = "salt"


@st.composite
def pairing_bodies(draw: st.DrawFn) -> Body:
    """Draw an event of pairing about few people and questions, so that they meet; what is opened mostly fits."""
    question, person = draw(st.sampled_from(QUESTIONS)), draw(st.sampled_from(PEOPLE))
    number, answer = draw(st.integers(1, 2)), draw(st.sampled_from(["0.1", "0.2"]))
    digest = commitment(question, number, person, answer, SALT)
    salt = draw(st.sampled_from([SALT, SALT, SALT, "another"]))
    bodies: list[Body] = [
        BlindCommitted(question=question, round=number, person=person, digest=digest),
        Revealed(question=question, round=number, person=person, digest=digest, answer=answer, salt=salt),
        Released(questions=(question,), round=number, person=person),
        Talked(questions=(question,), revise=True),
        Pooled(questions=(question,), people=PEOPLE, pool="log"),
        Paired(people=PEOPLE, keyboard=draw(st.sampled_from(["", "ana"]))),
    ]
    return draw(st.sampled_from(bodies))


@st.composite
def paired_events(draw: st.DrawFn) -> tuple[Event, ...]:
    """Draw events of pairing with ids of their own."""
    said = draw(st.lists(pairing_bodies(), max_size=10))
    return tuple(
        Event(id=f"e{at:02d}", at=draw(moments), by="ana", turn=f"e{at:02d}", body=body)
        for at, body in enumerate(said)
    )


@given(paired_events(), st.data())
@settings(max_examples=60, deadline=None)
def test_what_became_of_each_round_does_not_depend_on_the_order_of_merging(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(events)))
    ours, theirs = events[:cut], data.draw(st.permutations(events[cut:]))
    one, other = fold(merge(ours, theirs)), fold(merge(theirs, ours, theirs))
    for question in QUESTIONS:
        assert round_of(one, question) == round_of(other, question)
    assert (holder(one), in_order(one)) == (holder(other), in_order(other))


@given(paired_events())
@settings(max_examples=60, deadline=None)
def test_an_answer_counts_only_where_its_author_committed_to_it(events: tuple[Event, ...]) -> None:
    session = fold(events)
    committed = {(body.person, body.digest) for body in session.all(BlindCommitted)}
    for question in QUESTIONS:
        done = round_of(session, question)
        for person, answers in done.answers.items():
            for answer in answers:
                digest = commitment(question, done.number, person, answer, SALT)
                assert (person, digest) in committed


@given(event_lists(), values(Paired))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_session_who_pairs_is_told_without_failing(
    events: tuple[Event, ...], paired: Paired
) -> None:
    last = max(events, key=lambda event: event.order, default=None)
    if last is not None:
        session = fold((*events, last.model_copy(update={"id": "z", "body": paired})))
        assert set(in_order(session)) == set(at_the_keyboard(session) or people(session))
        round_of(session, "odds.priors")


@given(st.lists(st.sampled_from(["ana pulls", "ben pulls", "ana says", "ben says"]), max_size=8))
@settings(max_examples=40, deadline=None)
def test_two_who_answer_and_pull_in_any_order_end_with_the_same_session(steps: list[str]) -> None:
    ana, ben = Terminal("premortem", "ana"), Terminal("premortem", "ben")
    ana.walk((*PLAN, ("plan.logs", None), ("predictions.success", ["it works: 60%"])))
    ben.events = list(ana.events)
    terminals = {"ana": ana, "ben": ben}
    for step in [*steps, "ana says", "ben says"]:
        who, does = step.split()
        here, there = terminals[who], terminals["ben" if who == "ana" else "ana"]
        if does == "pulls":
            here.pulls(there)
        elif here.question.key == "doubt.round-1":
            here.says("doubt.round-1", risk("60%" if who == "ana" else "20%"))
    for _ in range(2):
        ana.pulls(ben)
        ben.pulls(ana)
    assert [canonical(each) for each in ana.events] == [canonical(each) for each in ben.events]
    assert ana.question.key == ben.question.key == "pair.talk"
    assert round_of(ana.session, "doubt.round-1").saw_first == ()
