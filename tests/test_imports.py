from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("numpy", "scipy", "pandas", "tensorboard", "tbparse", "textual", "rich")
EVERYTHING = (*HEAVY, "pydantic", "tinydb", "filelock", "platformdirs", "yaml", "google_crc32c")
REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def loaded(code: str, home: Path) -> set[str]:
    """Give the modules that a clean interpreter holds after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{REPORT}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COACH_HOME": str(home)},
    )
    modules: list[str] = json.loads(done.stderr.splitlines()[-1])
    return {module.partition(".")[0] for module in modules}


def command(*words: str) -> str:
    return f"from coach.cli.main import run\nassert run({list(words)!r}) == 0"


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_loads_click_and_nothing_else(words: tuple[str, ...], tmp_path: Path) -> None:
    modules = loaded(command(*words), tmp_path)
    assert "click" in modules
    assert not modules & set(EVERYTHING)


@pytest.mark.parametrize(
    "name",
    [
        "premortem",
        "stuck",
        "resume",
        "demo",
        "check",
        "result",
        "note",
        "log",
        "show",
        "symptoms",
        "doctor",
        "next",
        "answer",
    ],
)
def test_the_help_of_a_command_loads_nothing_heavy(name: str, tmp_path: Path) -> None:
    assert not loaded(command(name, "--help"), tmp_path) & {*HEAVY, "tinydb", "yaml"}


def test_a_note_loads_nothing_heavy(tmp_path: Path) -> None:
    assert not loaded(command("note", "the entropy fell first"), tmp_path) & set(HEAVY)


def test_a_triage_without_logs_loads_neither_events_nor_the_yaml_reader(tmp_path: Path) -> None:
    triage = command("triage", "entropy fell to zero")
    loaded(triage, tmp_path)  # compiles the playbooks, and keeps them
    assert not loaded(triage, tmp_path) & {*HEAVY, "pydantic", "tinydb", "yaml"}


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("coach", EVERYTHING),
        ("coach.errors", EVERYTHING),
        ("coach.prediction", EVERYTHING),
        ("coach.reasoning.scale", EVERYTHING),
        ("coach.session.fold", (*HEAVY, "tinydb", "yaml")),
        ("coach.runs", EVERYTHING),
        ("coach.journal", HEAVY),
        ("coach.playbook", HEAVY),
        ("coach.desk", HEAVY),
        ("coach.cli.main", EVERYTHING),
        ("coach.cli.plain", HEAVY),
    ],
)
def test_importing_a_room_loads_only_what_it_needs(
    room: str, forbidden: tuple[str, ...], tmp_path: Path
) -> None:
    assert not loaded(f"import {room}", tmp_path) & set(forbidden)
