"""Whatever happens to the archive or to coach, the command runs on as if nobody had kept it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.archive.output_file import kept_output
from tests.archive.conftest import until

if TYPE_CHECKING:
    from tests.archive.conftest import Project

PYTHON = sys.executable
TRAINING = (
    "import sys, time\n"
    "for step in range(40):\n"
    "    print('step', step, flush=True)\n"
    "    time.sleep(0.05)\n"
    "open('done', 'w').write('done')\n"
    "sys.exit(5)\n"
)
EVERY_STEP = "".join(f"step {step}\n" for step in range(40)).encode()


def processes(project: Project, process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Give coach's processes by what they do: the one that was started, the relay, the recorder."""
    relay = recorder = command = 0
    until(lambda: project.runs() and project.runs()[0].start)
    command = int(project.runs()[0].start["process"])
    relay = int(Path(f"/proc/{command}/stat").read_text().rpartition(")")[2].split()[1])
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                about = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(about[1]) == process.pid and int(entry.name) != relay:
                recorder = int(entry.name)
    return {"front": process.pid, "relay": relay, "recorder": recorder}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the processes are found by /proc")
@pytest.mark.parametrize("killed", ["front", "relay", "recorder"])
def test_killing_any_process_of_coach_leaves_the_command_running(project: Project, killed: str) -> None:
    process = project.start("run", "--", PYTHON, "-c", TRAINING)
    assert process.stdout is not None
    first = process.stdout.readline()
    os.kill(processes(project, process)[killed], signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert first + out == EVERY_STEP
    assert err == b""
    assert (project.folder / "done").exists()
    assert process.returncode == (-signal.SIGKILL if killed == "front" else 5)


def test_a_run_whose_coach_was_killed_is_kept_to_its_end(project: Project) -> None:
    process = project.start("run", "--", PYTHON, "-c", TRAINING)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    run = project.ended()
    assert run.end["exit_status"] == 5
    assert b"".join(kept_output(run.folder)) == EVERY_STEP


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the processes are found by /proc")
def test_with_output_to_a_file_all_of_coach_may_be_killed(project: Project) -> None:
    target = project.folder / "out.log"
    with target.open("wb") as file:
        process = project.start("run", "--", PYTHON, "-c", TRAINING, stdout=file, stderr=file)
    found = processes(project, process)
    for pid in found.values():
        os.kill(pid, signal.SIGKILL)
    process.wait(timeout=60)
    until((project.folder / "done").exists)
    assert target.read_bytes() == EVERY_STEP


def test_a_run_whose_recorder_was_killed_is_shown_as_lost(project: Project) -> None:
    process = project.start("run", "--", PYTHON, "-c", TRAINING)
    os.kill(processes(project, process)["recorder"], signal.SIGKILL)
    process.communicate(timeout=60)
    assert project.runs()[0].state == "lost"
    assert b"lost" in project.coach("runs").out


BUSY = (
    "import os, sys, time\n"
    "from coach.archive.launch import launch\n"
    "def record(frames, files, say):\n"
    "    os.write(say, b'kept here\\n')\n"
    "    time.sleep(3600)\n"
    "print(launch(['true'], record).kept, flush=True)\n"
    "os.system(f'pkill -KILL -P {os.getpid()}')\n"
)


def test_nobody_waits_for_a_recorder_that_is_still_busy_with_the_output(project: Project) -> None:
    said = subprocess.run(
        [PYTHON, "-c", BUSY], env=project.environment, capture_output=True, check=False, timeout=60
    )
    assert said.stdout == b"kept here\n"


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_fills_up_costs_output_of_the_archive_and_nothing_else(project: Project) -> None:
    code = "import os\nfor _ in range(100): os.write(1, b'x' * 9999 + b'\\n')"
    said = project.coach("run", "--", PYTHON, "-c", code, preexec_fn=small_files)
    assert said.status == 0
    assert said.out == (b"x" * 9999 + b"\n") * 100
    assert project.ended().end["output"]["problem"] == os.strerror(27)


def test_a_journal_that_cannot_be_made_is_said_and_the_command_runs(project: Project) -> None:
    project.journal.write_text("a file where the journal should be")
    said = project.coach("run", "--", "sh", "-c", "echo ran; exit 3")
    assert said[:2] == (3, b"ran\n")
    assert said.err.startswith(b"coach: the run was not kept: ")


def test_without_git_the_sources_of_the_folder_are_kept(project: Project, tmp_path: Path) -> None:
    project.write(train__py="print('trained')", data__bin="no source")
    empty = tmp_path / "bin"
    empty.mkdir()
    said = project.coach("run", "--", PYTHON, "train.py", env={**project.environment, "PATH": str(empty)})
    assert said == (0, b"trained\n", b"")
    (about,) = project.kept().code
    assert about["problem"] == "git is not installed"
    assert [each["path"] for each in about["files"]] == ["train.py"]


def test_a_git_that_hangs_holds_nothing_up(repository: Project, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "git").write_text("#!/bin/sh\nexec sleep 20\n")
    (tools / "git").chmod(0o755)
    path = f"{tools}:{repository.environment['PATH']}"
    begun = time.monotonic()
    said = repository.coach("run", "--", "sh", "-c", "echo ran", env={**repository.environment, "PATH": path})
    assert said == (0, b"ran\n", b"")
    assert time.monotonic() - begun < 15
    assert repository.ended().end["exit_status"] == 0


def test_thousands_of_files_are_taken_down_beside_the_run(repository: Project) -> None:
    for number in range(3000):
        (repository.folder / f"part_{number}.py").write_text(f"n = {number}\n")
    commit = repository.commit()
    (repository.folder / "part_7.py").write_text("n = -7\n")
    said = repository.coach("run", "--", "true")
    assert said == (0, b"", b"")
    (about,) = repository.kept().code
    assert about["commit"] == commit
    assert [each["path"] for each in about["files"]] == ["part_7.py"]


def test_a_folder_that_was_removed_under_the_command_is_no_reason_to_fail(project: Project) -> None:
    said = project.coach("run", "--", "sh", "-c", 'rmdir "$PWD"; echo ran')
    assert said == (0, b"ran\n", b"")


def test_children_that_write_on_after_the_command_ended_are_not_cut_off(project: Project) -> None:
    said = project.coach("run", "--", "sh", "-c", "(sleep 1; echo late) & echo early")
    assert said.out == b"early\nlate\n"
    assert said.status == 0
