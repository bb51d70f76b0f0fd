"""Names of diagnostics are told by their words, and names of anything else are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.runs.detectors.diagnostics.row import diagnostic_of
from coach.runs.quantities.reading import reading_of

NAMES = Path(__file__).parents[2] / "tag_names.yaml"
READ_IN_SOURCE = {
    "critic/vf_clipfrac": "values-clipped",
    "num_env_steps_dropped_lifetime": "steps-dropped",
    "code_perplexity": "code-perplexity",
    "train/codebook active percentage": "code-usage",
    "perf/data_wait": "data-wait",
    "train/dead_neurons": "dead-units",
    "amp/skipped_steps": "skipped-steps",
    "Progress/augment": "augmented-share",
    "train/codebook_perplexity": "code-perplexity",
    "train/Z_std": "embedding-spread",
    "train/dead_codebook_ratio": "dead-code-share",
    "train/code_resets": "code-restarts",
    "moe/load_imbalance": "expert-imbalance",
    "codebook/n_used": "code-count",
    "num_remote_worker_restarts": "lost-workers",
    "replay/buffer_size": "replay-size",
    "train/never_fired_fraction": "dead-units",
    "D->D(G(z))": "score-of-fakes",
    "train/logvar_mean": "posterior-log-variance",
    "fast_rcnn/fg_cls_accuracy": "foreground-accuracy",
    "Replay/TargetUpdate": "target-updates",
    "train/raw_action_oob_fraction": "actions-outside",
    "learner_queue/size_mean": "learner-queue",
    "gan/d_margin": "real-fake-margin",
    "response/aborted_ratio": "aborted-answers",
    "train/effective_rank": "effective-rank",
    "moe/smoke/active_experts": "experts-in-use",
    "train/staleness_mean": "policy-lag",
}
"""Names that public programs log, by the row they belong to; the half on which the words were tried."""
SOUNDS_ALIKE = (
    "train/discriminator_loss",
    "gradient_clip_threshold",
    "dead_reckoning_error_m",
    "config/replay_buffer_size_limit",
    "expert/return",
    "train/action_entropy",
    "val/target_accuracy",
    "learning_rate",
    "train/padding_loss",
    "eval/episode_reward_std",
    "time/total_timesteps",
    "charts/episodic_length",
    "rollout/ep_len_mean",
    "train/value_mean",
    "gpu/utilization",
    "lora_dropout",
    "codebook_loss",
)
KNOWN_TO_BE_BOTH = frozenset(
    {
        "ppo_actor/update/clip_ratio",
        "fast_rcnn/fg_cls_accuracy",
        "critic/clip_ratio",
        "train/param_norm/lora_vision",
    }
)


@pytest.mark.parametrize(("tag", "row"), READ_IN_SOURCE.items())
def test_a_name_that_programs_log_is_read(tag: str, row: str) -> None:
    found = diagnostic_of(tag)
    assert found is not None
    assert found.id == row


@pytest.mark.parametrize("tag", SOUNDS_ALIKE)
def test_a_name_that_only_sounds_alike_is_none(tag: str) -> None:
    assert diagnostic_of(tag) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deadUnitFraction", "dead_units_frac"),
        ("grad/zeroFraction", "grads.zero_frac"),
        ("Codebook Usage (%)", "codebook_utilization_pct"),
        ("workers/num_healthy", "numHealthyWorkers"),
        ("padfraction", "padding/ratio"),
    ],
)
def test_spelling_is_no_matter(one: str, other: str) -> None:
    assert diagnostic_of(one) is not None
    assert diagnostic_of(one) is diagnostic_of(other)


def _names(part: Any) -> set[str]:
    if isinstance(part, dict):
        tags = part.get("tags", {})
        return {*tags, *(name for each in part.values() for name in _names(each))}
    return set()


def test_no_name_of_a_quantity_is_taken_for_a_diagnostic_that_overrules_it() -> None:
    names = _names(yaml.safe_load(NAMES.read_text(encoding="utf-8")))
    assert len(names) > 1000
    taken = {
        name
        for name in names - KNOWN_TO_BE_BOTH
        if (row := diagnostic_of(name)) is not None
        and reading_of(name).meaning is not None
        and (row.overrules or not row.even_if_read)
    }
    assert taken == set()
