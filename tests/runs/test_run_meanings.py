"""What tags stand for beside the other tags of a run, and when a person has said it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.runs import read_runs
from coach.runs.describing.headline import headline
from coach.runs.describing.judged import not_judged, tags_read
from coach.runs.describing.metrics_advice import domain_of, not_logged
from coach.runs.detectors.detect import detect
from coach.runs.quantities import meanings_of
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.run import Run


def logging(*tags: str) -> Run:
    return run(*(series(tag, [1.0, 2.0, 3.0]) for tag in tags))


def quantities(given: Run) -> dict[str, str]:
    return {tag: str(meaning.quantity) for tag, meaning in meanings_of(given).items()}


def test_a_reward_beside_accuracies_on_held_out_data_is_no_return() -> None:
    assert quantities(logging("reward", "episode_length"))["reward"] == "return"
    assert "reward" not in quantities(logging("reward", "train_loss", "val_accuracy"))


def test_a_return_that_is_named_so_stays_one_beside_losses() -> None:
    assert quantities(logging("eval/episode_return", "train_loss", "val_loss")) == {
        "eval/episode_return": "eval_return",
        "train_loss": "loss",
        "val_loss": "eval_loss",
    }


def test_an_epsilon_beside_a_reward_is_the_exploration_rate_and_beside_an_accuracy_it_is_not() -> None:
    assert quantities(logging("epsilon", "reward", "loss"))["epsilon"] == "exploration_rate"
    assert "epsilon" not in quantities(logging("epsilon", "loss", "val_acc"))


def test_the_divergence_of_an_autoencoder_is_not_that_of_a_policy() -> None:
    assert quantities(logging("kl", "entropy", "episode_reward"))["kl"] == "kl"
    assert "kl" not in quantities(logging("kl", "recon_loss", "loss"))
    assert "kl" not in quantities(logging("KLD", "rec", "total_loss"))


def test_a_divergence_beside_completions_is_that_to_the_reference_model() -> None:
    assert quantities(logging("actor/kl", "response_length", "reward"))["actor/kl"] == "kl_reference"


def test_a_bare_accuracy_beside_named_losses_is_that_of_the_validation() -> None:
    assert quantities(logging("train_loss", "valid_loss", "accuracy"))["accuracy"] == "eval_accuracy"
    assert quantities(logging("loss", "val_loss", "accuracy"))["accuracy"] == "accuracy"


def test_a_time_beside_that_of_the_data_is_that_of_a_step() -> None:
    assert quantities(logging("time", "data_time")) == {"time": "step_time"}
    assert quantities(logging("time")) == {}


@pytest.mark.parametrize(("value", "sign"), [([0.7, 0.5, 0.1], 1), ([-0.7, -0.5, -0.1], -1)])
def test_the_sign_of_an_entropy_under_the_name_of_a_loss_is_told_by_its_values(
    value: list[float], sign: int
) -> None:
    meaning = meanings_of(run(series("agent/entropy_loss", value), series("episode_return", value)))
    assert (str(meaning["agent/entropy_loss"].quantity), meaning["agent/entropy_loss"].sign) == (
        "entropy",
        sign,
    )


def test_an_entropy_loss_of_both_signs_is_left_out() -> None:
    assert "entropy_loss" not in quantities(run(series("entropy_loss", [0.3, 0.1, -0.2])))


def test_what_a_person_said_comes_before_everything_else() -> None:
    given = replace(
        logging("points", "loss", "val_loss", "aux/one"),
        stated={"points": "return", "loss": "none", "aux*": "kl"},
    )
    assert quantities(given) == {"points": "return", "val_loss": "eval_loss", "aux/one": "kl"}


def test_a_tag_spelt_out_comes_before_a_pattern_and_the_later_word_before_the_earlier() -> None:
    stated = {"a/[x]": "loss", "a/*": "return", "*": "none"}
    assert quantities(replace(logging("a/[x]", "a/y"), stated=stated)) == {"a/[x]": "loss"}
    assert quantities(replace(logging("a/y"), stated={"*": "none", "a/*": "return"})) == {"a/y": "return"}


def test_a_bare_accuracy_beside_one_of_the_validation_is_that_of_the_training() -> None:
    given = quantities(logging("Train Loss", "Val Loss", "Acc", "Val Acc"))
    assert (given["Acc"], given["Val Acc"]) == ("accuracy", "eval_accuracy")


@pytest.mark.parametrize("other", ["Disc Loss", "d_loss", "loss_discriminator"])
def test_a_gen_loss_beside_a_discriminators_is_half_of_a_game_and_alone_it_is_a_loss(other: str) -> None:
    assert "Gen Loss" not in quantities(logging("Gen Loss", other))
    assert quantities(logging("Gen Loss", "val_loss"))["Gen Loss"] == "loss"


def test_the_headline_is_the_whole_loss_and_not_a_part_that_is_logged_before_it() -> None:
    shown = headline(logging("loss_cls", "loss_mask", "total_loss"))
    assert shown is not None
    assert shown.tag == "total_loss"


def test_the_headline_is_a_curve_and_not_a_value_that_was_logged_once() -> None:
    once, curve = series("train_loss", [0.9], step=[120]), series("loss", [3.0, 2.0, 1.0])
    for parts in ((once, curve), (curve, once)):
        shown = headline(run(*parts))
        assert shown is not None
        assert shown.tag == "loss"
    shown = headline(run(series("eval_loss", [0.9]), curve))
    assert shown is not None
    assert shown.tag == "loss"


def test_the_headline_is_no_part_that_is_switched_off_where_another_moves() -> None:
    off, moving = series("val/mask_loss", [0.0] * 6), series("val/seg_loss", [3.0, 2.0, 1.5, 1.2, 1.1, 1.0])
    shown = headline(run(off, moving))
    assert shown is not None
    assert shown.tag == "val/seg_loss"
    stands = headline(
        run(series("episode_return", [0.0] * 6), series("train/loss", [9.0, 7.0, 5.0, 4.0, 3.0, 2.0]))
    )
    assert stands is not None
    assert stands.tag == "episode_return"


def test_a_headline_of_one_point_is_better_than_none() -> None:
    shown = headline(run(series("train_loss", [0.9]), series("glimmer", [1.0, 2.0, 3.0])))
    assert shown is not None
    assert shown.tag == "train_loss"


def test_each_tag_says_what_it_was_read_as_and_how_long_it_is() -> None:
    given = replace(logging("glimmer", "val_loss"), metadata={"step_column": "epoch"})
    assert [each[:2] for each in tags_read(given)] == [("glimmer", None), ("val_loss", "eval_loss")]
    assert [each.points for each in tags_read(given)] == [3, 3]


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        (("glimmer", "shine"), "2 tags, none known to me: not judged."),
        (("glimmer",), "1 tag, not known to me: not judged."),
        (("alpha/loss", "train/ent_coef_loss"), "2 tags, none a quantity that I judge: not judged."),
        (("loss", "glimmer"), "1 tag is not known to me and not judged"),
        (("loss", "glimmer", "shine", "time/iterations"), "2 tags are not known to me and not judged"),
    ],
)
def test_what_is_not_judged_is_said_with_the_command_that_changes_it(
    tags: tuple[str, ...], says: str
) -> None:
    said = not_judged(logging(*tags))
    assert said.startswith(says)
    assert "coach tag NAME" in said


def test_nothing_is_said_where_every_tag_is_known() -> None:
    assert not_judged(logging("loss", "epoch")) == ""
    assert not_judged(run()) == ""


def silent(*tags: str) -> list[str]:
    policy = series("policy_entropy", [1.0] * 20)
    others = (series(tag, range(20)) for tag in tags)
    return [each.severity.value for each in detect(run(policy, *others)) if each.detector == "return-silent"]


def test_no_return_is_missed_where_a_tag_that_is_not_known_may_be_it() -> None:
    assert silent() == ["warn"]
    assert silent("time/iterations") == ["warn"]
    assert silent("glimmer") == ["info"]
    assert silent("arena/shaped_reward") == []
    assert silent("episode_return") == []


def test_a_run_of_value_based_learning_is_told_by_its_exploration() -> None:
    assert domain_of(logging("% time spent exploring", "mean 100 episode reward")) == "reinforcement-learning"
    assert domain_of(logging("Q Predictions Mean", "Policy Loss", "Log Entropy")) == "reinforcement-learning"


def test_what_is_logged_under_another_name_is_not_missed() -> None:
    given = run(*(series(tag, [1.0] * 20) for tag in ("lr/pg0", "eval_hard_loss", "loss")))
    assert not_logged(given, ["train/learning_rate", "val/loss", "train/grad_norm"]) == ("train/grad_norm",)


def read(cases: Path, name: str) -> Run:
    (found,) = read_runs([cases / name / "data"])
    return found


CASES = [
    ("k03a-critic-diverges-rlkit", "trainer/QF1 Loss", "value_loss"),
    ("k03a-critic-diverges-rlkit", "trainer/Q1 Predictions Mean", "q_value"),
    ("k03a-critic-diverges-rlkit", "evaluation/Returns Mean", "eval_return"),
    ("k03c-baselines-deepq", "mean 100 episode reward", "return"),
    ("k03c-baselines-deepq", "% time spent exploring", "exploration_rate"),
    ("k04a-several-evaluation-sets", "eval_hard_loss", "eval_loss"),
    ("k04a-several-evaluation-sets", "eval_easy_loss", "eval_loss"),
    ("k11a-ultralytics", "lr/pg0", "learning_rate"),
    ("k13a-constant-loss-odd-name", "train_loss_batch", "loss"),
]


@pytest.mark.shared
@pytest.mark.parametrize(("case", "tag", "quantity"), CASES)
def test_the_tags_of_the_cases_are_known(shared_cases: Path, case: str, tag: str, quantity: str) -> None:
    assert quantities(read(shared_cases, case))[tag] == quantity


@pytest.mark.shared
def test_a_return_below_a_simulation_is_seen_not_to_improve(shared_cases: Path) -> None:
    (found,) = read_runs([shared_cases / "k15a-better-copy-left-out" / "data"])
    assert quantities(found)["sim/train/return"] == "return"
    assert "plateau-from-start" in {each.detector for each in detect(found)}


@pytest.mark.shared
def test_the_playbook_and_the_curve_of_the_cases(shared_cases: Path) -> None:
    assert domain_of(read(shared_cases, "k03c-baselines-deepq")) == "reinforcement-learning"
    shown = headline(read(shared_cases, "k12a-headline-of-one-point"))
    assert shown is not None
    assert (shown.tag, len(shown)) == ("loss", 120)


@pytest.mark.shared
def test_both_evaluation_sets_are_seen_to_turn(shared_cases: Path) -> None:
    turns = {
        each.tag
        for each in detect(read(shared_cases, "k04a-several-evaluation-sets"))
        if each.detector == "validation-turn"
    }
    assert turns == {"eval_hard_loss", "eval_easy_loss"}


@pytest.mark.shared
def test_a_loss_of_an_odd_name_that_never_moves_is_an_alarm(shared_cases: Path) -> None:
    alarms = [
        each
        for each in detect(read(shared_cases, "k13a-constant-loss-odd-name"))
        if each.severity.value == "alarm"
    ]
    assert "train_loss_batch" in {each.tag for each in alarms}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "logged"),
    [("k11a-ultralytics", "train/learning_rate"), ("k04a-several-evaluation-sets", "val/loss")],
)
def test_what_the_cases_log_is_not_advised(shared_cases: Path, case: str, logged: str) -> None:
    assert not_logged(read(shared_cases, case), [logged]) == ()


def test_a_term_of_a_loss_is_no_entropy_and_no_value_beside_what_it_is_made_of() -> None:
    both = quantities(logging("policy/entropy", "loss_entropy", "approx_kl"))
    assert (both["policy/entropy"], "loss_entropy" in both) == ("entropy", False)
    assert quantities(logging("loss_entropy", "approx_kl"))["loss_entropy"] == "entropy"
    assert "v" not in quantities(logging("pi", "v", "approx_kl", "episode_reward"))
    assert quantities(logging("q", "v", "approx_kl", "episode_reward"))["v"] == "value"


def test_an_average_of_nothing_is_the_return_where_an_agent_logs_no_other() -> None:
    assert quantities(logging("Avg", "Best", "ε", "approx_kl")) == {
        "Avg": "return",
        "Best": "best_return",
        "ε": "exploration_rate",
        "approx_kl": "kl",
    }
    assert "Avg" not in quantities(logging("Avg", "episode_reward", "approx_kl"))
    assert "Avg" not in quantities(logging("Avg", "train_loss", "val_accuracy"))


def test_the_memory_of_a_replay_buffer_is_no_memory_of_the_machine() -> None:
    assert quantities(logging("memory length", "replay memory size", "gpu_memory", "epsilon")) == {
        "gpu_memory": "memory",
        "epsilon": "exploration_rate",
    }


def test_statistics_by_the_name_of_stat_are_of_what_stands_before_it() -> None:
    assert quantities(
        logging("train/returns_stat/mean", "train/returns_stat/std", "train/lens_stat/mean", "update/loss")
    ) == {
        "train/returns_stat/mean": "return",
        "train/returns_stat/std": "return_spread",
        "train/lens_stat/mean": "episode_length",
        "update/loss": "loss",
    }


def test_a_share_of_goals_stands_for_the_return_where_an_agent_logs_no_other() -> None:
    assert quantities(logging("test/success_rate", "train/success_rate", "approx_kl", "clip_fraction")) == {
        "test/success_rate": "eval_return",
        "train/success_rate": "return",
        "approx_kl": "kl",
        "clip_fraction": "clip_fraction",
    }
    assert "success_rate" not in quantities(logging("success_rate", "episode_return", "q_value"))
    assert "success_rate" not in quantities(logging("success_rate", "train_loss", "val_accuracy"))


@pytest.mark.parametrize(
    ("tag", "quantity"),
    [
        ("AvgFitness", "return"),
        ("BestFitness", "best_return"),
        ("AI_return", "return"),
        ("rollout/episode_steps", "episode_length"),
        ("Episode T", "episode_length"),
        ("loss_objective", "policy_loss"),
    ],
)
def test_agents_are_logged_in_other_words_too(tag: str, quantity: str) -> None:
    assert quantities(logging(tag, "q_value"))[tag] == quantity
