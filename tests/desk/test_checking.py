"""Sealed predictions are held against the run, and only what was sealed is scored."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coach.desk.ended import are_over
from coach.desk.resolving import NO_FORECAST
from coach.desk.stamp import Stamp
from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.runs.reading.read import read_runs
from coach.session.beliefs import belief_rows
from coach.session.event.common import Closed, Withdrawn
from coach.session.event.evidence import RunReference, RunsLinked
from coach.session.event.experiment import (
    Committed,
    ExperimentAdded,
    ExperimentPriced,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.premortem import run_outcome
from coach.session.scoring import LOOKED, scored, unscored
from tests.desk.conftest import START

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.desk.coach import Coach
    from coach.desk.walk import Walk

ANSWERS: tuple[object, ...] = (
    "does scaling help",
    "2 min",
    "short",
    ["final(rollout/ep_rew_mean) >= 18: 60%", "it looks alive: likely"],
    {"level": "somewhat"},
    ["typo", "a power cut", "the janitor"],
    "",
)


def sealed_walk(coach: Coach, path: Path) -> Walk:
    walk = coach.begin("premortem", title="scaled", playbook="deep-learning", paths=[str(path)])
    for answer in ANSWERS:
        walk.answer_data(answer)
    return walk


def test_a_prediction_that_held_is_resolved_and_one_in_words_is_left_to_the_person(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    (report,) = coach.check([walk.session_id])
    held = {claim.text: claim.held for claim in report.claims}
    assert held == {"final(rollout/ep_rew_mean) >= 18": True, "it looks alive": None}
    assert not report.must_act
    assert report.problem == ""


def test_a_prediction_that_failed_calls_for_the_person_once(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=3.0))
    (first,) = coach.check([walk.session_id])
    (second,) = coach.check([walk.session_id])
    assert first.must_act
    assert not second.must_act
    assert [claim.held for claim in second.claims] == [claim.held for claim in first.claims]


def test_a_run_that_still_goes_on_decides_no_final_value(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=3.0, ended_h_ago=0.01))
    (report,) = coach.check([walk.session_id])
    assert [claim.held for claim in report.claims] == [None, None]


def test_what_was_sealed_is_scored_even_when_it_was_taken_back_later(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=3.0))
    made = [event.id for event, _ in walk.session.entries(PredictionMade)]
    walk.append((Withdrawn(targets=tuple(made)),))
    (report,) = coach.check([walk.session_id])
    assert report.claims[0].text == "final(rollout/ep_rew_mean) >= 18"
    assert report.must_act


def test_nothing_is_read_before_the_seal(coach: Coach, write_run: Callable[..., Path]) -> None:
    walk = coach.begin("premortem", playbook="deep-learning", paths=[str(write_run())])
    for answer in ANSWERS[:4]:
        walk.answer_data(answer)
    (report,) = coach.check([walk.session_id])
    assert report.claims == ()
    assert coach.check() == ()


def test_a_folder_that_is_not_there_yet_is_said(coach: Coach, tmp_path: Path) -> None:
    walk = sealed_walk(coach, tmp_path / "later")
    (report,) = coach.check([walk.session_id])
    assert "later" in report.problem
    assert all(claim.held is None for claim in report.claims)


def test_open_sessions_with_a_seal_are_checked_without_being_named(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    coach.begin("stuck", playbook="deep-learning")
    assert [report.session_id for report in coach.check()] == [walk.session_id]


def test_the_checked_run_is_linked_so_that_it_is_found_again(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    coach.check([walk.session_id])
    assert [run.name for run in coach.walk(walk.session_id).runs()] == ["next"]


@pytest.mark.parametrize(("last", "reason"), [(20.0, "20"), (3.0, "3")])
def test_the_verdict_says_the_number(
    coach: Coach, write_run: Callable[..., Path], last: float, reason: str
) -> None:
    walk = sealed_walk(coach, write_run(last=last))
    (report,) = coach.check([walk.session_id])
    assert reason in report.claims[0].says


def test_another_kind_of_log_beside_the_run_is_not_taken_for_a_seed(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    folder = write_run(last=20.0).parent
    (folder / "beside.csv").write_text("step,loss\n1,0.5\n2,0.4\n3,0.3\n", encoding="utf-8")
    walk = sealed_walk(coach, folder)
    (report,) = coach.check([walk.session_id])
    assert report.claims[0].held is True


def test_an_undecided_claim_says_why_it_is_open(coach: Coach, write_run: Callable[..., Path]) -> None:
    walk = sealed_walk(coach, write_run(last=3.0, ended_h_ago=0.01))
    (report,) = coach.check([walk.session_id])
    assert "not decided" in report.claims[0].says
    assert report.claims[1].says == "Only you can say."


def test_a_verdict_changes_when_the_run_went_on_after_all(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    folder = write_run(last=3.0)
    walk = sealed_walk(coach, folder)
    assert coach.check([walk.session_id])[0].claims[0].held is False
    more = [
        Scalar("rollout/ep_rew_mean", 200_000 + at, START.timestamp() - 3600 + at, 30.0) for at in range(9)
    ]
    write_scalars(folder / "events.out.tfevents.2.host", more)
    (report,) = coach.check([walk.session_id])
    assert report.claims[0].held is True
    assert report.claims[0].is_new


def test_a_run_is_given_the_length_that_was_planned(write_run: Callable[..., Path]) -> None:
    runs = read_runs([write_run(ended_h_ago=5.0)])
    assert are_over(runs, START, run_hours=0.1)
    assert not are_over(runs, START, run_hours=10.0)


def test_a_run_that_logs_rarely_is_given_more_silence(tmp_path: Path) -> None:
    folder = tmp_path / "rare"
    folder.mkdir()
    begun = START.timestamp() - 3600 * 12
    write_scalars(
        folder / "events.out.tfevents.1.host", [Scalar("r", at, begun + 7200 * at, 1.0) for at in range(5)]
    )
    runs = read_runs([folder])
    assert not are_over(runs, START, run_hours=0.1)
    assert are_over(runs, START + timedelta(hours=4), run_hours=0.1)


def test_a_claim_sealed_after_the_last_record_is_told_to_be_no_forecast(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    (report,) = coach.check([walk.session_id])
    assert "no forecast" in report.claims[0].says
    assert ". It was sealed after" in report.claims[0].says


def test_a_tripwire_that_fires_calls_for_the_person_and_names_its_cause(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = coach.begin("premortem", playbook="deep-learning", paths=[str(write_run(entropy=0.01))])
    for answer in ANSWERS[:6]:
        walk.answer_data(answer)
    wire = PredictionMade(
        prediction="wire",
        text="train/entropy > 0.1 throughout",
        probability=0.9,
        role="tripwire",
        cause="typo",
    )
    walk.append((wire,))
    walk.answer_text("")
    (report,) = coach.check([walk.session_id])
    fired = next(claim for claim in report.claims if claim.role == "tripwire")
    assert fired.held is False
    assert fired.cause == "typo"
    assert report.must_act


def test_of_several_trainings_in_a_folder_a_claim_is_about_the_last(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    folder = write_run(last=3.0)
    began = START.timestamp() - 3 * 3600
    rows = [Scalar("rollout/ep_rew_mean", 100 * n, began + n, min(20.0, float(n))) for n in range(40)]
    write_scalars(folder / f"events.out.tfevents.{int(began)}.host.2.0", rows)
    walk = sealed_walk(coach, folder)
    (report,) = coach.check([walk.session_id])
    assert {claim.text: claim.held for claim in report.claims}["final(rollout/ep_rew_mean) >= 18"] is True


def test_a_run_that_was_repeated_with_the_same_numbers_counts_once(
    coach: Coach, write_run: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(write_run(last=20.0), folder / "one")
    shutil.copytree(folder / "one", folder / "two")
    walk = sealed_walk(coach, folder)
    (report,) = coach.check([walk.session_id])
    (said,) = [claim.says for claim in report.claims if claim.text == "final(rollout/ep_rew_mean) >= 18"]
    assert said.startswith("final(rollout/ep_rew_mean) is 20")


def with_claim(coach: Coach, path: Path, text: str, probability: float = 0.9, **begin: object) -> Walk:
    """Give a sealed walk with one more claim."""
    walk = coach.begin("premortem", title="scaled", playbook="deep-learning", paths=[str(path)], **begin)  # type: ignore[arg-type]
    for answer in ANSWERS[:6]:
        walk.answer_data(answer)
    walk.append((PredictionMade(prediction="more", text=text, probability=probability, role="success"),))
    walk.answer_text("")
    return walk


def test_checking_twice_writes_nothing_new(coach: Coach, write_run: Callable[..., Path]) -> None:
    walk = with_claim(coach, write_run(last=20.0), "final(eval/nothing) > 3")
    coach.check([walk.session_id])
    before = coach.walk(walk.session_id).session.events
    coach.check([walk.session_id])
    assert coach.walk(walk.session_id).session.events == before


def test_a_claim_about_what_was_never_logged_cannot_be_judged_and_is_asked_by_hand(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = with_claim(coach, write_run(last=20.0), "final(eval/nothing) > 3")
    (report,) = coach.check([walk.session_id])
    claim = next(claim for claim in report.claims if claim.prediction == "more")
    assert claim.standing == "cannot be judged"
    assert "not in the log" in claim.says
    again = coach.walk(walk.session_id)
    again.append((LaunchDecided(go=True), RunJudged(failed=False)))
    asked = [step.question.key for step in run_outcome.steps(again.place)]
    assert "outcome.claim.more" in asked


def test_what_surprises_most_comes_first(coach: Coach, write_run: Callable[..., Path]) -> None:
    walk = with_claim(coach, write_run(last=3.0), "final(train/entropy) > 0.7", probability=0.97)
    (report,) = coach.check([walk.session_id])
    assert [claim.text for claim in report.claims][:2] == [
        "final(train/entropy) > 0.7",
        "final(rollout/ep_rew_mean) >= 18",
    ]
    assert report.surprise == pytest.approx(3.5066, abs=1e-3)


def test_a_session_with_a_surprise_comes_before_one_without(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    missed = sealed_walk(coach, write_run("bad", last=3.0))
    fine = sealed_walk(coach, write_run("good", last=20.0))
    assert [each.session_id for each in coach.check()] == [missed.session_id, fine.session_id]


def test_a_claim_can_be_held_against_an_earlier_run(coach: Coach, write_run: Callable[..., Path]) -> None:
    weak, new = write_run("weak", last=10.0), write_run("next", last=20.0)
    walk = with_claim(coach, new, "rollout/ep_rew_mean > baseline + 50%", archive=[str(weak)])
    (report,) = coach.check([walk.session_id])
    said = {claim.text: (claim.held, claim.says) for claim in report.claims}
    held, says = said["rollout/ep_rew_mean > baseline + 50%"]
    assert held is True
    assert "against 15 (baseline + 50%)" in says


def test_a_run_beside_the_launched_one_is_known_by_its_name(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    write_run("weak", last=10.0)
    walk = with_claim(coach, write_run("next", last=20.0), "rollout/ep_rew_mean < run weak")
    (report,) = coach.check([walk.session_id])
    assert {claim.text: claim.held for claim in report.claims}["rollout/ep_rew_mean < run weak"] is False


def test_a_claim_against_a_baseline_that_nobody_linked_cannot_be_judged(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = with_claim(coach, write_run(last=20.0), "rollout/ep_rew_mean > baseline")
    (report,) = coach.check([walk.session_id])
    claim = next(claim for claim in report.claims if claim.prediction == "more")
    assert (claim.standing, claim.says.split(". ")[0]) == ("cannot be judged", "no baseline run is linked")


def test_what_was_sealed_too_late_is_shown_and_not_scored(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    coach.check([walk.session_id])
    session = coach.walk(walk.session_id).session
    assert scored(session) == ()
    assert ("too early", NO_FORECAST) in {(each.standing, each.why) for each in unscored(session)}


def test_what_was_sealed_before_the_run_is_scored_once_its_log_decides(
    coach: Coach, write_run: Callable[..., Path], tmp_path: Path
) -> None:
    walk = sealed_walk(coach, tmp_path / "runs" / "next")
    write_run(last=20.0, ended_h_ago=-4.0)
    coach._stamp = Stamp(by="mira", now=lambda: START + timedelta(hours=9))
    coach.check([walk.session_id])
    (forecast,) = scored(coach.walk(walk.session_id).session)
    assert (forecast.kind, forecast.tag, forecast.probability) == ("success", "rollout/ep_rew_mean", 0.6)
    assert forecast.came_true
    assert forecast.by == "mira"
    assert forecast.log_score == pytest.approx(0.5108, abs=1e-4)
    assert forecast.brier == pytest.approx(0.16)


def test_the_log_of_the_run_read_before_the_seal_makes_a_claim_no_forecast(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    folder = write_run(last=20.0, ended_h_ago=-4.0)
    walk = coach.begin("premortem", title="scaled", playbook="deep-learning", paths=[str(folder)])
    seen = RunReference(name="next", path=str(folder), format="tensorboard", fingerprint="x", points=3)
    walk.append((RunsLinked(role="launched", path=str(folder), runs=(seen,)),))
    for answer in ANSWERS:
        walk.answer_data(answer)
    coach._stamp = Stamp(by="mira", now=lambda: START + timedelta(hours=9))
    coach.check([walk.session_id])
    session = coach.walk(walk.session_id).session
    assert scored(session) == ()
    assert LOOKED in {each.why for each in unscored(session)}
    in_words = next(body for body in session.all(PredictionMade) if body.text == "it looks alive")
    by_hand = PredictionResolved(
        prediction=in_words.prediction, held=True, says="judged by hand", known="hand"
    )
    coach.walk(walk.session_id).append((by_hand,))
    assert scored(coach.walk(walk.session_id).session) == ()


def test_the_logs_tell_the_outcome_of_an_experiment_whose_outcomes_are_claims(
    coach: Coach, write_run: Callable[..., Path], tmp_path: Path
) -> None:
    write_run("old", last=3.0)
    walk = coach.begin("stuck", playbook="deep-learning")
    seen = RunReference(
        name="old", path=str(tmp_path / "runs" / "old"), format="tensorboard", fingerprint="x"
    )
    good = "final(rollout/ep_rew_mean) >= 18"
    walk.append(
        (
            RunsLinked(role="evidence", path=str(tmp_path / "runs"), runs=(seen,)),
            HypothesisAdded(hypothesis="lr", text="learning rate", origin="own"),
            HypothesisAdded(hypothesis="bug", text="a bug", origin="own"),
            ExperimentAdded(
                experiment="lower", question="Lower it?", how="", outcomes=(good, "it does not"), origin="own"
            ),
            ExperimentPriced(experiment="lower", wall_h=1, human_h=0),
            OutcomesForecast(experiment="lower", rows={"lr": (0.9, 0.1), "bug": (0.1, 0.9)}),
            Committed(commitment="c", action="experiment", target="lower", question="Lower it?", advised=""),
        )
    )
    before = {row.id: row.posterior for row in belief_rows(walk.session)}
    coach.check([walk.session_id])
    assert coach.walk(walk.session_id).session.last(ResultRecorded) is None
    write_run("new", last=20.0, ended_h_ago=-2.0)
    coach._stamp = Stamp(by="mira", now=lambda: START + timedelta(hours=9))
    (report,) = coach.check([walk.session_id])
    assert report.due[0].startswith(f"The logs tell the result: {good} (final(rollout/ep_rew_mean) is 20")
    session = coach.walk(walk.session_id).session
    result = session.last(ResultRecorded)
    assert result is not None
    assert (result.outcome, result.known) == (good, "log")
    after = {row.id: row.posterior for row in belief_rows(session)}
    assert after["lr"] > before["lr"]
    coach.check([walk.session_id])
    assert coach.walk(walk.session_id).session.events == session.events


def test_closed_sessions_are_checked_only_where_all_are_asked_for(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = sealed_walk(coach, write_run(last=20.0))
    walk.append((Closed(ending="answered"),))
    assert coach.check() == ()
    assert [report.session_id for report in coach.check(all_sessions=True)] == [walk.session_id]
