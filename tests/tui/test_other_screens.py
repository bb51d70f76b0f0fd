from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.session.event.common import Noted
from coach.tui.app import CoachApp
from coach.tui.widgets.session_list import age, grouped
from tests.tui.conftest import BEGIN
from tests.tui.fake_walk import FakeCoach, FakeWalk, app_for, press, settled, shown, until, write
from tests.tui.test_plain_text import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from coach.desk import Coach, Walk


async def test_home_shows_what_waits_before_what_is_open_and_opens_it(
    desk: Coach, guided_to: Callable[[str], Walk]
) -> None:
    guided_to("result.c1")
    desk.begin("premortem", title="PPO with layer norm [/x]")
    app = CoachApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        said = shown(app)
        assert said.index("Under way, with predictions to check") < said.index("Open")
        assert "1 prediction to check" in said
        assert "PPO with layer norm [/x]" in said
        await press(pilot, "down", "enter")
        assert "pre-mortem" in shown(app).splitlines()[0]
        await press(pilot, "f9")
        await press(pilot, "up", "enter")
        assert "This waits for its result" in shown(app)


async def test_a_note_from_home_goes_into_the_work_log(desk: Coach) -> None:
    app = CoachApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        await write(pilot, "the disk is nearly full")
        await press(pilot, "enter")
        assert "Noted in the work log." in shown(app)
    (found,) = desk.summaries()
    assert [body.text for body in desk.walk(found.session).session.all(Noted)] == ["the disk is nearly full"]


async def test_the_demo_starts_with_one_key_and_leaves_the_journal_alone(desk: Coach) -> None:
    app = CoachApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "d")
        assert "(prepared)" in shown(app)
        await press(pilot, "enter")
        await settled(pilot)
        await press(pilot, "f9", "f9")
        assert "Nothing is open yet." in shown(app)
    assert desk.summaries() == ()


async def test_a_journal_that_cannot_be_read_ends_with_its_reason() -> None:
    def load() -> FakeCoach:
        raise JournalError("the journal is locked", hint="Wait a moment.")

    app = CoachApp(load)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.refusal is not None)
    assert isinstance(app.refusal, JournalError)
    assert app.return_code == 4


async def test_a_session_that_cannot_be_opened_is_said_at_home() -> None:
    class Desk(FakeCoach):
        def walk(self, session_id: str) -> FakeWalk:
            raise JournalError(f"{session_id} is of a newer coach", hint="Update coach.")

    app = CoachApp(lambda: Desk(FakeWalk(), [summary("a title", "a question")]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert "is of a newer coach." in shown(app)
        assert "Update coach." in shown(app)
        assert "a title" in shown(app)


def test_sessions_are_grouped_by_what_they_wait_for() -> None:
    waiting = summary("waiting", "x")
    found = grouped(
        [
            waiting._replace(status="closed", ending="solved"),
            waiting._replace(due=0),
            waiting._replace(status="open", due=0),
            waiting,
            waiting._replace(method="log"),
        ]
    )
    assert [group.heading for group in found] == [
        "Under way, with predictions to check",
        "Under way",
        "Open",
        "Closed",
    ]


async def test_home_stays_quick_and_says_so_when_it_leaves_sessions_out() -> None:
    many = [
        summary(f"session {place}", "x")._replace(session=str(place), status="open") for place in range(3_000)
    ]
    app = CoachApp(lambda: FakeCoach(FakeWalk(), many))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert "session 0" in shown(app)
        await press(pilot, *["down"] * 60)
        assert "and 2,960 more; coach list has them all" in shown(app)


def test_ages_are_said_as_people_say_them() -> None:
    ages = [
        timedelta(seconds=5),
        timedelta(minutes=7),
        timedelta(hours=3),
        timedelta(days=1),
        timedelta(days=9),
    ]
    said = [age(BEGIN - each, BEGIN) for each in ages]
    assert said == ["just now", "7 min ago", "3 h ago", "yesterday", "9 days ago"]


async def test_the_log_shows_four_views_and_finds_a_word(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to("odds.priors")
    walk.note("check [/the] clip fraction")
    app = app_for(walk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f6")
        assert "check [/the] clip fraction" in shown(app)
        assert "Getting the lander" in shown(app)
        await press(pilot, "1")
        assert "clip fraction" not in shown(app)
        assert "Getting the lander" in shown(app)
        await press(pilot, "right")
        assert "clip fraction" in shown(app)
        await press(pilot, "4")
        assert "Here stand results" in shown(app)
        await press(pilot, "0", "/", *"CLIP")
        assert "check [/the] clip fraction" in shown(app)
        assert "Getting the lander" not in shown(app)
        await press(pilot, *"zz")
        assert "“CLIPzz” is nowhere here." in shown(app)
        await press(pilot, "escape")
        assert "Getting the lander" in shown(app)
        await press(pilot, "b")
        assert "How likely is each" in shown(app)


async def test_a_word_is_searched_for_from_within_a_field(guided_to: Callable[[str], Walk]) -> None:
    app = app_for(guided_to("hypotheses.own"))
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+f", *"tried")
        assert "Tried: A lower learning rate" in shown(app)
        assert "Getting the lander" not in shown(app)
        await press(pilot, "escape", "escape")
        assert "What could explain all this?" in shown(app)


async def test_the_runs_have_a_scale_a_next_run_and_keys_that_are_explained(
    guided_to: Callable[[str], Walk],
) -> None:
    app = app_for(guided_to("hypotheses.own"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "down", "down", "y", "space")
        said = shown(app)
        assert "log scale" in said
        assert "A lander_seed_1 in front" in said
        await press(pilot, "?")
        assert "Accept evidence." in shown(app)
        await press(pilot, "escape", "b")
        assert "What could explain all this?" in shown(app)


async def test_runs_that_are_gone_are_said_to_be() -> None:
    from coach.tui.screens.evidence import EvidenceScreen  # noqa: PLC0415 - the screen that is tested

    app = app_for(FakeWalk())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(EvidenceScreen(FakeWalk()))
        await settled(pilot)
        assert "No log of this session can be read any more" in shown(app)


async def test_a_long_answer_is_written_in_an_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext  # noqa: PLC0415 - stands in for the terminal

    monkeypatch.setenv("EDITOR", 'sh -c \'printf " and [/more]" >> "$0"\'')
    walk = FakeWalk()
    app = app_for(walk)
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "a", "f4")
        await press(pilot, "enter")
    assert walk.given == ["a and [/more]"]


async def test_an_editor_that_does_not_work_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext  # noqa: PLC0415 - stands in for the terminal

    monkeypatch.setenv("EDITOR", "false")
    walk = FakeWalk()
    app = app_for(walk)
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "a", "f4")
        assert "did not work" in shown(app)
        await press(pilot, "enter")
    assert walk.given == ["a"]


async def test_the_look_changes_with_one_key() -> None:
    app = app_for(FakeWalk())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.current_theme.dark
        await press(pilot, "ctrl+t")
        assert not app.current_theme.dark
        assert app.screen.styles.background.hex.lower() == "#fbf9f4"
