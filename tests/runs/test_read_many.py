"""Several processes give what one gives, in the same order, and can be watched, stopped and done without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.runs import read_runs
from coach.runs.readers import registry
from coach.runs.reading import read_many
from tests.runs.builders import write_log
from tests.runs.test_registry import offer
from tests.runs.test_run_cache import same

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS = 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Runs that are said to be worth several processes."""
    monkeypatch.setattr(read_many, "_WORTH_IT", 1000)
    monkeypatch.setattr(read_many, "_SHARE", 40_000)
    for number in range(RUNS):
        write_log(tmp_path / "runs" / f"run_{number:02}", {"loss": range(300 + number)})
    (tmp_path / "runs" / "run_03" / "progress.csv").write_text("step,x\n1,2\n")
    return tmp_path / "runs"


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started; each has claimed the first share, or more, before this one begins."""
    started: list[subprocess.Popen[bytes]] = []

    def start(place: str) -> subprocess.Popen[bytes]:
        started.append(helper(place))
        for _ in range(2000):
            if (Path(place) / "0.claimed").exists():
                return started[-1]
            time.sleep(0.005)
        raise AssertionError("the process does not claim anything")

    helper = read_many._helper
    monkeypatch.setattr(read_many, "_helper", start)
    return started


@pytest.mark.usefixtures("helpers")
def test_two_processes_read_what_one_reads_in_the_same_order(folder: Path, tmp_path: Path) -> None:
    one = read_runs([folder])
    two = read_runs([folder], processes=2, cache_dir=tmp_path / "cache")
    assert len(one) == RUNS + 1
    assert [run.name for run in one] == [run.name for run in two]
    assert all(same(*pair) for pair in zip(one, two, strict=True))
    again = read_runs([folder], processes=2, cache_dir=tmp_path / "cache")
    assert all(same(*pair) for pair in zip(one, again, strict=True))


@pytest.mark.usefixtures("helpers")
def test_progress_is_told_for_each_run_and_at_the_end(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    read_runs([folder], processes=2, progress=lambda *each: told.append(each))
    assert [done for done, _, _ in told] == list(range(RUNS + 2))
    assert {total for _, total, _ in told} == {RUNS + 1}
    assert told[-1][2] == ""


def test_a_cancelled_reading_ends_and_gives_what_was_read(folder: Path) -> None:
    asked = iter([False, False, True])
    begun = time.monotonic()
    runs = read_runs([folder], processes=2, cancelled=lambda: next(asked))
    assert len(runs) == 3
    assert time.monotonic() - begun < 20


def test_little_is_read_without_a_second_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        write_log(tmp_path / name, {"loss": range(5)})
    monkeypatch.setattr(read_many, "Popen", None)
    assert len(read_runs([tmp_path], processes=8)) == 2


@pytest.mark.parametrize("program", ["", "/nowhere/python"])
def test_where_no_process_can_be_started_this_one_reads(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert len(read_runs([folder], processes=2)) == RUNS + 1


def test_where_there_is_no_room_to_share_in_this_one_reads(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(read_many, "TemporaryDirectory", refuse)
    assert len(read_runs([folder], processes=2)) == RUNS + 1


def test_processes_end_with_the_one_that_started_them_and_leave_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from coach.runs.reading.read_many import _helper\n"
        "print(_helper(sys.argv[1]).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    work = tmp_path / "work"
    work.mkdir()
    os.mkfifo(work / "all")  # nobody writes here, so that the process waits for ever
    with subprocess.Popen([sys.executable, "-c", code, work], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        if is_gone(child):
            assert not work.exists()
            return
        time.sleep(0.05)
    raise AssertionError("the process has outlived its parent")


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_an_interruption_ends_the_processes(folder: Path, helpers: list[subprocess.Popen[bytes]]) -> None:
    def interrupt(done: int, *_: object) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_runs([folder], processes=3, progress=interrupt)
    assert len(helpers) == 2
    assert all(each.returncode is not None for each in helpers)


@pytest.mark.usefixtures("helpers")
def test_what_a_lost_process_leaves_is_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_many, "_HELPER", "tests.runs.lost_process")
    assert len(read_runs([folder], processes=2)) == RUNS + 1


def test_what_is_in_the_way_in_the_folder_of_the_moment_is_not_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    assert len(read_runs([folder], processes=2)) == RUNS + 1
    assert not (tmp_path / "run").exists()


def test_a_reader_that_cannot_be_sent_to_a_process_reads_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Local:
        format = "local"
        names = ("*.lab",)

        def detect(self, *_: object) -> float:
            return 0.5

        def runs(self, files: Sequence[Path]) -> tuple[object, ...]:
            return registry.BUILT_IN[1].runs(files)

        def read(self, *_: object) -> object:
            return registry.BUILT_IN[1].read(*_)  # type: ignore[arg-type]

    (folder / "own.lab").write_text("step,x\n1,2\n")
    registry.readers.cache_clear()
    offer(monkeypatch, "coach:none")
    monkeypatch.setattr(registry, "_loaded", lambda _: Local())
    try:
        assert len(read_runs([folder], processes=2)) == RUNS + 2
    finally:
        registry.readers.cache_clear()
