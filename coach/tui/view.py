"""Everything a walk screen shows, taken together in one go by a worker so that drawing asks nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.beliefs import BeliefRow
    from coach.session.observations import Confusion, Observation
    from coach.session.opening_page import PageField
    from coach.session.pace import Pace
    from coach.session.premortem.pages import Page
    from coach.session.step import Position, Step
    from coach.tui.interfaces import Suggestion, Walk


EVIDENCE = frozenset({"evidence", "confusions"})
"""Parts of a walk that are answered on one page, beside the curves."""
EXPLANATIONS = frozenset({"hypotheses", "catalogue"})
WEIGHING = frozenset({"odds", "weighing"})
LOOKS = frozenset({"experiments"})
RESULT, CLOSE = frozenset({"result"}), frozenset({"closing"})
"""Parts of an investigation that are answered on a page each."""


PageName = Literal["", "evidence", "explanations", "catalogue", "weighing", "looks", "result", "close"]


class AskedOnPage(NamedTuple):
    """The questions of a page.

    Attributes:
        page: which one; empty where questions are asked one by one.
        steps: the open questions.
    """

    page: PageName = ""
    steps: tuple[Step, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from other pages, and one person's from another's where each answers alone."""
        return f"{self.page} {self.steps[0].question.asked_of}".strip() if self.steps else self.page


LISTS = "pair.lists"
"""Which lines of several people are one is asked by itself too."""
OF_CATALOGUE = ("catalogue.same.", "catalogue.back-")
"""What the keys of questions about the catalogue's causes begin with that come after a page was taken."""
DECISION = "commitment"
"""The part of a walk in which one decides what is done next."""


class Bars(NamedTuple):
    """How the bars of a method are captioned."""

    heading: str
    before: str


BARS = {
    "stuck": Bars("Beliefs", "before the evidence"),
    "premortem": Bars("What could make it fail", "before it is prevented"),
}


class Standing(NamedTuple):
    """What the side pane shows."""

    frame: tuple[tuple[str, str], ...]
    heading: str
    """What the bars are about."""
    before: str
    """What the ticks in the bars stand for."""
    beliefs: tuple[BeliefRow, ...]
    confusions: tuple[Confusion, ...]
    """The open ones."""
    evidence: tuple[Observation, ...]


class View(NamedTuple):
    """A walk as it stands between two answers.

    Attributes:
        on_page: the questions that a page of their own asks.
    """

    session_id: str
    name: str
    title: str
    position: Position
    pace: Pace
    standing: Standing
    suggestion: Suggestion | None
    has_runs: bool
    on_page: AskedOnPage = AskedOnPage()
    page: tuple[PageField, ...] = ()
    """The fields of the first page; none where a question is asked by itself."""
    decision: Step | None = None
    """What is done next, where that is what is asked."""
    minutes: int = 0
    """Minutes that were thought so far."""
    talking: int | None = None
    """Minutes that people have talked about their answers; None where they do not."""
    shares_keyboard: bool = False
    """Several people sit at this one keyboard."""
    has_logs: bool = False
    """Logs were named that the first page can show."""
    premortem: Page | None = None
    """The page of a pre-mortem; none where a question is asked by itself."""


def evidence_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions of the evidence page; none where the walk stands elsewhere, or has logs to read first."""
    from coach.session.form import ReadLogs, Text  # noqa: PLC0415 - the first paint does without it

    sheet = walk.sheet if walk.position.stage in EVIDENCE else None
    steps = sheet.steps if sheet else ()
    waits = any(isinstance(step.question.form, ReadLogs | Text) for step in steps)
    return () if waits else steps


def decision_step(walk: Walk) -> Step | None:
    """Give the question what is done next; None where the walk stands elsewhere."""
    from coach.session.form import Choice  # noqa: PLC0415 - the first paint does without it

    stage, step = walk.position.stage, walk.position.step
    return step if step and stage == DECISION and isinstance(step.question.form, Choice) else None


def explanation_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions of the page of explanations; none where the walk stands elsewhere.

    A list that one of several people writes alone is asked by itself: the page shows what all have.
    """
    from coach.session.form import Lines, Several  # noqa: PLC0415 - the first paint does without it

    sheet = walk.sheet if walk.position.stage in EXPLANATIONS else None
    steps = sheet.steps if sheet else ()
    is_list = any(isinstance(step.question.form, Lines | Several) for step in steps)
    is_open = not any(step.question.asked_of or step.question.key == LISTS for step in steps)
    return steps if is_list and is_open else ()


def catalogue_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions which of the catalogue's causes are one's own lines, or are to be weighed by name."""
    sheet = walk.sheet if walk.position.stage in {*EXPLANATIONS, *WEIGHING, DECISION} else None
    steps = sheet.steps if sheet else ()
    return steps if all(step.question.key.startswith(OF_CATALOGUE) for step in steps) else ()


def weighing_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions of the page of weighing; none where the walk stands elsewhere."""
    from coach.session.form import Chance, Table  # noqa: PLC0415 - the first paint does without it

    sheet = walk.sheet if walk.position.stage in WEIGHING else None
    steps = sheet.steps if sheet else ()
    return steps if all(isinstance(step.question.form, Chance | Table) for step in steps) else ()


def looks_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions about looks, repairs and what they take; none where the walk stands elsewhere."""
    sheet = walk.sheet if walk.position.stage in LOOKS else None
    return sheet.steps if sheet else ()


def result_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the question for the result of what is under way; none where the walk stands elsewhere."""
    stage, step = walk.position.stage, walk.position.step
    return (step,) if step and stage in RESULT else ()


def close_steps(walk: Walk) -> tuple[Step, ...]:
    """Give the open questions of the close; none where the walk stands elsewhere."""
    sheet = walk.sheet if walk.position.stage in CLOSE else None
    return sheet.steps if sheet else ()


PAGES: dict[PageName, Callable[[Walk], tuple[Step, ...]]] = {
    "evidence": evidence_steps,
    "explanations": explanation_steps,
    "catalogue": catalogue_steps,
    "weighing": weighing_steps,
    "looks": looks_steps,
    "result": result_steps,
    "close": close_steps,
}
"""What gives the open questions of each page, in the order of the walk."""


def asked_on_page(walk: Walk) -> AskedOnPage:
    """Give the questions that a page of their own asks."""
    found = ((page, steps_of(walk)) for page, steps_of in PAGES.items())
    return next((AskedOnPage(page, steps) for page, steps in found if steps), AskedOnPage())


def view_of(walk: Walk) -> View:
    """Give the view of a walk; slow where advice has to be worked out, so not for the event loop."""
    from coach.session.event.evidence import RunsLinked  # noqa: PLC0415 - the first paint does without it
    from coach.session.observations import confusions, observations  # noqa: PLC0415
    from coach.session.pairing.people import at_one_keyboard  # noqa: PLC0415 - as above
    from coach.session.thinking_time import minutes_thought  # noqa: PLC0415 - as above

    session = walk.session
    opening = walk.opening
    bars = BARS.get(session.method, BARS["stuck"])
    return View(
        session_id=walk.session_id,
        name=session.method,
        title=walk.heading,
        position=walk.position,
        pace=walk.pace,
        standing=Standing(
            frame=walk.frame(),
            heading=bars.heading,
            before=bars.before,
            beliefs=walk.beliefs(),
            confusions=tuple(each for each in confusions(session) if each.settled is None),
            evidence=observations(session),
        ),
        suggestion=walk.suggestion(),
        has_runs=any(body.runs for body in session.all(RunsLinked)),
        on_page=asked_on_page(walk),
        decision=decision_step(walk),
        minutes=minutes_thought(session, datetime.now(UTC)),
        talking=_minutes_talked(walk),
        shares_keyboard=at_one_keyboard(session),
        page=opening.fields() if opening is not None else (),
        has_logs=opening is not None and opening.has_logs,
        premortem=_page_of(walk) if session.method == "premortem" else None,
    )


def _minutes_talked(walk: Walk) -> int | None:
    from coach.session.event.pairing import Revealed  # noqa: PLC0415 - most walk alone

    pairing, opened = walk.pairing, walk.session.entries(Revealed)
    if pairing is None or pairing.phase != "talk" or not opened:
        return None
    return max(0, int((datetime.now(UTC) - opened[-1][0].at).total_seconds() // 60))


def turn_of(walk: Walk) -> str:
    """Give who answers alone now; empty where nobody does."""
    pairing = walk.pairing
    return pairing.turn if pairing is not None else ""


def _page_of(walk: Walk) -> Page | None:
    from coach.session.premortem.page_of import page_of  # noqa: PLC0415 - only where there is one

    return page_of(walk.session, walk.sheet)
