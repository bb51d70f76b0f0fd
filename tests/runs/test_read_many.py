"""Several processes give what one gives, in the same order, and can be watched, stopped and done without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.runs import read_many, read_runs
from coach.runs.readers import registry
from tests.runs.builders import write_log
from tests.runs.test_registry import offer
from tests.runs.test_shelf import same

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.find import FoundRun

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


def test_two_processes_read_what_one_reads_in_the_same_order(folder: Path, tmp_path: Path) -> None:
    one = read_runs([folder])
    two = read_runs([folder], processes=2, cache_dir=tmp_path / "cache")
    assert len(one) == RUNS + 1
    assert [run.name for run in one] == [run.name for run in two]
    assert all(same(*pair) for pair in zip(one, two, strict=True))
    again = read_runs([folder], processes=2, cache_dir=tmp_path / "cache")
    assert all(same(*pair) for pair in zip(one, again, strict=True))


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
    monkeypatch.setattr(read_many, "ProcessPoolExecutor", None)
    assert len(read_runs([tmp_path], processes=8)) == 2


def test_where_no_process_can_be_started_this_one_reads(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no semaphores on this machine")

    monkeypatch.setattr(read_many, "ProcessPoolExecutor", refuse)
    assert len(read_runs([folder], processes=2)) == RUNS + 1


def die(share: Sequence[FoundRun], cache_dir: Path | None) -> None:
    os._exit(len(share) if cache_dir is None else 0)


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    code = (
        "from concurrent.futures import ProcessPoolExecutor; from multiprocessing import get_context; import os, time\n"
        "from coach.runs.read_many import _begin\n"
        "if __name__ == '__main__':\n"
        "    pool = ProcessPoolExecutor(1, mp_context=get_context('spawn'), initializer=_begin)\n"
        "    print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the process has outlived its parent")


def test_what_a_lost_process_leaves_is_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_many, "read_share", die)
    assert len(read_runs([folder], processes=2)) == RUNS + 1


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
