"""What `coach symptoms` says over all runs, and what it can be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.cli.reading_bar import ReadingBar
from tests.cli.conftest import DEMO_LOGS
from tests.playbook.test_loading import MINIMAL
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


def test_the_run_that_troubles_most_comes_first_after_a_line_that_counts(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "runs" / "a_calm", {"loss": [1 / (n + 1) for n in range(40)]})
    write_log(tmp_path / "runs" / "b_broken", {"loss": [1.0, 0.5, float("nan"), float("nan")]})
    lines = coach("symptoms", tmp_path / "runs").out.splitlines()
    assert lines[0] == "2 runs: 1 with an alarm, 0 with a warning at worst, 1 with none."
    said = "\n".join(lines)
    assert said.index("b_broken") < said.index("a_calm")
    whole = coach("symptoms", tmp_path / "runs", "--all").out
    assert whole.index("\nb_broken: ") < whole.index("\na_calm: ")


def test_everything_fits_eighty_columns(coach: Callable[..., Said]) -> None:
    said = coach("symptoms", DEMO_LOGS).out
    assert "3 seeds of lander_*" in said
    assert "(interquartile mean; 95 % bootstrap interval" in " ".join(said.split())
    assert all(len(line) <= 80 for line in said.splitlines())


def test_what_would_help_to_know_is_asked_until_it_is_told(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "run", {"train/loss": [25.0, 9.0, *([2.3] * 30)]})
    assert "--classes: How many classes" in coach("symptoms", tmp_path / "run").out
    told = coach("symptoms", tmp_path / "run", "--classes", "10").out
    assert "--classes" not in told
    assert "guessing" in told


@pytest.mark.parametrize("words", [("--classes", "1"), ("--gamma", "1.5"), ("--r-max", "much")])
def test_a_fact_that_cannot_be_is_refused(coach: Callable[..., Said], words: tuple[str, str]) -> None:
    assert coach("symptoms", DEMO_LOGS, *words).status == 2


def test_order_seeds_and_wanted_facts_are_data_too(coach: Callable[..., Said]) -> None:
    data = json.loads(coach("symptoms", DEMO_LOGS, "--json").out)
    assert [each["run"] for each in data["onset_orders"]] == [
        "lander_seed_1",
        "lander_seed_2",
        "lander_seed_3",
    ]
    (group,) = data["seeds"]
    assert group["iqm"]["low"] <= group["iqm"]["value"] <= group["iqm"]["high"]
    assert "random_return" in [each["fact"] for each in data["wanted_facts"]]


def test_a_symptom_says_how_likely_it_is_under_which_failure_modes(coach: Callable[..., Said]) -> None:
    data = json.loads(coach("symptoms", DEMO_LOGS, "--json").out)
    known = [each["likelihoods"] for run in data["runs"] for each in run["symptoms"]]
    assert known
    assert all(each["provenance"] == "editorial" and each["playbook"] == "policy-gradient" for each in known)
    assert "Seen under: " in coach("symptoms", DEMO_LOGS, "--all").out


def test_what_became_of_a_run_is_told_by_what_others_of_its_kind_reached(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    for seed, points in enumerate((60, 60, 20)):
        write_log(tmp_path / "runs" / f"seed_{seed}", {"loss": [1 / (n + 1) for n in range(points)]})
    said = coach("symptoms", tmp_path / "runs").out
    assert "1 ended early, 2 came to their end." in said
    assert "ended early: the log ends at step 19" in said
    data = json.loads(coach("symptoms", tmp_path / "runs", "--json").out)
    assert [run["state"] for run in data["runs"]] == ["ended", "ended", "ended-early"]


def test_what_the_domain_should_log_and_this_run_does_not_is_said_with_the_reason(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "run", {"train/loss": [1 / (n + 1) for n in range(40)]})
    said = coach("symptoms", tmp_path / "run").out
    assert "Worth logging, and not logged here (playbook deep-learning):" in said
    assert "train/grad_norm: Before clipping" in said
    (seen,) = json.loads(coach("symptoms", tmp_path / "run", "--json").out)["runs"]
    assert "val/loss" in [each["tag"] for each in seen["not_logged"]]


def test_runs_are_held_against_an_archive(coach: Callable[..., Said], tmp_path: Path) -> None:
    write_log(tmp_path / "old" / "good", {"reward": [float(n) for n in range(100)]})
    write_log(tmp_path / "new", {"reward": [min(n, 30.0) for n in range(100)]})
    said = coach("symptoms", tmp_path / "new", "--archive", tmp_path / "old")
    assert "where good had" in " ".join(said.out.split())
    assert "where good had" not in " ".join(coach("symptoms", tmp_path / "new").out.split())


def test_a_reading_that_was_stopped_says_how_far_it_came(
    coach: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(bar: ReadingBar) -> bool:
        bar.is_stopped = bar.read >= 1  # as told before the second run; asked before the third
        return bar.is_stopped

    monkeypatch.setattr(ReadingBar, "cancelled", stop)
    for number in range(3):
        write_log(tmp_path / f"run_{number}", {"loss": range(9)})
    said = coach("symptoms", tmp_path)
    assert said.status == 130
    assert "Stopped: 2 of 3 runs were read." in said.err


def test_what_led_up_to_a_nan_is_drawn_and_is_data(coach: Callable[..., Said], tmp_path: Path) -> None:
    nan = float("nan")
    write_log(tmp_path / "a", {"loss": [2.0] * 70 + [nan], "grad_norm": [1.0] * 69 + [640.0, nan]})
    said = coach("symptoms", tmp_path / "a").out
    assert "Before the first NaN or infinity, 50 points up to step 69:" in said
    (seen,) = json.loads(coach("symptoms", tmp_path / "a", "--json").out)["runs"]
    assert [(each["tag"], len(each["value"]), each["step"][-1]) for each in seen["before_non_finite"]] == [
        ("loss", 50, 69),
        ("grad_norm", 50, 69),
    ]


def test_a_playbook_of_ones_own_is_found_beside_the_journal(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    own = tmp_path / "journal" / "playbooks"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(MINIMAL)
    said = coach("symptoms", DEMO_LOGS, "--playbook", "mine", "--journal", tmp_path / "journal", "--json")
    assert (said.status, {each["playbook"] for each in json.loads(said.out)["runs"]}) == (0, {"mine"})


def test_a_playbook_that_does_not_exist_is_refused(coach: Callable[..., Said]) -> None:
    assert coach("symptoms", DEMO_LOGS, "--playbook", "cookery").status != 0


def test_the_shares_of_the_classes_and_the_least_loss_can_be_told(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "run", {"loss": [0.325 + 0.001 * (n % 2) for n in range(40)]})
    assert "shares of the classes" in coach("symptoms", tmp_path / "run", "--class-shares", "0.9,0.1").out
    assert (
        "least that is said to be possible" in coach("symptoms", tmp_path / "run", "--least-loss", "0.5").out
    )


@pytest.mark.parametrize("shares", ["0.9", "a,b", "-1,2", "nan,1", "inf,1", "1e308,1e308", "0,0", ""])
def test_shares_that_are_none_are_refused(coach: Callable[..., Said], tmp_path: Path, shares: str) -> None:
    refused = coach("symptoms", tmp_path, "--class-shares", shares)
    assert refused.status == 2
    assert "numbers with commas" in refused.err


def test_curves_are_told_under_the_symptoms_all_of_them_when_asked(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    rising = [float(n) for n in range(30)]
    other = [*rising[:-2], 27.5, 29.0]
    tags = ["reward", "train/loss", "val/loss", "entropy", "lr", "value_loss", "policy_loss", "zyx"]
    write_log(tmp_path / "run", dict.fromkeys(tags, rising) | {"zyx": other})
    said = coach("symptoms", tmp_path / "run").out
    assert "    reward: 0 (the lowest) to 29 (the highest)\n" in said
    assert "    and 3 more (--all)\n" in said
    assert "train/loss ends at 29, val/loss at 29." in said
    whole = coach("symptoms", tmp_path / "run", "--all").out
    assert "    zyx: 0 (the lowest) to 29 (the highest)\n" in whole
    assert "Curves:" not in coach("symptoms", tmp_path / "run", "--only", "warn").out
    (data,) = json.loads(coach("symptoms", tmp_path / "run", "--json").out)["runs"]
    assert data["courses"][0] | {"says": ""} == {
        "tag": "reward",
        "quantity": "return",
        "points": 30,
        "not_finite": 0,
        "first": {"value": 0.0, "step": 0},
        "last": {"value": 29.0, "step": 29},
        "lowest": {"value": 0.0, "step": 0},
        "highest": {"value": 29.0, "step": 29},
        "best": {"value": 29.0, "step": 29},
        "worst": {"value": 0.0, "step": 0},
        "says": "",
    }
    assert len(data["courses"]) == len(tags)


def test_of_few_runs_the_main_curve_of_each_is_told_and_pairs_of_folders(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    for name, end in (("train", 0.2), ("validation", 0.9)):
        write_log(tmp_path / "fit" / name, {"epoch_loss": [2.0, 1.0, 0.1, 0.5, end]})
    said = " ".join(coach("symptoms", tmp_path).out.split())
    assert "Main curve of each run: " in said
    assert "validation: epoch_loss 2 to 0.9, best 0.1 at 2" in said
    assert "epoch_loss in train ends at 0.2, epoch_loss in validation at 0.9: 4.5 times as high there" in said
    assert "Main curve" not in coach("symptoms", tmp_path, "--only", "warn").out


def test_all_pairs_of_folders_are_told_where_all_is_asked_for_and_none_beside_warnings_alone(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    for fold in range(4):
        for name, end in (("train", 0.2), ("validation", 0.9)):
            write_log(
                tmp_path / f"fold_{fold}" / name, {"epoch_loss": [2.0, 1.0, 0.1, 0.5, end + fold / 100]}
            )
    shown = {
        words: coach("symptoms", tmp_path, *words).out.count(" times as high ")
        for words in ((), ("--all",), ("--only", "warn"), ("--only", "warn", "--all"))
    }
    assert list(shown.values()) == [3, 4, 0, 0]
    whole = coach("symptoms", tmp_path, "--all").out.splitlines()
    assert whole[next(at for at, line in enumerate(whole) if line.startswith("fold_0/train: ")) - 1] == ""
