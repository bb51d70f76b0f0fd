"""What tags stand for by their names: those of frameworks nobody listed, and names that only look like a quantity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from coach.runs.quantities import meaning_of, readings_of
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

NAMES = yaml.safe_load(Path(__file__).with_name("tag_names.yaml").read_text(encoding="utf-8"))


class Score(NamedTuple):
    """How many names were read right, missed, or read as something else."""

    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def read_as(tag: str) -> str:
    meaning = meaning_of(tag, "tensorboard")
    return "none" if meaning is None else str(meaning.quantity)


def score(names: Iterable[tuple[str, list[str]]]) -> Score:
    right = 0
    missed: list[str] = []
    wrong: list[str] = []
    for tag, possible in names:
        read = read_as(tag)
        if read in possible:
            right += 1
        else:
            (missed if read == "none" else wrong).append(f"{tag}: {read}")
    return Score(right, tuple(missed), tuple(wrong))


def part(name: str) -> list[tuple[str, list[str]]]:
    return [(tag, possible) for each in NAMES[name].values() for tag, possible in each["tags"].items()]


def parts() -> list[ParameterSet]:
    return [pytest.param(part(name), id=name) for name in NAMES]


@pytest.mark.parametrize("names", parts())
def test_nine_of_ten_names_are_read_right_and_under_one_in_a_hundred_wrong(
    names: list[tuple[str, list[str]]],
) -> None:
    found = score(names)
    assert found.right >= 0.9 * len(names), found.missed
    assert len(found.wrong) <= 0.01 * len(names), found.wrong


@pytest.mark.shared
def test_the_names_of_the_field_survey_are_read(shared_cases: Path) -> None:
    survey = yaml.safe_load((shared_cases / "k03d-tag-names" / "tags.yaml").read_text(encoding="utf-8"))
    names = [(row["tag"], [row["is"]]) for rows in survey.values() for row in rows]
    found = score(names)
    assert found.wrong == ()
    assert len(found.missed) <= 0.02 * len(names), found.missed


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "reward_forward",
            "rewards/format_reward/mean",
            "reward_scale",
            "reward_threshold",
            "reward_per_step",
        ),
        *("Episode_Reward/track_lin_vel_xy_exp", "rewards/chosen", "train/batch_reward", "return_to_go"),
        *("toxicity_score", "nms_score_thresh", "return_code", "reward_norm/var", "expert_return"),
        *("alpha_loss", "loss_weight/box", "packet_loss", "loss_ratio", "train/loss_std", "best_val_loss"),
        *("target_loss", "moe/load_balance_loss", "router_z_loss", "Loss/scores/fake", "regularization_loss"),
        *(
            "imu/acc_y",
            "action_acc",
            "gradient_accumulation",
            "target_accuracy",
            "acc_gap",
            "map",
            "map_size",
        ),
        *("max_grad_norm", "grad_norm_clipped", "grad_norm_ratio", "grads/layer1/mean", "gradients/kurtosis"),
        *("lr_mult", "lr_scheduler_last_epoch", "kl_coef", "target_kl", "kl_max", "State/kl"),
        *("target_entropy", "attention_entropy", "State/prior_entropy", "entropy_bonus"),
        *(
            "replay_ratio",
            "pos_neg_ratio",
            "ratio_clip",
            "max_value",
            "value_updates",
            "q_target",
            "values/std",
        ),
        *("epsilon_decay", "adam_epsilon", "alphas_cumprod", "lora_alpha", "heatmap", "time", "data_time"),
        *(
            "replay_memory_size",
            "memory_size",
            "prompt_length",
            "sequence_length",
            "queue_length",
            "max_length",
        ),
        *(
            "num_episodes",
            "n_updates",
            "val_samples",
            "time/total_timesteps",
            "total_tokens",
            "elo_k",
            "obs_std",
        ),
    ],
)
def test_a_name_that_only_looks_like_a_quantity_is_none(tag: str) -> None:
    assert read_as(tag) == "none"


@pytest.mark.parametrize(
    ("tag", "metric"),
    [
        ("val_loss", ""),
        ("eval_wer", "word error rate"),
        ("valid/ppl", "perplexity"),
        ("val_acc", ""),
        ("metrics/mAP50-95(B)", "average precision"),
        ("eval_top5", "top-5 accuracy"),
    ],
)
def test_what_is_no_plain_loss_or_accuracy_says_which_metric_it_is(tag: str, metric: str) -> None:
    meaning = meaning_of(tag)
    assert meaning is not None
    assert meaning.metric == metric


def test_what_is_none_of_the_quantities_may_be_known_all_the_same() -> None:
    readings = readings_of(run(series("time/iterations", [1.0]), series("glimmer", [1.0])))
    assert readings["time/iterations"].is_known
    assert not readings["glimmer"].is_known
