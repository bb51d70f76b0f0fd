"""Likelihoods given a symptom at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook.columns import with_columns
from coach.playbook.compile import catalogue_for, faults_in
from coach.playbook.load import load_playbook
from coach.playbook.shelf import PlaybookFile, find_playbooks

if TYPE_CHECKING:
    from pathlib import Path

SPECIAL = """
schema: coach.playbook/2
id: special
title: Something special
about: For a test.
extends: [deep-learning]
{omits}
seen_under:
  {symptom}: {{{mode}: 0.7}}
symptoms:
  it-hums:
    says: It hums.
    asks: Does it hum?
    anyway: 0.02
"""


def write(
    folder: Path, *, symptom: str = "it-hums", mode: str = "frozen-params", omits: str = ""
) -> PlaybookFile:
    """Write a playbook that says how often a symptom is seen under a failure mode."""
    path = folder / "special.yaml"
    path.write_text(SPECIAL.format(symptom=symptom, mode=mode, omits=omits), encoding="utf-8")
    return PlaybookFile(id="special", path=path)


def test_an_inherited_failure_mode_says_what_its_column_says(tmp_path: Path) -> None:
    shelf = (*find_playbooks(), write(tmp_path))
    made = catalogue_for("special", shelf)
    mode = made.failure_mode("frozen-params")
    before = catalogue_for("deep-learning", shelf).failure_mode("frozen-params")
    assert mode is not None
    assert before is not None
    assert mode.symptoms == {**before.symptoms, "it-hums": 0.7}


def test_what_a_failure_mode_says_itself_stands(tmp_path: Path) -> None:
    adapts = "adapts: {frozen-params: {symptoms: {it-hums: 0.3}}}"
    file = write(tmp_path, omits=adapts)
    mode = catalogue_for("special", (*find_playbooks(), file)).failure_mode("frozen-params")
    assert mode is not None
    assert mode.symptoms["it-hums"] == 0.3


def test_without_columns_a_playbook_is_as_it_was() -> None:
    (file,) = (each for each in find_playbooks() if each.id == "deep-learning")
    content = load_playbook(file.path).content.model_copy(update={"seen_under": {}})
    assert with_columns(content) is content


@pytest.mark.parametrize(
    ("symptom", "mode"), [("it-humms", "frozen-params"), ("it-hums", "frozen-parameters")]
)
def test_a_symptom_or_a_failure_mode_that_nobody_knows_is_a_fault(
    tmp_path: Path, symptom: str, mode: str
) -> None:
    given = write(tmp_path, symptom=symptom, mode=mode)
    (fault,) = faults_in(given.path, (*find_playbooks(), given))
    assert "seen_under" in fault.message
    assert "is not a" in fault.message


def test_an_inherited_symptom_whose_failure_modes_are_all_left_out_is_left_out_too(tmp_path: Path) -> None:
    own = write(tmp_path, mode="lr-too-high", omits="leaves_out: {failure_modes: [averaged-weights-lost]}")
    shelf = (*find_playbooks(), own)
    assert "copy-left-behind" in catalogue_for("deep-learning", shelf).symptoms
    assert "copy-left-behind" not in catalogue_for("special", shelf).symptoms
