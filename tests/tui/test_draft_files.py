from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.desk import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.form import Card, Field, Hours, Option, Table, Text
from coach.tui import draft_file
from coach.tui.app import CoachApp
from coach.tui.draft import Address, Drafts
from coach.tui.draft_file import DraftFile, load_drafts, save_drafts
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.weighing_page import WeighingPage
from tests.tui.at_the_page import at_the_explanations, at_the_weighing
from tests.tui.fake_walk import PATIENCE_S, FakeWalk, app_for, press, question, settled, shown, until, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.desk import Walk

TEXT = question(Text(), key="what")
TABLE = question(Table((Option("a", "first"), Option("b", "second")), (Option("p", "p"),)), key="odds")
CARD = question(Card((Field("you", "Yours", Hours()), Field("run", "The run's", Hours()))), key="price")


def kept_in(path: Path) -> FakeWalk:
    walk = FakeWalk(TEXT, TABLE, CARD)
    walk.drafts_path = path
    return walk


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_file, "PAUSE_S", 0.0)


async def killed_after(walk: FakeWalk, *keys: str, comes: Callable[[], bool]) -> None:
    """Press keys; what is on disk afterwards was not written by leaving."""
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        await until(pilot, comes)
        app.drafts.close = lambda: None  # type: ignore[method-assign]


class Typed(NamedTuple):
    answers: list[Any]
    keys: tuple[str, ...]
    key: str
    seen: str


@pytest.mark.parametrize(
    "typed",
    [
        Typed([], tuple("half a thought"), "what", "half a thought"),
        Typed(["x"], (*"30%", "down"), "odds", "30 %"),
        Typed(["x", {}], (*"3h", "enter", *"10h"), "price", "10h"),
    ],
    ids=lambda typed: typed.key,
)
async def test_what_was_typed_is_there_again_after_the_terminal_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Typed
) -> None:
    at_once(monkeypatch)
    path = tmp_path / "cache" / "drafts" / "s.json"
    first, second = kept_in(path), kept_in(path)
    first.given, second.given = list(typed.answers), list(typed.answers)
    said = typed.seen.replace(" %", "%")
    await killed_after(first, *typed.keys, comes=lambda: said in json.dumps(load_drafts(path).get(typed.key)))
    assert set(load_drafts(path)) == {typed.key}
    app = app_for(second)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert typed.seen in shown(app)


async def test_a_confirmed_answer_is_no_draft_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    path = tmp_path / "s.json"
    walk = kept_in(path)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"done")
        await until(pilot, path.exists)
        await press(pilot, "enter")
        assert walk.given == ["done"]
        assert not path.exists()


async def test_leaving_at_once_keeps_the_last_words(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    app = app_for(kept_in(path))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"last words")
        await pilot.press("ctrl+q")
    assert load_drafts(path) == {"what": "last words"}


@pytest.mark.parametrize(
    ("keys", "kept"),
    [(("u", "n", "l"), {"odds": {"a": ["unl"], "b": [""]}}), (("u", "n", "escape"), {})],
)
async def test_a_cell_that_is_half_written_is_kept_and_one_given_up_is_not(
    tmp_path: Path, keys: tuple[str, ...], kept: dict[str, object]
) -> None:
    path = tmp_path / "s.json"
    walk = FakeWalk(TABLE)
    walk.drafts_path = path
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        await pilot.press("ctrl+q")
    assert load_drafts(path) == kept


async def test_nothing_is_written_on_the_event_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)
    threads: list[threading.Thread] = []

    def note(path: Path, drafts: object) -> None:
        del path, drafts
        threads.append(threading.current_thread())

    monkeypatch.setattr(draft_file, "save_drafts", note)
    app = app_for(kept_in(tmp_path / "s.json"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"ab", "enter")
        await until(pilot, lambda: bool(threads))
        assert threading.main_thread() not in threads


def test_a_burst_of_keys_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_file, "PAUSE_S", 0.05)
    written: list[object] = []
    done = threading.Event()

    def note(_path: Path, drafts: object) -> None:
        written.append(drafts)
        done.set()

    monkeypatch.setattr(draft_file, "save_drafts", note)
    file = DraftFile(tmp_path / "s.json", lambda: {"what": "abc"})
    for _ in range(20):
        file.changed()
    assert done.wait(PATIENCE_S)
    assert written == [{"what": "abc"}]


def test_the_guided_case_keeps_no_drafts_and_other_walks_keep_theirs_in_the_cache(
    desk: Coach, guided_to: Callable[[str], Walk], tmp_path: Path
) -> None:
    assert guided_to("hypotheses.own").drafts_path is None
    walk = desk.begin("stuck", title="mine")
    path = walk.drafts_path
    assert path is not None
    assert path.parent == tmp_path / "cache" / "drafts"
    assert path.name.startswith(f"{walk.session_id}.")
    other = Coach(Journal.at(tmp_path), Stamp(by="ben")).walk(walk.session_id)
    assert other.drafts_path != path


async def test_the_guided_case_leaves_nothing_behind(
    guided_to: Callable[[str], Walk], tmp_path: Path
) -> None:
    walk = guided_to("hypotheses.own")
    app = CoachApp(lambda: None, lambda _: walk)  # type: ignore[arg-type, return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"half")
    assert not (tmp_path / "cache" / "drafts").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": 1}',
        b'{"format": 2, "drafts": {"what": "x"}}',
        b'{"format": 1, "drafts": []}',
        b'{"format": 1, "drafts": {"what": null, "odds": {"a": {"b": 1}}, "price": [[]]}}',
        b"[" * 100_000,
    ],
)
async def test_a_file_that_makes_no_sense_is_ignored(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    assert load_drafts(path) == {}
    walk = kept_in(path)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"ok", "enter")
    assert walk.given == ["ok"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.json"
    save_drafts(path, {"what": "before"})

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", full)
    DraftFile(path, lambda: {"what": "after"}).write()
    assert load_drafts(path) == {"what": "before"}
    assert os.listdir(tmp_path) == ["s.json"]  # noqa: PTH208 - hidden files too


def test_two_sessions_do_not_mix(tmp_path: Path) -> None:
    drafts = Drafts()
    drafts.open("one", tmp_path / "one.json")
    drafts.open("two", tmp_path / "two.json")
    drafts.keep(Address("one", "q"), "1")
    drafts.keep(Address("two", "q"), "2")
    drafts.close()
    assert load_drafts(tmp_path / "one.json") == {"q": "1"}
    assert load_drafts(tmp_path / "two.json") == {"q": "2"}


texts = st.text(max_size=20)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.one_of(texts, st.lists(texts), st.dictionaries(texts, st.one_of(texts, st.lists(texts)))),
        max_size=4,
    )
)
def test_drafts_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, drafts: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("drafts") / "s.json"
    save_drafts(path, drafts)
    assert load_drafts(path) == drafts


async def test_a_line_begun_beside_a_match_survives_a_terminal_that_is_closed(
    desk: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    walk = at_the_explanations(desk)
    path = walk.drafts_path
    assert path is not None
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await write(pilot, "learning rate far too high")
        await press(pilot, "enter")
        await until(pilot, lambda: "= Learning rate too high" in shown(app))
        await write(pilot, "half a thought")
        await until(pilot, lambda: path.exists() and "half a thought" in path.read_text("utf-8"))
        assert "hypotheses.match." in path.read_text("utf-8")
        app.drafts.close = lambda: None  # type: ignore[method-assign]
    again = app_for(desk.walk(walk.session_id))
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(again.screen, ExplanationsPage)
        assert again.screen.forms.field.text == "half a thought"


async def test_a_mark_changed_in_the_weighing_survives_a_terminal_that_is_closed(
    desk: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    walk = at_the_weighing(desk)
    path = walk.drafts_path
    assert path is not None
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "4", "2", "right")
        await until(pilot, path.exists)
        kept = load_drafts(path)
        app.drafts.close = lambda: None  # type: ignore[method-assign]
    assert any("42" in str(draft) for draft in kept.values())
    again = app_for(desk.walk(walk.session_id))
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(again.screen, WeighingPage)
        assert "42" in shown(again)


def test_names_within_names_are_read_as_deep_as_pages_go_and_no_deeper(tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    page: dict[str, object] = {"line": "half", "matches": {"one": "yes"}}
    save_drafts(path, {"page.some": page, "page.deep": {"a": {"b": {"c": "d"}}}, "odds": {"a": {"b": 1}}})
    assert load_drafts(path) == {"page.some": page}
