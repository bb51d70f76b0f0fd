"""What was learned is used where it says so, with counts, and each part can be switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.switches import FILE
from coach.session.event.common import Stated
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.event.premortem import DoubtRated, Estimated, PredictionMade
from coach.session.exhibit import Say
from coach.session.learned import Learned
from coach.session.lessons import lessons
from coach.session.premortem import launch
from coach.session.stuck.priors import odds
from tests.desk.many_sessions import many_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.coach import Coach
    from coach.desk.walk import Walk


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    return many_sessions(tmp_path, 12)


def before_the_seal(coach: Coach) -> Walk:
    walk = coach.begin("premortem", title="scaling again", playbook="deep-learning")
    walk.append(
        (
            DoubtRated(round=1, level="a bit", probability=0.3),
            PredictionMade(prediction="p", text="final(a) > 3", probability=0.9, role="success"),
            Estimated(hours=10),
        )
    )
    return walk


def said(walk: Walk) -> str:
    step = launch._seal(walk.place)
    return " ".join(each.text for each in step.exhibits if isinstance(each, Say))


def test_each_part_is_told_with_its_count(coach: Coach) -> None:
    parts = {each.part: each for each in coach.record.parts()}
    assert {name: (part.on, part.cases) for name, part in parts.items()} == {
        "catch-all": (True, 4),
        "base-rates": (True, parts["base-rates"].cases),
        "recalibration": (True, 56),
        "hours": (True, 8),
    }
    assert parts["hours"].says.startswith("runs take ")
    assert "what you call 90 % has meant" in parts["recalibration"].says


def test_the_estimate_is_multiplied_by_one_s_own_record_until_that_is_switched_off(coach: Coach) -> None:
    assert "as your 8 earlier estimates came out" in said(before_the_seal(coach))
    coach.record.switch("hours", on=False)
    assert "plan for 20 h until your record says less" in said(before_the_seal(coach))
    coach.record.switch("hours", on=True)
    assert "as your 8 earlier estimates came out" in said(before_the_seal(coach))


def test_what_probabilities_have_meant_stands_beside_them_and_changes_none(coach: Coach) -> None:
    walk = before_the_seal(coach)
    assert "By your 56 resolved forecasts, 90 % has meant " in said(walk)
    assert "Yours stay as they are." in said(walk)
    made = walk.session.last(PredictionMade)
    assert made is not None
    assert made.probability == 0.9
    coach.record.switch("recalibration", on=False)
    assert "has meant" not in said(before_the_seal(coach))


def test_causes_that_came_here_start_likelier_and_the_count_is_said(coach: Coach) -> None:
    walk = coach.begin("stuck", title="flat", playbook="deep-learning")
    modes = walk.place.catalogue.failure_modes[:2]
    walk.append(
        [
            HypothesisAdded(hypothesis=mode.id, text=mode.name, origin="catalogue", failure_mode=mode.id)
            for mode in modes
        ]
    )
    plain = odds(walk.place._replace(learned=Learned)).question
    often = odds(walk.place._replace(learned=lambda: Learned(times={modes[1].id: 12}))).question
    assert "in your own sessions" not in plain.why
    assert f"Of 12 causes in your own sessions: “{modes[1].name}” in 12" in often.why

    def share(question: object) -> float:
        first, second = (float(question.form.suggested[mode.id][0].rstrip("%")) for mode in modes)  # type: ignore[attr-defined]
        return second / first

    assert share(often) > 2 * share(plain)


def test_the_catch_all_no_longer_learns_once_it_is_switched_off(coach: Coach) -> None:
    assert (
        coach.begin("stuck", playbook="deep-learning").place.track.closed == 0
    )  # nobody listed anything yet
    assert coach._track().closed == 4
    coach.record.switch("catch-all", on=False)
    assert coach._track().closed == 0
    assert {each.part: each.cases for each in coach.record.parts()}["catch-all"] == 4


def test_a_lesson_comes_back_when_a_like_session_opens(coach: Coach) -> None:
    walk = coach.begin("premortem", title="scaling of every reward", playbook="deep-learning")
    walk.append((Stated(topic="question", text="does scaling every reward help"),))
    texts = [each.text for each in lessons(walk.place) if isinstance(each, Say)]
    assert 1 <= len(texts) <= 3
    assert all("Print the scale of every reward" in text for text in texts)
    assert texts[0].startswith("You wrote down at the close of “")


def test_a_journal_without_lessons_says_none(tmp_path: Path) -> None:
    walk = many_sessions(tmp_path, 0).begin("premortem", playbook="deep-learning")
    assert lessons(walk.place) == ()


def test_a_spoilt_file_of_switches_is_said_and_no_walk_fails_for_it(coach: Coach) -> None:
    (coach.root / FILE).write_text("everything\n", encoding="utf-8")
    with pytest.raises(JournalError, match="nothing that is learned"):
        coach.record.parts()
    assert coach.record.learned().times == {}
    assert coach.begin("stuck", playbook="deep-learning").position.step is not None
    assert coach._track().closed == 4
