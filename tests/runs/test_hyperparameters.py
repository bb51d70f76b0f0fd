"""A run that is compared brings the settings its event files hold, however they were logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tensorboardX import SummaryWriter

from coach.errors import RunReadError
from coach.runs.reading.hyperparameters import read_with_hyperparameters, settings_in
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from pathlib import Path

CLEANRL = "|param|value|\n|-|-|\n|exp_name|ppo|\n|learning_rate|0.00025|\n|note|a|b|"
ML_AGENTS = "\ttrainer_type:\tppo\n\thyperparameters:\t\n\t  beta:\t0.0005\n\tmax_steps:\t100000"

pytestmark = pytest.mark.filterwarnings("ignore")


def test_hyperparameters_in_a_folder_of_their_own_belong_to_the_run_above(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path / "run")) as writer:
        writer.add_scalar("loss", 1.0, 0)
        writer.add_hparams({"lr": 0.1}, {"score": 0.5})
    run = read_with_hyperparameters(tmp_path / "run")
    assert run.metadata["config/lr"] == "0.1"
    assert set(run.series) == {"loss", "score"}


def test_a_run_is_meant_by_its_own_folder_whatever_lies_below(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path / "run")) as writer:
        writer.add_scalar("loss", 1.0, 0)
        writer.add_scalars("pair", {"a": 1.0, "b": 2.0}, 0)
    assert list(read_with_hyperparameters(tmp_path / "run").series) == ["loss"]


def test_a_folder_of_runs_is_still_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_log(tmp_path / name, {"loss": range(5)})
    with pytest.raises(RunReadError, match="2 runs"):
        read_with_hyperparameters(tmp_path)


def test_settings_logged_as_a_text_are_settings(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_scalar("loss", 1.0, 0)
        writer.add_text("hyperparameters", CLEANRL)
        writer.add_text("diary", "|lr|7|")
    assert read_with_hyperparameters(tmp_path).metadata == {
        "config/exp_name": "ppo",
        "config/learning_rate": "0.00025",
        "config/note": "a|b",
    }


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (
            ML_AGENTS,
            {
                "config/trainer_type": "ppo",
                "config/hyperparameters/beta": "0.0005",
                "config/max_steps": "100000",
            },
        ),
        ("just words", {}),
        ("a: [", {}),
        ("", {}),
    ],
    ids=["indented list", "words", "broken", "nothing"],
)
def test_texts_of_other_shapes_are_read_as_far_as_they_are_settings(
    text: str, settings: dict[str, str]
) -> None:
    assert settings_in(text) == settings
