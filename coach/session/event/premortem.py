"""Events of the walk before a launch, and of checking it against the run afterwards."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.session.event.hypothesis import Origin
from coach.session.value import Dollars, Hours, Minutes, Probability, Value

Owner = Literal["mine", "shared", "outside"]


class EarlierTag(Value):
    """A quantity that earlier runs logged."""

    tag: str
    quantity: str = ""
    """What it stands for, as the detectors call it; empty where nobody knows."""
    turned: bool = False
    """It is logged with the other sign, so that a number said of the quantity is not one of this tag."""
    runs: int = Field(ge=1)
    """How many of the runs log it."""
    low: float | None = None
    """The lowest of their last values; None where none of them has ended."""
    high: float | None = None


class EarlierRunsRead(Value):
    """What runs before this one logged: names to write claims with, and values to hold them against."""

    kind: Literal["earlier-runs-read"] = "earlier-runs-read"
    path: str
    """The folder that the run was said to log to."""
    runs: int = Field(ge=0)
    says: tuple[str, ...] = ()
    """What these runs are, in a few words each."""
    hours: Hours | None = None
    """Length of the longest that ended; None where no log has a clock."""
    tags: tuple[EarlierTag, ...] = ()
    speaks_for: dict[str, str] = Field(default_factory=dict)
    """Why configuration or logs speak for a playbook, by its id."""


class PredictionMade(Value):
    """A claim about the run, with a probability; a tripwire when it warns of a cause."""

    kind: Literal["prediction-made"] = "prediction-made"
    prediction: str
    text: str
    probability: Probability
    role: Literal["success", "tripwire"]
    cause: str = ""


class DoubtRated(Value):
    """One round of `how surprised would you be if it failed?`."""

    kind: Literal["doubt-rated"] = "doubt-rated"
    round: int = Field(ge=1)
    level: str
    probability: Probability
    """P(the run ends without answering its question)."""


class CauseAdded(Value):
    """One way in which the run has failed."""

    kind: Literal["cause-added"] = "cause-added"
    cause: str
    text: str
    origin: Origin
    round: int = Field(ge=1)
    failure_mode: str = ""


class CauseJudged(Value):
    """How likely a cause is, and whose doing it would be."""

    kind: Literal["cause-judged"] = "cause-judged"
    cause: str
    probability: Probability
    owner: Owner | None = None
    """None where several people have said how likely it is, and nobody yet whose doing it would be."""


class CauseShown(Value):
    """How a cause would show in the logs: prose, or a prediction that acts as a tripwire."""

    kind: Literal["cause-shown"] = "cause-shown"
    cause: str
    text: str


class PreventionGiven(Value):
    """What would prevent a cause, what it costs, and how much of it it would prevent."""

    kind: Literal["prevention-given"] = "prevention-given"
    cause: str
    text: str
    minutes: Minutes
    effectiveness: Probability
    editorial: bool = False


class CauseDecided(Value):
    """Done now, put off, or accepted with a reason."""

    kind: Literal["cause-decided"] = "cause-decided"
    cause: str
    decision: Literal["done", "deferred", "accepted"]
    reason: str = ""


class RoundsEnded(Value):
    """The person is as surprised as they can get."""

    kind: Literal["rounds-ended"] = "rounds-ended"
    reason: str


class Estimated(Value):
    """How long the run and its answer will take, in the person's own estimate."""

    kind: Literal["estimated"] = "estimated"
    hours: Hours
    dollars: Dollars = 0.0


class LaunchDecided(Value):
    """Launch, or no run tonight."""

    kind: Literal["launch-decided"] = "launch-decided"
    go: bool
    reason: str = ""


class PredictionResolved(Value):
    """What became of a sealed prediction; `held` is null while it cannot be decided."""

    kind: Literal["prediction-resolved"] = "prediction-resolved"
    prediction: str
    held: bool | None
    says: str
    value: float | None = None
    known: Literal["hand", "log"]
    judged: bool = True
    """False where `held` is null because what there is can never decide it; `says` has the reason."""
    early: str = ""
    """Why it is not scored: what was known of the run when it was sealed; empty where nothing was."""


class RunJudged(Value):
    """Whether the run answered its question, and what went wrong if it did not."""

    kind: Literal["run-judged"] = "run-judged"
    failed: bool
    cause: str = ""
    """Id of a listed cause, `other` for one that nobody listed, empty when it did not fail."""
    text: str = ""
    hours: Hours | None = None
