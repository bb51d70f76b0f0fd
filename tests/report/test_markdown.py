from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from markdown_it import MarkdownIt

from coach.report.markdown import session_markdown
from coach.session.event.assumption import AssumptionsGiven, RepairShared
from coach.session.event.common import (
    Closed,
    ConfusionSettled,
    GateWaived,
    Noted,
    Opened,
    RunLengthGiven,
    RunPriceGiven,
    Stated,
    Surprised,
    Withdrawn,
)
from coach.session.event.evidence import RunReference, RunsLinked, SymptomJudged, SymptomSeen
from coach.session.event.experiment import (
    Committed,
    CostSpent,
    ExperimentAdded,
    ExperimentPriced,
    FixConfirmed,
    OutcomePredicted,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.event.hypothesis import (
    CatchAllGiven,
    DoubtNamed,
    FavouriteNamed,
    HypothesisAdded,
    PriorsGiven,
)
from coach.session.event.premortem import (
    CauseAdded,
    CauseDecided,
    CauseJudged,
    CauseShown,
    DoubtRated,
    Estimated,
    LaunchDecided,
    PredictionMade,
    PredictionResolved,
    PreventionGiven,
    RunJudged,
)
from coach.session.fold import fold
from coach.session.seal import seal
from tests.session.strategies import event_lists
from tests.session.test_fold import said

if TYPE_CHECKING:
    from coach.session.event import Event

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TITLES = {
    "The frame",
    "What was read and seen",
    "What surprised",
    "What it could be",
    "What was looked into",
    "What the sums took for granted",
    "What was predicted",
    "How surprising a failure would be",
    "What could make it fail",
    "The launch",
    "What was sealed",
    "What came of it",
    "Gates passed with a reason",
    "Notes",
}


@given(event_lists(max_size=25))
@settings(max_examples=120, deadline=None)
def test_no_session_whatever_people_wrote_breaks_the_document(events: tuple[Event, ...]) -> None:
    written = session_markdown(fold(events))
    assert written.endswith("\n")
    tokens = MARKDOWN.parse(written)
    headings = [
        tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert set(headings[1:]) <= TITLES
    assert len(headings) == len(set(headings[1:])) + 1
    kinds = {token.type for token in tokens} | {
        child.type for token in tokens for child in token.children or ()
    }
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "em_open", "strong_open", "s_open"}
    assert not kinds & {"code_block", "blockquote_open", "ordered_list_open", "hr"}


INVESTIGATION = (
    Opened(method="stuck", title="PPO on Pong [/b]", playbook="reinforcement-learning"),
    RunLengthGiven(hours=10.0),
    RunPriceGiven(dollars=5.0),
    Stated(topic="observed", text="flat\nreturn"),
    RunsLinked(
        role="evidence",
        path="runs/`x`",
        runs=(
            RunReference(name="ppo_17", path="", format="tensorboard", fingerprint=""),
            RunReference(
                name="ppo_18",
                path="",
                format="tensorboard",
                fingerprint="",
                state="crashed",
                state_says="it left with exit status 1",
            ),
        ),
        notes=("the last record was cut off",),
    ),
    RunsLinked(role="archive", path="runs/old"),
    SymptomSeen(
        symptom="s1",
        detector="entropy-collapse",
        run="ppo_17",
        tag="train/entropy",
        says="fell to 0.02",
        severity="alarm",
        onset_step=20_000,
    ),
    SymptomJudged(symptom="s1", verdict="evidence"),
    Surprised(confusion="c1", text="loss fell though", welcome=True),
    ConfusionSettled(confusion="c1", text="it was clipped", explained=True),
    HypothesisAdded(hypothesis="h1", text="observations are not normalised", origin="own"),
    HypothesisAdded(hypothesis="h2", text="learning rate", origin="catalogue"),
    FavouriteNamed(hypothesis="h1"),
    DoubtNamed(hypothesis="h1", text="it worked last week"),
    PriorsGiven(weights={"h1": 0.6, "h2": 0.2}, editorial=("h2",)),
    CatchAllGiven(probability=0.2),
    ExperimentAdded(
        experiment="x1", question="Is it wide?", how="histogram", outcomes=("wide", "narrow"), origin="own"
    ),
    ExperimentPriced(experiment="x1", wall_h=0.1, human_h=0.4),
    OutcomesForecast(experiment="x1", rows={"h1": (0.9, 0.1), "h2": (0.5, 0.5)}),
    Committed(
        commitment="k1",
        action="experiment",
        target="x1",
        question="Is the input wide?",
        advised="experiment:x1",
    ),
    OutcomePredicted(commitment="k1", probability={"wide": 0.75, "narrow": 0.25}),
)
AFTERWARDS = (
    ResultRecorded(commitment="k1", outcome="wide", text="up to 255"),
    CostSpent(commitment="k1", hours=0.5),
    GateWaived(gate="weighing", reason="late already"),
    Noted(text="sleep"),
    Noted(text="taken back"),
    FixConfirmed(hypothesis="h1", grade="reversed", text="divided by 255"),
    Stated(topic="lesson", text="look at the input first"),
    Closed(ending="solved"),
)


def test_an_investigation_is_written_from_its_frame_to_its_lesson() -> None:
    before = said(*INVESTIGATION)
    events = said(
        *INVESTIGATION,
        seal(fold(before), "commitment"),
        *AFTERWARDS,
        Withdrawn(targets=(f"e{len(INVESTIGATION) + 5}",)),
    )
    written = session_markdown(fold(events))
    expected = [
        "# PPO on Pong \\[/b\\]",
        "An investigation of a run that disappointed, begun 2026-01-01 00:00 UTC by mira. Closed: solved.",
        "## The frame",
        "- One run takes 10 h and $5.",
        "- Seen instead:\n\n  ```text\n  flat\n  return\n  ```",
        "- Logs in `` runs/`x` ``: ppo\\_17, ppo\\_18, which crashed (it left with exit status 1).",
        "  - the last record was cut off",
        "- Held against earlier runs in `runs/old`.",
        "- `train/entropy`, from step 20,000: fell to 0.02 (evidence)",
        "- A good surprise, settled: loss fell though\n  - it was clipped",
        "| observations are not normalised (favourite) | own | 60 % | ",
        "| learning rate | catalogue, editorial weight | 20 % | ",
        "| something else | always there | 20 % | ",
        "- Against observations are not normalised: it worked last week",
        "- Is it wide? histogram Takes 6 min of running and 24 min of work. Outcomes: wide, narrow.",
        "- Look x1: Is the input wide?\n  - Advised at that moment: experiment:x1",
        "  - Predicted: wide 75 %, narrow 25 %",
        "  - Result after 30 min: wide: up to 255",
        "- A commitment was sealed 2026-01-01 00:00 UTC: 21 entries, sha256 `",
        "- The cause was h1 (undone and redone, and it followed): divided by 255",
        "- Learned: look at the input first",
        "- weighing: late already",
        "- 2026-01-01 00:00 UTC, mira: sleep",
    ]
    places = [written.find(text) for text in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert places == sorted(places)
    assert "taken back" not in written


PREMORTEM = (
    Opened(method="premortem", title="PPO on Pong, again", playbook="reinforcement-learning"),
    Stated(topic="question", text="does it learn?"),
    PredictionMade(prediction="p1", text="final(eval/return) >= 18", probability=0.7, role="success"),
    PredictionMade(prediction="p2", text="max(loss) < 9", probability=0.9, role="tripwire"),
    DoubtRated(round=1, level="a little", probability=0.55),
    CauseAdded(cause="c1", text="typo | pipe", origin="own", round=1),
    CauseAdded(cause="c2", text="nothing said", origin="catalogue", round=2),
    CauseJudged(cause="c1", probability=0.3, owner="mine"),
    CauseShown(cause="c1", text="loss is NaN"),
    PreventionGiven(cause="c1", text="read it", minutes=5, effectiveness=0.8, editorial=True),
    CauseDecided(cause="c1", decision="accepted", reason="cheap"),
    Estimated(hours=10.0, dollars=3.0),
)


def test_what_the_sums_took_for_granted_is_written_where_it_was_changed() -> None:
    changed = (
        ExperimentPriced(experiment="x1", wall_h=10.0, human_h=0.4, early_h=2.0, early_chance=0.5),
        AssumptionsGiven(wall_weight=0.2, dollars_per_hour=60.0, several_faults=True),
        RepairShared(hypotheses=("h1", "h2")),
    )
    plain = session_markdown(fold(said(*INVESTIGATION)))
    written = session_markdown(fold(said(*INVESTIGATION, *changed)))
    assert "took for granted" not in plain
    assert (
        "An hour of waiting counts as 0.2 h of one's own, $60 as 1 h; several faults may be there" in written
    )
    assert "One change repairs: observations are not normalised; learning rate" in written
    assert "A look after 2 h settles it with 50 %." in written


def test_a_premortem_is_written_from_its_question_to_its_verdict() -> None:
    events = said(
        *PREMORTEM,
        seal(fold(said(*PREMORTEM)), "premortem"),
        LaunchDecided(go=True),
        Withdrawn(targets=("e2",)),
        PredictionResolved(prediction="p2", held=False, says="it was 11", known="log"),
        RunJudged(failed=True, cause="c1", text="a typo", hours=12.0),
    )
    written = session_markdown(fold(events))
    expected = [
        "A pre-mortem before a launch, begun 2026-01-01 00:00 UTC by mira. Not closed yet.",
        "- The question: does it learn?",
        "- Tripwire: `max(loss) < 9`, 90 %\n  - It did not hold (read from the log). it was 11",
        "- Round 1: a little, 55 % of failing.",
        "| typo \\| pipe | 1 | 30 % | mine | loss is NaN | read it (5 min, editorial) | accepted: cheap |",
        "| nothing said (catalogue) | 2 |  |  |  |  |  |",
        "- Estimated: 10 h and $3.",
        "- Launched: no reason was given",
        "- The pre-mortem was sealed 2026-01-01 00:00 UTC: 12 entries, sha256 `",
        "1 sealed entries were revised later. What was sealed is what gets scored: prediction-made of",
        "- It failed, after 12 h (estimated: 10 h): a typo\n- The cause: c1",
    ]
    places = [written.find(text) for text in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert places == sorted(places)


def test_an_empty_session_is_a_title() -> None:
    assert session_markdown(fold(())) == "# coach stuck\n"
