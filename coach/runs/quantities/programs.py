"""Names that mean something only together with others that the same program writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.parts import parts_of
from coach.runs.quantities.quantity import NONE_OF_THEM, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from coach.runs.run import Run

_OF_DARKNET = frozenset({"avg", "rate", "images"})
_OF_LLM_C = {"trl": Quantity.LOSS, "tel": Quantity.EVAL_LOSS}
_NORM, _BESIDE_A_NORM = "norm", (frozenset({"loss", "lr"}), frozenset({"trl", "lr"}))
_ENVIRONMENT = "environment"
_BESIDE_AN_ENVIRONMENT = frozenset(
    {"average_value", "td_error", "initial_state_value", "value_scale", "soft_opc"}
)
"""What d3rlpy's scorers are called by its users; `environment` is the return of episodes that are played."""
_RECONSTRUCTION, _BESIDE_A_RECONSTRUCTION = "rec", frozenset({"kl", "kld", "kl_loss"})
_LEARN, _TEST, _BEST = "learn", "test", "best"
_QUARTERS = ("_q0", "_q1", "_q2", "_q3")
_LOSSES = frozenset({Quantity.LOSS, Quantity.EVAL_LOSS})


def of_one_program(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give anew what the other names tell: of Darknet, llm.c, d3rlpy, CatBoost, and of the quarters of a noise."""
    found: dict[str, Reading] = {}
    if readings.keys() >= _OF_DARKNET:
        found["avg"] = Reading(Meaning(Quantity.LOSS))
        found["rate"] = Reading(Meaning(Quantity.LEARNING_RATE))
    if any(readings.keys() >= names for names in _BESIDE_A_NORM) and _NORM in readings:
        found[_NORM] = Reading(Meaning(Quantity.GRAD_NORM))
    if readings.keys() >= {"trl", "lr"}:
        found |= {tag: Reading(Meaning(each)) for tag, each in _OF_LLM_C.items() if tag in readings}
    if readings.keys() & _BESIDE_AN_ENVIRONMENT and _ENVIRONMENT in readings:
        found[_ENVIRONMENT] = Reading(Meaning(Quantity.EVAL_RETURN))
    if any(tag.split("/")[-1] in _BESIDE_A_RECONSTRUCTION for tag in readings):
        found |= {tag: _loss_of(tag) for tag in readings if tag.split("/")[-1] == _RECONSTRUCTION}
    if readings.keys() >= {_LEARN, _BEST}:
        found[_BEST] = NONE_OF_THEM
    if any(tag.endswith(_QUARTERS[0]) for tag in readings):
        is_loss = {tag for tag in readings if tag.endswith(_QUARTERS) and not parts_of(tag).statistic}
        found |= {tag: Reading(Meaning(Quantity.LOSS)) for tag in is_loss if _is_a_loss(readings[tag])}
    return found | _values_of_losses(readings)


def settle_by_course(meanings: MutableMapping[str, Meaning], run: Run) -> None:
    """Settle what CatBoost's `learn` and `test` are: losses where boosting makes them fall, else scores."""
    learn = run.series.get(_LEARN)
    if run.format != "console" or learn is None or len(learn.value) < 2 or _LEARN in run.stated:  # noqa: PLR2004 - a way
        return
    first, last = float(learn.value[0]), float(learn.value[-1])
    if last == first:
        return
    own, held_out = (
        (Quantity.LOSS, Quantity.EVAL_LOSS) if last < first else (Quantity.ACCURACY, Quantity.EVAL_ACCURACY)
    )
    meanings[_LEARN] = Meaning(own)
    if _TEST in run.series and _TEST not in run.stated:
        meanings[_TEST] = Meaning(held_out)


def _loss_of(tag: str) -> Reading:
    return Reading(Meaning(Quantity.EVAL_LOSS if parts_of(tag).data == "eval" else Quantity.LOSS))


def _is_a_loss(reading: Reading) -> bool:
    return reading.meaning is None or reading.meaning.quantity in {*_LOSSES, Quantity.VALUE_LOSS}


def _values_of_losses(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give a `loss value` beside nothing of an agent as the loss: with no policy there is no critic."""
    values = {tag for tag, each in readings.items() if _is_loss_value(tag, each)}
    others = {each.meaning.quantity for tag, each in readings.items() if each.meaning and tag not in values}
    if not values or others & _OF_A_CRITIC:
        return {}
    return {tag: _loss_of(tag) for tag in values}


def _is_loss_value(tag: str, reading: Reading) -> bool:
    is_critic = reading.meaning is not None and reading.meaning.quantity is Quantity.VALUE_LOSS
    return is_critic and parts_of(tag).order[-2:] == ("loss", "value")


_OF_A_CRITIC = frozenset(
    {
        *(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.EPISODE_LENGTH, Quantity.EXPLORATION_RATE),
        *(Quantity.POLICY_LOSS, Quantity.VALUE_LOSS, Quantity.Q_VALUE, Quantity.VALUE, Quantity.ADVANTAGE),
        *(Quantity.ENTROPY, Quantity.CLIP_FRACTION, Quantity.KL, Quantity.EXPLAINED_VARIANCE),
    }
)
"""What says that a run has a policy, and so perhaps a critic."""
