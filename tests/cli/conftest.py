"""A journal of one's own, the program run in it, and what it said."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coach import Coach
from coach.cli.main import run
from tests.cli.anyone import rehearsed, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.session.event.common import Method

DEMO_LOGS = Path(__file__).resolve().parents[2] / "coach" / "demo" / "logs"


class Said(NamedTuple):
    """How the program ended, what it printed, and what it told the person."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The journal that serves: empty, and nobody else's."""
    journal = tmp_path / "journal"
    monkeypatch.setenv("COACH_HOME", str(journal))
    monkeypatch.setenv("COACH_BY", "mira")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return journal


@pytest.fixture
def coach(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process."""

    def call(*words: str | Path) -> Said:
        capsys.readouterr()
        status = run([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Said(status, out, err)

    return call


@pytest.fixture
def typed(coach: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command in this process, with these bytes on its standard input."""

    def call(*words: str | Path, keys: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(keys), encoding="utf-8"))
        return coach(*words)

    return call


@pytest.fixture
def process() -> Callable[..., Said]:
    """Run a command in a process of its own, with these bytes on its standard input."""

    def call(*words: str | Path, keys: bytes = b"", encoding: str = "utf-8") -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "coach", *map(str, words)],
            input=keys,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert b"Traceback" not in done.stderr
        return Said(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return call


@pytest.fixture(scope="session")
def rehearsals() -> dict[str, list[dict[str, object]]]:
    """The answers of every walk that was rehearsed before."""
    return {}


@pytest.fixture
def answers(tmp_path: Path, rehearsals: dict[str, list[dict[str, object]]]) -> Callable[..., Path]:
    """Write the answers file of a whole policy-gradient walk, made by rehearsing it in another journal."""

    def make(method: Method, *paths: Path, said: Mapping[str, object] | None = None) -> Path:
        known = f"{method} {paths} {said}"
        if known not in rehearsals:
            desk = Coach.open(journal=tmp_path / "rehearsal")
            walk = desk.begin(
                method,
                title="A title [/bold]",
                playbook="policy-gradient",
                paths=[str(path) for path in paths],
            )
            rehearsals[known] = rehearsed(walk, said)
        return written(tmp_path / f"{method}.json", rehearsals[known])

    return make


@pytest.fixture
def sessions(home: Path) -> Callable[[], Sequence[str]]:
    """Give the ids of the journal's sessions, newest first."""

    def listed() -> Sequence[str]:
        return [summary.session for summary in Coach.open(journal=home).summaries()]

    return listed
