"""A run is asked to stop, with what it started; nobody else's process is touched."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.archive.places import END, START
from coach.archive.record import ArchivedRun
from coach.archive.stopping import stop

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are found in /proc")
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"


@pytest.fixture
def running() -> Iterator[list[subprocess.Popen[bytes]]]:
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for each in processes:
        each.kill()
        each.communicate()


def archived(folder: Path, process: int, **more: object) -> ArchivedRun:
    folder.mkdir(exist_ok=True)
    about = {"process": process, "host": platform.node(), "started_ns": time.time_ns(), **more}
    (folder / START).write_text(json.dumps(about))
    return ArchivedRun.read(folder)


def started(running: list[subprocess.Popen[bytes]], *command: str) -> subprocess.Popen[bytes]:
    made = subprocess.Popen(command, stdout=subprocess.PIPE)
    running.append(made)
    assert made.stdout is not None
    made.stdout.readline()
    return made


def test_a_command_and_what_it_started_are_asked_to_stop(
    tmp_path: Path, running: list[subprocess.Popen[bytes]]
) -> None:
    shell = started(running, "bash", "-c", "sleep 60 & sleep 60 & echo on; wait")
    asleep = [int(each) for each in children(shell.pid)]
    assert len(asleep) == 2
    said = stop(archived(tmp_path / "r260314-120000-ab", shell.pid), grace_s=0.5)
    assert said.startswith("r260314-120000-ab was asked to stop (SIGTERM)")  # a zombie until we wait for it
    assert not any(is_there(pid) for pid in asleep)


def test_a_command_that_does_not_listen_is_told_to_be_still_there(
    tmp_path: Path, running: list[subprocess.Popen[bytes]]
) -> None:
    deaf = started(running, sys.executable, "-c", DEAF)
    assert stop(archived(tmp_path / "r1", deaf.pid), grace_s=0.2) == (
        "r1 was asked to stop (SIGTERM), and is still there"
    )
    assert deaf.poll() is None


def test_a_run_of_another_machine_is_left_alone(
    tmp_path: Path, running: list[subprocess.Popen[bytes]]
) -> None:
    mine = started(running, "bash", "-c", "echo on; exec sleep 60")
    assert stop(archived(tmp_path / "r1", mine.pid, host="node17")) == "r1 runs on node17; stop it there"
    assert mine.poll() is None


def test_a_later_process_of_the_same_number_is_left_alone(
    tmp_path: Path, running: list[subprocess.Popen[bytes]]
) -> None:
    later = started(running, "bash", "-c", "echo on; exec sleep 60")
    long_ago = archived(tmp_path / "r1", later.pid, started_ns=time.time_ns() - 3_600_000_000_000)
    assert stop(long_ago) == "r1 is not under way any more"
    assert later.poll() is None


def test_a_run_that_has_ended_is_left_alone(tmp_path: Path) -> None:
    run = archived(tmp_path / "r1", os.getpid())
    (tmp_path / "r1" / END).write_text('{"exit_status": 0}')
    assert stop(ArchivedRun.read(run.folder)) == "r1 is not under way any more"


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False
