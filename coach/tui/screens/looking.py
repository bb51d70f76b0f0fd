"""A screen on which one looks at curves: closer, further along, smoothed, one run in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui import evidence_command as here
from coach.tui.screens.judging import Judging
from coach.tui.widgets.curve_grid import CurveGrid
from coach.tui.widgets.run_list import RunList
from coach.tui.widgets.tag_list import TagList

if TYPE_CHECKING:
    from coach.tui.evidence import Evidence
    from coach.tui.interfaces import Walk
    from coach.tui.plot_settings import PlotSettings

PAN = 0.25
"""Share of what is in view by which one goes sideways."""


class Looking(Judging):
    """Draws the curves of a walk's runs in the way one asks for."""

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        self._evidence: Evidence | None = None
        self.runs = RunList()
        self.tags = TagList()
        self.curves = CurveGrid()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        if action in _SIDEWAYS:
            return self.curves.plot_settings.shown is not None
        if action == here.ShowRun.action():
            return self._evidence is not None and len(self._evidence.runs) > 1
        if action in _LOOKING:
            return self._evidence is not None and bool(self._evidence.runs)
        return super().check_action(action, parameters)

    def _look(self, plot_settings: PlotSettings, *, is_large: bool | None = None) -> None:
        """Draw in another way."""
        self.curves.look(plot_settings, is_large=is_large)
        self.runs.mark(plot_settings.marked)
        self.refresh_bindings()

    def action_enlarge_curve(self) -> None:
        """Give the chosen curve all the room, or show the small ones again."""
        self._look(self.curves.plot_settings, is_large=not self.curves.is_large)

    def action_look_closely(self) -> None:
        """Show the onset of a symptom from near, or everything again."""
        self.symptoms.action_look_closely()

    def action_zoom_in(self) -> None:
        """Look at fewer steps."""
        onset = self.symptoms.chosen
        around = onset.step if onset is not None and onset.tag == self.tags.chosen else None
        self._look(self.curves.plot_settings.zoomed(0.5, self.curves.span, around))

    def action_zoom_out(self) -> None:
        """Look at more steps."""
        self._look(self.curves.plot_settings.zoomed(2, self.curves.span))

    def action_earlier_steps(self) -> None:
        """Go to earlier steps."""
        self._look(self.curves.plot_settings.moved(-PAN))

    def action_later_steps(self) -> None:
        """Go to later steps."""
        self._look(self.curves.plot_settings.moved(PAN))

    def action_all_steps(self) -> None:
        """Look at everything."""
        self._look(self.curves.plot_settings.with_all())

    def action_smooth_curves(self) -> None:
        """Lay another running mean over the curves, or none."""
        self._look(self.curves.plot_settings.smoother())

    def action_switch_scale(self) -> None:
        """Switch between the scales."""
        plot_settings = self.curves.plot_settings
        self._look(plot_settings._replace(is_log=not plot_settings.is_log))

    def action_show_run(self) -> None:
        """Bring the next run to the front, after the last one all of them."""
        if self._evidence is not None:
            self._look(self.curves.plot_settings.with_next_run(len(self._evidence.runs)))


_SIDEWAYS = frozenset(
    each.action() for each in (here.ZoomOut, here.EarlierSteps, here.LaterSteps, here.AllSteps)
)
_LOOKING = frozenset(each.action() for each in here.OF_THE_CURVES)
