from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_room_imports_only_what_its_contracts_allow() -> None:
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_a_room_that_climbs_is_noticed(tmp_path: Path) -> None:
    house = tmp_path / "coach"
    for room in (
        "cli",
        "tui",
        "web",
        "desk",
        "archive",
        "journal",
        "playbook",
        "report",
        "runs",
        "session",
        "reasoning",
        "prediction",
        "redaction",
    ):
        (house / room).mkdir(parents=True)
        (house / room / "__init__.py").touch()
    (house / "__init__.py").write_text("from coach.desk.coach import Coach\n")
    (house / "desk" / "coach.py").touch()
    for module in ("errors.py", "__main__.py", "cli/start.py", "cli/launch_words.py"):
        (house / module).touch()
    for module in ("launch", "relay", "signals", "outputs", "frames"):
        (house / "archive" / f"{module}.py").touch()
    (house / "reasoning" / "belief.py").write_text("from coach.session import fold\n")
    (house / "session" / "fold.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 1
    assert "coach.reasoning is not allowed to import coach.session" in linted.stdout
