"""Two terminals on one session: nobody overrides anybody unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.errors import AnsweredSinceError, AnswerError
from coach.journal.journal import Journal
from coach.session.event.common import Noted, RunLengthGiven, Skipped, Stated
from coach.session.event.experiment import ExperimentAdded, ExperimentPriced
from coach.session.event.hypothesis import HypothesisAdded, LikelihoodsGiven, PriorsGiven
from coach.session.hypotheses import hypotheses

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.walk import Walk

RACES = 24


def desk(place: Path, by: str) -> Coach:
    return Coach(Journal.at(place), Stamp(by=by))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Walk, Walk]:
    """Give two terminals of ana and ben at the question how long one run takes."""
    ana = desk(tmp_path, "ana").begin("stuck", playbook="deep-learning")
    ana.answer_text("make it land")
    return ana, desk(tmp_path, "ben").walk(ana.session_id)


def lengths(walk: Walk) -> list[float]:
    walk.refresh()
    return [body.hours for body in walk.session.all(RunLengthGiven)]


def test_a_stale_answer_does_not_override_the_one_just_given(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    with pytest.raises(AnsweredSinceError) as refusal:
        ana.answer_text("3h")
    assert (refusal.value.by, refusal.value.theirs, refusal.value.mine) == ("ben", "10 h", "3 h")
    assert refusal.value.where == "frame.run-length"
    assert lengths(ben) == [10]


def test_who_has_seen_both_may_put_theirs_in_place_of_the_other(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    with pytest.raises(AnsweredSinceError):
        ana.answer_text("3h")
    ana.insist()
    assert lengths(ben) == [10, 3]
    assert ben.frame()[-1] == ("one run", "3 h")


def test_who_takes_the_other_answer_goes_on_with_it(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    with pytest.raises(AnsweredSinceError):
        ana.answer_text("3h")
    assert ana.refresh()
    assert ana.question.key != "frame.run-length"
    ana.insist()
    assert lengths(ana) == [10]


def test_what_was_answered_again_while_one_was_asked_is_shown_again(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    with pytest.raises(AnsweredSinceError):
        ana.answer_text("3h")
    ben.append((RunLengthGiven(hours=12),))
    with pytest.raises(AnsweredSinceError) as refusal:
        ana.insist()
    assert refusal.value.theirs == "12 h"
    assert lengths(ben) == [10, 12]


def test_the_same_answer_given_twice_is_kept_once_and_nobody_is_asked(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    ana.answer_text("10h")
    assert lengths(ana) == [10]
    assert ana.question.key == ben.question.key


def test_the_guard_holds_for_two_terminals_of_one_person(pair: tuple[Walk, Walk], tmp_path: Path) -> None:
    ana, _ = pair
    other = desk(tmp_path, "ana").walk(ana.session_id)
    other.answer_text("10h")
    with pytest.raises(AnsweredSinceError):
        ana.answer_text("3h")


def test_of_a_sheet_nothing_is_kept_where_one_of_its_answers_is_contested(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    with pytest.raises(AnsweredSinceError) as refusal:
        ana.take({"frame.run-length": "3h", "expectation.observed": "flat"})
    assert (refusal.value.theirs, refusal.value.mine) == ("10 h", "3 h")
    assert lengths(ben) == [10]
    assert not any(body.topic == "observed" for body in ben.session.all(Stated))
    ana.insist()
    assert lengths(ben) == [10, 3]
    assert any(body.text == "flat" for body in ben.session.all(Stated))


def test_answers_to_different_questions_of_a_sheet_are_both_kept(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    ana.take({"expectation.observed": "flat"})
    assert lengths(ana) == [10]
    assert ana.session.last(Stated) == Stated(topic="observed", text="flat")


def test_a_note_of_the_other_one_contests_nothing(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.note("coffee")
    ana.answer_text("3h")
    assert lengths(ben) == [3]
    assert ben.session.all(Noted) == (Noted(text="coffee"),)


def test_leaving_open_what_the_other_one_answered_is_asked_about(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    for walk in pair:
        walk.refresh()
    ben.take({"frame.run-price": "5"})
    steps = ana.sheet.steps if ana.sheet else ()
    question = next(step.question for step in steps if step.question.key == "frame.run-price")
    with pytest.raises(AnsweredSinceError):
        ana.skip(question)
    ben.refresh()
    assert not ben.session.all(Skipped)


def test_two_lines_of_a_list_are_two_lines_even_with_the_same_beginning(pair: tuple[Walk, Walk]) -> None:
    ana, _ben = pair
    for walk in pair:
        walk.append((HypothesisAdded(hypothesis=f"h-{walk._stamp.by}", text=walk._stamp.by, origin="own"),))
    ana.refresh()
    assert {view.text for view in hypotheses(ana.session)} == {"ana", "ben"}


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Walk, Walk]:
    ana = desk(tmp_path, "ana").begin("stuck", playbook="deep-learning")
    ana.append([HypothesisAdded(hypothesis=each, text=each, origin="own") for each in ("lr", "bug")])
    ana.append(
        (
            PriorsGiven(weights={"lr": 0.5, "bug": 0.5}),
            ExperimentAdded(experiment="e", question="?", how="", outcomes=("a", "b"), origin="own"),
            ExperimentPriced(experiment="e", wall_h=1, human_h=1),
        )
    )
    return ana, desk(tmp_path, "ben").walk(ana.session_id)


def test_a_cell_of_a_table_that_the_other_one_changed_is_not_put_back(tables: tuple[Walk, Walk]) -> None:
    ana, ben = tables
    drawn = next(step for step in ana.tables() if step.question.key == "odds.priors")
    ben.append((PriorsGiven(weights={"bug": 0.9}),))
    with pytest.raises(AnsweredSinceError) as refusal:
        ana.revise(drawn, {"lr": (0.2,), "bug": (0.5,)})
    assert refusal.value.theirs == "bug 90 %"


def test_numbers_of_different_cells_are_both_kept(tables: tuple[Walk, Walk]) -> None:
    ana, ben = tables
    ben.append((LikelihoodsGiven(evidence="flat", probability={"lr": 0.9}),))
    ana.append((LikelihoodsGiven(evidence="flat", probability={"bug": 0.1}),))
    assert len(ana.session.all(LikelihoodsGiven)) == 2


def test_one_takes_back_only_what_one_said_oneself(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.pair_with(("ana", "ben"))
    ben.answer_text("10h")
    ana.refresh()
    assert ana.undo() is not None
    assert lengths(ben) == [10]
    assert not ben.session.all(Stated)
    assert ana.undo() is None


def test_an_answer_that_no_longer_fits_keeps_nothing(pair: tuple[Walk, Walk]) -> None:
    ana, _ = pair
    with pytest.raises(AnswerError) as refusal:
        ana.answer_text("soon")
    assert not isinstance(refusal.value, AnsweredSinceError)


def test_of_answers_given_at_the_same_moment_none_is_overridden_unseen(tmp_path: Path) -> None:
    begun = desk(tmp_path, "ana")
    with ThreadPoolExecutor(2) as pool:
        for race in range(RACES):
            ana = begun.begin("stuck", playbook="deep-learning")
            ana.answer_text("make it land")
            start = Barrier(2)

            def answer(by: str, said: str, session: str = ana.session_id, start: Barrier = start) -> bool:
                walk = desk(tmp_path, by).walk(session)
                start.wait()
                try:
                    walk.answer_text(said)
                except AnsweredSinceError:
                    return False
                return True

            kept = list(pool.map(answer, ("ana", "ben"), ("3h", f"{race + 4}h")))
            assert sorted(kept) == [False, True]
            assert len(lengths(ana)) == 1


def test_a_look_beside_changes_nothing_until_it_is_adopted(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ben.answer_text("10h")
    beside = ana.as_written()
    assert beside.question.key != "frame.run-length"
    assert ana.question.key == "frame.run-length"
    assert ana.adopt(beside)
    assert ana.question.key == ben.question.key


def test_a_look_from_before_ones_own_answer_is_not_adopted(pair: tuple[Walk, Walk]) -> None:
    ana, _ben = pair
    beside = ana.as_written()
    ana.answer_text("3h")
    assert not ana.adopt(beside)
    assert lengths(ana) == [3]


def test_who_is_overtaken_again_and_again_is_let_in(
    pair: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    load = Journal.load

    def overtake(journal: Journal, session: str) -> object:
        found = load(journal, session)
        if journal is ana._journal:
            ben.note("quicker")  # just after what there is was read
        return found

    monkeypatch.setattr(Journal, "load", overtake)
    ben.note("first")
    ana.answer_text("3h")
    monkeypatch.undo()
    assert lengths(ana) == [3]
    assert 1 < len(ana.session.all(Noted)) < 10
