"""Every detector. A new one is a module beside this one and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.across_runs.dead_trials import dead_trials
from coach.runs.detectors.across_runs.held_out_beside import held_out_beside
from coach.runs.detectors.across_runs.identical_runs import identical_runs
from coach.runs.detectors.across_runs.loss_under_sibling import loss_under_sibling
from coach.runs.detectors.across_runs.runs_without_curves import runs_without_curves
from coach.runs.detectors.across_runs.seed_disagreement import seed_disagreement
from coach.runs.detectors.across_runs.shared_fall import shared_fall
from coach.runs.detectors.across_runs.under_sibling import under_sibling
from coach.runs.detectors.gradients.absurd_magnitude import absurd_magnitude
from coach.runs.detectors.gradients.always_clipped import always_clipped
from coach.runs.detectors.gradients.gradient_drop import gradient_drop
from coach.runs.detectors.gradients.gradient_growth import gradient_growth
from coach.runs.detectors.gradients.gradient_jump import gradient_jump
from coach.runs.detectors.gradients.gradient_spike import gradient_spike
from coach.runs.detectors.gradients.gradient_vanishing import gradient_vanishing
from coach.runs.detectors.gradients.learning_rate_early import learning_rate_early
from coach.runs.detectors.gradients.learning_rate_zero import learning_rate_zero
from coach.runs.detectors.gradients.loss_scale import loss_scale
from coach.runs.detectors.gradients.rate_jumps_up import rate_jumps_up
from coach.runs.detectors.gradients.rate_large import rate_large
from coach.runs.detectors.gradients.rate_not_as_meant import rate_not_as_meant
from coach.runs.detectors.gradients.rate_only_rises import rate_only_rises
from coach.runs.detectors.gradients.rate_small import rate_small
from coach.runs.detectors.gradients.update_ratio_high import update_ratio_high
from coach.runs.detectors.gradients.update_ratio_low import update_ratio_low
from coach.runs.detectors.gradients.weight_norm_constant import weight_norm_constant
from coach.runs.detectors.gradients.weight_norm_growth import weight_norm_growth
from coach.runs.detectors.gradients.weights_jump import weights_jump
from coach.runs.detectors.gradients.weights_shrink import weights_shrink
from coach.runs.detectors.logging.alternates import alternates
from coach.runs.detectors.logging.began_at_restart import began_at_restart
from coach.runs.detectors.logging.classes_left_out import classes_left_out
from coach.runs.detectors.logging.constant_value import constant_value
from coach.runs.detectors.logging.experts_uneven import experts_uneven
from coach.runs.detectors.logging.masked_nan import masked_nan
from coach.runs.detectors.logging.non_finite import non_finite
from coach.runs.detectors.logging.nothing_updated import nothing_updated
from coach.runs.detectors.logging.odd_one_out import odd_one_out
from coach.runs.detectors.logging.outputs_still import outputs_still
from coach.runs.detectors.logging.replicas_part import replicas_part
from coach.runs.detectors.logging.same_numbers import same_numbers
from coach.runs.detectors.logging.shared_change import shared_change
from coach.runs.detectors.logging.stale_evaluation import stale_evaluation
from coach.runs.detectors.logging.step_defects import step_defects
from coach.runs.detectors.logging.undefined_metric import undefined_metric
from coach.runs.detectors.losses.back_to_start import back_to_start
from coach.runs.detectors.losses.best_lost import best_lost
from coach.runs.detectors.losses.both_lost_at_once import both_lost_at_once
from coach.runs.detectors.losses.chance_plateau import chance_plateau
from coach.runs.detectors.losses.discriminator_gone import discriminator_gone
from coach.runs.detectors.losses.gap_at_first_look import gap_at_first_look
from coach.runs.detectors.losses.held_out_better import held_out_better
from coach.runs.detectors.losses.held_out_gains_alone import held_out_gains_alone
from coach.runs.detectors.losses.held_out_lost_alone import held_out_lost_alone
from coach.runs.detectors.losses.held_out_never_better import held_out_never_better
from coach.runs.detectors.losses.initial_loss_high import initial_loss_high
from coach.runs.detectors.losses.initial_loss_low import initial_loss_low
from coach.runs.detectors.losses.kl_term_gone import kl_term_gone
from coach.runs.detectors.losses.loss_divergence import loss_divergence
from coach.runs.detectors.losses.loss_jump import loss_jump
from coach.runs.detectors.losses.loss_spike import loss_spike
from coach.runs.detectors.losses.loss_under_bound import loss_under_bound
from coach.runs.detectors.losses.metric_swings import metric_swings
from coach.runs.detectors.losses.no_gap import no_gap
from coach.runs.detectors.losses.periodic_loss import periodic_loss
from coach.runs.detectors.losses.plateau_at_rate_change import plateau_at_rate_change
from coach.runs.detectors.losses.preference_at_chance import preference_at_chance
from coach.runs.detectors.losses.rate_cut_early import rate_cut_early
from coach.runs.detectors.losses.score_falls_with_loss import score_falls_with_loss
from coach.runs.detectors.losses.score_rises_with_loss import score_rises_with_loss
from coach.runs.detectors.losses.slow_from_start import slow_from_start
from coach.runs.detectors.losses.spread_gone import samples_alike
from coach.runs.detectors.losses.stands_at_mean import stands_at_mean
from coach.runs.detectors.losses.stuck_at_start import stuck_at_start
from coach.runs.detectors.losses.stuck_high import stuck_high
from coach.runs.detectors.losses.sudden_standstill import sudden_standstill
from coach.runs.detectors.losses.terms_part import terms_part
from coach.runs.detectors.losses.too_good import too_good
from coach.runs.detectors.losses.training_gains_alone import training_gains_alone
from coach.runs.detectors.losses.training_lost_first import training_lost_first
from coach.runs.detectors.losses.validation_gap import validation_gap
from coach.runs.detectors.losses.validation_turn import validation_turn
from coach.runs.detectors.policy.chosen_falls import chosen_falls
from coach.runs.detectors.policy.clip_fraction_high import clip_fraction_high
from coach.runs.detectors.policy.clip_fraction_zero import clip_fraction_zero
from coach.runs.detectors.policy.entropy_at_start import entropy_at_start
from coach.runs.detectors.policy.entropy_collapse import entropy_collapse
from coach.runs.detectors.policy.entropy_growth import entropy_growth
from coach.runs.detectors.policy.entropy_stops_short import entropy_stops_short
from coach.runs.detectors.policy.entropy_swings import entropy_swings
from coach.runs.detectors.policy.exploration_rate import exploration_rate
from coach.runs.detectors.policy.exploration_spent import exploration_spent
from coach.runs.detectors.policy.first_logged_ratio import first_logged_ratio
from coach.runs.detectors.policy.kl_near_zero import kl_near_zero
from coach.runs.detectors.policy.kl_negative import kl_negative
from coach.runs.detectors.policy.kl_runaway import kl_runaway
from coach.runs.detectors.policy.kl_spike import kl_spike
from coach.runs.detectors.policy.learner_still import learner_still
from coach.runs.detectors.policy.probability_ratio_high import probability_ratio_high
from coach.runs.detectors.policy.probability_ratio_low import probability_ratio_low
from coach.runs.detectors.policy.sampler_gap import sampler_gap
from coach.runs.detectors.policy.temperature_gone import temperature_gone
from coach.runs.detectors.policy.temperature_growth import temperature_growth
from coach.runs.detectors.returns.answers_cut_off import answers_cut_off
from coach.runs.detectors.returns.broke_at_the_end import broke_at_the_end
from coach.runs.detectors.returns.evaluation_below_training import evaluation_below_training
from coach.runs.detectors.returns.fall_while_calm import fall_while_calm
from coach.runs.detectors.returns.goal_falls import goal_falls
from coach.runs.detectors.returns.length_at_limit import length_at_limit
from coach.runs.detectors.returns.length_shrinks import length_shrinks
from coach.runs.detectors.returns.moves_without_gain import moves_without_gain
from coach.runs.detectors.returns.one_step_episodes import one_step_episodes
from coach.runs.detectors.returns.plateau_from_start import plateau_from_start
from coach.runs.detectors.returns.proxy_gap import proxy_gap
from coach.runs.detectors.returns.rare_success import rare_success
from coach.runs.detectors.returns.return_crash import return_crash
from coach.runs.detectors.returns.return_decline import return_decline
from coach.runs.detectors.returns.return_repeats import return_repeats
from coach.runs.detectors.returns.return_silent import return_silent
from coach.runs.detectors.returns.reward_without_spread import reward_without_spread
from coach.runs.detectors.returns.worse_from_start import worse_from_start
from coach.runs.detectors.speed_and_memory.device_idle import device_idle
from coach.runs.detectors.speed_and_memory.memory_growth import memory_growth
from coach.runs.detectors.speed_and_memory.periodic_load import periodic_load
from coach.runs.detectors.speed_and_memory.throughput_decay import throughput_decay
from coach.runs.detectors.telltales.registry import TELLTALES
from coach.runs.detectors.values.advantages_off_centre import advantages_off_centre
from coach.runs.detectors.values.critic_loss_jump import critic_loss_jump
from coach.runs.detectors.values.critic_lost import critic_lost
from coach.runs.detectors.values.explained_variance import explained_variance
from coach.runs.detectors.values.perfect_critic import perfect_critic
from coach.runs.detectors.values.short_sighted_values import short_sighted_values
from coach.runs.detectors.values.target_still import target_still
from coach.runs.detectors.values.unbounded_growth import unbounded_growth
from coach.runs.detectors.values.value_beyond_bound import value_beyond_bound
from coach.runs.detectors.values.value_loss_growth import value_loss_growth
from coach.runs.detectors.values.value_loss_scale import value_loss_scale
from coach.runs.detectors.values.value_scale_large import value_scale_large
from coach.runs.detectors.values.value_scale_small import value_scale_small
from coach.runs.detectors.values.values_beyond_returns import values_beyond_returns
from coach.runs.detectors.values.values_break import values_break

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

    Detector = Callable[[RunForDetectors], Iterable[Symptom]]
    DetectorAcross = Callable[[Sequence[RunForDetectors]], Iterable[Symptom]]
    DetectorAgainst = Callable[[RunForDetectors, Sequence[RunForDetectors]], Iterable[Symptom]]

DETECTORS: tuple[Detector, ...] = (
    non_finite,
    undefined_metric,
    masked_nan,
    constant_value,
    stale_evaluation,
    entropy_collapse,
    entropy_at_start,
    entropy_stops_short,
    entropy_growth,
    kl_spike,
    kl_negative,
    kl_near_zero,
    kl_runaway,
    exploration_rate,
    exploration_spent,
    temperature_gone,
    temperature_growth,
    clip_fraction_high,
    clip_fraction_zero,
    explained_variance,
    perfect_critic,
    value_loss_growth,
    critic_loss_jump,
    unbounded_growth,
    value_loss_scale,
    values_beyond_returns,
    plateau_from_start,
    worse_from_start,
    moves_without_gain,
    return_decline,
    return_crash,
    fall_while_calm,
    return_silent,
    nothing_updated,
    evaluation_below_training,
    loss_spike,
    loss_jump,
    loss_divergence,
    training_lost_first,
    both_lost_at_once,
    held_out_lost_alone,
    held_out_gains_alone,
    sudden_standstill,
    stuck_high,
    stuck_at_start,
    broke_at_the_end,
    validation_turn,
    validation_gap,
    best_lost,
    score_falls_with_loss,
    score_rises_with_loss,
    gradient_growth,
    gradient_spike,
    always_clipped,
    loss_scale,
    learning_rate_early,
    learning_rate_zero,
    rate_not_as_meant,
    rate_jumps_up,
    rate_large,
    rate_small,
    rate_only_rises,
    plateau_at_rate_change,
    rate_cut_early,
    throughput_decay,
    memory_growth,
    absurd_magnitude,
    gradient_vanishing,
    update_ratio_high,
    update_ratio_low,
    initial_loss_high,
    slow_from_start,
    initial_loss_low,
    chance_plateau,
    entropy_swings,
    probability_ratio_high,
    probability_ratio_low,
    first_logged_ratio,
    value_scale_large,
    value_scale_small,
    short_sighted_values,
    advantages_off_centre,
    value_beyond_bound,
    held_out_better,
    too_good,
    loss_under_bound,
    metric_swings,
    periodic_load,
    periodic_loss,
    step_defects,
    reward_without_spread,
    proxy_gap,
    answers_cut_off,
    length_at_limit,
    length_shrinks,
    one_step_episodes,
    sampler_gap,
    rare_success,
    weight_norm_constant,
    weight_norm_growth,
    odd_one_out,
    back_to_start,
    gap_at_first_look,
    kl_term_gone,
    stands_at_mean,
    terms_part,
    values_break,
    classes_left_out,
    replicas_part,
    held_out_never_better,
    no_gap,
    samples_alike,
    outputs_still,
    goal_falls,
    chosen_falls,
    began_at_restart,
    discriminator_gone,
    preference_at_chance,
    device_idle,
    experts_uneven,
    same_numbers,
    shared_change,
    return_repeats,
    critic_lost,
    learner_still,
    target_still,
    gradient_jump,
    gradient_drop,
    weights_jump,
    training_gains_alone,
    alternates,
    weights_shrink,
    *TELLTALES,
)

ACROSS: tuple[DetectorAcross, ...] = (
    seed_disagreement,
    identical_runs,
    dead_trials,
    runs_without_curves,
    shared_fall,
    held_out_beside,
)

AGAINST: tuple[DetectorAgainst, ...] = (under_sibling, loss_under_sibling)
