"""How the trainings of the second lab are logged: names as other frameworks than those of the first lab write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.fault_lab.logbook import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVENTS = "events.out.tfevents.1750000000.node.7.0"
_STATS = "info/learner/default_policy/learner_stats/"

DIALECTS: Mapping[str, Dialect] = {
    "sb3-a2c": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "rollout/ep_rew_mean",
            "length": "rollout/ep_len_mean",
            "eval_return": "eval/mean_reward",
            "entropy": "-train/entropy_loss",
            "explained_variance": "train/explained_variance",
            "value_loss": "train/value_loss",
            "policy_loss": "train/policy_loss",
            "learning_rate": "train/learning_rate",
            "std": "train/std",
            "fps": "time/fps",
        },
    ),
    "rllib": Dialect(
        format="csv",
        file="progress.csv",
        step="timesteps_total",
        clock="time_total_s",
        row="training_iteration",
        tags={
            "return": "episode_reward_mean",
            "length": "episode_len_mean",
            "eval_return": "evaluation/episode_reward_mean",
            "entropy": _STATS + "entropy",
            "kl": _STATS + "kl",
            "policy_loss": _STATS + "policy_loss",
            "value_loss": _STATS + "vf_loss",
            "loss": _STATS + "total_loss",
            "explained_variance": _STATS + "vf_explained_var",
            "learning_rate": _STATS + "cur_lr",
            "grad_norm": _STATS + "grad_gnorm",
        },
    ),
    "rl-games": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "rewards/step",
            "length": "episode_lengths/step",
            "policy_loss": "losses/a_loss",
            "value_loss": "losses/c_loss",
            "entropy": "losses/entropy",
            "kl": "info/kl",
            "learning_rate": "info/last_lr",
            "fps": "performance/step_fps",
        },
    ),
    "spinning-up": Dialect(
        format="csv",
        file="progress.csv",
        step="TotalEnvInteracts",
        clock="Time",
        row="Epoch",
        tags={
            "return": "AverageEpRet",
            "length": "EpLen",
            "entropy": "Entropy",
            "kl": "KL",
            "clip_fraction": "ClipFrac",
            "value_loss": "LossV",
            "policy_loss": "LossPi",
            "loss": "LossQ",
            "q": "AverageQVals",
        },
    ),
    "cleanrl": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "charts/episodic_return",
            "length": "charts/episodic_length",
            "eval_return": "eval/episodic_return",
            "kl": "losses/approx_kl",
            "clip_fraction": "losses/clipfrac",
            "entropy": "losses/entropy",
            "explained_variance": "losses/explained_variance",
            "value_loss": "losses/value_loss",
            "policy_loss": "losses/policy_loss",
            "learning_rate": "charts/learning_rate",
            "fps": "charts/SPS",
        },
    ),
    "sb3-dqn": Dialect(
        format="csv",
        file="progress.csv",
        step="time/total_timesteps",
        clock="time/time_elapsed",
        tags={
            "return": "rollout/ep_rew_mean",
            "length": "rollout/ep_len_mean",
            "exploration": "rollout/exploration_rate",
            "loss": "train/loss",
            "learning_rate": "train/learning_rate",
            "fps": "time/fps",
        },
    ),
    "sb3-td3": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "rollout/ep_rew_mean",
            "length": "rollout/ep_len_mean",
            "loss": "train/critic_loss",
            "policy_loss": "train/actor_loss",
            "learning_rate": "train/learning_rate",
            "fps": "time/fps",
        },
    ),
    "own-dqn": Dialect(
        format="jsonl",
        file="log.jsonl",
        step="env_step",
        clock="time",
        tags={
            "return": "train/reward",
            "length": "train/length",
            "exploration": "train/eps",
            "loss": "update/loss",
            "q": "update/q_value",
            "grad_norm": "update/grad_norm",
        },
    ),
    "keras": Dialect(
        format="csv",
        file="history.csv",
        step="epoch",
        tags={
            "loss": "loss",
            "accuracy": "sparse_categorical_accuracy",
            "eval_loss": "val_loss",
            "eval_accuracy": "val_sparse_categorical_accuracy",
            "learning_rate": "lr",
        },
    ),
    "timm": Dialect(
        format="csv",
        file="summary.csv",
        step="epoch",
        tags={
            "loss": "train_loss",
            "eval_loss": "eval_loss",
            "eval_accuracy": "eval_top1",
            "learning_rate": "lr",
        },
    ),
    "fastai": Dialect(
        format="csv",
        file="history.csv",
        step="epoch",
        tags={"loss": "train_loss", "eval_loss": "valid_loss", "eval_accuracy": "accuracy"},
    ),
    "lightning": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "loss": "train_loss_step",
            "accuracy": "train_acc_step",
            "eval_loss": "val_loss_epoch",
            "eval_accuracy": "val_acc",
            "learning_rate": "lr-AdamW/pg1",
            "grad_norm": "grad_2.0_norm_total",
            "loss_scale": "amp/loss_scale",
        },
    ),
    "trainer": Dialect(
        format="jsonl",
        file="log_history.jsonl",
        step="step",
        tags={
            "epoch": "epoch",
            "loss": "loss",
            "grad_norm": "grad_norm",
            "learning_rate": "learning_rate",
            "eval_loss": "eval_loss",
            "eval_accuracy": "eval_accuracy",
        },
    ),
    "nano": Dialect(
        format="jsonl",
        file="metrics.jsonl",
        step="iter",
        tags={
            "loss": "train/loss",
            "eval_loss": "val/loss",
            "learning_rate": "lr",
            "grad_norm": "train/grad_norm",
        },
    ),
}
