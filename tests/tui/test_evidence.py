"""The evidence screen, with real logs: what is drawn, and what one makes of what stands out."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest

from coach.session.event.evidence import SymptomJudged
from coach.session.observations import confusions, symptoms
from coach.tui.evidence import Evidence, evidence_of, spans_of, tags_of
from coach.tui.plot_settings import PlotSettings
from coach.tui.screens.dismissal import reasons_for
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.widgets import curve_grid
from coach.tui.widgets.curve import step_labels
from coach.tui.widgets.rows import CURSOR
from coach.tui.widgets.symptom_list import title
from tests.tui.fake_walk import PATIENCE_S, app_for, press, settled, shown, until
from tests.tui.test_looks import Investigation

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk import Walk
    from coach.runs import Run
    from coach.tui.app import CoachApp

FIRST = "evidence.judge.plateau-from-start-rollout-ep-rew-mean"
DOTS = range(0x2801, 0x2900)


@pytest.fixture
def walk(guided_to: Callable[[str], Walk]) -> Walk:
    """The guided case, its logs read and nothing judged."""
    return guided_to(FIRST)


def screen_of(app: CoachApp) -> EvidenceScreen:
    assert isinstance(app.screen, EvidenceScreen)
    return app.screen


def judgements(walk: Walk) -> list[tuple[str, str]]:
    return [(body.verdict, body.reason) for body in walk.session.all(SymptomJudged)]


def curves_line(app: CoachApp) -> str:
    """Give the line over the curves that says how they are drawn."""
    return shown(app).splitlines()[app.screen.query_one(curve_grid.CurveGrid).region.y]


async def test_what_stands_out_is_drawn_first_and_runs_tags_and_symptoms_are_listed(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        said = shown(app)
        for name in ("lander_seed_1", "lander_seed_2", "lander_seed_3", "↓ 4 more", "From the logs 5 open"):
            assert name in said
        assert "curves 1 to 4 of 8" in said
        assert "time/fps" not in said
        assert said.count("onset") == said.count("  step ") == 1, "what all pictures share is labelled once"
        assert " ".join(said.split()).count("The same in 1 of the 2 other runs.") == 1
        for name in ("explained variance ·", "kl spike ·", "entropy collapse ·", "seed disagreement ·"):
            assert name in said
    assert evidence_of(walk).tags[:6] == (
        "rollout/ep_rew_mean",
        "train/explained_variance",
        "train/approx_kl",
        "train/entropy_loss",
        "train/loss",
        "train/value_loss",
    )


async def test_at_80x24_a_curve_the_lists_and_the_keys_can_be_read(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "r")
        lines = shown(app).splitlines()
        said = "\n".join(lines)
        assert "curve 1 of 8" in said
        assert sum("onset" in line for line in lines) == 1
        assert sum(any(ord(c) in DOTS for c in line) for line in lines) >= 6
        for name in ("A  lander_seed_1", "↓ 2 below", f"{CURSOR} …llout/ep_rew_mean"):
            assert name in said
        keys = "a accept  d dismiss  c confused  F8 go on  ^n next part  ? help  ^p all"
        assert lines[-1].strip() == keys
        focused = app.screen.focused
        assert focused is not None
        assert app.screen.region.contains_region(focused.region)


@pytest.mark.parametrize("size", [(160, 48), (80, 24), (60, 20), (36, 10)])
async def test_every_list_can_be_reached_from_the_keyboard(walk: Walk, size: tuple[int, int]) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        visited = set()
        for _ in range(3):
            assert app.screen.focused is not None
            visited.add(type(app.screen.focused).__name__)
            await press(pilot, "tab")
        assert visited == {"PageSymptoms", "RunList", "TagList"}


async def test_typing_filters_tags_and_curves_and_escape_shows_all_again(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "/", *"LOSS")
        said = shown(app)
        assert "Tags with “LOSS”" in said
        assert screen_of(app).tags.names == ("train/entropy_loss", "train/loss", "train/value_loss")
        assert "all curves" in said
        assert "time/fps" not in said
        await press(pilot, "enter", "down")
        assert screen_of(app).tags.chosen == "train/loss"
        await press(pilot, "/", *"+[x")
        assert screen_of(app).typed.text == "LOSS+[x"
        assert "none" in shown(app)
        await press(pilot, "escape")
        assert len(screen_of(app).tags.names) == 8
        assert "time/fps" in shown(app)
        await press(pilot, "escape")
        assert "What do you" in shown(app)


async def test_a_symptom_leads_to_its_curve_even_past_a_filter(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "down", "down")
        assert screen_of(app).tags.chosen == "train/approx_kl"
        assert f"{CURSOR} train/approx_kl" in shown(app)
        await press(pilot, "/", *"fps", "enter", "4")
        assert screen_of(app).tags.chosen == "train/entropy_loss"
        assert len(screen_of(app).tags.names) == 8
        assert app.screen.focused is screen_of(app).symptoms


async def test_one_looks_closely_at_an_onset_follows_the_next_and_comes_back(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "3", "o")
        curves = screen_of(app).curves
        assert curves.is_large
        assert curves.plot_settings.marked == (0,)
        assert curves.span.holds(132_096)
        assert curves.span.right - curves.span.left < 63_000
        assert "A lander_seed_1 in front" in curves_line(app)
        fourth = symptoms(walk.session)[3].seen
        assert fourth.onset_step is not None
        await press(pilot, "down")
        assert curves.span.holds(fourth.onset_step)
        assert curves.plot_settings.marked == (
            ["lander_seed_1", "lander_seed_2", "lander_seed_3"].index(fourth.run),
        )
        await press(pilot, "o")
        assert not curves.is_large
        assert curves.plot_settings.shown is None
        assert curves.plot_settings.marked == ()


async def test_a_curve_is_enlarged_and_made_small_again(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "z")
        said = shown(app)
        assert said.count("onset ") == 1
        assert "A lander_seed_1 " in said
        await press(pilot, "escape")
        assert "curves 1 to 4 of 8" in shown(app)


async def test_a_click_on_a_plot_chooses_its_tag(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        curves = screen_of(app).curves
        await pilot.click(curve_grid.CurveGrid, offset=(20, curves.size.height - 4))
        await settled(pilot)
        assert screen_of(app).tags.chosen == "train/approx_kl"


async def test_zooming_and_going_sideways_is_said_and_draws_what_is_inside(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "tab", "tab", "z", "right")
        curves = screen_of(app).curves
        assert curves.plot_settings.shown is None
        await press(pilot, "+", "+")
        assert curves.span.right - curves.span.left == pytest.approx(626_688 / 4)
        before = curves.span
        assert f"steps {step_labels(*before)[0]} to" in curves_line(app)
        assert "of 630k" in curves_line(app)
        assert step_labels(*before)[1] in shown(app)
        await press(pilot, "]", "right")
        assert curves.span.left == pytest.approx(before.left + 626_688 / 8)
        await press(pilot, "[", "left", "-")
        assert curves.span.right - curves.span.left == pytest.approx(626_688 / 2)
        await press(pilot, "0")
        assert curves.plot_settings.shown is None
        assert "steps" not in curves_line(app)


async def test_nothing_is_smoothed_until_one_asks_and_then_it_is_said(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        said = []
        for _ in range(4):
            said.append(curves_line(app))
            await press(pilot, "s")
        assert "smooth" not in said[0]
        assert "lightly smoothed: mean of 2 % of the view" in said[1]
        assert "heavily smoothed: mean of 10 % of the view" in said[2]
        assert said[3] == said[0]


async def test_one_marked_run_stands_in_front_and_two_are_compared_alone(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "z", "tab", "down", "space")
        assert "B lander_seed_2 in front" in curves_line(app)
        await press(pilot, "down", "enter")
        assert "B lander_seed_2 against C lander_seed_3" in curves_line(app)
        lines = shown(app).splitlines()
        assert "A lander_seed_1" not in "\n".join(line[36:] for line in lines)
        assert sum("●" in line for line in lines) == 2
        await press(pilot, "up", "up", "space")
        assert "C lander_seed_3 against A lander_seed_1" in curves_line(app)
        await press(pilot, "space", "down", "down", "space")
        assert screen_of(app).curves.plot_settings.marked == ()


async def test_the_run_one_stands_on_is_named_in_full() -> None:
    walk = Investigation()
    long = f"{'folder/' * 12}[lander_1]"
    first, second, third = walk.runs()
    walk.runs = lambda: (replace(first, name=long, series={}), second, third)  # type: ignore[method-assign]
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "tab", "space")
        assert "/[lander_1]: 0 points" in shown(app)
        await press(pilot, "down")
        assert "B lander_2: 627 points" in shown(app)
        await press(pilot, "tab")
        assert "627 points" not in shown(app)


def test_a_tag_that_none_of_the_runs_in_front_logged_is_said_to_be() -> None:
    runs = Investigation().runs()
    spans = spans_of(runs)
    found = Evidence(runs, (), ("other",), spans["time/fps"], spans)
    plot = curve_grid.drawn(
        found, "other", curve_grid.Kind(PlotSettings(found.whole), 60, 12, is_large=False)
    )
    assert [line.plain for line in plot.lines] == ["not logged by these runs"]


async def test_a_symptom_is_accepted_there_and_the_question_comes_back_another(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "a")
        assert "✓ Kept as evidence." in shown(app)
        assert "✓ evidence" in shown(app)
        assert judgements(walk) == [("evidence", "")]
        await press(pilot, "b")
        assert walk.question.key == "evidence.judge.explained-variance-train-explained"
        assert "Explained variance" in shown(app)


async def test_a_symptom_is_kept_as_a_confusion(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "3", "c")
        assert "? confusion" in shown(app)
    assert [each.id for each in confusions(walk.session)] == ["kl-spike-train-approx-kl"]


async def test_a_dismissal_needs_a_reason_and_offers_some(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "d", "enter")
        assert "A dismissed symptom needs its innocent reason." in shown(app)
        await press(pilot, "escape")
        assert judgements(walk) == []
        await press(pilot, "d", "down", "down")
        assert f"{CURSOR} learning-rate warm-up" in shown(app)
        await press(pilot, *" [1k]", "enter")
        assert "- dismissed" in shown(app)
        assert "because: learning-rate warm-up [1k]" in shown(app)
    assert judgements(walk) == [("dismissed", "learning-rate warm-up [1k]")]


def test_warm_up_is_offered_once_whatever_the_detector_knows(walk: Walk) -> None:
    first, second, *_ = evidence_of(walk).onsets
    assert sum("warm-up" in reason for reason in reasons_for(first)) == 1
    assert sum("warm-up" in reason for reason in reasons_for(second)) == 1


async def test_a_later_judgement_replaces_an_earlier_one_and_both_can_be_taken_back(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "a", "c")
        assert "? confusion" in shown(app)
        await press(pilot, "u")
        assert "✓ evidence" in shown(app)
        await press(pilot, "u")
        assert "✓ evidence" not in shown(app)
        await press(pilot, "U")
        assert "✓ evidence" in shown(app)
    assert [view.judged.verdict for view in symptoms(walk.session) if view.judged] == ["evidence"]


async def test_only_where_one_stands_on_a_symptom_it_can_be_judged(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        await press(pilot, "tab", "a", "c", "d")
        assert judgements(walk) == []
        assert "a accept" not in shown(app)
        assert isinstance(app.screen, EvidenceScreen)


async def test_keys_are_taken_while_a_curve_is_still_being_drawn(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()
    drawn = curve_grid.drawn

    def slow(*args: object) -> curve_grid.Plot:
        goes_on.wait(PATIENCE_S)
        return drawn(*args)  # type: ignore[arg-type]

    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(curve_grid, "drawn", slow)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, EvidenceScreen) and bool(app.screen.tags.names))
        await pilot.press("down", "down")
        await until(pilot, lambda: screen_of(app).tags.chosen == "train/approx_kl")
        await until(pilot, lambda: f"{CURSOR} train/approx_kl" in shown(app))
        goes_on.set()
        await settled(pilot)
        assert any(ord(c) in DOTS for c in shown(app))


async def test_keys_typed_while_the_logs_are_still_read_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Investigation()
    goes_on, runs = Event(), walk.runs()

    def slow() -> tuple[Run, ...]:
        goes_on.wait(PATIENCE_S)
        return runs

    app = app_for(walk)
    async with app.run_test(size=(100, 36)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(walk, "runs", slow)
        await pilot.press("f5", "2", "y")
        assert not screen_of(app).has_class("-read")
        goes_on.set()
        await settled(pilot)
        assert "log scale" in curves_line(app)
        assert screen_of(app).symptoms.cursor == 1


async def test_in_the_walk_symptoms_are_judged_and_one_can_leave_while_the_logs_are_still_read(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def slow() -> tuple[Run, ...]:
        goes_on.wait(PATIENCE_S)
        return ()

    monkeypatch.setattr(walk, "runs", slow)
    app = app_for(walk)
    async with app.run_test(size=(100, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, EvidenceScreen) and app.screen.symptoms.has_focus)
        await pilot.press("2", "a")
        await until(pilot, lambda: bool(judgements(walk)))
        assert not screen_of(app).has_class("-read")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, EvidenceScreen))
        goes_on.set()
    assert [body.symptom for body in walk.session.all(SymptomJudged)] == [
        symptoms(walk.session)[1].seen.symptom
    ]


async def test_a_log_scale_says_which_runs_it_cannot_show(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await press(pilot, "f5", "y")
        assert "≤ 0 not drawn: " in shown(app)
        await press(pilot, "y")
        assert "not drawn" not in shown(app)


def test_past_nine_symptoms_the_title_says_how_to_reach_the_others() -> None:
    assert "a number jumps" in title(9)
    assert "1 to 9 jump, ↑ ↓ reach them all" in title(10)


async def test_symptoms_whose_logs_are_gone_can_still_be_judged(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "runs", lambda: ())
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f5")
        assert "No log of this session can be read any more" in shown(app)
        await press(pilot, "down")
        assert "Its curve is in no log that can be read any more." in shown(app)
        await press(pilot, "+", "z", "s", "y", "/", "a")
        assert judgements(walk) == [("evidence", "")]


def test_known_quantities_come_before_what_nobody_knows() -> None:
    runs = Investigation().runs()
    assert tags_of(runs, ()) == ("rollout/ep_rew_mean", "train/approx_kl", "time/fps")
