from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from coach.desk.drilling import Drills
from coach.desk.launch_drilling import OpenLaunch
from coach.desk.learning_path import LearningPath
from coach.errors import AnswerError
from coach.playbook.drills.launches import launch_folders, load_launch
from coach.session.drill.advice import worked_step
from coach.session.drill.launch import bought_of, chances_of
from coach.session.drill.words import parse
from coach.session.exhibit import Grid, Say
from coach.tui.drill.app import KEYS, OVER, THINKING, WORKED, DrillApp
from coach.tui.drill.choices import page_of, rows_of
from coach.tui.drill.help_screen import HelpScreen
from coach.tui.drill.launch_app import KEYS as LAUNCH_KEYS
from coach.tui.drill.launch_app import LaunchApp
from coach.tui.drill.learn_app import LearnApp
from coach.tui.drill.logs_screen import FIRST_YOUR_OWN, LogsScreen
from coach.tui.widgets.exhibit import exhibit_lines

if TYPE_CHECKING:
    from textual.pilot import Pilot

CASE = str(Path(__file__).with_name("cases") / "flat-evaluation")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_a_case_is_solved_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    opened = Drills(tmp_path, by="ada").begin(CASE)
    async with DrillApp(opened).run_test(size=size) as pilot:
        await pilot.press(*"stale weights", "enter")
        assert opened.drill.explanations == ("stale weights",)
        await pilot.press("o", *"5 3 2", "enter")
        assert opened.drill.odds["exploration-left-on"] == 0.3
        await pilot.press("enter")
        assert not opened.drill.actions
        await pilot.press("enter")
        assert opened.drill.bought == ("print-inputs",)
        await pilot.press("down", "enter", "enter")
        assert opened.drill.is_repaired
        shown = "\n".join(
            "".join(part.text for part in strip) for strip in pilot.app.screen._compositor.render_strips()
        )
        assert "It was: Running mean and variance" in shown
        await pilot.press("q")


async def test_while_one_writes_the_keys_named_are_those_that_do_not_type(tmp_path: Path) -> None:
    opened = Drills(tmp_path, by="ada").begin(CASE)
    app = DrillApp(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "f5 logs" in hint_of(app)
        assert " l logs" not in hint_of(app)
        await pilot.press("f5")
        assert isinstance(pilot.app.screen, LogsScreen)
        await pilot.press("escape", *"stale", "enter")
        assert " l logs" in hint_of(app)
        await pilot.press("o")
        assert "f5 logs" in hint_of(app)
        assert not pilot.app.query_one("#rows").display, (
            "the causes need the room while their odds are written"
        )
        await pilot.press("escape")
        assert pilot.app.query_one("#rows").has_focus
        assert pilot.app.query_one("#rows").display


async def test_f1_tells_how_a_drill_goes_and_brings_the_page_back_as_it_was(tmp_path: Path) -> None:
    app = DrillApp(Drills(tmp_path, by="ada").begin(CASE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half a thou", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("x", "f1", *"ght")
        assert app.query_one("#line", Input).value == "half a thought"


async def told_in_the_logs(app: DrillApp, pilot: Pilot[None]) -> str:
    await pilot.press("f5")
    await app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, LogsScreen)
    shown = "\n".join(str(line) for line in screen.view.draw(100))
    await pilot.press("escape")
    return shown


async def test_what_stands_out_in_the_logs_is_told_only_after_the_persons_own_explanations(
    tmp_path: Path,
) -> None:
    opened = Drills(tmp_path, by="ada").begin("flat-from-the-start")
    app = DrillApp(opened)
    async with app.run_test(size=(100, 30)) as pilot:
        before = await told_in_the_logs(app, pilot)
        await pilot.press(*"too short", "enter")
        after = await told_in_the_logs(app, pilot)
    assert FIRST_YOUR_OWN in before
    assert "has not improved since the start" not in before
    assert "has not improved since the start" in after


async def test_a_number_goes_to_the_curve_in_which_it_was_seen(tmp_path: Path) -> None:
    opened = Drills(tmp_path, by="ada").begin("flat-from-the-start", "worked")
    app = DrillApp(opened)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, LogsScreen)
        await pilot.press("2")
        await pilot.pause()
        top = round(screen.query_one("#logs").scroll_y)
        lines = list(map(str, screen.view.draw(screen.view.size.width)))
        assert any("charts/episodic_return" in line for line in lines[top : top + 25])
        assert top > 0


def hint_of(app: DrillApp | LearnApp) -> str:
    return str(app.query_one("#keys", Static).content)


@pytest.mark.parametrize("hint", [*KEYS.values(), *THINKING.values(), WORKED, OVER, *LAUNCH_KEYS.values()])
def test_the_keys_fit_a_narrow_terminal(hint: str) -> None:
    assert len(hint) <= 76


def test_the_example_of_odds_has_a_number_for_each_cause_of_the_case(tmp_path: Path) -> None:
    drill = Drills(tmp_path, by="ada").begin(CASE).drill
    with pytest.raises(AnswerError) as found:
        parse(drill, "odds 1")
    assert found.value.hint.endswith("such as 40 30 20; any sum will do.")


def test_a_worked_case_is_told_as_the_coachs_way(tmp_path: Path) -> None:
    opened = Drills(tmp_path, by="ada").begin(CASE, "worked")
    while not opened.drill.is_over:
        for body in worked_step(opened.drill)[1]:
            opened.do(body)
    told = [each.title if isinstance(each, Grid) else "" for each in page_of(opened.drill)]
    assert "The coach's way" in told
    assert not any(each.startswith("Your") for each in told)


def test_a_worked_case_begins_with_its_report_and_says_what_exact_odds_are(tmp_path: Path) -> None:
    opened = Drills(tmp_path, by="ada").begin(CASE, "worked")
    said = [each.text if isinstance(each, Say) else "" for each in page_of(opened.drill)]
    report = said.index(opened.drill.case.report)
    assert report < next(at for at, each in enumerate(said) if "Bayes" in each)


def test_every_line_of_every_page_fits_a_narrow_terminal(tmp_path: Path) -> None:
    opened = Drills(tmp_path, by="ada").begin(CASE)
    for move in ("think nothing", "odds 5 3 2", "buy 2", "buy 1", "repair 2", "repair 1"):
        opened.say(move)
        for exhibit in page_of(opened.drill):
            assert max(line.cell_length for line in exhibit_lines(exhibit, 76)) <= 76
    assert rows_of(opened.drill) == ()


async def test_a_lesson_and_a_claim_are_done_by_keys_and_the_path_knows(tmp_path: Path) -> None:
    path = LearningPath(Drills(tmp_path, by="ada"))
    app = LearnApp(path, "confusion")
    async with app.run_test(size=(80, 24)) as pilot:
        assert hint_of(app).startswith("Enter answers")
        await pilot.press("down", "down", "enter")
        assert hint_of(app).startswith("Enter goes on")
        await pilot.press("enter")
        await pilot.press("enter", "enter")
        assert [each.id for each in path.stages() if each.is_done] == ["confusion"]
        app._open(next(each for each in path.stages() if each.id == "warm-up"))
        await pilot.pause()
        assert app.query_one("#plot").region.y >= app.query_one("#exhibits").region.bottom
        assert app.query_one("#exhibits").region.height > 2
        await pilot.press("7", "0", "enter")
        assert path.stages()[-3].done == 1
        await pilot.press("escape", "q")
    assert app.return_value == ""


async def test_a_launch_is_checked_and_launched_by_keys(tmp_path: Path) -> None:
    loaded = load_launch(launch_folders()["ten-million-steps"])
    opened = OpenLaunch(Drills(tmp_path, by="ada"), loaded)
    async with LaunchApp(opened).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"too long", "enter")
        assert pilot.app.query_one("#line", Input).placeholder.endswith("such as 30 5 10 30 5")
        await pilot.press("o", *"30 20 10 10 20", "enter")
        assert chances_of(opened.bodies)["schedule-ends-early"] == 0.3
        await pilot.press("enter", "enter")
        assert bought_of(opened.bodies) == ("print-the-schedule",)
        await pilot.press("end", "enter", "enter")
        assert opened.is_over
        await pilot.press("q")
