"""A walk on disk: what was confirmed is there for the next terminal, logs become evidence, nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.desk.evidence import linked
from coach.desk.guide import demo_logs
from coach.errors import AnswerError, RunReadError, UsageError
from coach.runs.run import Note, NoteKind, Run
from coach.session.event.common import Closed, Noted
from coach.session.event.evidence import RunsLinked, SymptomSeen
from coach.session.event.experiment import FixConfirmed
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.exhibit import Say
from coach.session.form import ReadLogs
from coach.session.matching import Line, remembered
from coach.session.observations import confusions, symptoms
from coach.session.step import Track
from coach.session.stuck.priors import catch_all
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.desk.coach import Coach
    from coach.desk.walk import Walk

SCALE = HypothesisAdded(hypothesis="scale", text="the scale", origin="own")
TO_LOGS = ("make it land", "10h", "5", "", "return 200", "flat", "2")


def at_logs(coach: Coach, path: str) -> Walk:
    walk = coach.begin("stuck", title="landing", playbook="deep-learning", paths=[path])
    for text in TO_LOGS:
        walk.answer_text(text)
    assert isinstance(walk.question.form, ReadLogs)
    return walk


def test_what_was_confirmed_is_there_for_the_next_terminal(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    walk.answer_text("make it land")
    again = coach.walk(walk.session_id)
    assert again.question.key == "frame.run-length"
    assert again.frame() == (("working on", "make it land"),)


def test_nothing_is_believed_before_an_explanation_is_named(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    assert walk.beliefs() == ()
    walk.append((SCALE,))
    assert [row.label for row in walk.beliefs()] == ["the scale", "something else"]


def test_two_terminals_on_one_session_keep_both_answers(coach: Coach) -> None:
    first = coach.begin("stuck", playbook="deep-learning")
    second = coach.walk(first.session_id)
    first.note("from the first")
    second.note("from the second")
    assert second.refresh() is False
    assert first.refresh() is True
    assert {body.text for body in first.session.all(Noted)} == {"from the first", "from the second"}


def test_a_symptom_is_judged_at_any_time_and_the_later_judgement_stands(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    walk.perform()
    first, *_, last = [view.seen.symptom for view in symptoms(walk.session)]
    assert walk.question.key == f"evidence.judge.{first}"
    walk.judge(last, "evidence")
    walk.judge(first, "confusion")
    assert walk.question.key not in {f"evidence.judge.{first}", f"evidence.judge.{last}"}
    walk.judge(first, "dismissed", " warm-up ")
    again = coach.walk(walk.session_id)
    said = {v.seen.symptom: (v.judged.verdict, v.judged.reason) for v in symptoms(again.session) if v.judged}
    assert said == {first: ("dismissed", "warm-up"), last: ("evidence", "")}
    again.undo()
    assert [each.id for each in confusions(again.session)] == [first]
    again.undo()
    assert again.question.key == f"evidence.judge.{first}"


def test_a_dismissal_without_a_reason_and_a_strange_symptom_are_refused(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    walk.perform()
    before = walk.session.events
    with pytest.raises(AnswerError, match="needs its innocent reason"):
        walk.judge(symptoms(walk.session)[0].seen.symptom, "dismissed", "  ")
    with pytest.raises(AnswerError, match="no symptom strange"):
        walk.judge("strange", "evidence")
    assert walk.session.events == before


def test_logs_become_symptoms_to_be_judged_the_first_mover_first(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    walk.perform()
    seen = symptoms(walk.session)
    assert {view.seen.detector for view in seen} >= {"kl-spike", "entropy-collapse", "explained-variance"}
    onsets = [view.seen.onset_wall_h for view in seen if view.seen.onset_wall_h is not None]
    assert onsets == sorted(onsets)
    assert walk.question.key.startswith("evidence.judge.")


def test_a_symptom_shared_by_runs_is_asked_about_once(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    walk.perform()
    kinds = [(view.seen.detector, view.seen.tag) for view in symptoms(walk.session)]
    assert len(kinds) == len(set(kinds))
    assert any("other runs" in view.seen.says for view in symptoms(walk.session))


def test_a_run_that_broke_off_is_said_to_have_crashed(coach: Coach, tmp_path: Path) -> None:
    log = write_log(tmp_path / "runs" / "seed_1", {"loss": range(60)})
    log.write_bytes(log.read_bytes()[:-7])
    write_log(tmp_path / "runs" / "seed_2", {"loss": range(60)})
    walk = at_logs(coach, str(tmp_path / "runs"))
    walk.perform()
    (linked,) = walk.session.all(RunsLinked)[1:]
    assert [(run.name, run.state) for run in linked.runs] == [("seed_1", "crashed"), ("seed_2", "ended")]
    step = walk.position.step
    assert step is not None
    says = [each.text for each in step.exhibits if isinstance(each, Say)]
    assert "Not run to the end: seed_1 crashed (the log breaks off inside a record at step 58)." in says


def test_runs_are_held_against_earlier_ones(coach: Coach, tmp_path: Path) -> None:
    write_log(tmp_path / "old" / "good", {"reward": [float(n) for n in range(100)]})
    write_log(tmp_path / "new", {"reward": [min(n, 30.0) for n in range(100)]})
    found = []
    for archive in ((), (str(tmp_path / "old"),)):
        walk = coach.begin(
            "stuck", title="t", playbook="deep-learning", paths=[str(tmp_path / "new")], archive=archive
        )
        for text in TO_LOGS:
            walk.answer_text(text)
        walk.perform()
        found.append({view.seen.detector for view in symptoms(walk.session)})
    assert found[1] - found[0] == {"under-sibling"}
    with pytest.raises(RunReadError):
        coach.begin("stuck", title="t", paths=[], archive=[str(tmp_path / "nowhere")])


def test_an_archive_alone_leaves_the_logs_to_be_asked_for(coach: Coach, tmp_path: Path) -> None:
    walk = coach.begin("stuck", title="t", playbook="deep-learning", archive=[str(tmp_path)])
    for text in TO_LOGS:
        walk.answer_text(text)
    assert walk.question.key == "evidence.logs"


def test_the_progress_of_reading_is_told(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    told: list[int] = []
    walk.perform(progress=lambda done, _total, _name: told.append(done))
    assert told


def test_a_cancelled_reading_changes_nothing(coach: Coach) -> None:
    walk = at_logs(coach, str(demo_logs()))
    before = len(walk.session.events)
    walk.perform(cancelled=lambda: True)
    assert len(walk.session.events) == before
    assert isinstance(walk.question.form, ReadLogs)


def test_a_missing_log_folder_is_refused_before_a_session_is_made(coach: Coach, tmp_path: Path) -> None:
    with pytest.raises(RunReadError, match="no such folder"):
        coach.begin("stuck", paths=[str(tmp_path / "nowhere")])
    assert coach.summaries() == ()


def test_a_log_folder_typed_wrong_is_asked_for_again(coach: Coach, tmp_path: Path) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    for text in TO_LOGS:
        walk.answer_text(text)
    assert walk.question.key == "evidence.logs"
    walk.answer_text(str(tmp_path / "nowhere"))
    with pytest.raises(RunReadError):
        walk.perform()
    assert walk.question.key == "evidence.logs"


def test_a_folder_without_logs_is_said_and_the_walk_goes_on(coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    walk = at_logs(coach, str(tmp_path / "empty"))
    walk.perform()
    assert walk.question.key == "evidence.known"


def test_undo_and_redo_go_back_and_forth(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    walk.answer_text("make it land")
    walk.answer_text("10h")
    assert walk.undo() == "run length given"
    assert walk.undo() == "stated"
    assert walk.question.key == "frame.working-on"
    assert walk.undo() is None
    assert walk.redo() == "stated"
    assert walk.redo() == "run length given"
    assert walk.redo() is None
    assert walk.question.key == "frame.run-price"


def test_surprises_from_anywhere_stay_open(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    walk.surprised("it trains faster without a GPU", welcome=True)
    assert [(each.text, each.welcome) for each in confusions(walk.session)] == [
        ("it trains faster without a GPU", True)
    ]


def test_a_question_that_matters_cannot_be_skipped(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    with pytest.raises(AnswerError, match="cannot be skipped"):
        walk.skip()


def test_a_playbook_is_asked_for_where_none_was_named(coach: Coach) -> None:
    walk = coach.begin("stuck")
    walk.answer_text("make it land")
    assert walk.question.key == "frame.playbook"


def test_a_note_goes_to_the_newest_open_session_else_to_the_work_log(coach: Coach) -> None:
    log = coach.note("nothing is open")
    assert coach.summaries()[0].method == "log"
    walk = coach.begin("stuck", playbook="deep-learning")
    assert coach.note("on the case") == walk.session_id
    assert coach.note("named", session_id=log) == log


def test_the_newest_open_walk_is_found_again(coach: Coach) -> None:
    assert coach.newest_open() is None
    coach.note("a work log is no walk")
    assert coach.newest_open() is None
    walk = coach.begin("premortem", playbook="deep-learning")
    found = coach.newest_open()
    assert found is not None
    assert found.session_id == walk.session_id


@pytest.mark.parametrize("wrong", ["../../etc/passwd", "", "no such thing", "x" * 5000])
def test_a_session_id_that_is_none_is_refused(coach: Coach, wrong: str) -> None:
    with pytest.raises(UsageError):
        coach.walk(wrong)


def test_linked_runs_can_be_looked_at(coach: Coach, write_run: Callable[..., Path]) -> None:
    walk = at_logs(coach, str(write_run()))
    walk.perform()
    assert [run.name for run in walk.runs()]
    assert "train/entropy" in walk.runs()[0].series


def test_the_catch_all_starts_from_how_earlier_investigations_ended(coach: Coach) -> None:
    for found in ("other", "other", "scale"):
        walk = coach.begin("stuck", playbook="deep-learning")
        confirmed = FixConfirmed(hypothesis=found, grade="believed")
        walk.append((SCALE, confirmed, Closed(ending="solved")))
    walk = coach.begin("stuck", playbook="deep-learning")
    walk.append((SCALE,))
    asked = catch_all(walk.place).question
    assert walk.place.track == Track(closed=3, outside=2)
    assert asked.suggested == "44 %"
    assert "Of your 3 closed investigations, 2 ended" in asked.why


def test_a_cause_that_an_earlier_investigation_ended_with_is_said(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    too_high = HypothesisAdded(hypothesis="rate", text="the rate", origin="own", failure_mode="lr-too-high")
    confirmed = FixConfirmed(hypothesis="rate", grade="reversed")
    walk.append((too_high, confirmed, Closed(ending="solved")))
    again = coach.begin("stuck", playbook="deep-learning")
    again.append((HypothesisAdded(hypothesis="lr", text="lr too large", origin="own"),))
    lines = [Line("lr", "lr too large")]
    assert remembered(again.place, lines) == (
        Say("You had “the rate” in March 2026: confirmed by undoing the repair.", "quiet"),
    )
    assert remembered(coach.begin("stuck", playbook="deep-learning").place, [Line("x", "cosmic rays")]) == ()


def test_what_is_noted_of_many_runs_is_said_once(tmp_path: Path) -> None:
    note = Note(NoteKind.NO_SCALARS, tmp_path / "events.out.17", "1 of 1 event files hold no scalars: 1 text")
    runs = [
        Run(
            name=f"try_{number}",
            path=tmp_path / f"{number}",
            format="tensorboard",
            files=1,
            fingerprint="f",
            notes=(note,),
        )
        for number in range(4)
    ]
    said = linked("runs", runs, "evidence", datetime(2026, 1, 1, tzinfo=UTC)).notes
    assert said == ("try_0, try_1 and 2 more: 1 of 1 event files hold no scalars: 1 text",)


def test_symptoms_that_began_together_are_kept_as_one_event(coach: Coach, tmp_path: Path) -> None:
    entropy = [1.0] * 100 + [0.01] * 100
    returns = [*range(100), *([10.0] * 100)]
    write_log(tmp_path / "runs", {"train/entropy": entropy, "rollout/ep_rew_mean": returns})
    walk = at_logs(coach, str(tmp_path / "runs"))
    walk.perform()
    led = {seen.began_with for seen in walk.session.all(SymptomSeen) if seen.onset_step == 100}
    assert len(led) == 1
    assert led <= {seen.symptom for seen in walk.session.all(SymptomSeen)}
    assert any("count once" in shown.text for shown in walk.step.exhibits if isinstance(shown, Say))


def test_what_the_logs_would_show_and_do_not_is_kept(coach: Coach, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    kl = (0.01 + 0.001 * rng.standard_normal(100)).tolist()
    write_log(tmp_path / "runs", {"train/approx_kl": kl, "rollout/ep_rew_mean": [0.0] * 3})
    walk = at_logs(coach, str(tmp_path / "runs"))
    walk.perform()
    (read,) = (body for body in walk.session.all(RunsLinked) if body.runs)
    assert "kl-spike" in read.not_seen
    assert "return-decline" not in read.not_seen, "three points show nothing"
