"""The room's public names are found lazily."""

from __future__ import annotations

import subprocess
import sys

import pytest

import coach.reasoning as room


def test_every_public_name_is_found() -> None:
    assert all(getattr(room, name) is not None for name in room.__all__)
    assert sorted(room._HOME) == sorted(room.__all__) == sorted(dir(room))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        room.nonsense  # noqa: B018 - looking is the test


@pytest.mark.parametrize(
    "module", ["scale", "problem", "belief", "confusion", "premortem", "repair", "hours"]
)
def test_what_a_session_needs_at_once_imports_neither_numpy_nor_scipy(module: str) -> None:
    code = f"import sys, coach.reasoning.{module}; print(sorted({{'numpy', 'scipy'}} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_advice_imports_no_scipy() -> None:
    code = "import sys, coach.reasoning.advice, coach.reasoning.policy; print('scipy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
