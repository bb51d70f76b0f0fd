from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from coach.journal import durable
from coach.journal.durable import name_again, temporary_beside, write_durably
from coach.journal.journal import Journal
from coach.journal.storage import DamagedFileError, OneSave, SafeStorage, Spelling, last_copy_of
from tests.journal.sessions import ONE, noted, session

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
documents = st.dictionaries(st.text(max_size=5), plain | st.lists(plain, max_size=2), max_size=2)
tables = st.dictionaries(
    st.sampled_from(["events", "summary", "_default", 'a"b', "ä\n"]),
    st.lists(documents, max_size=3).map(lambda each: {str(n): d for n, d in enumerate(each, start=1)}),
    min_size=1,
    max_size=2,
)


@given(tables)
@settings(max_examples=50, deadline=None)
def test_what_is_spelled_is_read_back(data: dict[str, Any]) -> None:
    spelled = Spelling().spell(data)
    assert json.loads(spelled) == data
    assert Spelling().parse(spelled) == data


@given(st.lists(tables, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_what_is_remembered_changes_nothing(versions: list[dict[str, Any]]) -> None:
    memory = Spelling()
    for data in versions:
        assert memory.spell(data) == Spelling().spell(data)
        assert memory.parse(Spelling().spell(data)) == data


@given(st.lists(documents, min_size=2, max_size=8), st.data())
@settings(max_examples=50, deadline=None)
def test_a_table_that_grew_under_another_writer_is_read_as_it_is(
    grown: list[dict[str, Any]], data: st.DataObject
) -> None:
    items = {str(place): document for place, document in enumerate(grown, start=1)}
    start = dict(list(items.items())[: data.draw(st.integers(1, len(items)))])
    memory = Spelling()
    first = memory.parse(Spelling().spell({"events": start, "summary": {"1": {"of": 1}}}))
    second = memory.parse(Spelling().spell({"events": items, "summary": {"1": {"of": 2}}}))
    assert (first["events"], second["events"], second["summary"]) == (start, items, {"1": {"of": 2}})
    assert all(second["events"][key] is first["events"][key] for key in start)


@given(tables, st.data())
@settings(max_examples=200, deadline=None)
def test_a_file_that_somebody_changed_is_read_as_json_says_whatever_is_remembered(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    memory = Spelling()
    spelled = bytearray(memory.spell(data))
    spelled[draw.draw(st.integers(0, len(spelled) - 1))] = draw.draw(st.sampled_from(b'{}[]",:\n 12ax\\'))
    try:
        expected = Spelling().parse(bytes(spelled))
    except ValueError:
        expected = None
    try:
        assert memory.parse(bytes(spelled)) == expected == json.loads(spelled)
    except ValueError:
        assert expected is None


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_file_that_another_program_laid_out_anew_is_read(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"events": {"1": {"a": 1}}}, indent=indent))
    assert SafeStorage(path).read() == {"events": {"1": {"a": 1}}}


NO_TABLES = [
    b"",
    b" ",
    b"\x00" * 100,
    b"null",
    b"[]",
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"events":[]}',
    b'{"events":{"1":2}}',
    b'{"events":{"x":{}}}',
    b'{"events":{"%b":{}}}' % (b"1" * 5000),
    b'{"events":{\n',
]


@pytest.mark.parametrize("content", NO_TABLES)
def test_what_holds_no_tables_is_damage_and_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        SafeStorage(path).read()
    assert path.read_bytes() == content


def test_no_file_is_an_empty_database(tmp_path: Path) -> None:
    assert SafeStorage(tmp_path / "a.json").read() is None


def test_tinydb_works_on_the_storage_as_on_its_own(tmp_path: Path) -> None:
    database = TinyDB(tmp_path / "a.json", storage=SafeStorage)
    database.insert_multiple([{"tag": "loss", "step": step} for step in range(5)])
    database.update({"tag": "return"}, where("step") == 3)
    database.remove(where("step") == 4)
    again = TinyDB(tmp_path / "a.json", storage=SafeStorage)
    assert [document["tag"] for document in again] == ["loss", "loss", "loss", "return"]


def test_a_session_is_a_file_that_plain_tinydb_reads(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    database = TinyDB(journal.path_of(ONE), access_mode="r")
    found = database.table("events").search(where("event")["body"]["kind"] == "noted")
    assert [document["event"]["id"] for document in found] == [event.id for event in session()[1:]]
    assert database.table("summary").all()[0]["summary"]["title"] == "PPO on Pong"
    database.close()


def test_changes_to_several_tables_are_one_save(tmp_path: Path) -> None:
    saves: list[bytes] = []

    class CountingStorage(SafeStorage):
        def write(self, data: dict[str, dict[str, Any]]) -> None:
            super().write(data)
            saves.append((tmp_path / "a.json").read_bytes())

    storage = OneSave(CountingStorage(tmp_path / "a.json"))
    database = TinyDB(storage=lambda: storage)
    database.table("events").insert_multiple([{"a": 1}, {"a": 2}])
    database.table("summary").insert({"a": 3})
    assert saves == []
    storage.save()
    assert len(saves) == 1


def test_a_file_keeps_what_it_held_before_the_last_save(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = SafeStorage(path)
    for number in range(4):
        before = path.read_bytes() if number else b""
        storage.write({"events": {"1": {"number": number}}})
        assert (last_copy_of(path).read_bytes() if number else b"") == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "a.json.bak"]


def test_two_files_change_places_at_each_save(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = SafeStorage(path)
    inodes = []
    for number in range(6):
        storage.write({"events": {"1": {"text": "x" * 100 * (6 - number)}}})
        inodes.append(path.stat().st_ino)
    assert len(set(inodes[1:])) == 2
    assert storage.read() == {"events": {"1": {"text": "x" * 100}}}


def test_a_copy_that_somebody_linked_elsewhere_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = SafeStorage(path)
    storage.write({"events": {"1": {"number": 0}}})
    storage.write({"events": {"1": {"number": 1}}})
    (tmp_path / "backup").hardlink_to(last_copy_of(path))
    kept = (tmp_path / "backup").read_bytes()
    for number in range(2, 5):
        storage.write({"events": {"1": {"number": number}}})
    assert (tmp_path / "backup").read_bytes() == kept


@pytest.mark.parametrize("planted", ["temporary", "last copy", "temporary of the copy"])
def test_a_planted_link_is_replaced_and_never_followed(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "a.json"
    victim = tmp_path / "victim"
    victim.write_text("precious")
    SafeStorage(path).write({"events": {"1": {"number": 0}}})
    link = {
        "temporary": temporary_beside(path),
        "last copy": last_copy_of(path),
        "temporary of the copy": temporary_beside(last_copy_of(path)),
    }[planted]
    link.symlink_to(victim)
    for number in range(3):
        SafeStorage(path).write({"events": {"1": {"number": number}}})
    assert victim.read_text() == "precious"


def test_content_is_synced_before_it_is_named_and_the_name_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(descriptor: int) -> None:
        calls.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        real_sync(descriptor)

    def replace(source: Path, target: Path) -> None:
        calls.append(f"name {Path(target).name}")
        real_replace(source, target)

    write_durably(tmp_path / "a", b"1", last_copy=tmp_path / "a.bak")
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    write_durably(tmp_path / "a", b"2", last_copy=tmp_path / "a.bak")
    assert calls == ["sync file", "name a.bak", "name a", "sync folder"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_durably(path, b"1", last_copy=tmp_path / "b")
    path.chmod(0o600)
    for content in (b"2", b"3"):
        write_durably(path, content, last_copy=tmp_path / "b")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_there_are_no_hard_links_the_content_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path, copy = tmp_path / "a", tmp_path / "a.bak"
    for content in (b"1", b"2", b"3"):
        write_durably(path, content, last_copy=copy)
    assert (path.read_bytes(), copy.read_bytes()) == (b"3", b"2")
    with pytest.raises(FileExistsError):
        name_again(path, copy)
    assert copy.read_bytes() == b"2"


def test_where_folders_cannot_be_opened_they_are_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    durable.sync_folder(tmp_path / "is not even there")


def test_files_are_printable_whatever_they_hold(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, [*session(), noted(9, "\x1b[31m\u202e\x00\udc80\u2028")])
    content = journal.path_of(ONE).read_bytes()
    assert content.isascii()
    assert all(line.decode().isprintable() for line in content.split(b"\n"))


def test_the_file_of_a_session_is_laid_out_so_that_differences_read_well(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session(1))
    first = journal.path_of(ONE).read_text().splitlines()
    journal.append(ONE, [noted(1)])
    second = journal.path_of(ONE).read_text().splitlines()
    assert [line[:14] for line in second] == [
        '{"events":{',
        '"1":{"event":{',
        '"2":{"event":{',
        '},"summary":{',
        '"1":{"digest":',
        "}}",
    ]
    assert second[1] == f"{first[1]},"
    assert second[2] == (
        '"2":{"event":{"at":"2026-03-14T09:00:01Z","body":{"kind":"noted","text":"a thought"},"by":"mira",'
        '"id":"000001-mira","turn":"000001-mira","v":8},'
        '"sha256":"d79fb9b207c16159166e5fcd32ff5ebd8f5a34c14dadc08013990e9c4e5c901c"}'
    )
