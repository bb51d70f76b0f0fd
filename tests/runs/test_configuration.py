"""Configuration files beside a run become its settings: the nearest ones, as text, whatever they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, Run, read_run, read_runs
from coach.runs.comparing.siblings import siblings
from tests.runs.builders import run, series, write_log

if TYPE_CHECKING:
    from pathlib import Path


def settings(given: Run) -> dict[str, str]:
    return {name: value for name, value in given.metadata.items() if name.startswith("config/")}


def test_hydra_speaks_for_the_folder_above_and_for_logs_below_it(tmp_path: Path) -> None:
    job = tmp_path / "outputs" / "2026-01-01" / "12-00-00"
    write_log(job / "tb" / "train", {"loss": range(5)})
    (job / ".hydra").mkdir()
    (job / ".hydra" / "config.yaml").write_text("optim:\n  lr: 0.001\n  betas: [0.9, 0.999]\nname: x\n")
    (job / ".hydra" / "overrides.yaml").write_text("- optim.lr=0.001\n- seed=3\n")
    assert settings(read_run(tmp_path)) == {
        "config/optim/lr": "0.001",
        "config/optim/betas": "[0.9, 0.999]",
        "config/name": "x",
        "config/overrides": "optim.lr=0.001 seed=3",
    }


def test_lightning_keeps_objects_of_the_program_which_are_never_made(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text("epoch,step,loss\n0,1,0.5\n")
    (tmp_path / "hparams.yaml").write_text(
        "lr: 0.1\nact: !!python/name:os.system ''\nopt: !!python/object/apply:os.getcwd []\n"
    )
    found = settings(read_run(tmp_path))
    assert found["config/lr"] == "0.1"
    assert "os.system" in found["config/act"]
    assert found["config/opt"] == "[]"


def test_the_nearest_folder_counts(tmp_path: Path) -> None:
    for name, rate in (("a", None), ("b", "1")):
        write_log(tmp_path / name, {"loss": range(5)})
        if rate:
            (tmp_path / name / "args.json").write_text(json.dumps({"lr": rate}))
    (tmp_path / "params.json").write_text('{"lr": 7}')
    a, b = read_runs([tmp_path])
    assert (settings(a), settings(b)) == ({"config/lr": "7"}, {"config/lr": "1"})
    assert settings(read_run(tmp_path / "a")) == {}


@pytest.mark.parametrize(
    "text",
    ["lr: [", "\tx", "{" * 5000, "a: &a [*a]", "\0", "- " * 3000],
    ids=["cut", "tab", "deep", "itself", "zero", "lists"],
)
def test_a_configuration_that_cannot_be_read_costs_nothing_but_a_note(tmp_path: Path, text: str) -> None:
    write_log(tmp_path, {"loss": range(5)})
    (tmp_path / "config.yaml").write_text(text)
    read = read_run(tmp_path)
    assert read.points == 5
    assert [note.kind for note in read.notes] in ([], [NoteKind.CORRUPT_RECORD])


def test_a_small_file_that_would_print_without_end_is_cut_short(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(5)})
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "config.yaml").write_text("\n".join(layers))
    assert all(len(value) <= 200 for value in settings(read_run(tmp_path)).values())


def test_a_changed_configuration_is_noticed_by_the_cache(tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"loss": range(5)})
    config = tmp_path / "run" / "config.json"
    for rate in ("0.1", "0.25"):
        config.write_text(f'{{"lr": {rate}}}')
        assert settings(read_run(tmp_path / "run", cache_dir=tmp_path / "cache"))["config/lr"] == rate


def with_settings(name: str, tracker_id: str = "", **told: str) -> Run:
    import dataclasses  # noqa: PLC0415 - only this builder needs it

    metadata = {f"config/{key}": value for key, value in told.items()}
    return dataclasses.replace(
        run(series("reward", [1.0, 2.0]), name=name), metadata=metadata, tracker_id=tracker_id
    )


class TestSiblings:
    def test_runs_of_one_name_with_other_settings_are_no_seeds(self) -> None:
        runs = [with_settings(f"ppo_seed_{seed}", lr="0.1", seed=str(seed)) for seed in range(3)]
        odd = with_settings("ppo_seed_9", lr="0.3", seed="9")
        assert [len(group) for group in siblings([*runs, odd]).values()] == [3]

    def test_a_trackers_random_names_say_nothing(self) -> None:
        names = ("wise-owl-3", "happy-ant-4")
        runs = [with_settings(name, name, lr="0.1", run_name=name) for name in names]
        assert [len(group) for group in siblings(runs).values()] == [2]
        other = [with_settings(name, name, lr=str(len(name))) for name in names]
        assert siblings(other) == {}
