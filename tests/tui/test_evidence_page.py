"""The evidence page of a walk: three parts, answered in any order, and nothing taken that was not in view."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

import pytest

from coach.desk.guide import demo_logs
from coach.session.event.common import Finished, Surprised
from coach.session.event.evidence import EvidenceAdded, SymptomJudged
from coach.session.form import ReadLogs
from coach.tui.screens.evidence_page import EvidencePage
from coach.tui.screens.evidence_parts import FACTS
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.walk import WalkScreen
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk
    from coach.desk.coach import Coach

FRAME = {
    "frame.working-on": "a small model",
    "frame.run-length": "10h",
    "frame.run-price": "5",
    "expectation.expected": "a falling loss",
    "expectation.observed": "The loss explodes.",
    "expectation.class": "1",
    "frame.tried": "nothing",
    "frame.playbook": "1",
}


def at_the_evidence(desk: Coach, *paths: str) -> Walk:
    """Walk to the evidence, with these logs or without any."""
    walk = desk.begin("stuck", title="a run", paths=paths)
    for _ in range(20):
        question = walk.question
        if isinstance(question.form, ReadLogs):
            walk.perform()
        elif question.key == "evidence.logs":
            walk.skip()
        elif walk.position.stage == "evidence":
            return walk
        else:
            walk.answer_text(FRAME[question.key])
    raise AssertionError(walk.question.key)


@pytest.fixture
def with_logs(desk: Coach) -> Walk:
    return at_the_evidence(desk, str(demo_logs()))


@pytest.fixture
def without_logs(desk: Coach) -> Walk:
    return at_the_evidence(desk)


def verdicts(walk: Walk) -> list[str]:
    return [body.verdict for body in walk.session.all(SymptomJudged)]


def stated(walk: Walk) -> dict[str, bool]:
    """Give what a person said of symptoms of the catalogue: denied or not, by id."""
    return {body.symptom: body.denied for body in walk.session.all(EvidenceAdded) if body.symptom}


async def test_a_page_is_judged_marked_written_on_and_left_in_a_few_keys_and_undone_as_one(
    with_logs: Walk,
) -> None:
    walk = with_logs
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, EvidencePage)
        await press(pilot, "2", "d", "down", "enter", "3", "c", "enter")
        assert sorted(verdicts(walk)) == ["confusion", "dismissed", "evidence", "evidence", "evidence"]
        assert "Which of these have you seen" in shown(app)
        assert "n note" not in shown(app)
        await press(pilot, "n", "tab")
        await write(pilot, "measured: 92 % [b")
        await press(pilot, "enter", "tab")
        await write(pilot, "odd [/x]")
        await press(pilot, "enter", "ctrl+n")
        assert "Does it go away" in shown(app)
        before = len([event for event in walk.session.events if event.body.kind == "withdrawn"])
        await press(pilot, "g", "s", "f8")
        assert isinstance(app.screen, ExplanationsPage)
        assert walk.position.stage == "hypotheses"
        said = stated(walk)
        assert list(said.values()).count(True) == 2
        assert [each.startswith("contrast.") for each in said].count(True) == 2
        assert [b.text for b in walk.session.all(EvidenceAdded) if b.known == "measured"] == ["92 % [b"]
        assert [b.text for b in walk.session.all(Surprised)] == ["odd [/x]"]
        await press(pilot, "ctrl+z")
        assert isinstance(app.screen, EvidencePage)
        assert len([e for e in walk.session.events if e.body.kind == "withdrawn"]) == before + 1
        assert stated(walk) == {}
        assert not walk.session.all(Finished)
        assert len(verdicts(walk)) == 5
        await press(pilot, "f8")
        assert stated(walk) == {}
        assert "This is filled in already." in shown(app)
        await press(pilot, "f8")
        await press(pilot, "f8")
    assert stated(walk) == said


async def test_without_logs_the_page_says_so_and_opens_on_what_the_person_saw(without_logs: Walk) -> None:
    walk = without_logs
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Which of these have you seen" in shown(app)
        assert isinstance(app.screen, EvidencePage)
        first = app.screen.looks.looks
        await press(pilot, "n", "n")
        assert app.screen.looks.looks != first
        await press(pilot, "ctrl+n", "ctrl+n")
        assert "No logs are linked" in shown(app)
        await press(pilot, "enter", "enter", "enter")
    assert walk.position.stage == "hypotheses"
    assert list(stated(walk).values()) == [True, True]


async def test_symptoms_that_were_never_in_view_are_shown_before_they_are_taken(with_logs: Walk) -> None:
    walk = with_logs
    app = app_for(walk)
    async with app.run_test(size=(60, 20)) as pilot:
        await settled(pilot)
        await press(pilot, "f8")
        assert verdicts(walk) == []
        assert "had not been in view" in shown(app)
        for _ in range(5):
            await press(pilot, "A")
        assert verdicts(walk) == ["evidence"] * 5
        assert isinstance(app.screen, EvidencePage)


async def test_what_was_filled_in_from_words_is_shown_before_it_is_taken(with_logs: Walk) -> None:
    walk = with_logs
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f8")
        assert "This is filled in already." in shown(app)
        assert walk.session.all(Finished) == ()
        await press(pilot, "f8")
        assert walk.position.stage == "hypotheses"
    assert False in stated(walk).values()


async def test_facts_that_the_logs_tell_stand_beside_them_and_are_taken_with_them(
    desk: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FRAME, "expectation.observed", "It stands still from early on.")
    monkeypatch.setitem(FRAME, "expectation.class", "2")
    history = [{"step": 10 * k, "epoch": k / 10, "loss": 2.0 - k / 30} for k in range(1, 40)]
    (tmp_path / "trainer_state.json").write_text(dumps({"log_history": history, "global_step": 390}))
    walk = at_the_evidence(desk, str(tmp_path))
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        page = app.screen
        assert isinstance(page, EvidencePage)
        assert "Known of the set-up: Who sets the gradients to zero?" in shown(app)
        facts = page._answers()[FACTS]
        assert isinstance(facts, dict)
        assert facts["fact.zeroing"] == "fact.zeroing.trainer"
        await press(pilot, "ctrl+n")
        assert "Known of the set-up" not in shown(app)


async def test_one_can_leave_the_page_for_its_questions_one_by_one_and_come_back(with_logs: Walk) -> None:
    app = app_for(with_logs)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        said = " ".join(shown(app).split())
        assert "What do you make of it?" in said
        assert "The same questions, one by one." in said
        await press(pilot, "f5")
        assert isinstance(app.screen, EvidencePage)


async def test_what_does_not_fit_together_is_said_on_the_part_where_it_stands(without_logs: Walk) -> None:
    app = app_for(without_logs)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+n", "tab", "1", "2", "enter")
        assert isinstance(app.screen, EvidencePage)
        assert "Nothing changed, and something did." in shown(app)
        await press(pilot, "1", "enter")
    assert without_logs.position.stage == "hypotheses"


async def test_enter_pressed_before_the_page_is_there_takes_nothing_on_it(without_logs: Walk) -> None:
    walk = without_logs
    walk.undo()
    assert walk.question.key == "evidence.logs"
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "enter", "enter", "enter", "enter")
        assert isinstance(app.screen, EvidencePage)
        assert "Which of these have you seen" in shown(app)
    assert walk.session.all(Finished) == ()


async def test_facts_are_asked_anew_where_a_line_makes_others_worth_asking(without_logs: Walk) -> None:
    walk = without_logs
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+n", "ctrl+n", "ctrl+n", "tab")
        await write(pilot, "The dataset has 12 classes and I use a softmax before the loss; two GPUs.")
        await press(pilot, "enter")
        assert isinstance(app.screen, EvidencePage)
        asked = {each.step.question.key: each for forms in app.screen.forms.values() for each in forms.asked}
        facts = asked["evidence.facts"]
        assert facts.form.question == facts.step.question
        await press(pilot, "f8")
    assert walk.position.stage == "hypotheses"


@pytest.mark.parametrize("size", [(80, 24), (60, 12)])
async def test_going_on_comes_to_an_end_where_a_filled_question_is_taller_than_the_room(
    with_logs: Walk, size: tuple[int, int]
) -> None:
    walk = with_logs
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for _ in range(16):
            if walk.position.stage == "hypotheses":
                break
            await press(pilot, "f8")
    assert walk.position.stage == "hypotheses"
