"""The line above the curves: how they are drawn wherever that is not as they were logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.session.run_names import short_names
from coach.tui.plot_settings import SMOOTHINGS
from coach.tui.widgets.curve import step_labels
from coach.tui.widgets.run_names import letter, run_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs import Run
    from coach.tui.plot_settings import PlotSettings


def settings_line(plot_settings: PlotSettings, runs: Sequence[Run], which: str, width: int) -> Content:
    """Say how the curves are drawn wherever that is not as they were logged, and which ones these are."""
    names = short_names([run.name for run in runs])
    smoothing = SMOOTHINGS[plot_settings.smoothing]
    said = []
    if smoothing.share:
        said.append(f"{smoothing.how} smoothed: mean of {100 * smoothing.share:.0f} % of the view")
    if plot_settings.is_log:
        said.append("log scale")
    if plot_settings.marked:
        front = " against ".join(
            f"{letter(place)} {run_tail(names[place], 16)}" for place in plot_settings.marked
        )
        said.append(front if plot_settings.is_comparing else f"{front} in front")
    if plot_settings.shown is not None:
        left, right = step_labels(*plot_settings.shown)
        said.append(f"steps {left} to {right} of {step_labels(*plot_settings.whole)[1]}")
    changed = Content.styled(" · ".join(said), "$accent")
    return (
        Content(" · ")
        .join([*([changed] if said else []), Content.styled(which, "$quiet")])
        .truncate(max(1, width), ellipsis=True)
    )
