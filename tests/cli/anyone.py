"""Somebody who has an answer to every question: makes the answers file of a whole walk by rehearsing it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never

from coach.session.form import (
    Card,
    Chance,
    Choice,
    Field,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    ReadLogs,
    Several,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.desk import Walk
    from coach.session.step import Question

SAID: dict[str, object] = {
    "hypotheses.own": ["the reward scale is wrong", "an unlucky seed", "the learning rate is too high"],
    "expectation.class": "never-learns",
    "evidence.known": ["measured: the data loader is right"],
    "confusions.odd": ["the value loss is huge [/train]"],
    "experiments.own": ["Does scaling the reward help: yes / no"],
    "experiments.forecast.does-scaling-the-reward-help": {
        "the-reward-scale-is-wrong": [0.9, 0.1],
        "an-unlucky-seed": [0.2, 0.8],
        "the-learning-rate-is-too-high": [0.3, 0.7],
    },
    "causes.own-1": ["the config is stale", "entropy dies", "the disk fills up"],
    "predictions.success": ["final(rollout/ep_rew_mean) >= 800: 70%"],
    "doubt.round-2": {"level": "very surprised"},
}
"""What this person has to say about these; where a list is asked for and it is not in here, nothing."""


def answer_to(question: Question) -> object:
    """Give data that answers a question, whatever it is."""
    if question.key in SAID:
        return SAID[question.key]
    match question.form:
        case Lines() | Several():
            return []
        case Table(rows=rows, columns=columns, sums_to_one=whole, cell=cell):
            told = "30 min" if cell == "hours" else "even" if not whole else 1 / len(columns)
            return {row.id: [told] * len(columns) for row in rows}
        case Card(fields=fields):
            is_left = question.key.startswith("experiments.early.")
            return None if is_left else {field.id: _field(field) for field in fields}
        case GoOn() | ReadLogs() | Marks():
            return None
        case Text() | Chance() | Hours() | Number() | Choice() as form:
            return None if question.suggested else _one(form)
        case _:
            assert_never(question.form)


def rehearsed(walk: Walk, said: Mapping[str, object] | None = None) -> list[dict[str, object]]:
    """Walk until something has to be waited for, and give the answers as a file holds them.

    Args:
        walk: walked to its end, or to the first question that waits for a run.
        said: answers by question key that differ from what this person would say.
    """
    given: list[dict[str, object]] = []
    while (step := walk.position.step) is not None and not step.question.waits:
        question = step.question
        if isinstance(question.form, ReadLogs):
            walk.perform()
            continue
        data = (said or {}).get(question.key, answer_to(question))
        if not isinstance(question.form, GoOn):
            given.append({question.key: data})
        walk.answer_data(data)
        assert len(given) < 200, "this walk does not end"
    return given


def written(path: Path, answers: list[dict[str, object]]) -> Path:
    """Write answers to a file."""
    path.write_text(json.dumps(answers, indent=1), encoding="utf-8")
    return path


def _field(field: Field) -> object:
    return "" if field.suggested else _one(field.form)


def _one(form: Text | Chance | Hours | Number | Choice) -> object:
    match form:
        case Text():
            return "said [/bold] once"
        case Chance():
            return "even"
        case Hours():
            return "2h"
        case Number():
            return 5
        case Choice(options=options):
            return options[0].id
        case _:
            assert_never(form)
