from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.tui.evidence import Evidence
from coach.tui.plot_settings import SMOOTHINGS, PlotSettings, Span
from coach.tui.widgets.curve import Mark, plot_lines
from coach.tui.widgets.curve_grid import LEAST_HEIGHT, LEAST_WIDTH, layout, page
from coach.tui.widgets.plane import Curve, Frame, Piece, running_mean
from tests.tui.test_pictures import curve, text

BRAILLE = 0x2800
WHOLE = Span(0, 1000)
ACTS = st.lists(st.sampled_from(["in", "out", "left", "right", "mark", "next", "close"]), max_size=20)


def dots(curves: list[Curve], share: float = 0.0, span: Span | None = None) -> list[list[int]]:
    """Give the dots of every cell; letters and the axis have none."""
    lines = plot_lines(curves, [], 70, 14, is_log=False, span=span, share=share)
    return [
        [ord(c) - BRAILLE if BRAILLE < ord(c) < BRAILLE + 256 else 0 for c in line.plain]
        for line in lines[1:-1]
    ]


def noise(count: int = 2_000) -> list[float]:
    return list(np.random.default_rng(5).normal(size=count))


@given(ACTS)
@settings(max_examples=80, deadline=None)
def test_whatever_one_does_what_is_in_view_was_logged_and_two_runs_are_marked_at_most(
    acts: list[str],
) -> None:
    plot_settings = PlotSettings(WHOLE)
    for act in acts:
        seen = plot_settings.shown or WHOLE
        match act:
            case "in":
                plot_settings = plot_settings.zoomed(0.5, seen, 900)
            case "out":
                plot_settings = plot_settings.zoomed(2, seen)
            case "left" | "right":
                plot_settings = plot_settings.moved(0.25 if act == "right" else -0.25)
            case "mark":
                plot_settings = plot_settings.mark(len(acts) % 3)
            case "next":
                plot_settings = plot_settings.with_next_run(3)
            case _:
                plot_settings = plot_settings.showing(Span(950, 1050))
        left, right = plot_settings.shown or WHOLE
        assert WHOLE.left <= left < right <= WHOLE.right
        assert len(plot_settings.marked) <= 2
    assert plot_settings.with_all().shown is None


def test_zooming_in_keeps_an_onset_in_view_and_zooming_out_ends_with_everything() -> None:
    plot_settings = PlotSettings(WHOLE)
    for _ in range(6):
        plot_settings = plot_settings.zoomed(0.5, plot_settings.shown or WHOLE, 130)
        assert plot_settings.shown is not None
        assert plot_settings.shown.holds(130)
    for _ in range(6):
        plot_settings = plot_settings.zoomed(2, plot_settings.shown or WHOLE)
    assert plot_settings.shown is None


def test_runs_come_to_the_front_one_by_one_and_then_all_are_equal() -> None:
    plot_settings = PlotSettings(WHOLE)
    seen = []
    for _ in range(3):
        plot_settings = plot_settings.with_next_run(2)
        seen.append(plot_settings.marked)
    assert seen == [(0,), (1,), ()]


def test_smoothing_is_off_to_begin_with() -> None:
    assert SMOOTHINGS[PlotSettings().smoothing].share == 0


@pytest.mark.parametrize("share", [each.share for each in SMOOTHINGS[1:]])
def test_smoothing_takes_no_dot_away_so_no_spike_is_hidden(share: float) -> None:
    value = noise()
    value[700] = 60.0
    raw, smoothed = dots([curve(value)]), dots([curve(value)], share)
    assert all(
        before & ~after == 0
        for old, new in zip(raw, smoothed, strict=True)
        for before, after in zip(old, new, strict=True)
    )
    assert any(raw[0])
    assert any(smoothed[0])


def styles_of(drawn: Curve) -> set[str]:
    """Give the styles a curve is drawn in, its letter left out."""
    lines = plot_lines([drawn], [], 70, 14, is_log=False, share=0.1)
    dotted = [span for line in lines for span in line.spans if line.plain[span.start] > chr(BRAILLE)]
    return {str(span.style) for span in dotted if "curve-1" in str(span.style)}


def test_under_a_mean_the_curve_is_fainter_and_the_mean_bold_and_runs_behind_have_none() -> None:
    front = curve(noise())._replace(style="$curve-1")
    assert styles_of(front) == {"$curve-1 70%", "bold $curve-1"}
    assert styles_of(front._replace(is_front=False)) == {"$curve-1"}


def test_a_running_mean_does_not_lag_and_one_huge_value_spoils_nothing_further_on() -> None:
    step = np.arange(1_000, dtype=np.float64)
    frame = Frame(0, 999, -1, 1, is_log=False)
    stair = np.where(step < 500, 0.0, 1.0)
    mean = running_mean(Piece(step, stair, np.ones(1_000, np.bool_)), frame, 100, 0.1)
    assert abs(int(np.argmax(mean >= 0.5)) - 50) <= 1
    huge = stair.copy()
    huge[100] = 1e300
    spoilt = running_mean(Piece(step, huge, np.ones(1_000, np.bool_)), frame, 100, 0.1)
    np.testing.assert_allclose(spoilt[30:], mean[30:])


def test_a_narrower_range_is_drawn_with_the_values_inside_it() -> None:
    value = [0.0] * 50 + [1.0, 2.0, 3.0, 2.0, 1.0] + [1000.0] * 45
    said = text(plot_lines([curve(value)], [], 70, 14, is_log=False, span=Span(48, 54)))
    assert "3.06" in said
    assert "1020" not in said
    assert "48" in said.splitlines()[-1]
    assert "54" in said.splitlines()[-1]


def test_between_two_points_the_line_is_drawn_and_before_the_first_nothing() -> None:
    far = curve([0.0, 10.0], step=[100, 200])
    assert any(any(row) for row in dots([far], span=Span(140, 160)))
    said = text(plot_lines([far], [], 70, 14, is_log=False, span=Span(0, 50)))
    assert said == "nothing was logged in these steps"


def test_onsets_out_of_view_are_not_drawn_at_the_edge() -> None:
    marks = [Mark("7", 10, is_here=True), Mark("8", 90, is_here=True)]
    first = plot_lines([curve([1.0] * 100)], marks, 70, 14, is_log=False, span=Span(80, 99))[0].plain
    assert "8" in first
    assert "7" not in first


def test_steps_close_together_are_said_in_full() -> None:
    step = [168_960, 168_965, 168_970]
    last = plot_lines([curve([1.0, 2.0, 3.0], step=step)], [], 70, 14, is_log=False)[-1].plain
    assert last.split() == ["step", "168,960", "168,965", "168,970"]


@given(
    st.integers(min_value=20, max_value=250),
    st.integers(min_value=3, max_value=80),
    st.integers(min_value=1, max_value=40),
)
@settings(max_examples=80, deadline=None)
def test_small_plots_fit_and_are_never_smaller_than_can_be_read(width: int, height: int, count: int) -> None:
    found = layout(width, height, count)
    assert found.room >= 1
    assert found.columns * (found.width + 2) - 2 <= width
    assert found.rows * found.height <= height
    if found.room > 1:
        assert found.height >= LEAST_HEIGHT or found.rows == 1
        assert found.width >= LEAST_WIDTH or found.columns == 1


def test_the_chosen_tag_is_always_among_those_shown() -> None:
    tags = [f"t{place}" for place in range(11)]
    for count in range(1, 8):
        for tag in tags:
            shown = page(tags, tag, count)
            assert tag in shown
            assert len(shown) == count


def test_a_tag_logged_for_a_small_part_of_all_steps_has_a_range_of_its_own() -> None:
    found = Evidence(whole=WHOLE, spans={"short": Span(0, 100), "long": Span(0, 900)})
    assert found.span_of("short") == Span(0, 100)
    assert found.span_of("long") == WHOLE
