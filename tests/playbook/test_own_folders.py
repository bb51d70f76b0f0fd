"""Whose playbooks count: the built-in ones, then the lab's, the user's, the project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook import lab
from coach.playbook.lab import lab_folders
from coach.playbook.shelf import find_playbooks, own_folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "coach" / lab.NAME


def installed(site: Path, value: str) -> Path:
    """Install a package that ships playbooks, and raises when it is imported; give the folder of its playbooks."""
    folder = site / "our_lab" / "playbooks"
    folder.mkdir(parents=True)
    (site / "our_lab" / "__init__.py").write_text("raise RuntimeError\n", encoding="utf-8")
    (folder / "our-field.yaml").write_text("id: our-field\n", encoding="utf-8")
    about = site / "our_lab-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: our-lab\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[coach.playbooks]\nours = {value}\n", encoding="utf-8")
    return folder


def test_a_package_of_the_lab_is_found_without_running_it_and_counts_least(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = installed(tmp_path / "site", "our_lab.playbooks")
    monkeypatch.syspath_prepend(tmp_path / "site")
    found = own_folders(tmp_path / "project" / ".coach")
    assert found[0] == folder
    assert found[-1] == tmp_path / "project" / ".coach" / "playbooks"
    assert "our-field" in {each.id for each in find_playbooks(*found) if not each.built_in}


@pytest.mark.parametrize("value", ["our_lab.elsewhere", "no_such_package", ".", "our_lab:playbooks"])
def test_an_entry_point_that_leads_nowhere_is_passed_over(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path / "site", value)
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert lab_folders() == ()


def test_what_is_installed_is_looked_through_once_and_again_after_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    looked: list[Path] = []

    def look() -> list[Path]:
        looked.append(tmp_path / "site")
        return looked[-1:]

    monkeypatch.setattr(lab, "_looked_up", look)
    assert lab_folders() == lab_folders() == (tmp_path / "site",)
    assert len(looked) == 1
    (tmp_path / "site" / "new.dist-info").mkdir()
    lab_folders()
    assert len(looked) == 2


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"path": 1}', b"\xff"])
def test_a_damaged_cache_costs_a_look(damage: bytes, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_bytes(damage)
    assert lab_folders() == ()


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
