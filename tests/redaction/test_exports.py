"""What is exported for people or programs holds no secret, and says how many were taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach import Coach
from coach.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", ["md", "json"])
def test_a_password_in_a_note_is_not_exported(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    desk = Coach.open()
    session_id = desk.note("it ran with WANDB_API_KEY=0123456789abcdef0123456789abcdef01234567")
    assert run(["export", session_id, "--format", kind]) == 0
    said = capsys.readouterr()
    assert "0123456789abcdef" not in said.out
    assert "[redacted]" in said.out.replace("\\", "")
    assert "1 place that looked like secrets" in said.err
