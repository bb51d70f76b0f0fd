"""Tables and lines of JSON that grow: only what came in is read, and what is known is what a fresh look gives."""

from __future__ import annotations

import json
from pkgutil import resolve_name
from random import Random
from typing import TYPE_CHECKING

import pytest

from coach.runs import read_run
from coach.runs.readers import grown_text
from coach.runs.readers.json.json_lines import JsonLinesReader
from coach.runs.readers.reader import Reader, Reading, RunFiles
from coach.runs.readers.tables.csv_table import CsvReader
from coach.runs.readers.text.console_text import ConsoleTextReader
from coach.runs.readers.trackers import wandb_offline
from coach.runs.readers.trackers.wandb_offline import WandbReader
from coach.runs.reading.cache import Cache
from tests.runs.test_wandb import ROWS, START, chunks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READERS: dict[str, Reader] = {
    "progress.csv": CsvReader(),
    "log.tsv": CsvReader(),
    "result.json": JsonLinesReader(),
    "run-abcd1234.wandb": WandbReader(),
    "train.log": ConsoleTextReader(),
}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what was made of the smallest file, and read it in small pieces."""
    for module in (grown_text, wandb_offline):
        monkeypatch.setattr(module, "SMALL", 1)
    monkeypatch.setattr(grown_text, "_PIECE", 64)


def table_of(random: Random, delimiter: str) -> bytes:
    names = ["step", "time", "loss", "note"]
    lines = [delimiter.join(names)]
    for step in range(random.randrange(1, 60)):
        if random.random() < 0.05:
            names = [*names, f"new_{step}"]
            lines.append(delimiter.join(names))
        cells = [
            str(step),
            f"{step * 1.5}",
            random.choice(["", "nan", "0,5", "1e-3", '"a,b"', "\0 7", "inf"]),
        ]
        row = [*cells, random.choice(["x", "", "2"]), *["3"] * (len(names) - 4)]
        lines.append(delimiter.join(row[: random.choice([len(row)] * 9 + [2])]))
    return "\n".join(lines).encode() + random.choice([b"", b"\n", b"\r\n", b"\n\xff"])


def objects_of(random: Random, _: str) -> bytes:
    lines = [random.choice(['{"about": "a run"}', '{"trial_id": "t1", "config": {"lr": 1}}', "nonsense", ""])]
    for step in range(random.randrange(1, 60)):
        record = {
            "step": random.choice([step, step, None]),
            "time_total_s": step / 2,
            "loss": {"a": 1 / (step + 1)},
        }
        if random.random() < 0.1:
            record[f"late_{step}"] = float("nan")
        lines.append(random.choice([json.dumps(record)] * 9 + ['{"step": 3', "", "[1]"]))
    return "\n".join(lines).encode() + random.choice([b"", b"\n"])


def records_of(random: Random, _: str) -> bytes:
    written = bytearray(chunks([*START, *ROWS[: random.randrange(1, len(ROWS))]]))
    if random.random() < 0.3:
        written[random.randrange(7, len(written))] ^= 0x40
    return bytes(written)


def console_of(random: Random, _: str) -> bytes:
    lines = ["Using device: cuda", "lr: 0.1"]
    for step in range(random.randrange(5, 60)):
        lines += random.choice(
            [
                [f"step {step} loss {4 / (step + 1):.4f}"],
                [f"step {step} loss {random.choice(['nan', 'inf', '1e-3'])}", f"eval: loss {step / 7:.3f}"],
                [
                    "-" * 20,
                    "| rollout/     |      |",
                    f"|    ep_rew    | {step} |",
                    f"| iterations   | {step} |",
                    "-" * 20,
                ],
                [f"\r 3%|#  | {step}/99 [00:01<00:02, 1.{step}s/it]\r{step} \0words {step}"],
            ]
        )
    return random.choice(["\n", "\r\n"]).join(lines).encode() + random.choice([b"", b"\n", b"\xff"])


def content(reading: Reading) -> object:
    series = {
        tag: [each.tobytes() for each in (one.step, one.wall_time, one.value, one.segment)]
        for tag, one in reading.series.items()
    }
    return series, list(series), reading.notes, reading.metadata, reading.tracker_id, reading.fingerprint


@pytest.mark.parametrize(
    ("name", "written", "delimiter"),
    [
        ("progress.csv", table_of, ","),
        ("progress.csv", table_of, ";"),
        ("log.tsv", table_of, "\t"),
        ("result.json", objects_of, ""),
        ("run-abcd1234.wandb", records_of, ""),
        ("train.log", console_of, ""),
    ],
    ids=["commas", "semicolons", "tabs", "json", "wandb", "console"],
)
@pytest.mark.parametrize("seed", range(25))
def test_a_file_that_grew_is_what_a_fresh_look_gives(
    tmp_path: Path, name: str, written: Callable[[Random, str], bytes], delimiter: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - a file, not a secret
    whole = written(random, delimiter)
    path, cache, reader = tmp_path / name, Cache(tmp_path / "cache"), READERS[name]
    run = RunFiles(path, (path,))
    for cut in [*sorted(random.sample(range(len(whole)), min(5, len(whole)))), len(whole), len(whole)]:
        path.write_bytes(whole[:cut])
        assert content(reader.read(run, cache)) == content(reader.read(run, None))


@pytest.mark.parametrize("name", ["progress.csv", "result.json"])
def test_only_lines_that_came_in_are_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def line(step: int) -> str:
        return f"{step},0.5\n" if name == "progress.csv" else f'{{"step": {step}, "loss": 0.5}}\n'

    def counted(read: Callable[..., object]) -> Callable[..., object]:
        def count(*given: object) -> object:
            parsed.append(given[0])
            return read(*given)

        return count

    parsed: list[object] = []
    for place in ("tables.table.split", "json.json_objects.parsed"):
        monkeypatch.setattr(
            f"coach.runs.readers.{place}", counted(resolve_name(f"coach.runs.readers.{place}"))
        )
    path = tmp_path / "run" / name
    path.parent.mkdir()
    path.write_text(("step,loss\n" if name == "progress.csv" else "") + "".join(map(line, range(500))))
    assert read_run(path.parent, cache_dir=tmp_path / "cache").points == 500
    assert len(parsed) >= 500
    with path.open("a") as file:
        file.write("".join(map(line, range(500, 510))))
    parsed.clear()
    grown = read_run(path.parent, cache_dir=tmp_path / "cache")
    assert (grown.points, grown.last_step) == (510, 509)
    assert len(parsed) < 200  # the lines that came in, and the beginning by which the format is told


@pytest.mark.parametrize("name", ["progress.csv", "result.json"])
def test_a_file_that_was_written_anew_is_read_anew(tmp_path: Path, name: str) -> None:
    def lines(value: float) -> str:
        head = "step,loss\n" if name == "progress.csv" else ""
        row = "{},{}\n" if name == "progress.csv" else '{{"step": {}, "loss": {}}}\n'
        return head + "".join(row.format(step, value) for step in range(300))

    path = tmp_path / name
    path.write_text(lines(0.5))
    read_run(path, cache_dir=tmp_path / "cache")
    path.write_text(lines(0.25) + lines(0.75)[-40:])
    assert set(read_run(path, cache_dir=tmp_path / "cache").series["loss"].value.tolist()) <= {0.25, 0.75}
