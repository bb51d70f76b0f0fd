"""The code of a run: what is kept of it, what never is, and that it comes back byte for byte."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.archive.as_of_start import AsOfStart
from coach.archive.code import code_of
from coach.archive.record import ArchivedRun
from coach.archive.restore import restore
from coach.errors import RunReadError, UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.archive.conftest import Project

PYTHON = sys.executable


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give every file below a folder but git's own: its mode bits, and its bytes or where it points."""
    found: dict[str, tuple[int, bytes]] = {}
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if ".git" in inside.parts or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink():
            found[str(inside)] = (0, os.fsencode(path.readlink()))
        else:
            found[str(inside)] = (path.stat().st_mode & 0o111, path.read_bytes())
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def messy(repository: Project) -> None:
    """Commit some files, then leave the tree as people leave it."""
    repository.write(train__py="print(1)\n", gone__py="x\n", both__py="one\n", win__py="a\r\nb\r\n")
    (repository.folder / "sub").mkdir()
    (repository.folder / "sub" / "tool.sh").write_text("echo\n")
    (repository.folder / "blob.bin").write_bytes(bytes(range(256)))
    repository.commit()
    repository.write(train__py="print(2)\n", new__py="fresh\n", both__py="staged\n")
    repository.git("add", "both.py")
    repository.write(both__py="after it was staged\n")
    (repository.folder / "gone.py").unlink()
    (repository.folder / "sub" / "tool.sh").chmod(0o755)
    (repository.folder / "blob.bin").write_bytes(bytes(reversed(range(256))))
    (repository.folder / "link.py").symlink_to("train.py")
    (repository.folder / "naïve file.py").write_text("é\n")
    time.sleep(0.1)  # the kernel stamps files by a clock of some milliseconds


def test_a_dirty_tree_comes_back_byte_for_byte_and_the_users_index_and_tree_are_untouched(
    repository: Project, tmp_path: Path
) -> None:
    messy(repository)
    index, before = repository.folder / ".git" / "index", tree(repository.folder)
    known = digest(index), sorted(str(path) for path in (repository.folder / ".git").rglob("*"))
    repository.coach("run", "--", "true")
    run = repository.kept()
    done = restore(run, tmp_path / "back")
    assert tree(tmp_path / "back") == before
    assert done.says == ()
    assert (digest(index), sorted(str(path) for path in (repository.folder / ".git").rglob("*"))) == known
    assert tree(repository.folder) == before


def test_what_the_command_changes_is_not_taken_for_the_code_it_started_with(repository: Project) -> None:
    repository.write(train__py="x = 1\n", gone__py="y = 1\n", same__py="z = 1\n")
    repository.commit()
    time.sleep(0.1)
    code = "import os; open('train.py', 'w').write('x = 2'); os.remove('gone.py'); open('made.yaml', 'w').write('a: 1')"
    repository.coach("run", "--", PYTHON, "-c", code)
    (about,) = repository.kept().code
    seen = {each["path"] for each in about["files"]} | set(about["deleted"])
    assert seen <= set(about["changed_since_start"])
    assert "same.py" not in about["changed_since_start"]
    assert "made.yaml" not in seen


def snapshot(repository: Project, run: Path, *, started_ns: int) -> dict[str, Any]:
    run.mkdir(exist_ok=True)
    (about,) = code_of([str(repository.folder)], run, AsOfStart(started_ns), apart=run)
    return about


def test_a_stash_right_after_the_start_is_noticed(repository: Project, tmp_path: Path) -> None:
    repository.write(train__py="x = 1\n")
    repository.commit()
    repository.write(train__py="x = 2\n")
    time.sleep(0.1)
    started_ns = time.time_ns()
    repository.git("stash")
    about = snapshot(repository, tmp_path / "run", started_ns=started_ns)
    assert about["files"] == []
    assert "train.py" in about["changed_since_start"]


def test_a_commit_right_after_the_start_is_noticed(repository: Project, tmp_path: Path) -> None:
    repository.write(train__py="x = 1\n")
    repository.commit()
    time.sleep(0.1)
    started_ns = time.time_ns()
    repository.git("commit", "--allow-empty", "-qm", "after the start")
    assert "HEAD" in snapshot(repository, tmp_path / "run", started_ns=started_ns)["changed_since_start"]


def test_nothing_changed_is_said_only_when_nothing_did(repository: Project, tmp_path: Path) -> None:
    messy(repository)
    about = snapshot(repository, tmp_path / "run", started_ns=time.time_ns())
    assert about["changed_since_start_count"] == 0


def test_files_of_secrets_are_never_kept_and_said_to_be_missing(repository: Project, tmp_path: Path) -> None:
    repository.write(__env="A=1", __env__local="KEY=abcdef", train__py="x = 1\n")
    repository.commit()
    repository.write(__env="KEY=opensesame", config__yaml="lr: 1\napi_key: opensesame\n")
    time.sleep(0.1)
    repository.coach("run", "--", "sh", "-c", "true", "sh", ".env", "config.yaml")
    run = repository.kept()
    kept = b"".join(path.read_bytes() for path in run.folder.rglob("*") if path.is_file())
    assert b"opensesame" not in kept
    assert not list(run.folder.rglob("*.env*"))
    done = restore(run, tmp_path / "back")
    assert (tmp_path / "back" / "config.yaml").read_text() == "lr: 1\napi_key: [redacted]\n"
    assert any(".env (a file of secrets)" in each for each in done.says)
    assert any("config.yaml: a place" in each for each in done.says)


def test_data_and_large_files_that_nobody_added_are_left_out(repository: Project) -> None:
    repository.write(train__py="x = 1\n")
    repository.commit()
    repository.write(large__json="0" * (2 << 20), picture__png="no source", small__py="y = 1\n")
    time.sleep(0.1)
    repository.coach("run", "--", "true")
    (about,) = repository.kept().code
    assert [each["path"] for each in about["files"]] == ["small.py"]
    assert {each["path"]: each["why"] for each in about["left_out"]} == {
        "large.json": "larger than 1 MB",
        "picture.png": "no source file",
    }


def test_submodules_come_back_with_what_differed_in_them(repository: Project, tmp_path: Path) -> None:
    library = repository._replace(folder=tmp_path / "library")
    library.folder.mkdir()
    library.git("init", "-q", "-b", "main")
    library.write(lib__py="v = 1\n")
    library.commit()
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.folder), "vendor/lib"
    )
    repository.write(train__py="x = 1\n")
    repository.commit()
    (repository.folder / "vendor" / "lib" / "lib.py").write_text("v = 2\n")
    time.sleep(0.1)
    before = tree(repository.folder)
    repository.coach("run", "--", "true")
    run = repository.kept()
    assert [(about["within"], len(about["files"])) for about in run.code] == [("", 0), ("vendor/lib", 1)]
    restore(run, tmp_path / "back")
    assert tree(tmp_path / "back") == before


def test_a_repository_without_a_commit_is_kept_by_its_files(repository: Project, tmp_path: Path) -> None:
    repository.write(train__py="x = 1\n")
    repository.git("add", "train.py")
    time.sleep(0.1)
    repository.coach("run", "--", "true")
    restore(repository.kept(), tmp_path / "back")
    assert tree(tmp_path / "back") == tree(repository.folder)


def test_a_script_elsewhere_brings_its_own_repository(project: Project, tmp_path: Path) -> None:
    other = project._replace(folder=tmp_path / "code")
    other.folder.mkdir()
    other.git("init", "-q", "-b", "main")
    other.write(train__py="print('elsewhere')\n")
    commit = other.commit()
    said = project.coach("run", "--", PYTHON, other.folder / "train.py")
    assert said.out == b"elsewhere\n"
    assert commit in {about["commit"] for about in project.kept().code}


def test_nothing_is_restored_over_something(repository: Project, tmp_path: Path) -> None:
    repository.write(train__py="x = 1\n")
    repository.commit()
    repository.coach("run", "--", "true")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        restore(repository.kept(), tmp_path / "full")


def test_an_archive_that_was_tampered_with_writes_nowhere_else(repository: Project, tmp_path: Path) -> None:
    messy(repository)
    repository.coach("run", "--", "true")
    run = repository.kept()
    text = (run.folder / "code.json").read_text()
    (run.folder / "code.json").write_text(text.replace('"new.py"', '"../escaped.py"'))
    with pytest.raises(RunReadError, match="outside"):
        restore(ArchivedRun.read(run.folder), tmp_path / "back")
    assert not (tmp_path / "escaped.py").exists()
