"""The screen of a run that is watched: curves with the lines at which tripwires fire, at every size."""

from __future__ import annotations

import numpy as np
import pytest

from coach.errors import JournalError
from coach.runs.series import Series
from coach.tui.watch_app import NextLook, WatchApp
from coach.tui.widgets.watch_view import Watched, WatchedPlot, plot_of, watch_lines

STEPS = np.arange(0, 1000, 10)


def series(last: float) -> Series:
    count = len(STEPS)
    value = np.linspace(0.0, last, count)
    return Series("kl", STEPS, np.full(count, np.nan), value, np.zeros(count, np.int32))


def watched(*, plots: int = 2, last: float = 0.05) -> Watched:
    return Watched(
        "PPO [/bold] again",
        "Next look at 14:30; nothing has tripped; about 3.0 h to go.",
        tuple(WatchedPlot(f"train/kl_{number}", 0.1, True, (series(last),)) for number in range(plots)),  # noqa: FBT003 - a tripwire
        ("09:10 look: this is the look agreed for 09:10; nothing has tripped",),
    )


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 36), (160, 48), (40, 10), (20, 5)])
def test_the_picture_fits_every_terminal(width: int, height: int) -> None:
    lines = watch_lines(watched(plots=5), width, height)
    assert len(lines) <= height
    assert max(line.cell_length for line in lines) <= width


def test_what_has_no_room_is_said_to_be_left_out() -> None:
    text = "\n".join(line.plain for line in watch_lines(watched(plots=5), 80, 24))
    assert "train/kl_0" in text
    assert "train/kl_4" not in text
    assert "more would need a taller terminal" in text


def test_the_line_of_a_tripwire_is_drawn_though_the_curve_is_far_below() -> None:
    lines = plot_of(watched(last=0.001).plots[0], 80, 12)
    assert "tripwire at 0.1" in lines[0].plain
    filled = [place for place, line in enumerate(lines) if sum("⠀" < cell <= "⣿" for cell in line.plain) > 40]
    assert len(filled) >= 2  # the line and the curve, apart from one another
    assert filled[-1] - filled[0] > 5


def test_a_quantity_that_is_not_logged_yet_is_said_to_be_so() -> None:
    lines = plot_of(WatchedPlot("kl", 0.1, True, ()), 80, 12)  # noqa: FBT003 - a tripwire
    assert "not logged by these runs" in lines[1].plain


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_each_look_is_shown_until_the_run_is_over(size: tuple[int, int]) -> None:
    looks = iter(
        [NextLook(watched(), 0.01), NextLook(watched()._replace(standing="The run is over: ended."), None)]
    )
    app = WatchApp(lambda: next(looks))
    async with app.run_test(size=size) as pilot:
        for _ in range(500):
            if app.view._watched.standing.startswith("The run is over"):
                break
            await pilot.pause(0.01)
        shown = "\n".join(
            "".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()
        )
        assert "The run is over: ended." in shown
        assert "PPO [/bold] again" in shown
        assert "tripwire at 0.1" in shown
        await pilot.press("q")
    assert app.refusal is None


async def test_what_cannot_be_looked_at_ends_the_screen_with_its_reason() -> None:
    def refuse() -> NextLook:
        raise JournalError("the journal is gone")

    app = WatchApp(refuse)
    async with app.run_test() as pilot:
        for _ in range(500):
            if app.refusal is not None:
                break
            await pilot.pause(0.01)
    assert str(app.refusal) == "the journal is gone"
