"""The checks of the playbooks on language models and fine-tuning, followed on toys with the fault and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.playbook.test_built_in import content_of
from tests.playbook.toys_fine_tuning import TOYS as FINE_TUNING
from tests.playbook.toys_language_models import TOYS as LANGUAGE_MODELS

if TYPE_CHECKING:
    from tests.playbook.toys_of_models import Toy

CASES = [
    *(("language-models", mode_id, toy) for mode_id, toy in LANGUAGE_MODELS.items()),
    *(("fine-tuning", mode_id, toy) for mode_id, toy in FINE_TUNING.items()),
]
LONGEST = 15


def printed_by(code: str, given: object, capsys: pytest.CaptureFixture[str]) -> str:
    exec(code, dict(given))  # type: ignore[call-overload]  # noqa: S102
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(("playbook_id", "mode_id", "toy"), CASES, ids=[mode_id for _, mode_id, _ in CASES])
def test_a_check_tells_the_toy_with_the_fault_from_the_one_without(
    playbook_id: str, mode_id: str, toy: Toy, capsys: pytest.CaptureFixture[str]
) -> None:
    code = content_of(playbook_id).failure_modes[mode_id].check.code

    assert toy.tells(printed_by(code, toy.fault, capsys))
    assert not toy.tells(printed_by(code, toy.healthy, capsys))


@pytest.mark.parametrize(
    ("playbook_id", "toys"), [("language-models", LANGUAGE_MODELS), ("fine-tuning", FINE_TUNING)]
)
def test_every_check_of_these_playbooks_has_code_of_a_few_lines_that_is_tried(
    playbook_id: str, toys: dict[str, Toy]
) -> None:
    modes = content_of(playbook_id).failure_modes

    assert modes.keys() == toys.keys()
    assert {
        key: mode.check.code for key, mode in modes.items() if mode.check.code.count("\n") >= LONGEST
    } == {}


@pytest.mark.parametrize("playbook_id", ["language-models", "fine-tuning"])
def test_a_mode_names_rivals_and_two_outcomes(playbook_id: str) -> None:
    for mode_id, mode in content_of(playbook_id).failure_modes.items():
        assert mode.check.mistaken_for, mode_id
        assert len(mode.check.outcomes) >= 2, mode_id
