"""Which detectors could have seen something in a run: that they saw nothing is evidence too."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.card import Card
from coach.runs.detectors.registry import DETECTORS

if TYPE_CHECKING:
    from coach.runs.run import Run

ENOUGH = 30
"""Finite points of one series from which on a detector counts as having looked (editorial)."""


def could_see(run: Run) -> frozenset[str]:
    """Give the names of the detectors whose quantities this run logs, at enough points to tell anything.

    A detector whose card names no quantity needs more than points (a fact, a configuration) or looks at everything;
    its silence says nothing.
    """
    seen = RunForDetectors(run)
    return frozenset(card.name for card in _cards() if _is_enough(seen, card))


def _cards() -> list[Card]:
    modules = dict.fromkeys(each.__module__ for each in DETECTORS)
    return [
        card for module in modules for card in vars(import_module(module)).values() if isinstance(card, Card)
    ]


def _is_enough(seen: RunForDetectors, card: Card) -> bool:
    return any(len(measure.series) >= ENOUGH for measure in seen.finite(*card.looks_at))
