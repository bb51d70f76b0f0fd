"""A pre-mortem that ends with: launch, offers to launch the command that stood behind it."""

from __future__ import annotations

import os
import pty
import select
import sys
from typing import TYPE_CHECKING

import pytest

from coach.cli.offer import offered
from tests.archive.conftest import until
from tests.archive.test_sessions import sealed

if TYPE_CHECKING:
    from tests.archive.conftest import Project


def test_where_nobody_can_answer_the_command_line_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert offered("260314-m4k7qd", ("python", "train.py", "two words"), None, None) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "coach run 260314-m4k7qd -- python train.py 'two words'" in said.err


@pytest.mark.parametrize(("key", "is_launched"), [(b"y", True), (b"\n", True), (b"n", False)])
def test_on_a_terminal_it_is_launched_when_one_agrees(
    project: Project, key: bytes, *, is_launched: bool
) -> None:
    session_id = sealed(project)
    launch = "offered(sys.argv[1], ('sh', '-c', 'exit 5'), None, None)"
    code = f"import sys; from coach.cli.offer import offered; sys.exit({launch})"
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(project.folder)
        os.execve(sys.executable, [sys.executable, "-c", code, session_id], project.environment)  # noqa: S606
    assert select.select([master], [], [], 60)[0]
    os.write(master, key + b"\n")
    while True:
        try:
            if not os.read(master, 4096):
                break
        except OSError:
            break
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(master)
    assert status == (5 if is_launched else 0)
    if is_launched:
        until(lambda: project.runs() and project.runs()[0].end)
        assert project.runs()[0].start["command"] == ["sh", "-c", "exit 5"]
    else:
        assert project.runs() == ()


def test_a_premortem_that_is_not_finished_offers_nothing(project: Project) -> None:
    said = project.coach("premortem", "runs/a", "--plain", "--", "sh", "-c", "echo ran", keys=b"")
    assert b"ran\n" not in said.out
    assert project.runs() == ()
