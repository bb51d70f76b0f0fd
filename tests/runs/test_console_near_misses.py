"""Texts with many numbers that no training printed: none of them is read as a run."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, read_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


NEAR_MISSES: dict[str, Callable[[int, Random], str]] = {
    "pip": lambda n, r: f"Collecting part{n}=={n % 3}.{n}.{n % 7}\n  Downloading "
        f"part{n}-2.3-py3-none-any.whl ({r.random():.1f} MB)",
    "pip bars": lambda n, r: f"     ━━━━━━━━━━━━━ {r.random() * n:.1f}/{n}.5 MB {r.random() * 20:.1f} "
        f"MB/s eta 0:00:0{n % 10}",
    "apt": lambda n, r: f"Get:{n} http://ubuntu jammy/main amd64 lib{n} amd64 2.35-0ubuntu3.{n} "
        f"[{r.randrange(900)} kB]",
    "web server": lambda n, r: (
        f'10.0.0.{n % 250} - - [10/Oct/2023:13:{n % 60:02d}:36 -0700] "GET /item/{n}?score={r.random():.3f} HTTP/1.1" '
        f'200 {r.randrange(90000)} "-" "Mozilla/5.0 (X11; Linux x86_64)" {r.random():.3f}'
    ),
    "web server's errors": lambda n, r: (
        f"2023/10/10 13:{n % 60:02d}:36 [error] {1000 + n}#0: *{n} upstream timed out (110), "
            f"request_time: {r.random():.3f}"
    ),
    "traceback": lambda n, r: f'  File "/home/me/proj/mod{n}.py", line {r.randrange(1000)}, in f{n}\n    '
        f'return g({n}, {n + 1})',
    "warnings": lambda n, _: f"[2026-07-26 14:35:{n % 60:02d},032][asyncio][WARNING] - socket.send() raised exception.",
    "docker": lambda n, r: f"Step {n}/80 : RUN pip install x{n}\n ---> Running in {r.getrandbits(48):012x}",
    "kernel": lambda n, _: f"[{n * 0.51:12.6f}] usb 1-{n % 4}: new high-speed USB device number {n} using xhci_hcd",
    "system": lambda n, r: f"Oct 10 13:{n % 60:02d}:36 host systemd[1]: Started Session {n} of user root. "
        f"took {r.random():.2f}s",
    "compiler": lambda n, _: f"[{n:3d}%] Building CXX object src/CMakeFiles/a.dir/file{n}.cpp.o",
    "graphics card": lambda n, _: f"| 30%   {40 + n % 20}C    P8    15W / 250W |    {300 + n}MiB / "
        f"11177MiB |      {n % 100}%      Default |",
    "memory": lambda n, _: f" {n % 3}  0      0 {812345 - n * 7} {1234 + n} {3456 + n}    0    0  {n}  "
        f"{n * 2}  {n % 100}",
    "database": lambda n, _: f"2023-10-10T13:{n % 60:02d}:36.123456Z {n} [Note] InnoDB: 1000ms loop took "
        f"{4000 + n}ms. (flushed={n})",
    "packages": lambda n, r: f"{n} http fetch GET 200 https://registry/pkg{n} {r.randrange(900)}ms (cache miss)",
    "tests": lambda n, _: f"tests/test_{n}.py::test_a PASSED [{n:3d}%]",
    "typesetting": lambda n, r: f"Overfull \\hbox ({r.random() * 20:.5f}pt too wide) in paragraph at "
        f"lines {n}--{n + 3}\n[{n}]",
    "benchmark": lambda n, r: f"iteration {n}: took={r.random():.3f}s",
    "motion capture": lambda n, r: f"frame: {n}, x: {r.random():.3f}, y: {r.random():.3f}",
    "embeddings": lambda _, r: " ".join(f"{r.random():.4f}" for _ in range(8)),
    "boxes of a data set": lambda _, r: f"{r.randrange(80)} {r.random():.6f} {r.random():.6f} {r.random():.6f}",
    "prose": lambda n, r: f"{n}\tThe film from {1900 + n} scored {r.randrange(10)} out of 10, said Ann on {n} May.",
    "requirements": lambda n, _: f"package{n}=={n % 3}.{n}.{n % 7}",
    "progress alone": lambda n, r: f"\rTraining:  {n}%|{'#' * (n // 10):10}| {n * 640}/64000 "
        f"[00:{n % 60:02d}<1:24:00, {r.random():.2f}step/s]",
    "source": lambda n, _: f"    loss_{n} = weight[{n}] * criterion(output[{n}], target[{n}])  # step {n}",
}  # fmt: skip


@pytest.mark.parametrize("kind", NEAR_MISSES)
@pytest.mark.parametrize("name", ["train.log", "log.txt"])
def test_other_text_is_no_run_and_that_is_said(tmp_path: Path, kind: str, name: str) -> None:
    dice = Random(kind)  # noqa: S311 - a text, not secrets
    (tmp_path / name).write_text("\n".join(NEAR_MISSES[kind](n, dice) for n in range(80)) + "\n", newline="")
    run = read_run(tmp_path)
    assert not run.series
    assert [note.kind for note in run.notes] == [NoteKind.NOT_A_LOG]


@pytest.mark.parametrize(
    "text",
    [
        "lr: 0.0005\nmomentum: 0.9\nweight_decay: 0.0005\nepochs: 100\nloss: 1.0\n",
        "Namespace(batch_size=10, lr=0.0005, gamma=0.1, momentum=0.9)\nTrainable parameters: 12,345\n",
        "| model | acc | loss |\n| a | 97.1 | 0.3 |\n| b | 98.1 | 0.2 |\n| c | 98.3 | 0.1 |\n| d | 99.3 | 0.1 |\n",
        "step 1 loss 0.5\nstep 2 loss 0.4\n",
        "step 1 loss 0.5\n" * 50,
        "",
    ],
    ids=["settings", "arguments", "table of results", "two lines", "one line again and again", "empty"],
)
def test_what_does_not_repeat_or_does_not_vary_is_no_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "train.log").write_text(text)
    assert not read_run(tmp_path).series
