"""How the trainings of the third lab are logged: names and files of frameworks that the other labs do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.fault_lab.logbook import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVENTS = "events.out.tfevents.1750000000.host.31.0"
_Q = "learners/default_policy/"

DIALECTS: Mapping[str, Dialect] = {
    "skrl": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "Reward / Total reward (mean)",
            "length": "Episode / Total timesteps (mean)",
            "policy_loss": "Loss / Policy loss",
            "loss": "Loss / Critic loss",
            "temperature_loss": "Loss / Entropy loss",
            "temperature": "Coefficient / Entropy coefficient",
            "q": "Q-network / Q1 (mean)",
        },
    ),
    "garage": Dialect(
        format="csv",
        file="progress.csv",
        step="TotalEnvSteps",
        clock="TotalTime",
        row="Iteration",
        tags={
            "return": "Average/TrainAverageReturn",
            "length": "Average/TrainEpisodeLength",
            "policy_loss": "Policy/Loss",
            "loss": "QF/Qf1Loss",
            "temperature": "AlphaTemperature/mean",
            "entropy": "Policy/Entropy",
        },
    ),
    "rllib": Dialect(
        format="nested",
        file="result.json",
        step="num_env_steps_sampled_lifetime",
        clock="time_total_s",
        row="training_iteration",
        tags={
            "return": "env_runners/episode_return_mean",
            "length": "env_runners/episode_len_mean",
            "eval_return": "evaluation/env_runners/episode_return_mean",
            "loss": f"{_Q}total_loss",
            "q": f"{_Q}qf_mean",
            "td_error": f"{_Q}td_error_mean",
            "grad_norm": f"{_Q}gradients_default_optimizer_global_norm",
            "learning_rate": f"{_Q}default_optimizer_learning_rate",
        },
    ),
    "tianshou": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "train/returns_stat/mean",
            "length": "train/lens_stat/mean",
            "eval_return": "test/returns_stat/mean",
            "loss": "update/loss",
            "exploration": "train/env_step/eps",
        },
    ),
    "d3rlpy": Dialect(
        format="files",
        file="params.json",
        step="step",
        row="epoch",
        tags={"eval_return": "environment", "loss": "loss", "td_error": "td_error", "q": "average_value"},
    ),
    "rounds": Dialect(
        format="jsonl",
        file="bandit.jsonl",
        step="round",
        clock="wall_time",
        tags={"return": "mean_reward", "regret": "regret", "loss": "model_mse", "exploration": "epsilon"},
    ),
    "trl": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "return": "train/reward",
            "return_spread": "train/reward_std",
            "no_spread": "train/frac_reward_zero_std",
            "length": "train/completions/mean_length",
            "cut": "train/completions/clipped_ratio",
            "kl": "train/kl",
            "entropy": "train/entropy",
            "clip_fraction": "train/clip_ratio/region_mean",
            "sampler_gap": "train/sampling/sampling_logp_difference/mean",
            "loss": "train/loss",
            "grad_norm": "train/grad_norm",
            "learning_rate": "train/learning_rate",
        },
    ),
    "trl-console": Dialect(
        format="text",
        file="train.log",
        opening="Loading checkpoint shards: 100%|##########| 2/2 [00:03<00:00,  1.7s/it]",
        lines=("{record}",),
        tags={
            "loss": "loss",
            "grad_norm": "grad_norm",
            "learning_rate": "learning_rate",
            "length": "completions/mean_length",
            "cut": "completions/clipped_ratio",
            "return": "reward",
            "return_spread": "reward_std",
            "kl": "kl",
            "clip_fraction": "clip_ratio/region_mean",
            "entropy": "entropy",
        },
    ),
    "mmengine": Dialect(
        format="jsonl",
        file="scalars.json",
        step="step",
        tags={
            "learning_rate": "lr",
            "loss": "loss",
            "grad_norm": "grad_norm",
            "step_time": "time",
            "eval_loss": "val/loss",
            "eval_accuracy": "accuracy/top1",
            "f1": "single-label/f1-score",
        },
    ),
    "detectron": Dialect(
        format="jsonl",
        file="metrics.json",
        step="iteration",
        tags={
            "loss": "total_loss",
            "learning_rate": "lr",
            "step_time": "time",
            "eval_loss": "validation_loss",
            "auc": "validation/roc_auc",
            "f1": "validation/F1",
        },
    ),
    "loguru": Dialect(
        format="text",
        file="train_log.txt",
        opening="2026-01-05 09:00:00.101 | INFO     | core.trainer:before_train:130 - Training start...",
        lines=(
            (
                "{at}.214 | INFO     | core.trainer:after_iter:250 - iter: {step}, iter_time: {step_time:.3f}s, "
                "loss: {loss:.4f}, lr: {learning_rate:.3e}"
            ),
            (
                "{at}.377 | INFO     | core.trainer:evaluate:340 - iter: {step}, val_loss: {eval_loss:.4f}, "
                "val_f1: {f1:.4f}"
            ),
        ),
        tags={
            "loss": "loss",
            "learning_rate": "lr",
            "step_time": "iter_time",
            "eval_loss": "val_loss",
            "f1": "val_f1",
        },
    ),
    "history": Dialect(
        format="lists",
        file="history.json",
        step="epoch",
        tags={
            "loss": "loss",
            "accuracy": "binary_accuracy",
            "eval_loss": "val_loss",
            "eval_accuracy": "val_binary_accuracy",
            "auc": "val_auc",
            "learning_rate": "learning_rate",
        },
    ),
    "vae": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "loss": "loss",
            "rebuilt": "Reconstruction_Loss",
            "code_kl": "KLD",
            "eval_loss": "val_loss",
            "eval_rebuilt": "val_Reconstruction_Loss",
            "learning_rate": "lr-Adam",
        },
    ),
    "tsv": Dialect(
        format="csv",
        file="stats.csv",
        step="it",
        tags={
            "loss": "neg_elbo",
            "rebuilt": "recon",
            "eval_rebuilt": "test_recon",
            "beta": "kl_weight",
            "grad_norm": "gnorm",
        },
    ),
    "solo": Dialect(
        format="csv",
        file="metrics.csv",
        step="step",
        tags={
            "loss": "train_nce_loss",
            "accuracy": "train_nce_top1",
            "code_spread": "train_z_std",
            "eval_accuracy": "val_knn_top1",
            "learning_rate": "lr-LARS",
        },
    ),
    "nanogpt": Dialect(
        format="text",
        file="train.log",
        opening="number of parameters: 0.01M\ncompiling the model... (takes a ~minute)",
        lines=(
            "step {step}: train loss {loss:.4f}, val loss {eval_loss:.4f}",
            "iter {step}: loss {loss:.4f}, time {step_time:.2f}s, gnorm {grad_norm:.3f}",
        ),
        tags={"loss": "loss", "eval_loss": "val loss", "step_time": "time", "grad_norm": "gnorm"},
    ),
    "fairseq": Dialect(
        format="text",
        file="train.log",
        opening="2026-01-05 09:00:00 | INFO | fairseq_cli.train | num. shared model params: 9,124",
        lines=(
            (
                '{at} | INFO | train_inner | {{"update": "{step}", "loss": "{loss:.3f}", "num_updates": "{step}", '
                '"lr": "{learning_rate:.3e}", "gnorm": "{grad_norm:.3f}", "wall": "{seconds:.0f}"}}'
            ),
            '{at} | INFO | valid | {{"valid_loss": "{eval_loss:.3f}", "valid_num_updates": "{step}"}}',
        ),
        tags={
            "loss": "loss",
            "learning_rate": "lr",
            "grad_norm": "gnorm",
            "eval_loss": "valid_loss",
        },
    ),
    "speed": Dialect(
        format="events",
        file=_EVENTS,
        tags={
            "loss": "lm loss",
            "eval_loss": "lm loss validation",
            "learning_rate": "learning-rate",
            "grad_norm": "grad-norm",
            "step_time": "iteration-time",
        },
    ),
}
