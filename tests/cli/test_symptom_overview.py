"""Many runs on one screen: the worst first, equal symptoms once, the calm ones in a line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.cli.symptom_groups import Names, grouped
from coach.cli.symptom_look import Seen
from coach.cli.symptom_overview import report_overview
from coach.cli.symptoms import SCHEMA
from coach.runs import Severity
from coach.runs.describing.run_state import RunState, Standing
from coach.runs.quantities.run_meanings import HELD_OUT
from coach.runs.symptom import Symptom
from tests.cli.many_runs import write_lab
from tests.runs.builders import run, series, write_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lab(tmp_path_factory.mktemp("lab") / "runs")


def seen(name: str, *symptoms: Symptom, not_judged: str = "") -> Seen:
    made = run(series("reward", np.arange(20.0)), name=name)
    return Seen(made, symptoms, (), Standing(RunState.UNKNOWN, ""), "", {}, {}, (), not_judged)


def symptom(detector: str, severity: Severity = Severity.WARN, onset: int | None = None) -> Symptom:
    return Symptom(
        id=detector,
        detector=detector,
        tag="reward",
        severity=severity,
        says="It is so.",
        source="",
        onset_step=onset,
    )


@pytest.mark.parametrize("height", [24, 30, 90])
def test_a_lab_of_calm_runs_fits_a_screen(
    coach: Callable[..., Said], lab: Path, monkeypatch: pytest.MonkeyPatch, height: int
) -> None:
    monkeypatch.setenv("LINES", str(height))
    lines = coach("symptoms", lab).out.splitlines()
    assert len(lines) <= min(40, height)
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith("173 runs: 1 with an alarm, 3 with a warning at worst, 169 with none")
    said = " ".join(" ".join(lines).split())
    assert "alarm: non finite in ant_lr_2e-4_s40, since step 45" in said
    assert re.search(r"warn: return decline in 3 of 173 runs: \w+_lr_\de-4_s\d+", said)
    assert "Nothing stands out, 169 runs: " in said
    assert "--all writes everything" in said


def test_all_writes_every_run(coach: Callable[..., Said], lab: Path) -> None:
    said = coach("symptoms", lab, "--all").out
    assert len(said.splitlines()) > 173 * 3
    assert said.count("Nothing stands out.") > 100
    assert "train/loss" in said


@pytest.mark.parametrize(("only", "declines"), [("alarm", False), ("warn", True)])
def test_only_what_is_grave_is_written_when_that_is_asked(
    coach: Callable[..., Said], lab: Path, only: str, *, declines: bool
) -> None:
    said = coach("symptoms", lab, "--only", only)
    assert said.status == 0
    assert "non finite" in said.out
    assert ("return decline" in said.out) is declines
    assert "Calm, " not in said.out


def test_data_are_the_same_whatever_is_printed(coach: Callable[..., Said], lab: Path) -> None:
    plain = json.loads(coach("symptoms", lab, "--json").out)
    assert plain["schema"] == SCHEMA
    assert plain == json.loads(coach("symptoms", lab, "--json", "--only", "alarm").out)


def test_an_alarm_between_runs_is_counted_and_comes_first(coach: Callable[..., Said], tmp_path: Path) -> None:
    values = np.random.default_rng(5).normal(0, 1, 40).cumsum().tolist()
    for name in ("first", "second"):
        write_log(tmp_path / "runs" / name, {"reward": values})
    write_log(tmp_path / "runs" / "third", {"reward": list(range(20)), "loss": [1.0, float("nan"), 1.0]})
    lines = coach("symptoms", tmp_path / "runs").out.splitlines()
    assert "1 alarm between runs." in " ".join(" ".join(lines[:2]).split())
    begun = [line for line in lines if line.startswith(("alarm", "warn"))]
    assert begun[0].startswith("alarm between runs: identical runs: 2 runs")


def test_equal_symptoms_of_many_runs_are_one_group_the_gravest_first() -> None:
    found = [
        seen("a", symptom("return-decline", onset=500)),
        seen("b", symptom("return-decline", Severity.ALARM, onset=900), symptom("value-scale", onset=3)),
        seen("c", symptom("value-scale", Severity.INFO, onset=1)),
        seen("d", symptom("return-decline", onset=100)),
    ]
    first, second = grouped(found, ("alarm", "warn"))
    assert (first.detector, first.severity) == ("return-decline", "alarm")
    assert [case.seen.run.name for case in first.cases] == ["b", "d", "a"]
    assert (second.detector, len(second.cases)) == ("value-scale", 1)


def test_what_holds_for_the_whole_run_comes_before_what_began() -> None:
    found = [seen("a", symptom("kl-spike", onset=5), symptom("return-silent"))]
    assert [each.detector for each in grouped(found, ("warn",))] == ["return-silent", "kl-spike"]


def test_runs_that_were_not_judged_are_not_called_calm(capsys: pytest.CaptureFixture[str]) -> None:
    from coach.cli.symptom_look import Look  # noqa: PLC0415 - only this test makes one

    why = "9 tags, none known to me"
    runs = (seen("x/a", not_judged=why), seen("x/b", not_judged=why), seen("x/c"))
    report_overview(Look(runs, (), {}, (), {}), ("alarm", "warn", "info"))
    said = capsys.readouterr().out
    assert "3 runs: 0 with an alarm, 0 with a warning at worst, 1 with none, 2 not judged." in said
    assert "Not judged, 2 runs (a, b): 9 tags, none known to me" in said
    assert "Nothing stands out, 1 run: c" in said


def test_a_run_with_a_remark_is_not_said_to_show_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    from coach.cli.symptom_look import Look  # noqa: PLC0415 - only this test makes one

    runs = (seen("x/a", symptom("kl-spike", Severity.INFO)), seen("x/c"))
    report_overview(Look(runs, (), {}, (), {}), ("alarm", "warn", "info"))
    said = " ".join(capsys.readouterr().out.split())
    assert "0 with a warning at worst, 1 with remarks only, 1 with none." in said
    assert "Remarks only, 1 run: a" in said


def test_a_training_and_its_held_out_data_are_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    from coach.cli.symptom_look import Look  # noqa: PLC0415 - only this test makes one

    train, held_out = seen("x/train"), seen("x/validation")
    held_out = held_out._replace(
        run=replace(held_out.run, path=Path("other"), metadata={HELD_OUT: str(train.run.path)})
    )
    report_overview(Look((train, held_out), (), {}, (), {}), ("alarm", "warn", "info"))
    assert "1 run in 2 logs of training or held-out data: 0 with an alarm" in capsys.readouterr().out


def test_a_run_without_a_curve_and_one_of_two_points_are_not_called_calm(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "runs" / "short", {"loss": [2.0, 1.0]})
    write_log(tmp_path / "runs" / "calm", {"loss": [1 / (n + 1) for n in range(40)]})
    (tmp_path / "runs" / "none").mkdir()
    (tmp_path / "runs" / "none" / "events.out.tfevents.1700000000.host").write_bytes(b"")
    said = coach("symptoms", tmp_path / "runs").out
    assert "0 with a warning at worst, 1 with none, 2 not judged." in " ".join(said.split())
    assert "Not judged, 1 run (short): Too few points" in said
    assert "Not judged, 1 run (none): Nothing that could be read" in said


def test_names_are_short_and_the_folder_is_said_once() -> None:
    runs = [seen(f"logs/long/{name}") for name in ("a", "b" * 60)]
    names = Names(runs)
    assert names.folder == "logs/long"
    assert names.of(runs[0]) == "a"
    assert len(names.of(runs[1])) == 37
    assert names.shorten("logs/long/a is lower than before") == "a is lower than before"
    assert Names([seen("/root"), seen("relative/x")]).folder == ""


def test_one_run_has_all_its_warnings_with_reasons_and_its_information_in_a_line(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    draw = np.random.default_rng(3)
    reward = [*np.linspace(0, 100, 60), *draw.normal(4, 3, 60)]
    write_log(
        tmp_path / "run", {"rollout/ep_rew_mean": reward, "train/value": [40.0 + n for n in range(120)]}
    )
    said = coach("symptoms", tmp_path / "run").out
    assert "warn: rollout/ep_rew_mean since step" in said
    assert "Innocent if:" in said
    whole = coach("symptoms", tmp_path / "run", "--all").out
    assert len(whole.splitlines()) >= len(said.splitlines())


def test_the_seen_under_of_a_symptom_has_names(coach: Callable[..., Said], lab: Path) -> None:
    said = " ".join(coach("symptoms", lab).out.split())
    named = re.search(r"Seen under: (\S[^%]*) \d+ %", said)
    assert named is not None
    assert named[1][0].isupper()
    assert "-" not in named[1].split()[0]
