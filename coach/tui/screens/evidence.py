"""The evidence: runs and tags on the left, their curves on the right, below what stands out, to be judged there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message

from coach.tui import command
from coach.tui import evidence_command as here
from coach.tui.background_tasks import Refused, fetch
from coach.tui.evidence import Evidence, close_to, evidence_of
from coach.tui.screens.looking import Looking
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.run_names import letter
from coach.tui.widgets.search_field import SearchField
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import TextArea

    from coach.tui.evidence import Onset
    from coach.tui.interfaces import Walk
    from coach.tui.plot_settings import PlotSettings
    from coach.tui.widgets.curve_grid import CurveGrid
    from coach.tui.widgets.prose import Prose
    from coach.tui.widgets.run_list import RunList
    from coach.tui.widgets.symptom_list import SymptomList
    from coach.tui.widgets.tag_list import TagList

GONE = "No log of this session can be read any more; it may have been moved."


class Read(Message):
    """The linked runs were read."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__()
        self.evidence = evidence


class EvidenceScreen(Looking):
    """Shows the logs of a walk, and takes what one makes of their symptoms."""

    CSS_PATH: ClassVar = ["../styles/evidence.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(
            here.AcceptEvidence,
            here.DismissSymptom,
            here.MarkConfusion,
            here.LookClosely,
            here.EnlargeCurve,
            here.ZoomIn,
            here.ZoomOut,
            here.EarlierSteps,
            here.LaterSteps,
            here.AllSteps,
            here.FilterTags,
            here.SmoothCurves,
            here.SwitchScale,
            here.ShowRun,
            command.TakeBack,
            command.BringBack,
            command.ExplainQuestion,
            command.GoBack,
        ),
        Binding("escape", "leave", "Leave the filter, the large curve, then the runs", show=False),
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        self.typed = SearchField("part of a tag; esc shows all")

    def compose(self) -> ComposeResult:
        """Give the frame; the curves come when the logs have been read."""
        yield TopLine("runs", self.walk.session.title)
        yield from self._logs()
        yield self.symptoms
        yield self.advice
        yield KeyLine()
        yield TooSmall()

    def _logs(self) -> ComposeResult:
        """Give the runs and tags beside their curves."""
        with Horizontal(id="evidence"):
            with Vertical(id="lists"):
                yield self.runs
                yield self.tags
                yield self.typed
            yield self.curves

    def on_mount(self) -> None:
        """Begin."""
        self._begin()

    def _begin(self) -> None:
        """Read the logs, once this is on the screen; keys wait for them."""
        self.advice.keys("reading the logs · b goes back")
        self._let_keys_wait()
        self._read()

    def _read(self) -> None:
        self.call_after_refresh(fetch, self, lambda: Read(evidence_of(self.walk)))

    def on_read(self, event: Read) -> None:
        """Show what was read."""
        event.stop()
        found = self._evidence = event.evidence
        if found.runs:
            self.advice.keys("")
        else:
            self.advice.warn(GONE)
        self.add_class("-read")
        self.set_class(bool(found.onsets), "-symptoms")
        self.symptoms.show(found.onsets)
        self.runs.show(found.runs)
        self.curves.take(found)
        self.tags.show(found.tags, found.onsets, self._first_tags(found))
        self._take_up(found)

    def _first_tags(self, found: Evidence) -> tuple[str, ...]:
        """Give the tags whose curves are drawn before one asks for others."""
        return found.tags

    def _take_up(self, found: Evidence) -> None:
        """Start at the symptoms, or where there are none at the tags."""
        (self.symptoms if found.onsets else self.tags).focus()
        self._let_keys_go()

    def on_refused(self, event: Refused) -> None:
        """Say why nothing can be shown."""
        event.stop()
        self.advice.wrong(event.error)
        self._let_keys_go()

    def on_tag_list_chosen(self, event: TagList.Chosen) -> None:
        """Draw another tag."""
        event.stop()
        self.symptoms.mark(event.tag)
        self.curves.show(event.tag, self.tags.names, self.tags.count)

    def on_curve_grid_clicked(self, event: CurveGrid.Clicked) -> None:
        """Choose the tag of a plot."""
        event.stop()
        self.tags.choose(event.tag)

    def on_symptom_list_chosen(self, event: SymptomList.Chosen) -> None:
        """Go to the curve of a symptom, on enter to where it begins."""
        event.stop()
        if self._evidence is None:
            return
        self.advice.keys(self._hint())
        if not self.tags.choose(event.onset.tag):
            self._filter_nothing()
            if not self.tags.choose(event.onset.tag):
                self.advice.warn("Its curve is in no log that can be read any more.")
                return
        plot_settings = self.curves.plot_settings
        if event.is_close and self.curves.is_large and plot_settings == self._close_to(event.onset):
            self._look(plot_settings._replace(marked=(), shown=None), is_large=False)
        elif event.is_close or (self.curves.is_large and plot_settings.shown is not None):
            self._look(self._close_to(event.onset), is_large=True)
        elif event.onset.step is not None and not self.curves.span.holds(event.onset.step):
            self._look(plot_settings.with_all())

    def _close_to(self, onset: Onset) -> PlotSettings:
        plot_settings = self.curves.plot_settings
        return plot_settings if self._evidence is None else close_to(onset, self._evidence, plot_settings)

    def on_run_list_went(self, event: RunList.Went) -> None:
        """Say the whole name of a run, for which the list has no room."""
        event.stop()
        if self._evidence is not None and self._evidence.runs and self.runs.has_focus:
            run = self._evidence.runs[event.place]
            self.advice.keys(f"{letter(event.place)} {run.name}: {run.points:,} points{self.runs.hint}")

    def on_descendant_focus(self) -> None:
        """Stop saying the name of a run."""
        if not self.runs.has_focus and not self.advice.is_message:
            self.advice.keys(self._hint())

    def _hint(self) -> str:
        """Give what the line above the keys says where there is nothing else to say."""
        return ""

    def on_run_list_marked(self, event: RunList.Marked) -> None:
        """Bring a run to the front, or compare two."""
        event.stop()
        self._look(self.curves.plot_settings.mark(event.place))

    @property
    def _has_symptoms(self) -> bool:
        """True while the symptoms are shown."""
        return True

    def on_key(self, event: events.Key) -> None:
        """Go to the symptom of a digit, and to its curve."""
        if event.key.isdecimal() and event.key != "0" and self._has_symptoms:
            event.stop()
            self.symptoms.go_to(int(event.key))

    def action_filter_tags(self) -> None:
        """Open the field for the filter."""
        self.add_class("-filter")
        self.typed.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Filter while one types."""
        event.stop()
        self.tags.filter(self.typed.text)

    def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Go from the field to what is left."""
        event.stop()
        self.tags.focus()

    def _filter_nothing(self) -> None:
        self.remove_class("-filter")
        self.typed.write("")
        self.tags.filter("")

    def action_leave(self) -> None:
        """Leave the filter, else the large curve, else the runs."""
        if self.has_class("-filter"):
            self._filter_nothing()
            self.tags.focus()
        elif self.curves.is_large:
            self._look(self.curves.plot_settings, is_large=False)
        else:
            self.dismiss(None)

    def action_explain_question(self) -> None:
        """Show the keys."""
        self.app.explain(None)

    def action_go_back(self) -> None:
        """Go back to the walk."""
        self.dismiss(None)
