"""Data sets, configurations and results that look like logs: none of them is a run unless it is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, find_runs, read_run, read_runs
from coach.runs.readers.tables.csv_table import CsvReader

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 50


def text(row: Callable[[int], object], head: str = "") -> str:
    return head + "".join(f"{row(n)}\n" for n in range(ROWS))


def odd(n: int) -> float:
    return round(((n * 7919) % 101) / 101, 4)


BOXES = [
    {"id": n, "image_id": n, "bbox": [1.0, 2.0, 30.0, 40.0], "area": 9.5, "score": odd(n)}
    for n in range(ROWS)
]
NO_LOGS = {
    "instances.json": json.dumps({"images": [{"id": 1, "width": 640}], "annotations": BOXES}),
    "bbox_results.json": json.dumps(BOXES),
    "package.json": json.dumps({"name": "x", "version": "1.0.0", "scripts": {"train": "train.py"}}, indent=2),
    "tokenizer.json": json.dumps(
        {"model": {"vocab": {"loss": 0, "step": 1}}, "added_tokens": [{"id": 0}, {"id": 1}]}
    ),
    "vocab.json": json.dumps({"loss": 0, "reward": 1, "step": 2}),
    "my_config.json": json.dumps({"loss_weights": [1.0, 0.5, 0.2, 0.1, 0.1, 0.1], "lr": 0.1}),
    "search_space.json": json.dumps(
        {"lr": [0.1, 0.03, 0.01, 0.003, 0.001], "batch_size": [8, 16, 32, 64, 128]}
    ),
    "questions.json": json.dumps({"data": [{"title": "x", "paragraphs": [{"context": "c"}]}] * 9}),
    "alpaca.json": json.dumps([{"instruction": "do it now", "output": "done it"}] * 20),
    "report.json": json.dumps(
        {"0": {"precision": 0.9, "recall": 0.8}, "1": {"precision": 0.7, "recall": 0.6}}
    ),
    "confusion.json": json.dumps({"confusion_matrix": [[50, 3], [62, 45]], "accuracy": 0.95}),
    "eval_results.json": json.dumps({"eval_loss": 0.5, "epoch": 3.0}, indent=2),
    "all_results.json": json.dumps({"eval_loss": 0.5, "epoch": 3.0}),
    "poses.json": json.dumps([{"frame": n, "x": odd(n), "y": odd(n)} for n in range(ROWS)]),
    "answers.jsonl": text(
        lambda n: json.dumps({"id": n, "answer": "a long text", "score": odd(n), "loss": odd(n)})
    ),
    "trace.jsonl": text(lambda n: json.dumps({"step": n, "thought": "I look at it", "tokens": n % 7})),
    "0001.txt": text(lambda n: f"{n % 3} {odd(n)} {odd(n)} 0.2 0.3"),
    "train.csv": text(lambda n: f"{n},{odd(n)},{n % 2}", "id,feature,target\n"),
    "test_set.csv": text(lambda n: f"{n},{odd(n)},{odd(n)}", "id,loss,reward\n"),
    "tracks.csv": text(lambda n: f"{n},{odd(n)},{odd(n)}", "frame,x,y\n"),
    "series.csv": text(lambda n: f"{n},The one,{odd(n)}", "Episode,Title,Viewers\n"),
    "stock.csv": text(lambda n: f"2020-01-01,{odd(n)},{odd(n)},100", "Date,Open,Return,Volume\n"),
    "leaderboard.csv": "model,accuracy,loss\nresnet,0.9,0.3\nvit,0.95,0.2\n",
    "grid.csv": text(lambda n: f"0.1,{2 ** (n % 5)},{odd(n)},{odd(n)}", "lr,batch_size,accuracy,loss\n"),
    "sensor.csv": text(lambda n: f"{1.7e9 + n},{odd(n)},{odd(n)}", "timestamp,ax,ay\n"),
    "matrix.csv": text(lambda n: f"{odd(n)},{odd(n)},{odd(n)}"),
    "students.csv": text(lambda n: f"{n},{odd(n)},{odd(n)}", "student,score,error\n"),
    "embedding.txt": text(lambda n: f"word{n} 0.1 0.2 0.3"),
    "points.txt": text(lambda n: f"{odd(n)} {odd(n)} 0.3"),
    "train.log": text(lambda n: f"{odd(n)} {odd(n + 3)} {odd(n + 5)} {odd(n + 9)}"),
    "log.txt": text(lambda n: f"{n % 3}  {812345 - n * 7}  {1234 + n}  {n}"),
    "README.txt": "Training the model\n\nRun it and look at the loss\n",
    "requirements.txt": "numpy==1.2\ntorch>=2\n",
    "access.log": text(lambda n: f"2024-01-01 10:00:{n:02d} GET /index 200"),
}


@pytest.mark.parametrize("name", NO_LOGS)
def test_what_only_looks_like_a_log_is_no_run(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NO_LOGS[name])
    assert [run.points for run in read_runs([tmp_path])] == [0]


def test_all_of_them_beside_a_log_leave_one_run_with_few_words(tmp_path: Path) -> None:
    for name, content in NO_LOGS.items():
        (tmp_path / name).write_text(content)
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "progress.csv").write_text("step,loss\n1,2\n2,1\n")
    (run,) = read_runs([tmp_path])
    assert run.points == 2
    assert {note.kind for note in run.notes} == {NoteKind.NOT_A_LOG}
    assert len(run.notes) < 5


@pytest.mark.parametrize(
    "name", ["tracks.csv", "matrix.csv", "students.csv", "points.txt", "search_space.json"]
)
def test_who_asks_for_a_file_by_its_path_gets_its_numbers(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NO_LOGS[name])
    assert read_run(tmp_path / name).points


@pytest.mark.parametrize(
    "line", ["epoch: {0}, loss: {1}, acc: {1}", "loss={1} acc={1}", "epoch {0} loss {1}"]
)
def test_lines_of_a_console_are_no_table(line: str) -> None:
    head = text(lambda n: line.format(n, odd(n))).encode()
    assert CsvReader().detect(Path("train.log"), head) == 0


def test_a_folder_with_a_file_for_every_picture_is_not_opened_and_that_is_said(tmp_path: Path) -> None:
    for number in range(101):
        (tmp_path / f"{number}.txt").write_text("step loss\n1 2\n2 3\n")
    (run,) = read_runs([tmp_path])
    assert not run.points
    assert "101 .txt files in one folder" in run.notes[0].detail
    (tmp_path / "0.txt").unlink()
    assert len(read_runs([tmp_path])) == 100


def test_an_empty_file_that_is_not_called_like_a_log_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "progress.csv").write_text("step,loss\n1,2\n")
    assert read_run(tmp_path).notes == ()
    (tmp_path / "b.csv").touch()
    assert [note.kind for note in read_run(tmp_path).notes] == [NoteKind.EMPTY]


def test_numbers_of_unknown_names_are_named_with_the_way_to_have_them_read(tmp_path: Path) -> None:
    file = tmp_path / "stats.csv"
    file.write_text("it,foo,bar\n" + "".join(f"{n},{n % 7},{n % 5}\n" for n in range(50)))
    (found,) = find_runs(tmp_path)
    (note,) = found.notes
    assert "give the file" in note.detail
    assert len(read_run(file).series) == 2
