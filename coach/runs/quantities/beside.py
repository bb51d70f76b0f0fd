"""What the other tags of a run say about a name that fits several things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.quantities.parts import parts_of
from coach.runs.quantities.programs import of_one_program
from coach.runs.quantities.quantity import NONE_OF_THEM, UNKNOWN, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_AGENTS = frozenset(
    {
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.MAX_RETURN,
        Quantity.EPISODE_LENGTH,
        Quantity.EXPLORATION_RATE,
        Quantity.POLICY_LOSS,
        Quantity.VALUE_LOSS,
        Quantity.Q_VALUE,
        Quantity.VALUE,
        Quantity.ADVANTAGE,
        Quantity.ENTROPY,
        Quantity.ENTROPY_COEFFICIENT,
        Quantity.CLIP_FRACTION,
        Quantity.CLIP_RANGE,
        Quantity.EXPLAINED_VARIANCE,
        Quantity.COMPLETION_LENGTH,
        Quantity.KL,
        Quantity.KL_REFERENCE,
        Quantity.RATIO,
    }
)
"""Quantities that only a run with a policy has."""
_OF_ANSWERS = frozenset({Quantity.ACCURACY, Quantity.EVAL_ACCURACY, Quantity.EVAL_LOSS})
_RETURNS = frozenset({Quantity.RETURN, Quantity.EVAL_RETURN})
_DIVERGENCES = frozenset({Quantity.KL, Quantity.KL_REFERENCE})
"""What an autoencoder's loss has a term of as well."""
_CLIPPED = frozenset({Quantity.CLIP_FRACTION})
"""What a classifier has of its gradients."""
_ENOUGH = 2  # doubtful quantities of an agent that hold each other up
_TIME_OF_STEP = frozenset({"time", "data_time"})  # Detectron2, MMEngine: of an iteration, and of its data
_HELD_OUT = Quantity.EVAL_ACCURACY
_GENERATOR = re.compile(r"(?<![a-z])gen(?![a-z])", re.IGNORECASE)
_OF_IMAGES = frozenset({"recon", "reconstruction", "elbo", "vae", "vq"})


def settled(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give the readings of a run's tags, each doubtful one held against the others."""
    readings = _without_strays(readings)
    is_agent = _trains_a_policy(readings)
    is_supervised = not is_agent and bool(_quantities(readings, doubtful=False) & _OF_ANSWERS)
    if is_supervised or (not is_agent and _is_autoencoder(readings)):
        readings = {tag: UNKNOWN if each.is_doubtful else each for tag, each in readings.items()}
    elif Quantity.COMPLETION_LENGTH in _quantities(readings, doubtful=False):
        readings = {tag: _to_reference(tag, each) for tag, each in readings.items()}
    if not is_agent and Quantity.LOSS in _quantities(readings, doubtful=False):
        readings = {tag: UNKNOWN if _is_lone_epsilon(each) else each for tag, each in readings.items()}
    found = {tag: _held_out(tag, each, readings) for tag, each in readings.items()}
    found |= _terms_of_losses(found)
    if is_agent and not _quantities_of(found) & _RETURNS:
        found |= _bare_statistics(found)
    if is_agent and not _quantities_of(found) & _RETURNS:
        found |= {tag: reading for tag, each in found.items() if (reading := _share_of_goals(tag, each))}
    if any({"adversarial", "loss"} <= parts_of(tag).head for tag in found):
        found |= {tag: NONE_OF_THEM for tag in found if _is_of_a_generator(tag)}
    found |= of_one_program(found)
    if _TIME_OF_STEP.issubset(found):
        found["time"] = Reading(Meaning(Quantity.STEP_TIME))
    return found


def _quantities_of(readings: Mapping[str, Reading]) -> set[Quantity]:
    return {each.meaning.quantity for each in readings.values() if each.meaning is not None}


def _share_of_goals(tag: str, reading: Reading) -> Reading | None:
    """Give a rate of successes as the return of an agent that logs no other, as where goals are to be reached."""
    parts = parts_of(tag)
    if reading.meaning is not None or "success" not in parts.every or not parts.only("success", "acting"):
        return None
    return Reading(Meaning(Quantity.EVAL_RETURN if parts.data == "eval" else Quantity.RETURN))


def _terms_of_losses(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give anew what is a term of a loss: a `loss_entropy` beside the entropy itself, a bare `v` beside no `q`.

    The term is weighted or negated, and a `v` among the terms of a loss may be the loss of the values.
    """
    of_entropy = [
        tag for tag, each in readings.items() if each.meaning and each.meaning.quantity is Quantity.ENTROPY
    ]
    terms = {tag for tag in of_entropy if "loss" in parts_of(tag).every}
    found = dict.fromkeys(terms, NONE_OF_THEM) if len(terms) < len(of_entropy) else {}
    last = {tag: tag.rpartition("/")[2].strip().lower() for tag in readings}
    if "q" not in last.values():
        found |= {tag: UNKNOWN for tag, word in last.items() if word == "v" and readings[tag].is_doubtful}
    return found


def _bare_statistics(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give an `avg` and a `best` of nothing, beside an agent's numbers and no other return, as those of the return."""
    wanted = {("mean",): Quantity.RETURN, ("best",): Quantity.BEST_RETURN}
    return {
        tag: Reading(Meaning(wanted[order]), is_doubtful=True)
        for tag, each in readings.items()
        if not each.is_known and (order := parts_of(tag).order) in wanted
    }


def _quantities(readings: Mapping[str, Reading], *, doubtful: bool) -> set[Quantity]:
    """Give the quantities that are read with, or without, a doubt."""
    return {
        each.meaning.quantity
        for each in readings.values()
        if each.meaning is not None and each.is_doubtful is doubtful
    }


def _trains_a_policy(readings: Mapping[str, Reading]) -> bool:
    certain = _quantities(readings, doubtful=False) & OF_AGENTS
    return bool(certain) or len(_quantities(readings, doubtful=True) & OF_AGENTS) >= _ENOUGH


def _is_autoencoder(readings: Mapping[str, Reading]) -> bool:
    words = [parts_of(tag).every for tag in readings]
    return any(_OF_IMAGES & each for each in words) or (
        {"rec"} in words and any("kl" in each for each in words)
    )


def _is_lone_epsilon(reading: Reading) -> bool:
    """Give whether a name may be of a rate of exploration; beside a loss and nothing of an agent it is any epsilon."""
    return (
        reading.is_doubtful
        and reading.meaning is not None
        and reading.meaning.quantity is Quantity.EXPLORATION_RATE
    )


def _without_strays(readings: Mapping[str, Reading]) -> Mapping[str, Reading]:
    """Leave out what only an agent would have where nothing else speaks of one: a term of a loss, clipped gradients."""
    known = _quantities(readings, doubtful=False)
    strays = _DIVERGENCES if _is_autoencoder(readings) else _CLIPPED if known & _OF_ANSWERS else frozenset()
    if not known & OF_AGENTS <= strays:
        return readings
    return {
        tag: UNKNOWN if each.meaning is not None and each.meaning.quantity in strays else each
        for tag, each in readings.items()
    }


def _is_of_a_generator(tag: str) -> bool:
    """Give whether a loss is that of the `gen`, which beside a discriminator's is half of a game."""
    return "loss" in parts_of(tag).head and _GENERATOR.search(tag) is not None


def _to_reference(tag: str, reading: Reading) -> Reading:
    """Give the KL of a language model that is trained on rewards as what it mostly is: that to the reference."""
    is_bare = reading.is_doubtful and reading.meaning == Meaning(Quantity.KL) and parts_of(tag).only("kl")
    return Reading(Meaning(Quantity.KL_REFERENCE)) if is_bare else reading


def _held_out(tag: str, reading: Reading, readings: Mapping[str, Reading]) -> Reading:
    """Give an accuracy without a word for the data as held-out where every loss of the run has such a word.

    Beside `train_loss` and `valid_loss` a bare `accuracy` is that of the validation, unless that has one of its own.
    """
    meaning = reading.meaning
    if meaning is None or meaning.quantity is not Quantity.ACCURACY or parts_of(tag).data:
        return reading
    losses = {
        parts_of(other).data
        for other, each in readings.items()
        if each.meaning is not None and each.meaning.quantity in (Quantity.LOSS, Quantity.EVAL_LOSS)
    }
    has_own = any(
        each.meaning is not None
        and (
            each.meaning.quantity is Quantity.ACCURACY or each.meaning == meaning._replace(quantity=_HELD_OUT)
        )
        and parts_of(other).data
        for other, each in readings.items()
    )
    if losses != {"train", "eval"} or has_own:
        return reading
    return Reading(meaning._replace(quantity=_HELD_OUT))
