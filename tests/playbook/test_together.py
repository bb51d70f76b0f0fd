"""Several playbooks as one catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.errors import PlaybookError
from coach.playbook.shelf import PlaybookFile
from coach.playbook.together import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GENERAL = """
schema: coach.playbook/2
id: general
title: General
about: What goes wrong anywhere.
symptom_classes: {slow: It is slow}
symptoms:
  leak: {says: It leaks., asks: Does it leak?, anyway: 0.1}
failure_modes:
  hoarder: MODE
  sloth: MODE
experiments:
  two-snapshots:
    question: Does something grow?
    how: Compare two snapshots.
    cost: {wall_h: 0.1, human_h: 0.5}
    outcomes: [grows, stays]
    likelihood: {hoarder: [0.9, 0.1], sloth: [0.1, 0.9]}
""".replace(
    "MODE",
    "{name: N, says: S, prior: {weight: 2, provenance: editorial}, mine: mine, classes: {slow: 0.9},"
    " symptoms: {leak: 0.5}, check: {says: C}, repair: {text: R, human_h: 1, runs: 1}}",
)


def kind(name: str, said: str, extends: str = "general") -> str:
    return (
        f"schema: coach.playbook/2\nid: {name}\ntitle: {name.capitalize()}\nabout: A kind.\n"
        f"extends: [{extends}]\n{said}"
    )


WARM = kind(
    "warm",
    "leaves_out: {failure_modes: [sloth]}\n"
    "adapts: {hoarder: {prior: {weight: 5, provenance: editorial}, symptoms: {leak: 0.8}}}\n",
)
COLD = kind("cold", "leaves_out: {experiments: [two-snapshots]}\n")
HOT = kind("hot", "adapts: {hoarder: {prior: {weight: 7, provenance: editorial}}}\n", extends="warm")


@pytest.fixture
def shelf(tmp_path: Path) -> Sequence[PlaybookFile]:
    texts = {"general": GENERAL, "warm": WARM, "cold": COLD, "hot": HOT}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return [PlaybookFile(id=name, path=tmp_path / f"{name}.yaml") for name in texts]


@pytest.mark.parametrize(
    "together", [("general", "warm"), ("warm", "general"), ("warm", "cold"), ("cold", "warm")]
)
def test_what_one_leaves_out_is_there_where_the_other_brings_it(
    together: tuple[str, str], shelf: Sequence[PlaybookFile]
) -> None:
    made = catalogue_of(together, shelf)
    assert {mode.id for mode in made.failure_modes} == {"hoarder", "sloth"}
    assert made.experiments[0].rows == {"hoarder": (0.9, 0.1), "sloth": (0.1, 0.9)}


@pytest.mark.parametrize(
    ("together", "weight"),
    [(("warm", "cold"), 5), (("cold", "warm"), 5), (("hot", "general"), 7), (("cold", "hot", "warm"), 7)],
)
def test_what_was_changed_counts_before_what_was_only_inherited_and_the_most_special_change_first(
    together: tuple[str, ...], weight: float, shelf: Sequence[PlaybookFile]
) -> None:
    hoarder = catalogue_of(together, shelf).failure_mode("hoarder")
    assert hoarder is not None
    assert (hoarder.weight, hoarder.symptoms["leak"]) == (weight, 0.8)


def test_one_playbook_alone_is_itself_and_an_unknown_one_is_refused(shelf: Sequence[PlaybookFile]) -> None:
    assert catalogue_of(("warm",), shelf).id == "warm"
    assert catalogue_of(("cold", "warm"), shelf).title == "Cold and Warm"
    with pytest.raises(PlaybookError, match="no playbook 'tepid'"):
        catalogue_of(("warm", "tepid"), shelf)
