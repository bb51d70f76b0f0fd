"""What comes back at a regular length is read as that; what is done at intervals, and what is denied, is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook.own_words import read

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import Symptom


@pytest.fixture(scope="module")
def symptoms(catalogues: dict[str, Catalogue]) -> tuple[Symptom, ...]:
    packs = ("deep-learning", "performance")
    return tuple({each.id: each for pack in packs for each in catalogues[pack].symptoms.values()}.values())


def rhythm_of(text: str, symptoms: tuple[Symptom, ...]) -> set[str]:
    return {
        each.symptom for each in read(text, symptoms) if each.is_there and each.symptom.startswith("periodic")
    }


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("loss has a spike exactly every 1000 steps, otherwise smooth", "periodic-loss"),
        ("Every 500 iterations the training loss jumps up and comes back", "periodic-loss"),
        ("the loss curve looks like a sawtooth", "periodic-loss"),
        ("there is a bump in the curve at the beginning of every epoch", "periodic-loss"),
        ("I see periodic spikes in my validation loss", "periodic-loss"),
        ("accuracy drops at regular intervals", "periodic-loss"),
        ("memory peaks every 2000 steps", "periodic-load"),
        ("the GPU stalls every 100 batches for some seconds", "periodic-load"),
    ],
)
def test_what_comes_back_is_read(text: str, shows: str, symptoms: tuple[Symptom, ...]) -> None:
    assert rhythm_of(text, symptoms) == {shows}


@pytest.mark.parametrize(
    "text",
    [
        "I evaluate every 1000 steps and the loss is fine",
        "the loss spikes once, I log every 100 steps",
        "there are no spikes every epoch, it just does not learn",
        "reward goes up every epoch",
        "each epoch takes two hours",
        "the loss drops from 2.3 to 0.1 in the first epoch",
    ],
)
def test_what_does_not_come_back_is_not(text: str, symptoms: tuple[Symptom, ...]) -> None:
    assert not rhythm_of(text, symptoms)
