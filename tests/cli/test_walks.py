"""Both walks from end to end, by answers from a file and by lines from a pipe, on real event files."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach import Coach
from coach.cli.asides import read_aside
from coach.session.event.common import Closed, Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.experiment import ResultRecorded
from coach.session.event.premortem import LaunchDecided, PredictionResolved
from coach.session.observations import confusions
from tests.cli.anyone import written
from tests.cli.conftest import DEMO_LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.cli.conftest import Said

    Run = Callable[..., Said]
    Answers = Callable[..., Path]
    Sessions = Callable[[], Sequence[str]]


def test_a_whole_investigation_goes_from_frame_to_sealed_commitment(
    coach: Run, answers: Answers, sessions: Sessions
) -> None:
    said = coach("stuck", DEMO_LOGS, "-p", "policy-gradient", "--answers", answers("stuck", DEMO_LOGS))
    assert said.status == 0, said.err
    (session,) = sessions()
    assert "Under way, as recommended: " in said.out
    assert "Sealed: " in said.out
    assert f"coach resume {session}" in said.out
    walk = Coach.open().walk(session)
    assert walk.session.last(Sealed) is not None
    assert walk.position.step is not None
    assert walk.position.step.question.waits


def test_a_result_is_recorded_by_hand_and_the_walk_resumed_to_its_end(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    decided = {"commitment.decision-1": "fix:the-reward-scale-is-wrong"}
    file = answers("stuck", DEMO_LOGS, said=decided)
    coach("stuck", DEMO_LOGS, "-p", "policy-gradient", "--answers", file)
    (session,) = sessions()
    told = coach(
        "result", session, "the-reward-scale-is-wrong", "fixed", "--hours", "3h", "-m", "all seeds learn"
    )
    assert told.status == 0, told.err
    walk = Coach.open().walk(session)
    result = walk.session.last(ResultRecorded)
    assert result is not None
    assert (result.outcome, result.text) == ("fixed", "all seeds learn")
    assert walk.position.step is not None
    rest: list[dict[str, object]] = [
        {"closing.cause": {"cause": "the-reward-scale-is-wrong", "grade": "fixed-once"}},
        *_explained(session),
        {"closing.sooner": "print the rewards"},
    ]
    ended = coach("resume", session, "--answers", written(tmp_path / "rest.json", rest))
    assert ended.status == 0, ended.err
    assert Coach.open().walk(session).session.last(Closed) == Closed(ending="solved")
    assert "Closed: solved." in ended.out


def _explained(session: str) -> list[dict[str, object]]:
    """Give the answers that settle every confusion of a session."""
    open_ones = confusions(Coach.open().walk(session).session)
    return [
        {f"closing.confusion.{each.id}": {"explained": "yes", "text": "by the scale"}} for each in open_ones
    ]


def test_a_result_nobody_waits_for_is_refused(coach: Run, answers: Answers, sessions: Sessions) -> None:
    decided = {"commitment.decision-1": "experiment:does-scaling-the-reward-help"}
    file = answers("stuck", DEMO_LOGS, said=decided)
    coach("stuck", DEMO_LOGS, "-p", "policy-gradient", "--answers", file)
    (session,) = sessions()
    assert "Recommendation at that moment: look first: “Learning rate too high" in coach("show", session).out
    other = coach("result", session, "something-else", "yes")
    assert other.status == 2
    assert "does-scaling-the-reward-help" in other.err
    wrong = coach("result", session, "does-scaling-the-reward-help", "maybe")
    assert wrong.status == 2
    assert "not one of the choices" in wrong.err


def test_a_whole_premortem_is_sealed_launched_and_checked_against_the_run(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    runs = tmp_path / "runs" / "next"
    file = answers("premortem", runs)
    said = coach("premortem", runs, "-p", "policy-gradient", "--gate", "--answers", file)
    assert said.status == 0, said.err
    assert "Decision: Launch." in said.out
    assert "Sealed: " in said.out
    assert coach("check").status == 0

    shutil.copytree(DEMO_LOGS / "lander_seed_1", runs)
    checked = coach("check")
    assert checked.status == 1
    assert "failed, new: final(rollout/ep_rew_mean) >= 800" in checked.out
    (session,) = sessions()
    assert Coach.open().walk(session).session.last(PredictionResolved) is not None

    again = coach("check", "--json")
    assert again.status == 0
    (report,) = json.loads(again.out)["sessions"]
    assert report["claims"][0]["held"] is False
    assert report["claims"][0]["is_new"] is False


def test_the_gate_stays_shut_when_there_is_no_run_tonight(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    no_go = {"launch.decide": {"decision": "not-tonight", "reason": "the config is stale"}}
    file = answers("premortem", tmp_path / "next", said=no_go)
    said = coach("premortem", tmp_path / "next", "-p", "policy-gradient", "--gate", "--answers", file)
    assert said.status == 1, said.err
    assert "no run tonight" in said.err
    decided = Coach.open().walk(sessions()[0]).session.last(LaunchDecided)
    assert decided is not None
    assert not decided.go


def test_the_gate_stays_shut_when_the_premortem_is_not_finished(typed: Run) -> None:
    said = typed("premortem", "--gate", "--plain", keys=b"does it learn\n")
    assert said.status == 1
    assert "not finished" in said.err


def test_the_command_of_a_premortem_is_offered_after_it_was_left_and_gone_on_with(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    whole = json.loads(answers("premortem", tmp_path / "next").read_text())
    first, rest = written(tmp_path / "first.json", whole[:5]), written(tmp_path / "rest.json", whole[5:])
    asked = ("premortem", tmp_path / "next", "-p", "policy-gradient", "--answers", first)
    coach(*asked, "--", "python", "train.py", "--lr", "3e-4")
    (session,) = sessions()
    went_on = coach("resume", session, "--answers", rest)
    assert went_on.status == 0, went_on.err
    assert f"Launch it with: coach run {session} -- python train.py --lr 3e-4" in went_on.err
    elsewhere, here = tmp_path / "elsewhere", Path.cwd()
    elsewhere.mkdir()
    with contextlib.chdir(elsewhere):
        again = coach("resume", session, "--answers", written(tmp_path / "none.json", []))
    assert f"cd {here} && coach run {session} -- python" in again.err


def test_leaving_the_full_screen_says_in_one_line_how_to_go_on(
    coach: Run, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.cli.front_end_choice.is_terminal", lambda: True)
    monkeypatch.setattr("coach.cli.full_screen.open_screen", lambda load, start, _outline: start(load()))
    said = coach("stuck", DEMO_LOGS)
    (session,) = sessions()
    assert said.err == f"Everything confirmed is kept. Go on with: coach resume {session}\n"


def test_a_command_with_a_secret_is_not_kept_in_the_session(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    file = answers("premortem", tmp_path / "next")
    asked = ("premortem", tmp_path / "next", "-p", "policy-gradient", "--answers", file)
    said = coach(*asked, "--", "python", "train.py", "--api-key", "k9Zq8Xw7Vt6Su5Rr4")
    (session,) = sessions()
    assert "not kept in the session" in said.err
    assert "k9Zq8Xw7" not in Path(Coach.open().root, "sessions", f"{session}.json").read_text()
    again = coach("resume", session, "--answers", written(tmp_path / "none.json", []))
    assert again.status == 0, again.err
    assert "Launch it with" not in again.err


def test_answers_that_stop_half_way_keep_what_came_before_and_can_be_gone_on_with(
    coach: Run, answers: Answers, sessions: Sessions, tmp_path: Path
) -> None:
    whole = json.loads(answers("stuck", DEMO_LOGS).read_text())
    first, rest = written(tmp_path / "first.json", whole[:7]), written(tmp_path / "rest.json", whole[7:])
    stopped = coach("stuck", DEMO_LOGS, "-p", "policy-gradient", "--answers", first)
    assert stopped.status == 2
    assert next(iter(whole[7])) in stopped.err
    (session,) = sessions()
    assert f"coach resume {session}" in stopped.err
    went_on = coach("resume", session, "--answers", rest)
    assert went_on.status == 0, went_on.err
    assert sessions() == [session]


def test_an_answer_to_the_wrong_question_names_file_line_and_both_questions(
    coach: Run, tmp_path: Path
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("- frame.working-on: the lander\n- frame.run-price: 5\n")
    said = coach("stuck", "-p", "policy-gradient", "--answers", file)
    assert said.status == 2
    assert f"{file}:2" in said.err
    assert "frame.run-price" in said.err
    assert "frame.run-length" in said.err


def test_lines_from_a_pipe_answer_the_questions_and_the_end_of_input_keeps_everything(
    typed: Run, sessions: Sessions
) -> None:
    said = typed("stuck", "-p", "policy-gradient", keys=b"the lander\n?\nnote: a thought\n10h\n")
    assert said.status == 0, said.err
    (session,) = sessions()
    assert f"coach resume {session}" in said.out
    assert "Why this is asked:" in said.out
    assert dict(Coach.open().walk(session).frame())["one run"].startswith("10")
    assert "a thought" in typed("log").out


def test_the_newest_open_session_is_resumed_and_undo_reaches_back(typed: Run, sessions: Sessions) -> None:
    typed("stuck", "-p", "policy-gradient", keys=b"the lander\n10h\n")
    said = typed("resume", keys=b"undo\n2h\nquit\n")
    assert said.status == 0, said.err
    assert "Taken back: " in said.out
    (session,) = sessions()
    assert dict(Coach.open().walk(session).frame())["one run"].startswith("2")


def test_an_investigation_is_told_of_earlier_runs(typed: Run, sessions: Sessions, tmp_path: Path) -> None:
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
    told = ("stuck", tmp_path / "new", "-p", "policy-gradient", "--archive")
    assert typed(*told, tmp_path / "nowhere", keys=b"").status == 3
    assert list(sessions()) == []
    assert typed(*told, tmp_path / "old", keys=b"quit\n").status == 0
    (session,) = sessions()
    linked = Coach.open().walk(session).session.all(RunsLinked)
    assert {(body.role, Path(body.path).name) for body in linked} == {("evidence", "new"), ("archive", "old")}


def test_the_demo_walks_by_itself_where_there_is_no_terminal_and_ends_with_the_recommendation(
    process: Run, sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    said = process("demo")
    assert said.status == 0, said.err
    assert said.err == ""
    *_, last_but_one, last = [part for part in said.out.split("\n\n") if part.strip()]
    assert "Recommendation: " in last
    assert "What will you do next?" in last_but_one
    assert list(sessions()) == []
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    "source", ["cs285-2020-pg-dqn", "unity-jumper", "sb3-racer-progress", "tf2-objdet-v2-noise"]
)
def test_an_investigation_of_real_logs_comes_to_what_is_recommended(
    coach: Run, answers: Answers, shared_runs: Path, source: str
) -> None:
    logs = shared_runs / source
    said = coach("stuck", logs, "-p", "policy-gradient", "--answers", answers("stuck", logs))
    assert said.status == 0, said.err
    assert "Under way, as recommended: " in said.out


@pytest.mark.shared
def test_a_premortem_is_checked_against_a_real_run(coach: Run, answers: Answers, shared_runs: Path) -> None:
    logs = shared_runs / "galaxian-ppo"
    claims = {
        "predictions.success": ["final(rollout/ep_rew_mean) >= 1700: 70%", "max(rollout/ep_rew_mean) < 1: 5%"]
    }
    file = answers("premortem", logs, said=claims)
    assert coach("premortem", logs, "-p", "policy-gradient", "--answers", file).status == 0
    checked = coach("check", "--json")
    assert checked.status == 1
    (report,) = json.loads(checked.out)["sessions"]
    assert [claim["held"] for claim in report["claims"]] == [True, False]


def test_a_word_can_be_searched_for_at_any_prompt(typed: Run) -> None:
    keys = b"Landing softly\nnote: the entropy is odd\nnote: the disk is full\n/Entropy\n/nothing\n/\n10h\n"
    said = typed("stuck", "-p", "policy-gradient", keys=keys)
    assert said.status == 0, said.err
    assert "the entropy is odd (Landing softly)" in said.out
    assert "the disk is full (Landing softly)" not in said.out
    assert "Nothing in the logs says nothing." in said.out
    assert "Which word?" in said.out


@pytest.mark.parametrize(
    ("line", "is_search"), [("/entropy", True), ("/data/runs", False), ("\\/data", False)]
)
def test_a_path_is_no_search(line: str, *, is_search: bool) -> None:
    aside = read_aside(line)
    assert (aside is not None) is is_search
