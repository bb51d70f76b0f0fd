"""The path of a newcomer on the full screen: its stages, a lesson with its exercises, claims beside their curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.errors import CoachError
from coach.session.exhibit import Exhibit, Say
from coach.session.learn.lesson import mark
from coach.session.learn.path import CLAIMS, DRILLED, FIRST, GUIDED, WARM_UP, next_stage
from coach.session.learn.report import exhibits_of
from coach.tui.drawing import Drawn
from coach.tui.drill.help_screen import LEARN
from coach.tui.drill.practice import PracticeApp
from coach.tui.widgets.curve import plot_lines
from coach.tui.widgets.plane import Curve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content
    from textual.widgets import Input, OptionList

    from coach.desk.learning_path import LearningPath
    from coach.session.learn.claims import Claim
    from coach.session.learn.lesson import Exercise, Lesson
    from coach.session.learn.path import Stage

KEYS = "↑↓ choose, Enter opens, q leaves; everything confirmed is kept"
ASKED = "Enter answers, esc goes back to the path"
MARKED = "Enter goes on, esc goes back to the path"
PLOT_HEIGHT = 14
FIRST_SAYS = (
    "Take a run that disappointed you: coach stuck LOGDIR. Or one that you are about to launch: coach premortem. "
    "This stage is done once one of your own is closed."
)


class ClaimPlot(Drawn):
    """Half of a curve; nothing where no claim is asked."""

    def __init__(self) -> None:
        super().__init__(id="plot")
        self.claim: Claim | None = None

    def draw(self, width: int) -> Sequence[Content]:
        """Give the plot with the threshold drawn in."""
        if self.claim is None:
            return []
        import numpy as np  # noqa: PLC0415 - only a curve needs it

        step = np.array(self.claim.steps, dtype=np.int64)
        none = np.zeros(len(step), np.int32)
        curves = [Curve("a", "$accent", step, np.array(self.claim.values), none)]
        if self.claim.form == "above":
            curves.append(
                Curve("┄", "$warn", step, np.full(len(step), self.claim.threshold), none, is_front=False)
            )
        return plot_lines(curves, (), width, PLOT_HEIGHT, is_log=False)


class LearnApp(PracticeApp[str]):
    """Shows the path and its practice; ends with "drill" where a case is to be opened."""

    HELP = LEARN
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "leave", "leave")]

    def __init__(self, path: LearningPath, wanted: str = "") -> None:
        super().__init__("learn", "the path")
        self._path, self._wanted = path, wanted
        self._stages: tuple[Stage, ...] = ()
        self._lesson: Lesson | None = None
        self._at, self._right, self._marked = 0, 0, False
        self._claim: Claim | None = None

    def on_mount(self) -> None:
        """Show the path, or the stage that was named."""
        self.query_one("#page").mount(ClaimPlot())
        self._home()
        for each in self._stages:
            if each.id == self._wanted:
                self._open(each)

    def _home(self, *before: Exhibit) -> None:
        self._lesson = self._claim = None
        self._plot(None)
        self._stages = self._path.stages()
        here = next_stage(self._stages)
        self.page((*before, *exhibits_of(self._path.report())))
        self.say("")
        self.fill(map(_label, self._stages), at=self._stages.index(here) if here else 0)
        self.line("")
        self.keys(KEYS)
        self.query_one("#rows").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a stage, or take an option of an exercise."""
        if self._lesson is None:
            self._open(self._stages[event.option_index])
        elif self._marked:
            self._next_exercise()
        else:
            self._mark(str(event.option_index + 1))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take a number, an interval or a probability."""
        if self._lesson is not None:
            self._mark(event.value)
        elif self._claim is not None:
            self._answer(self._claim, event.value)
        event.input.clear()

    def _open(self, stage: Stage) -> None:
        if stage.id in {GUIDED, DRILLED}:
            self.exit("drill")
        elif stage.id == WARM_UP:
            self._ask_claim()
        elif stage.id == FIRST:
            self.page((Say(FIRST_SAYS),))
        else:
            self._lesson = next(each for each in self._path.lessons() if each.id == stage.id)
            self._at, self._right = -1, 0
            self._next_exercise()

    def _next_exercise(self) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        self._at, self._marked = self._at + 1, False
        if self._at == len(lesson.exercises):
            self._path.lesson_done(lesson.id, self._right, len(lesson.exercises))
            self._home(Say(f"{lesson.title}: {self._right} of {len(lesson.exercises)} right.", "good"))
            return
        exercise = lesson.exercises[self._at]
        where = f" ({lesson.link})" if lesson.link else ""
        practice = (
            (Say(lesson.practice), Say(f"Source: {lesson.source}{where}", "quiet")) if not self._at else ()
        )
        number = Say(f"Exercise {self._at + 1} of {len(lesson.exercises)}", "quiet")
        self.page((*practice, number, Say(exercise.shows), Say(exercise.asks)))
        self.say("")
        self.fill(each.says for each in exercise.options)
        line = self.line("" if exercise.options else "A number, then Enter")
        self.keys(ASKED)
        (self.query_one("#rows") if exercise.options else line).focus()

    def _mark(self, said: str) -> None:
        exercise: Exercise | None = self._lesson.exercises[self._at] if self._lesson else None
        if exercise is None:
            return
        try:
            found = mark(exercise, said)
        except CoachError as error:
            self.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")
            return
        self._right += found.is_right
        self._marked = True
        told = Say(f"{'Yes' if found.is_right else 'No'}. {found.says}", "good" if found.is_right else "warn")
        self.page((told, Say(exercise.shows), Say(exercise.asks)))
        self.line("")
        self.fill(["Go on"])
        self.keys(MARKED)
        self.query_one("#rows").focus()

    def _ask_claim(self, *before: Exhibit) -> None:
        done = next(each.done for each in self._path.stages() if each.id == WARM_UP)
        self._claim = self._path.next_claim() if done < CLAIMS else None
        if self._claim is None:
            self._home(*before)
            return
        self.page((*before, Say(f"Claim {done + 1} of {CLAIMS}", "quiet"), Say(self._claim.asks())))
        self._plot(self._claim)
        self.say("")
        self.fill(())
        self.keys(ASKED)
        self.line("Such as 70" if self._claim.form == "above" else "Such as 10 to 40").focus()

    def _answer(self, claim: Claim, said: str) -> None:
        try:
            found = self._path.answer(claim, said)
        except CoachError as error:
            self.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")
            return
        self._ask_claim(Say(f"{claim.tag}: {found.says}"))

    def _plot(self, claim: Claim | None) -> None:
        plot = self.query_one("#plot", ClaimPlot)
        plot.claim = claim
        plot.set_class(claim is None, "-none")
        plot.refresh(layout=True)

    def action_leave(self) -> None:
        """Go back to the path, or leave it."""
        if self._lesson is None and self._claim is None:
            self.exit("")
        else:
            self._home()


def _label(stage: Stage) -> str:
    state = "✓" if stage.is_done else f"{stage.done} of {stage.of}" if stage.done else "·"
    minutes = f"  ({stage.minutes} min)" if stage.minutes else ""
    return f"{state} {stage.title}{minutes}"
