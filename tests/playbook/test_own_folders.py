"""Whose playbooks count: the built-in ones, then the user's, then the project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.shelf import own_folders

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_project_sees_the_users_playbooks_too_and_its_own_count_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    user, project = own_folders(tmp_path / "project" / ".coach")
    assert user == tmp_path / "data" / "coach" / "playbooks"
    assert project == tmp_path / "project" / ".coach" / "playbooks"


def test_where_the_journal_is_the_users_own_there_is_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert own_folders(tmp_path / "data" / "coach") == (tmp_path / "data" / "coach" / "playbooks",)
