"""Runs in which a diagnostic tells what is wrong, and runs beside them in which nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs import Severity
from coach.runs.describing.judged import not_judged
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.detect import detect
from coach.runs.detectors.diagnostics.judged import judged_diagnostics
from coach.runs.detectors.diagnostics.ranks import uneven_ranks
from tests.runs.builders import run, series
from tests.runs.detectors.cases import FALL, of, then
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from coach.runs import Run


def told(given: Run, symptom: str) -> list[str]:
    """Give what the table says of one symptom that is more than a mention."""
    seen = RunForDetectors(given)
    return [
        each.says
        for each in (*judged_diagnostics(seen), *uneven_ranks(seen))
        if each.detector == symptom and each.severity is not Severity.INFO
    ]


def loud(given: Run) -> set[str]:
    """Give the tags that any detector warns of."""
    return {each.tag for each in detect(given) if each.severity is not Severity.INFO}


def test_prompts_whose_answers_all_get_one_reward_half_way() -> None:
    share = then(np.zeros(75), noisy(0.7, 0.05, 75))
    given = of(reward=noisy(0.5, 0.05, 150), frac_reward_zero_std=share, grad_norm=noisy(0.05, 0.001, 150))
    (says,) = told(given, "groups-alike")
    assert "since step 75, after 0 %" in says
    assert told(of(reward=noisy(0.5, 0.05), frac_reward_zero_std=noisy(0.2, 0.02)), "groups-alike") == []


def test_a_task_that_is_solved_gives_groups_without_a_spread_as_well() -> None:
    share = then(ramp(0.0, 0.9, 80), np.full(120, 0.9))
    reward = then(ramp(0.1, 0.98, 80), noisy(0.98, 0.005, 120))
    assert told(of(reward=reward, frac_reward_zero_std=share), "groups-alike") == []


def test_a_target_network_that_is_never_copied() -> None:
    given = of(
        episode_return=noisy(0, 1),
        td_loss=FALL,
        epsilon=ramp(1, 0.05),
        num_target_updates=np.ones(200),
        target_param_distance=ramp(0, 3),
    )
    assert told(given, "target-never-copied")
    assert "best-lost" not in {each.detector for each in detect(given)}  # a distance is no score
    copied = of(
        episode_return=noisy(0, 1),
        num_target_updates=np.arange(200),
        target_param_distance=np.tile(ramp(0, 1, 20), 10),
    )
    assert told(copied, "target-never-copied") == []


def test_copies_of_a_model_that_drift_apart() -> None:
    drift = ramp(0.1, 1.8)
    given = of(loss=FALL, val_loss=FALL + 0.1, rank_param_l2_distance=drift)
    assert told(given, "replicas-apart")
    assert loud(given) == {"rank_param_l2_distance"}
    equal = of(loss=FALL, val_loss=FALL + 0.1, rank_param_l2_distance=np.zeros(200))
    assert loud(equal) == set()


def test_gradients_that_should_be_equal_on_all_processes() -> None:
    one = np.exp(-ramp(0, 2))
    apart = of(loss=FALL, rank0__grad_norm_after_allreduce=one, rank1__grad_norm_after_allreduce=1.2 * one)
    assert told(apart, "replicas-apart")
    same = of(loss=FALL, rank0__grad_norm_after_allreduce=one, rank1__grad_norm_after_allreduce=one)
    assert told(same, "replicas-apart") == []
    before = of(loss=FALL, rank0__grad_norm=one, rank1__grad_norm=1.2 * one)
    assert told(before, "replicas-apart") == []


def test_one_process_that_becomes_slow_is_named_with_the_step() -> None:
    slow = then(noisy(0.11, 0.002, 100), noisy(0.7, 0.01, 100))
    given = of(loss=FALL, perf__step_time_rank0=noisy(0.11, 0.002), perf__step_time_rank1=slow)
    (says,) = told(given, "one-rank-slow")
    assert says.startswith("perf/step_time_rank1 is 6.")
    assert "since step 100" in says
    both = of(loss=FALL, perf__step_time_rank0=slow, perf__step_time_rank1=slow + 0.001)
    assert told(both, "one-rank-slow") == []


def test_a_discriminator_that_wins_and_one_that_is_well() -> None:
    wins = of(d_loss=noisy(0.3, 0.05), g_loss=noisy(4, 0.3), d_acc=noisy(0.92, 0.01))
    assert told(wins, "discriminator-ahead")
    well = of(d_loss=noisy(1.2, 0.05), g_loss=noisy(0.9, 0.1), d_acc=noisy(0.75, 0.05))
    assert told(well, "discriminator-ahead") == []


def test_a_discriminator_of_an_agent_may_well_be_right() -> None:
    imitates = of(episode_return=ramp(0, 100), d_acc=noisy(0.99, 0.002), g_loss=noisy(4, 0.3))
    assert told(imitates, "discriminator-ahead") == []


def test_padding_that_counts_and_a_model_that_is_good() -> None:
    padding = noisy(0.85, 0.02)
    counts = of(loss=np.full(200, 0.46), pad_fraction=padding, accuracy=padding + 0.01)
    assert told(counts, "padding-counted")
    fine = of(loss=FALL, pad_fraction=noisy(0.2, 0.02), accuracy=noisy(0.9, 0.01))
    assert told(fine, "padding-counted") == []


def test_answers_that_are_the_mean_and_answers_to_what_cannot_be_foreseen() -> None:
    narrow = of(train_mse=noisy(3.7, 0.02), pred_std=noisy(0.12, 0.01), target_std=np.full(200, 1.9))
    (says,) = told(narrow, "predictions-narrow")
    assert "pred_std divided by target_std is 0.06" in says
    wide = of(train_mse=FALL, pred_std=noisy(1.5, 0.1), target_std=np.full(200, 1.9))
    assert told(wide, "predictions-narrow") == []


def test_steps_that_shrink_with_the_rate_are_as_they_should_be() -> None:
    norms = {"grad_norm": noisy(2, 0.1), "applied_update_norm": np.geomspace(4e-3, 3e-4, 200)}
    assert told(of(loss=FALL, **norms), "updates-vanish")
    falling = of(loss=FALL, lr=np.geomspace(1e-3, 1e-5, 200), **norms)
    assert told(falling, "updates-vanish") == []


def test_a_share_in_percent_is_read_as_one() -> None:
    assert told(of(loss=FALL, dead_units_pct=noisy(95, 1)), "units-unused")
    assert told(of(loss=FALL, dead_units_pct=noisy(9, 1)), "units-unused") == []


def test_a_count_is_no_share() -> None:
    assert told(of(loss=FALL, dead_neurons=np.ones(200)), "units-unused") == []


def test_values_that_are_no_number_are_passed_over() -> None:
    share = noisy(0.95, 0.01)
    share[::7] = np.nan
    assert told(of(loss=FALL, grad_zero_fraction=share), "zero-gradient-share")


def test_many_layers_that_tell_the_same_are_told_once() -> None:
    layers = {f"layer{n}__dead_relu_fraction": noisy(0.95, 0.01, seed=n) for n in range(8)}
    (says,) = told(of(loss=FALL, **layers), "units-unused")
    assert "and 5 more tell the same" in says


def test_what_a_detector_of_its_own_has_warned_of_is_not_told_again() -> None:
    given = of(loss=FALL, grad_zero_fraction=noisy(0.95, 0.01))
    seen = RunForDetectors(given)
    assert list(judged_diagnostics(seen))
    assert list(judged_diagnostics(seen, {"grad_zero_fraction"})) == []


def test_what_a_person_said_of_a_tag_comes_before_the_table() -> None:
    given = run(series("loss", FALL), series("rank_param_l2_distance", then(ramp(2, 0.5), ramp(0.5, 3))))
    said = replace(given, stated={"rank_*": "eval_loss"})
    assert "rank_param_l2_distance" not in RunForDetectors(given).meanings
    assert "rank_param_l2_distance" in RunForDetectors(said).meanings


def test_a_loss_scale_that_feels_its_way_skips_a_step_now_and_then() -> None:
    step = np.arange(200) * 2000
    now_and_then = run(
        series("loss", FALL, step=step), series("amp/skipped_steps", np.arange(200), step=step)
    )
    assert told(now_and_then, "steps-skipped") == []
    again_and_again = run(
        series("loss", FALL, step=step), series("amp/skipped_steps", 300 * np.arange(200), step=step)
    )
    assert told(again_and_again, "steps-skipped")


def test_a_wait_of_a_millisecond_may_be_ten_times_what_it_was() -> None:
    wait = then(noisy(0.0002, 1e-5, 100), noisy(0.002, 1e-5, 100))
    assert told(of(loss=FALL, data_wait_s=wait), "data-waits") == []
    assert told(of(loss=FALL, data_wait_s=300 * wait), "data-waits")


def test_a_rollout_of_an_on_policy_agent_is_no_replay() -> None:
    given = of(
        episode_return=ramp(0, 9),
        critic_loss=FALL,
        approx_kl=noisy(0.01, 0.001),
        buffer_size=np.full(200, 1024),
    )
    assert told(given, "replay-holds-little") == []


def test_a_car_that_gives_gas_is_not_slowed_down() -> None:
    assert told(of(episode_return=ramp(0, 9), throttle_mean=noisy(0.6, 0.1)), "clocks-fall") == []


def test_a_classifier_that_has_learnt_keeps_to_few_directions() -> None:
    assert told(of(loss=FALL, feature_rank=np.geomspace(300, 9, 200)), "representations-collapse") == []


def test_an_agent_that_does_best_at_its_bounds_is_well() -> None:
    share = then(ramp(0.2, 0.95, 60), noisy(0.96, 0.005, 140))
    assert told(of(episode_return=ramp(-200, 300), action_sat_frac=share), "actions-saturated") == []
    assert told(of(episode_return=noisy(-200, 9), action_sat_frac=share), "actions-saturated")


def test_a_run_of_diagnostics_alone_is_not_said_to_be_unjudged() -> None:
    assert not_judged(of(d_acc=noisy(0.75, 0.05), modes_covered=noisy(7, 0.1))) == ""
    assert "not known to me" in not_judged(of(d_acc=noisy(0.75, 0.05), zorp=noisy(7, 0.1)))
    assert "none known to me" in not_judged(of(zorp=noisy(7, 0.1), zarp=noisy(7, 0.1)))
