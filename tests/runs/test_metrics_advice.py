"""What a run does not log and its domain should."""

from __future__ import annotations

import pytest

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.runs.describing.metrics_advice import domain_of, not_logged
from tests.runs.builders import run, series

MANY = [1.0] * 20


def logging(*tags: str, points: int = 20) -> object:
    return run(*(series(tag, [1.0] * points) for tag in tags))


@pytest.mark.parametrize(
    ("tags", "domain"),
    [
        (("train/approx_kl", "train/entropy_loss", "rollout/ep_rew_mean"), "policy-gradient"),
        (("rollout/ep_rew_mean", "losses/td_loss"), "reinforcement-learning"),
        (("train/loss", "val/loss"), "deep-learning"),
        (("colour",), None),
    ],
)
def test_the_domain_is_told_by_what_is_logged(tags: tuple[str, ...], domain: str | None) -> None:
    assert domain_of(logging(*tags)) == domain  # type: ignore[arg-type]


SAC = ("train/actor_loss", "train/critic_loss", "train/std", "rollout/ep_rew_mean")


@pytest.mark.parametrize(
    ("temperature", "beside", "domain"),
    [
        ([0.9, 0.4, 0.1, 0.2, 0.15], (), "reinforcement-learning"),
        ([0.9, 0.7, 0.5, 0.3, 0.1], (), "policy-gradient"),
        ([0.1] * 5, (), "policy-gradient"),
        ([0.9, 0.4, 0.1, 0.2, 0.15], ("train/approx_kl",), "policy-gradient"),
        ([0.9, 0.4, 0.1, 0.2, 0.15], ("train/explained_variance",), "policy-gradient"),
    ],
    ids=["tuned", "annealed", "constant", "tuned in PPO", "tuned in A2C"],
)
def test_an_agent_that_tunes_its_temperature_is_not_asked_for_what_only_policy_gradients_have(
    temperature: list[float], beside: tuple[str, ...], domain: str
) -> None:
    """SAC with state-dependent exploration logs a standard deviation and an actor's loss, as policy gradients do."""
    tags = (series(tag, [1.0] * 5) for tag in (*SAC, *beside))
    assert domain_of(run(*tags, series("train/ent_coef", temperature))) == domain


def test_a_quantity_counts_under_whatever_name_it_is_logged() -> None:
    given = logging("Loss/train", "gradient_norm", "my/data_seconds")
    worth = ["train/loss", "train/grad_norm", "train/learning_rate", "time/data_seconds"]
    assert not_logged(given, worth) == ("train/learning_rate",)  # type: ignore[arg-type]


def test_an_agent_is_not_asked_for_a_validation_loss() -> None:
    worth = ["val/loss", "train/entropy_loss"]
    assert not_logged(logging("rollout/ep_rew_mean"), worth) == ("train/entropy_loss",)  # type: ignore[arg-type]
    assert not_logged(logging("train/loss"), ["val/loss"]) == ("val/loss",)  # type: ignore[arg-type]


def test_a_handful_of_points_is_no_way_of_logging() -> None:
    assert not_logged(logging("train/loss", points=3), ["val/loss"]) == ()  # type: ignore[arg-type]


def test_every_metric_of_every_playbook_can_be_told_from_its_absence() -> None:
    shelf = find_playbooks()
    for playbook in ("deep-learning", "reinforcement-learning", "policy-gradient"):
        worth = [each.tag_hint for each in catalogue_for(playbook, shelf).metrics]
        assert not_logged(logging(*worth), worth) == ()  # type: ignore[arg-type]
        assert not_logged(logging("colour"), worth)  # type: ignore[arg-type]
