from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coach.cli.drill import drill
from coach.cli.learn import learn
from coach.desk.drilling import Drills
from coach.desk.learning_path import LearningPath
from coach.errors import AnswerError
from coach.playbook.lessons import load_lessons
from coach.session.drill.events import ClaimStated, LessonDone, Scored
from coach.session.drill.next_case import Played
from coach.session.learn.claims import answered, claim_of, curve_of
from coach.session.learn.lesson import mark
from coach.session.learn.path import CLAIMS, WARM_UP, next_stage, path_of
from coach.session.learn.report import data_of, exhibits_of, report_of

if TYPE_CHECKING:
    from pathlib import Path

LESSONS = load_lessons()
STEPS = [float(at) for at in range(100)]
RISING = [at + 5 * math.sin(at) for at in STEPS]


def run(root: Path, *words: str, typed: str = "") -> str:
    """Give what `coach learn` prints."""
    found = CliRunner().invoke(learn, [*words, "--journal", str(root)], input=typed, catch_exceptions=False)
    return found.stdout


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each.id)
def test_a_lesson_names_its_source_and_tells_right_from_wrong_with_a_reason(lesson: object) -> None:
    found = next(each for each in LESSONS if each is lesson)
    assert found.source
    assert 5 <= found.minutes <= 10
    for exercise in found.exercises:
        said = [str(at) for at in range(1, len(exercise.options) + 1)] or [str(exercise.answer), "-999"]
        marks = [mark(exercise, each) for each in said]
        assert [each.is_right for each in marks].count(True) == 1
        assert all(len(each.says) > 20 for each in marks)


def test_the_numbers_of_the_exercises_are_what_arithmetic_gives() -> None:
    answers = {each.id: [one.answer for one in each.exercises if one.answer is not None] for each in LESSONS}
    assert answers["odds"][0] == pytest.approx(100 * (1 / 3 * 4) / (1 + 1 / 3 * 4), abs=0.1)
    assert answers["seeds"] == [pytest.approx(100 * 0.7**3, abs=0.1)]
    assert answers["telling-apart"] == [11]


@pytest.mark.parametrize("said", ["", "4", "-1", "two"])
def test_what_is_no_answer_is_refused(said: str) -> None:
    with pytest.raises(AnswerError):
        mark(LESSONS[0].exercises[0], said)


def test_a_claim_shows_half_a_curve_and_knows_how_it_ended() -> None:
    claim = claim_of("above", "return", "a run", STEPS, RISING)
    assert claim is not None
    assert len(claim.values) == 50
    assert claim.came == pytest.approx(sum(RISING[-10:]) / 10)
    assert claim.is_above
    sure, wrong = answered(claim, "90"), answered(claim, "10 %")
    assert sure.probability == 0.9
    assert "Brier 0.01" in sure.says
    assert "Brier 0.81" in wrong.says
    both = claim_of("interval", "return", "a run", STEPS, RISING)
    assert both is not None
    assert curve_of(both.id) == curve_of(claim.id)
    assert answered(both, "80 to 120").came_true
    assert not answered(both, "0, 10").came_true


@pytest.mark.parametrize("values", [[1.0] * 100, [math.nan] * 100, RISING[:10]])
def test_no_claim_is_made_of_what_is_flat_broken_or_short(values: list[float]) -> None:
    assert claim_of("above", "return", "a run", STEPS[: len(values)], values) is None


@pytest.mark.parametrize(
    ("said", "form"), [("101", "above"), ("x", "above"), ("5", "interval"), ("9 to 1", "interval")]
)
def test_what_is_no_probability_or_interval_is_refused(said: str, form: str) -> None:
    claim = claim_of("interval" if form == "interval" else "above", "return", "a run", STEPS, RISING)
    assert claim is not None
    with pytest.raises(AnswerError):
        answered(claim, said)


def drilled(day: int, *, wasted: float, help_: str = "alone") -> Played:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    scored = Scored(
        named=True,
        solved=True,
        wasted=wasted,
        hours=9,
        best_expected=8,
        off_bits=(0.5,),
        forecasts=((0.8, True), (0.2, False)),
    )
    return Played(str(day), "c", "supervised", help_, "", at, at, scored)  # type: ignore[arg-type]


def test_the_path_is_gone_in_order_and_knows_what_is_behind() -> None:
    assert next_stage(path_of(LESSONS, (), (), 0)).id == "guided"  # type: ignore[union-attr]
    practised: list[LessonDone | ClaimStated] = [
        *(LessonDone(lesson=each.id, right=1, of=2) for each in LESSONS),
        *(
            ClaimStated(claim=str(at), form="above", probability=0.5, came_true=True)
            for at in range(CLAIMS - 1)
        ),
    ]
    worked = [drilled(0, wasted=0, help_="worked")]
    here = next_stage(path_of(LESSONS, practised, worked, 0))
    assert here is not None
    assert (here.id, here.done, here.of) == (WARM_UP, CLAIMS - 1, CLAIMS)


def test_the_report_gives_an_interval_and_no_calibration_of_few() -> None:
    played = [drilled(0, wasted=9, help_="worked"), drilled(1, wasted=3), drilled(2, wasted=1)]
    report = report_of(played, ())
    assert report.wasted is not None
    assert report.wasted.value == 2
    assert report.wasted.low < 2 < report.wasted.high
    text = " ".join(str(each) for each in exhibits_of(report))
    assert "Under 20 drills that says little" in text
    assert data_of(report)["calibration"] is None


def test_calibration_comes_with_its_band_from_thirty_forecasts_on() -> None:
    claims = [
        ClaimStated(claim=str(at), form="above", probability=0.7, came_true=at % 10 < 7) for at in range(30)
    ]
    (point,) = data_of(report_of((), claims))["calibration"]
    assert point["came_true"] == pytest.approx(0.7)
    assert point["low"] <= 0.7 <= point["high"]


def test_a_lesson_is_done_line_by_line_and_kept(tmp_path: Path) -> None:
    said = run(tmp_path, "odds", typed="57\n30\n")
    assert "Source: Bayes" in said
    assert "2 of 2 right" in said
    stages = {each["id"]: each for each in json.loads(run(tmp_path, "--json"))["stages"]}
    assert stages["odds"]["done"] == 1
    assert stages["seeds"]["done"] == 0


def test_a_lesson_left_in_the_middle_is_not_done(tmp_path: Path) -> None:
    assert "Kept" in run(tmp_path, "odds", typed="57\nquit\n")
    stages = {each["id"]: each for each in json.loads(run(tmp_path, "--json"))["stages"]}
    assert stages["odds"]["done"] == 0


def test_the_daily_question_is_about_a_curve_one_can_have_an_opinion_of(tmp_path: Path) -> None:
    said = CliRunner().invoke(
        drill, ["--daily", "--journal", str(tmp_path)], input="60\n", catch_exceptions=False
    )
    assert "How likely is it that" in said.stdout
    assert "Brier" in said.stdout
    (kept,) = LearningPath(Drills.open(journal=tmp_path)).practised()
    assert isinstance(kept, ClaimStated)
    assert kept.probability == 0.6
