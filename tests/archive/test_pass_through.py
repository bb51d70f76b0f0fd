"""A command that is launched with its archive behaves as one that is not."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.archive.output_file import kept_output

if TYPE_CHECKING:
    from tests.archive.conftest import Project

PYTHON = sys.executable


def test_output_input_and_exit_status_are_the_commands_own(project: Project) -> None:
    said = project.coach("run", "--", "sh", "-c", "cat; echo warned >&2; exit 7", keys=b"\x00\xff\r\nline")
    assert said == (7, b"\x00\xff\r\nline", b"warned\n")
    run = project.ended()
    assert run.end["exit_status"] == 7
    assert b"".join(kept_output(run.folder)) in {b"\x00\xff\r\nlinewarned\n", b"warned\n\x00\xff\r\nline"}


def test_a_megabyte_of_every_byte_comes_through_and_is_kept(project: Project) -> None:
    code = "import os; os.write(1, bytes(range(256)) * 4000)"
    said = project.coach("run", "--", PYTHON, "-c", code)
    assert said.out == bytes(range(256)) * 4000
    assert project.ended().end["output"]["bytes"] == 1_024_000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGUSR1, signal.SIGINT])
def test_a_command_that_a_signal_ends_ends_coach_by_that_signal(
    project: Project, number: signal.Signals
) -> None:
    said = project.coach("run", "--", "sh", "-c", f"kill -{number.value} $$")
    assert said.status == -number
    assert project.ended().end["signal"] == number.name


def test_a_command_that_does_not_exist_ends_as_in_a_shell_and_leaves_no_run(project: Project) -> None:
    said = project.coach("run", "--", "no-such-command")
    assert said.status == 127
    assert said.err == b"coach: no-such-command: command not found\n"
    assert project.runs() == ()


def test_a_file_that_may_not_be_executed_gives_126(project: Project) -> None:
    project.write(plain__txt="no program")
    assert project.coach("run", "--", "./plain.txt").status == 126


COUNTING = (
    "import signal, sys, time\n"
    "seen = []\n"
    "for each in (signal.SIGTERM, signal.SIGUSR1, signal.SIGINT):\n"
    "    signal.signal(each, lambda number, frame: seen.append(number))\n"
    "print('ready', flush=True)\n"
    "time.sleep(float(sys.argv[1]))\n"
    "print(seen, flush=True)\n"
)


def started_counting(project: Project, **more: object) -> subprocess.Popen[bytes]:
    process = project.start("run", "--", PYTHON, "-c", COUNTING, "3", **more)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.3)
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR1, signal.SIGINT])
def test_a_signal_to_coach_reaches_the_command_once(project: Project, number: signal.Signals) -> None:
    process = started_counting(project)
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    assert out == f"[{number.value}]\n".encode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_whole_group_reaches_the_command_once(
    project: Project, number: signal.Signals
) -> None:
    process = started_counting(project, start_new_session=True)
    os.killpg(process.pid, number)
    out, _ = process.communicate(timeout=60)
    assert out == f"[{number.value}]\n".encode()


def test_what_nohup_ignores_stays_ignored(project: Project) -> None:
    code = "import signal; print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
    said = project.coach(
        "run", "--", PYTHON, "-c", code, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    )
    assert said.out == b"True\n"


def test_signals_have_their_usual_meaning_for_the_command(project: Project) -> None:
    code = "import signal; print(*(signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)))"
    plain = subprocess.run([PYTHON, "-c", code], capture_output=True, check=True)
    assert project.coach("run", "--", PYTHON, "-c", code).out == plain.stdout


def test_a_reader_that_goes_away_ends_a_writer_by_a_broken_pipe(project: Project) -> None:
    process = project.start("run", "--", "sh", "-c", "yes; echo $? >&2")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b"141\n"
    assert process.wait(timeout=60) == 0


def test_output_that_goes_to_a_file_goes_there_directly_and_is_copied(project: Project) -> None:
    target = project.folder / "slurm.out"
    target.write_bytes(b"from before\n")
    code = "import os, sys; print(os.fstat(1).st_ino == os.stat(sys.argv[1]).st_ino); print('to err', file=sys.stderr)"
    with target.open("ab") as file:
        project.coach("run", "--", PYTHON, "-u", "-c", code, target, stdout=file, stderr=file)
    assert target.read_bytes() == b"from before\nTrue\nto err\n"
    assert b"".join(kept_output(project.ended().folder)) == b"True\nto err\n"


def read_all(master: int) -> bytes:
    found = b""
    while True:
        try:
            data = os.read(master, 4096)
        except OSError:
            return found
        if not data:
            return found
        found += data


def on_a_terminal(project: Project, *command: str, keys: bytes = b"") -> tuple[bytes, int]:
    """Run coach on a terminal of its own; give what that showed and the exit status."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(project.folder)
        os.execve(PYTHON, [PYTHON, "-m", "coach", "run", "--", *command], project.environment)  # noqa: S606
    if keys:
        ready, _, _ = select.select([master], [], [], 60)
        assert ready
        first = os.read(master, 4096)
        os.write(master, keys)
        shown = first + read_all(master)
    else:
        shown = read_all(master)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_on_a_terminal_the_command_has_a_terminal_of_the_same_size(project: Project) -> None:
    code = (
        "import fcntl, struct, sys, termios; s = [each.isatty() for each in (sys.stdin, sys.stdout, sys.stderr)];"
        "print(s, fcntl.ioctl(1, termios.TIOCGWINSZ, bytes(8)) == fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8)))"
    )
    shown, status = on_a_terminal(project, PYTHON, "-c", code)
    assert status == 0
    assert shown.startswith(b"[True, True, True] True\r\n")
    assert b"coach: kept as r" in shown


def test_on_a_terminal_keys_are_typed_to_the_command_itself(project: Project) -> None:
    shown, status = on_a_terminal(project, PYTHON, "-c", "print(input('name? ').upper())", keys=b"mira\n")
    assert status == 0
    assert shown.startswith(b"name? mira\r\nMIRA\r\n")


def test_on_a_terminal_control_c_interrupts_the_command_once(project: Project) -> None:
    shown, status = on_a_terminal(project, PYTHON, "-c", COUNTING, "2", keys=b"\x03")
    assert status == 0
    assert b"[2]" in shown


def test_on_a_terminal_a_program_that_reads_single_keys_gets_them(project: Project) -> None:
    code = (
        "import curses\n"
        "def main(screen):\n"
        "    screen.addstr('press'); screen.refresh()\n"
        "    return screen.getch()\n"
        "print('key', curses.wrapper(main))\n"
    )
    shown, status = on_a_terminal(project, "env", "TERM=vt100", PYTHON, "-c", code, keys=b"x")
    assert status == 0
    assert b"key 120" in shown
