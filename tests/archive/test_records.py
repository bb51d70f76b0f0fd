"""What is written down of a run beside its code, and how runs are listed, shown, compared and taken away."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from coach.archive.output_file import OutputFile, kept_output
from coach.archive.places import START
from coach.archive.record import archived_runs
from tests.archive.conftest import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Project

PYTHON = sys.executable


def test_the_exact_command_its_folder_files_and_seeds_are_kept(project: Project) -> None:
    project.write(train__py="print()", conf__yaml="lr: 0.1\n")
    words = (PYTHON, "train.py", "--config=conf.yaml", "--seed", "3", "optim.seed=4", "two words", "")
    project.coach("run", "--", *words)
    start = project.ended().start
    assert start["command"] == list(words)
    assert start["folder"] == str(project.folder)
    assert start["seeds"] == {"seed": "3", "optim.seed": "4"}
    assert [each["path"].rpartition("/")[2] for each in start["named"]] == ["train.py", "conf.yaml"]


def test_hydras_configuration_is_found_by_its_folder_and_name(project: Project) -> None:
    (project.folder / "conf").mkdir()
    (project.folder / "conf" / "ppo.yaml").write_text("lr: 1\n")
    project.coach("run", "--", "true", "--config-path", "conf", "--config-name=ppo")
    assert [each["path"] for each in project.ended().start["named"]] == [
        str(project.folder / "conf" / "ppo.yaml")
    ]


def test_a_file_that_the_command_names_is_kept_as_it_was_before_the_command_changed_it(
    project: Project,
) -> None:
    project.write(conf__yaml="lr: 0.1\n")
    project.coach("run", "--", "sh", "-c", "echo lr: 9 > conf.yaml", "sh", "conf.yaml")
    run = project.ended()
    assert (run.folder / run.start["named"][0]["kept"]).read_text() == "lr: 0.1\n"


def test_secrets_are_kept_nowhere(project: Project) -> None:
    key = "q7Zt0KpX3vWm9RsB1cYd5NfLh8JgU2aE6o"
    project.write(conf__yaml=f"wandb_api_key: {key}\n")
    script = f"echo token=hf_{key}; echo 'Authorization: Bearer {key}' >&2; git init -q; echo 'k = \"sk-{key}\"' > a.py"
    said = project.coach(
        "run",
        "--",
        "sh",
        "-c",
        script,
        "sh",
        "--api-key",
        key,
        "conf.yaml",
        env={**project.environment, "WANDB_API_KEY": key, "HF_TOKEN": f"hf_{key}"},
    )
    assert f"token=hf_{key}".encode() in said.out
    run = project.kept()
    for path in project.journal.rglob("*"):
        if path.is_file():
            assert key.encode() not in path.read_bytes(), path
    assert run.start["redacted"] >= 2
    assert run.end["output"]["redacted"] == 2


def test_surroundings_are_told_without_starting_the_commands_python(project: Project) -> None:
    project.coach(
        "run",
        "--",
        PYTHON,
        "-c",
        "pass",
        env={**project.environment, "CUDA_VISIBLE_DEVICES": "0", "MINE": "x"},
    )
    environment = project.kept().environment
    assert environment["python"]["version"].startswith(f"{sys.version_info.major}.{sys.version_info.minor}")
    assert "numpy" in environment["python"]["packages"]
    assert environment["variables"]["CUDA_VISIBLE_DEVICES"] == "0"
    assert "MINE" not in environment["variables"]
    assert environment["machine"]["cores"] == os.cpu_count()


def test_peak_memory_and_time_are_the_commands(project: Project) -> None:
    project.coach("run", "--", PYTHON, "-c", "import time; held = bytearray(200_000_000); time.sleep(0.5)")
    end = project.ended().end
    assert 200_000_000 < end["peak_memory_bytes"] < 400_000_000
    assert 0.5 / 3600 < end["hours"] < 60 / 3600


def test_each_seed_is_a_run_of_its_own_and_the_first_that_failed_gives_the_status(project: Project) -> None:
    script = "echo seed {seed}; [ {seed} != 2 ] || exit 9"
    said = project.coach("run", "--seeds", "1,2,3", "--parallel", "2", "--", "sh", "-c", script)
    assert said.status == 9
    assert sorted(said.out.split(b"\n")) == [b"", b"seed 1", b"seed 2", b"seed 3"]
    until(lambda: len(project.runs()) == 3 and all(run.end for run in project.runs()))
    assert sorted(run.start["seed"] for run in project.runs()) == ["1", "2", "3"]
    assert len({run.start["batch"] for run in project.runs()}) == 1


def test_seeds_without_a_place_for_them_are_refused_before_anything_runs(project: Project) -> None:
    said = project.coach("run", "--seeds", "1,2", "--", "sh", "-c", "echo ran")
    assert said.status == 2
    assert said.out == b""
    assert b"{seed}" in said.err


def test_other_braces_of_a_command_are_left_alone(project: Project) -> None:
    said = project.coach("run", "--seeds", "1", "--", "echo", "{seed} {lr} {} ${HOME}")
    assert said.out == b"1 {lr} {} ${HOME}\n"


def test_a_session_that_does_not_exist_is_told_before_anything_runs(project: Project) -> None:
    said = project.coach("run", "260314-m4k7qd", "--", "echo", "ran")
    assert (said.status, said.out) == (2, b"")
    assert b"there is no session" in said.err


def test_without_dashes_the_mistake_is_explained(project: Project) -> None:
    said = project.coach("run", "python", "train.py")
    assert said.status == 2
    assert b"--" in said.err


def test_output_is_bounded_and_what_is_missing_is_said(tmp_path: Path) -> None:
    output = OutputFile(tmp_path, head=1000, segment=1000)
    for number in range(1000):
        output.add(f"line {number}\n".encode())
    output.skip(500)
    output.add(b"the last line")
    output.close()
    kept = b"".join(kept_output(tmp_path))
    assert kept.startswith(b"line 0\n")
    assert kept.endswith(b"\n[coach left 500 bytes out here]\nthe last line")
    assert b"left output out here" in kept
    assert len(kept) < 3200
    assert output.bytes_seen == sum(len(f"line {number}\n") for number in range(1000)) + 513
    assert output.left_out > 5000


def test_a_secret_that_comes_in_two_pieces_is_redacted(tmp_path: Path) -> None:
    output = OutputFile(tmp_path)
    for part in (
        b"-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        b"abc\n",
        b"def\n-----END RSA PRIVATE KEY-----\npass",
        b"word: opensesame\n",
    ):
        output.add(part)
    output.close()
    kept = b"".join(kept_output(tmp_path))
    assert not any(each in kept for each in (b"MIIE", b"abc", b"def", b"opensesame"))


def test_runs_are_listed_shown_and_printed(project: Project) -> None:
    project.coach("run", "--", "sh", "-c", "printf 'loss \\033[31m1\\n'; exit 4")
    run = project.kept()
    listed = project.coach("runs").out.decode()
    assert run.id in listed
    assert "exit 4" in listed
    assert json.loads(project.coach("runs", "--json").out)["runs"][0]["exit_status"] == 4
    shown = project.coach("runs", "show", run.id[:9]).out.decode()
    assert "peak memory:" in shown
    assert project.coach("runs", "show", run.id, "--output").out == b"loss 1\n"
    assert json.loads(project.coach("runs", "show", run.id, "--json").out)["end"]["exit_status"] == 4


def test_two_runs_are_compared_by_code_command_configuration_and_surroundings(repository: Project) -> None:
    repository.write(train__py="a = 1\n", conf__yaml="lr: 0.1\nclip: 1\n")
    repository.commit()
    repository.coach("run", "--", PYTHON, "train.py", "--config", "conf.yaml", "--seed", "1")
    one = repository.kept(0)
    repository.write(train__py="a = 2\nb = 3\n", conf__yaml="lr: 0.2\nclip: 1\n")
    changed = {**repository.environment, "OMP_NUM_THREADS": "1"}
    repository.coach("run", "--", PYTHON, "train.py", "--config", "conf.yaml", "--seed", "2", env=changed)
    two = repository.kept(1)
    data = json.loads(repository.coach("diff", one.id, two.id, "--json").out)["archive"]
    assert data["command"] == [{"name": "--seed", "first": "1", "second": "2"}]
    assert data["configuration"] == [{"name": "lr", "first": "0.1", "second": "0.2"}]
    assert {"name": "variables/OMP_NUM_THREADS", "first": None, "second": "1"} in data["environment"]
    assert [(each["path"], each["added"], each["removed"]) for each in data["code"]] == [
        ("conf.yaml", 1, 1),
        ("train.py", 2, 1),
    ]
    said = repository.coach("diff", one.id, two.id, "--patch").out.decode()
    assert "lr: 0.1 -> 0.2" in said
    assert "+a = 2" in said


def test_pruning_takes_the_oldest_away_and_says_how_much_stays(project: Project) -> None:
    for number in range(3):
        project.coach("run", "--", "echo", str(number))
        project.kept(number)
    newest = project.runs()[-1]
    assert b"3 archived runs take " in project.coach("runs", "prune").out
    assert len(project.runs()) == 3
    data = json.loads(project.coach("runs", "prune", "--keep", "0", "--json").out)
    assert data["runs"] == 0
    assert data["pruned"][-1] == newest.id
    assert project.runs() == ()


def test_runs_that_started_in_one_second_are_listed_newest_first(project: Project) -> None:
    for name, started_ns in (("ab", 3), ("zz", 1), ("kk", 2)):
        folder = project.journal / "runs" / f"r260314-120000-{name}"
        folder.mkdir(parents=True)
        (folder / START).write_text(json.dumps({"started_ns": started_ns}))
    assert [each.id[-2:] for each in archived_runs(project.journal)] == ["ab", "kk", "zz"]
