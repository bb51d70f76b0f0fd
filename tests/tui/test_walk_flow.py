from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerFailed

from coach.desk import Coach
from coach.errors import RunReadError
from coach.session.event.common import ConfusionSettled, Surprised
from coach.session.event.experiment import Committed
from coach.session.exhibit import Recipe, Say
from coach.session.form import Lines, ReadLogs, Text
from coach.tui.app import CoachApp
from coach.tui.screens.walk import WalkScreen
from tests.tui.fake_walk import (
    PATIENCE_S,
    FakeWalk,
    app_for,
    press,
    question,
    settled,
    shown,
    until,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.tui.widgets.form import FormWidget

TWO = (question(Text(), key="one", text="The first?"), question(Text(), key="two", text="The second?"))


class Prepared:
    data = "the prepared answer"
    says = "Because it is prepared."


async def test_the_guided_case_is_walked_to_its_end_by_enter_alone() -> None:
    desk = Coach.throwaway()
    walk = desk.begin("stuck", guided=True)
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for _ in range(120):
            if walk.position.step is None:
                break
            await press(pilot, "enter")
    assert walk.position.step is None
    assert walk.session.is_closed
    assert walk.session.last(Committed) is not None


async def test_what_is_typed_ahead_of_a_slow_answer_goes_to_the_next_question() -> None:
    walk = FakeWalk(*TWO)
    walk.before_answer = lambda: time.sleep(0.05)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"ab", "enter", *"cd", "backspace", "e", "enter")
    assert walk.given == ["ab", "ce"]


async def test_keys_wait_for_a_slow_program_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    takes = WalkScreen.on_form_widget_answered

    async def slowly(self: WalkScreen, event: FormWidget.Answered) -> None:
        await asyncio.sleep(0.6)
        takes(self, event)

    monkeypatch.setattr(WalkScreen, "on_form_widget_answered", slowly)
    walk = FakeWalk(*TWO)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"ab", "enter", *"cd", "enter")
    assert walk.given == ["ab", "cd"]


async def test_keys_typed_before_the_walk_is_open_are_not_lost() -> None:
    walk = FakeWalk()
    opened = threading.Event()

    class SlowCoach:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(name)

    def load() -> Coach:
        opened.wait(PATIENCE_S)
        return SlowCoach()  # type: ignore[return-value]

    app = CoachApp(load, lambda _: walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("h", "i")
        opened.set()
        await settled(pilot)
        await press(pilot, "enter")
    assert walk.given == ["hi"]


async def test_undo_goes_back_with_the_answer_still_there_and_redo_forward_again() -> None:
    walk = FakeWalk(*TWO)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"first", "enter", "ctrl+z")
        assert walk.given == []
        assert "The first?" in shown(app)
        assert "Took back: the answer" in shown(app)
        assert "first" in shown(app).split("Took back")[0].split("The first?")[1]
        await press(pilot, "ctrl+r")
        assert walk.given == ["first"]
        await press(pilot, "ctrl+z", *"ly", "enter")
    assert walk.given == ["firstly"]


async def test_undo_in_a_field_first_takes_back_what_was_written() -> None:
    walk = FakeWalk(*TWO)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "a", "enter", "x", "ctrl+z")
        assert walk.given == ["a"]
        await press(pilot, "ctrl+z")
    assert walk.given == []


async def test_letters_are_written_in_a_field_and_are_commands_after_escape() -> None:
    walk = FakeWalk(question(Text()))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"ncu/?", "escape", "n")
        assert "For the work log" in shown(app)
        await write(pilot, "a thought [/x]")
        await press(pilot, "enter")
        assert walk.noted == ["a thought [/x]"]
        assert "Noted." in shown(app)
        await press(pilot, "enter", "enter")
    assert walk.given == ["ncu/?"]


@pytest.mark.parametrize(("keys", "welcome"), [((), False), (("tab", "right"), True)])
async def test_a_surprise_is_kept_from_within_a_field_good_ones_as_such(
    keys: tuple[str, ...],
    welcome: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f3")
        await write(pilot, "the loss is too good")
        await press(pilot, *keys, "enter")
        assert "open confusion" in shown(app)
    assert walk.surprises == [("the loss is too good", welcome)]


async def test_a_remark_that_was_thought_better_of_is_not_kept() -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "x", "escape", "f2", "enter")
    assert walk.noted == []


async def test_an_unfinished_answer_survives_a_look_at_the_log_and_at_home() -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"half a", "f6", "escape", *" thought")
        assert "half a thought" in shown(app)
        await press(pilot, "f9")
        assert "pre-mortem" in shown(app)
        await press(pilot, "s")
        assert "half a thought" in shown(app)
        await press(pilot, "enter")
    assert walk.given == ["half a thought"]


async def test_only_an_optional_question_can_be_left_open() -> None:
    walk = FakeWalk(question(Text(), key="must"), question(Text(), key="may", optional=True))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f8")
        assert walk.given == []
        await press(pilot, "x", "enter", "f8")
    assert walk.given == ["x", None]


async def test_help_says_why_and_where_that_comes_from_and_which_keys_work() -> None:
    walk = FakeWalk(question(Text(), why="It matters [/why].", source="Somebody 1999"))
    app = app_for(walk)
    async with app.run_test(size=(100, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "f1")
        for said in ("It matters [/why].", "Somebody 1999", "F2", "Write note", "^z", "Take back"):
            assert said in shown(app)
        await press(pilot, "escape", "o", "k", "enter")
    assert walk.given == ["ok"]


async def test_a_prepared_answer_is_in_the_field_and_comes_back_when_asked_for() -> None:
    walk = FakeWalk()
    walk.prepared = Prepared()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Because it is prepared." in shown(app)
        await press(pilot, "ctrl+u", "x", "f10", "enter")
    assert walk.given == ["the prepared answer"]


async def test_every_line_of_a_prepared_list_is_confirmed_on_its_own() -> None:
    class Walk(FakeWalk):
        def answer_text(self, text: str) -> None:
            lines = [line for items in self.given if isinstance(items, tuple) for line in items[0]]
            super().answer_text(text)
            form = Lines(existing=(*lines, text)) if text else Lines()
            self.questions = (*self.questions[:-1], question(Lines(existing=form.existing), key="list"))

    walk = Walk(*(question(Lines(), key="list") for _ in range(3)))
    walk.prepared = type("Two", (), {"data": ["one", "two"], "says": ""})()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert walk.given[0] == (("one",), False)


@pytest.mark.parametrize("existing", [(), ("one",)])
async def test_a_line_is_recognised_while_it_is_typed_and_nothing_jumps(existing: tuple[str, ...]) -> None:
    walk = FakeWalk(question(Lines(existing=existing)))
    walk.beside = lambda line: f"= {line} [b](catalogue)" if len(line) > 1 else ""
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "l")
        before = shown(app).splitlines()
        await press(pilot, "r")
        after = shown(app).splitlines()
        place = next(at for at, line in enumerate(after) if "= lr [b](catalogue)" in line)
        assert "lr" in after[place - 1]
        assert [at for at, line in enumerate(before) if "enter adds" in line] == [
            at for at, line in enumerate(after) if "enter adds" in line
        ]
        await press(pilot, "backspace")
        assert "catalogue" not in shown(app)
        await press(pilot, "enter")
    assert walk.given == [(("l",), False)]


async def test_logs_are_read_without_being_asked_and_not_again_after_undo() -> None:
    walk = FakeWalk(question(Text(), key="path"), question(ReadLogs("runs/x"), key="read"), TWO[1])
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "x", "enter")
        assert walk.given == ["x", None]
        await press(pilot, "ctrl+z")
        assert walk.given == ["x"]
        assert "runs/x" in shown(app)
        assert "not read yet" in shown(app)
        await press(pilot, "enter")
        assert walk.given == ["x", None]


async def test_reading_can_be_stopped_and_never_blocks_a_key() -> None:
    going = threading.Event()

    class Walk(FakeWalk):
        def perform(
            self,
            progress: Callable[[int, int, str], None] | None = None,
            cancelled: Callable[[], bool] | None = None,
        ) -> None:
            assert progress is not None
            assert cancelled is not None
            progress(3, 9, "reading events.out")
            going.set()
            given_up = time.monotonic() + PATIENCE_S
            while not cancelled() and time.monotonic() < given_up:
                time.sleep(0.01)

    walk = Walk(question(ReadLogs("runs/x")))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, going.is_set)
        await until(pilot, lambda: "3/9" in shown(app))
        await pilot.press("question_mark")
        await until(pilot, lambda: "Keys that work here" in shown(app))
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert "Stopped reading." in shown(app)


async def test_logs_that_cannot_be_read_are_said_with_what_to_do() -> None:
    class Walk(FakeWalk):
        def perform(self, *_: object) -> None:
            raise RunReadError("there is no such folder", hint="Check the path.", where="runs/x")

    app = app_for(Walk(question(ReadLogs("runs/x"))))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "There is no such folder." in shown(app)
        assert "Check the path." in shown(app)


async def test_a_long_think_is_shown_by_the_minute_where_runs_are_dear() -> None:
    walk = FakeWalk()
    walk.pace = "full"
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "thinking" not in shown(app)
        line = app.screen.query_one("TopLine")
        line.minute_passed()  # type: ignore[attr-defined]
        await until(pilot, lambda: "thinking 1 min" in shown(app))


async def test_a_walk_that_is_done_says_so() -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "x", "enter")
        assert "nothing left to ask" in shown(app)
        await press(pilot, "u")
        assert walk.given == []


async def test_what_another_terminal_wrote_is_picked_up_when_one_comes_back() -> None:
    class Walk(FakeWalk):
        def refresh(self) -> bool:
            self.given.append("from the other terminal")
            return True

    walk = Walk(*TWO)
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.on_app_focus()
        await settled(pilot)
        assert "The second?" in shown(app)
        assert "Another terminal" in shown(app)


async def test_exhibits_longer_than_the_room_can_be_read_on() -> None:
    walk = FakeWalk(exhibits=(Say("\n".join(f"line {place}" for place in range(60))),))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "pgdn read on" in shown(app)
        assert "line 30" not in shown(app)
        await press(pilot, "pagedown", "pagedown")
        assert "line 2\n" not in shown(app)
        assert "What now?" not in shown(app)


async def test_a_recipe_is_shown_with_its_code_as_it_is_written_and_copied_with_one_key() -> None:
    code = (
        "for r in rewards:\n    print(r)  # [/b] and a line that is far longer than the room there is for it"
    )
    walk = FakeWalk(exhibits=(Recipe("How", "", ("Collect.", "Print."), code),))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for said in ("1 Collect.", "2 Print.", "│ for r in rewards:", "│     print(r)  # [/b]", "┆ "):
            assert said in shown(app)
        await press(pilot, "escape", "y")
        assert app.clipboard == code
        assert "Copied" in shown(app)


async def crash(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("x", "enter")
        await until(pilot, lambda: not app.is_running)


async def test_a_fault_of_the_program_is_handed_on_and_prints_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def boom() -> None:
        raise RuntimeError("boom")

    walk = FakeWalk()
    walk.before_answer = boom
    app = app_for(walk)
    with pytest.raises(WorkerFailed):
        await crash(app)
    assert isinstance(app.fault, RuntimeError)
    assert app.return_code == 1
    assert "Traceback" not in capsys.readouterr().err


async def test_a_premortem_is_begun_from_home_and_everything_said_is_in_the_journal(tmp_path: Path) -> None:
    desk = Coach.open(journal=tmp_path, by="me")
    app = CoachApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Nothing is open yet." in shown(app)
        assert "coach learn" in shown(app)
        await press(pilot, "p")
        await write(pilot, "Does layer norm keep entropy up?")
        await press(pilot, "down", "down")
        await write(pilot, "10h")
        await press(pilot, "down", "down")
        await write(pilot, "Yes: three more seeds. No: look at the advantages.")
        await press(pilot, "enter")
        await press(pilot, "f3")
        await write(pilot, "GPU memory grows")
        await press(pilot, "enter", "f9")
        await until(pilot, lambda: "Does layer norm keep entropy up?" in shown(app))
        assert "pre-mortem · just now" in shown(app)
        await press(pilot, "enter")
        await press(pilot, "f6")
        await until(pilot, lambda: "GPU memory grows" in shown(app))
    (summary,) = Coach.open(journal=tmp_path, by="me").summaries()
    session = Coach.open(journal=tmp_path, by="me").walk(summary.session).session
    assert [body.text for body in session.all(Surprised)] == ["GPU memory grows"]
    assert not session.all(ConfusionSettled)
