"""A first page over any fields, with logs that are read when the test says so."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from coach.desk.case import Case, CaseCurve, StandsOut
from coach.desk.first_looks import FirstLook
from coach.session.form import Choice, Hours, Option, Text
from coach.session.opening_page import PageField
from tests.tui.fake_walk import PATIENCE_S, FakeWalk, question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LOOKS = tuple(
    FirstLook(
        says=f"Print the {what}. Far off points here.",
        price="15 min",
        tells=tells,
        is_told=False,
        cause=f"wrong {what}",
        share=0.2,
        steps=("Print it.",),
    )
    for what, tells in (("rewards", (1, 2)), ("targets", (1,)), ("speed of each part", (3,)))
)
CASE = Case(
    what=("policy gradient", "PPO", "2 runs"),
    ran=("Up to step 1,200,000, 6.3 h at most; 1 still going, 1 ended early",),
    curves=(
        CaseCurve("train/value_loss", tuple(float(x * x) for x in range(40)), "3 to 8.1e+04"),
        CaseCurve("time/fps", tuple(210.0 - 3 * x for x in range(40)), "210 to 80"),
    ),
    stands_out=(
        StandsOut("s1", "value-loss", "alarm", "The value loss [/x] grows to 8.1e+04.", "since 300k"),
        StandsOut("s2", "reward-scale", "warn", "Rewards reach 4,200.", "since 2k"),
        StandsOut("s3", "speed", "warn", "Frames a second fall by 62 %.", "since 150k"),
    ),
    looks=LOOKS,
)
FIELDS = (
    PageField(
        question(Text(), key="frame.working-on", text="On what?"), "Working on", "lander_7", "from the folder"
    ),
    PageField(
        question(Text(multiline=True), key="expectation.expected", text="What did you expect?"), "Expected"
    ),
    PageField(question(Hours(), key="frame.run-length", text="How long is one run?"), "One run"),
    PageField(
        question(
            Choice((Option("badly", "It learns badly"), Option("never", "It never learned"))),
            key="expectation.class",
            text="Which?",
        ),
        "In short",
    ),
)
KNOWN = {"frame.run-length": "10.5h", "expectation.class": "badly"}
"""What the logs tell once they are read."""


class Page(FakeWalk):
    """A walk that begins with a page, and goes on with a question.

    Attributes:
        taken: what the page was taken with; None until it was.
        may_read: the reading waits for it.
    """

    def __init__(self, *, has_logs: bool = True) -> None:
        super().__init__(title="lander_7")
        self.taken: dict[str, object] | None = None
        self.has_logs = has_logs
        self.may_read = Event()
        self.may_read.set()
        self.known: dict[str, str] = {}
        self.written: list[dict[str, str]] = []
        self.opening = self

    def fields(self) -> tuple[PageField, ...]:
        if self.taken is not None:
            return ()
        return tuple(
            each._replace(filled=self.known[each.question.key], origin="from the log")
            if each.question.key in self.known
            else each
            for each in FIELDS
        )

    def read(
        self,
        show: Callable[[Case], None],
        progress: Callable[[int, int, str], None],
        cancelled: Callable[[], bool],
    ) -> None:
        progress(1, 2, "runs/lander_7")
        self.may_read.wait(PATIENCE_S)
        if not cancelled():
            self.known = KNOWN
            show(CASE)

    def case(self, written: Mapping[str, str]) -> Case:
        self.written.append(dict(written))
        return CASE

    def take(self, answers: Mapping[str, object]) -> object:
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        self.taken = dict(answers)
        return None

    def settle(self) -> None:
        """Nothing was read before a playbook was known."""

    def undo(self) -> str | None:
        self.taken = None
        return "the page"
