"""A loss, or a return, that ends where guessing would."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.chance import double_softmax_floor, guessing_loss, prior_loss
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.facts import Facts
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

    _Level = tuple[float, str, tuple[str, ...]]

CARD = Card(
    name="chance-plateau",
    source="CS231n (ln C); entropy of the classes, floor of two softmaxes: worked out; 2 % is coach's own choice",
    innocent=(
        "the data cannot be learnt",
        "the run is still in its warm-up",
    ),
    raises=(
        "class-imbalance",
        "label-misalignment",
        "silent-broadcast",
        "wrong-loss",
        "double-softmax",
        "exploration-collapse",
        "vanishing-gradients",
        "over-regularised",
        "frozen-params",
    ),
)
_FEWEST = 10
_NEAR = 0.02
_MOVES = 0.01  # of the level, between the halves of the end: more is on its way through
_LAST = 0.2
_MOST_CLASSES = 1000.0
_SO_NEAR = 0.01  # of ln C, for as many classes as a loss suggests by itself
_COUNTABLE = (
    0.1  # of ln C, that another class adds: less cannot be told apart by a level of 2 %, with what noise adds
)
_RIGHT = (0.6, 1.4)  # times 1 / C: what share of the answers may be right by luck
_SURELY_RIGHT = (0.8, 1.25)  # the same, where the loss may lie as far off as any level


def chance_plateau(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the last fifth lies within 2 % of what guessing gets.

    What that is the person knows; or a loss and a share of right answers tell it that agree on a number of classes.
    """
    levels = _levels(seen.facts)
    for measure in supervised_losses(seen, _FEWEST):
        if not measure.metric:
            yield from _at_level(seen, measure, levels or _suggested(seen, measure))
    if seen.facts.random_return is not None:
        level = (
            seen.facts.random_return,
            "the return of acting at random",
            ("exploration-collapse", "silent-broadcast"),
        )
        for measure in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN):
            yield from _at_level(seen, measure, [level])


def _levels(facts: Facts) -> list[_Level]:
    """Give the losses of models that have learnt nothing from their inputs, and what each of them speaks for."""
    known = ("label-misalignment", "silent-broadcast", "wrong-loss")
    levels: list[_Level] = []
    prior, chance = prior_loss(facts), guessing_loss(facts)
    if prior is not None:
        levels.append(
            (prior, "what knowing only the shares of the classes gets", ("class-imbalance", *known))
        )
    if chance is not None:
        levels.append((chance, "what guessing gets", known))
    if facts.classes is not None and facts.classes > 1:
        levels.append(
            (
                double_softmax_floor(facts.classes),
                "the least a softmax applied twice can reach",
                ("double-softmax",),
            )
        )
    return levels


def _suggested(seen: RunForDetectors, measure: Measure) -> list[_Level]:
    """Give ln C for the C that a loss suggests, where one answer in C is right as well; otherwise nothing."""
    value, right = measure.series.value, answers(seen)
    mean = float(value[-max(3, int(_LAST * len(value))) :].mean())
    if right is None or not math.log(1.5) < mean < math.log(_MOST_CLASSES):
        return []
    classes = round(math.exp(mean))
    off, share = abs(mean - math.log(classes)) / mean, classes * right.last
    if not any(
        off <= near and low < share < high
        for near, (low, high) in ((_SO_NEAR, _RIGHT), (_NEAR, _SURELY_RIGHT))
    ):
        return []
    known = ("label-misalignment", "wrong-loss", "vanishing-gradients", "over-regularised", "frozen-params")
    about = "" if math.log(classes + 1) > (1 + _COUNTABLE) * math.log(classes) else "about "
    name = f"what guessing among {about}{classes:,} classes gets, and {right.tag} is {right.last:.2g}"
    return [(math.log(classes), name, known)]


def _at_level(seen: RunForDetectors, measure: Measure, levels: list[_Level]) -> Iterator[Symptom]:
    value = measure.series.value
    if len(value) < _FEWEST:
        return
    window = max(3, int(_LAST * len(value)))
    mean = float(value[-window:].mean())
    for level, name, raises in levels:
        error = noise(value[-window:]) / np.sqrt(window)
        halves = (float(value[-window:][: window // 2].mean()), float(value[-window // 2 :].mean()))
        limit = max(_NEAR * abs(level), 2 * error)
        stays = abs(halves[1] - halves[0]) <= max(_MOVES * abs(level), 3 * error)
        if abs(mean - level) <= limit and stays:
            near = np.abs(value - level) <= max(_NEAR * abs(level), 3 * noise(value[-window:]))
            since = settles_at(near, share=0.9)
            onset = None if since is None else seen.onset(measure.series, since)
            said = f"{measure.tag} ends at {mean:.4g}: {name} ({level:.4g})"
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}.",
                onset=onset,
                value=mean,
                threshold=level,
                raises=raises,
            )
            return
