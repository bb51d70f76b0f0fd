from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from textual.command import Command as PaletteCommand
from textual.command import CommandList

from coach.tui import command
from coach.tui.app import CoachApp
from coach.tui.command import COMMANDS, key_name, key_table
from coach.tui.command_type import Command
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.screens.evidence_page import EvidencePage
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.help import live_keys
from coach.tui.screens.home import HomeScreen
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.session import SessionScreen
from coach.tui.screens.walk import WalkScreen
from coach.tui.screens.walk_page import WalkPage
from coach.tui.screens.weighing_page import WeighingPage
from coach.tui.widgets.key_line import key_line, keys_of
from tests.tui.fake_walk import FakeWalk, app_for, press, settled, shown, until

SCREENS = (
    CoachApp,
    HomeScreen,
    CaseScreen,
    PremortemScreen,
    WalkScreen,
    EvidenceScreen,
    EvidencePage,
    NextActionScreen,
    WalkPage,
    ExplanationsPage,
    WeighingPage,
    SessionScreen,
)
KEYS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "keys.md"


def test_every_command_class_is_in_the_one_list() -> None:
    classes = {
        each
        for _, each in inspect.getmembers(command, inspect.isclass)
        if issubclass(each, Command) and each is not Command
    }
    assert set(COMMANDS) == classes
    assert len({each.action() for each in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("each", COMMANDS, ids=lambda each: each.action())
def test_a_command_has_a_key_an_explanation_and_somebody_who_carries_it_out(each: type[Command]) -> None:
    assert each.pressed()
    assert each.says().endswith((".", "?"))
    bound = [owner for owner in SCREENS if any(b.action == each.action() for b in owner.BINDINGS)]  # type: ignore[union-attr]
    assert bound
    for owner in bound:
        assert hasattr(owner, f"action_{each.action()}")


@pytest.mark.parametrize("owner", SCREENS, ids=lambda owner: owner.__name__)
def test_no_two_commands_of_a_screen_share_a_key(owner: type) -> None:
    keys = [b.key for b in (*owner.BINDINGS, *CoachApp.BINDINGS) if hasattr(b, "key")]  # type: ignore[attr-defined]
    shared = {key for key in keys if keys.count(key) > 1}
    assert shared <= ({b.key for b in CoachApp.BINDINGS} if owner is CoachApp else set())  # type: ignore[union-attr]


def test_every_command_for_a_walk_has_a_key_that_works_while_one_writes() -> None:
    for each in COMMANDS:
        if any(b.action == each.action() for b in WalkScreen.BINDINGS):  # type: ignore[union-attr]
            assert each.ANYWHERE, each


async def test_key_line_palette_help_and_bindings_say_the_same() -> None:
    app = app_for(FakeWalk())
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        active = app.screen.active_bindings
        offered = {b.binding.action for b in active.values() if b.enabled} & {c.action() for c in COMMANDS}
        in_palette = {each.title.rpartition(" (")[0] for each in app.get_system_commands(app.screen)}
        in_help = {row.title for row in live_keys(active.values())}
        titles = {c.title() for c in COMMANDS if c.action() in offered}
        assert in_palette == titles
        assert titles <= in_help
        line = key_line(keys_of(active.values()), 200).plain
        for each in COMMANDS:
            if each.action() in offered and each.LABEL:
                assert f"{key_name(each.pressed()[0])} {each.LABEL}" in line


async def test_the_palette_carries_out_a_command() -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p")
        await pilot.press(*"write note")
        await until(pilot, lambda: "note" in offered(app))
        await pilot.press("enter")
        await until(pilot, lambda: "For the work log" in shown(app))


def offered(app: CoachApp) -> str:
    """Give the command that the palette would carry out; empty while it is still looking."""
    found = app.screen.query(CommandList)
    option = found.first(CommandList).highlighted_option if found else None
    return (option.hit.text or "").lower() if isinstance(option, PaletteCommand) else ""


async def test_a_click_on_the_key_line_presses_the_key() -> None:
    app = app_for(FakeWalk())
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.click("KeyLine", offset=(2, 0))
        await until(pilot, lambda: "Keys that work here" in shown(app))


def test_where_room_is_short_the_palette_stays() -> None:
    keys = keys_of([])
    assert key_line(keys, 8).plain == "^p all"


def test_the_manual_has_the_key_table() -> None:
    said = KEYS_PAGE.read_text(encoding="utf-8")
    for row in key_table():
        assert re.search(rf"\|[^|\n]*{re.escape(row.title)}", said), row
