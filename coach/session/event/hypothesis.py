"""Events about explanations and how likely they are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.session.value import Dollars, Hours, Probability, Value

Origin = Literal["own", "catalogue"]


class HypothesisAdded(Value):
    """One explanation, in the words of whoever had it."""

    kind: Literal["hypothesis-added"] = "hypothesis-added"
    hypothesis: str
    text: str
    origin: Origin
    failure_mode: str = ""
    """Id in the playbook when it came from, or was matched to, the catalogue."""
    late: bool = False
    """True when it was added after evidence had been weighed: it is split out of the catch-all."""
    brought_back: bool = False
    """True when it was a part of the catch-all that came to explain what was seen: it keeps what it had there."""
    source: str = ""
    """Where the catalogue has it from."""


class FavouriteNamed(Value):
    """The explanation a person would bet on before weighing anything."""

    kind: Literal["favourite-named"] = "favourite-named"
    hypothesis: str


class DoubtNamed(Value):
    """A reason why an explanation might be wrong."""

    kind: Literal["doubt-named"] = "doubt-named"
    hypothesis: str
    text: str


class PriorsGiven(Value):
    """How likely explanations are before the evidence is weighed; relative, normalised by the fold."""

    kind: Literal["priors-given"] = "priors-given"
    weights: dict[str, Probability]
    no_idea: tuple[str, ...] = ()
    """Hypotheses for which the person chose `no idea`: they get an equal share."""
    editorial: tuple[str, ...] = ()
    """Hypotheses whose weight came from a playbook and was left as it was."""


class CatchAllPart(Value):
    """A cause of the catalogue that may be part of the catch-all."""

    name: str
    share: Probability
    """Of all that the catalogue holds, before the evidence."""


class CatchAllGiven(Value):
    """How likely it is that the cause is on nobody's list."""

    kind: Literal["catch-all-given"] = "catch-all-given"
    probability: float = Field(ge=0.05, lt=1.0)
    parts: dict[str, CatchAllPart] = Field(default_factory=dict)
    """The catalogue's failure modes, by id; those on the list are no part of the catch-all."""


class LikelihoodsGiven(Value):
    """P(this evidence | hypothesis) for some hypotheses; a missing one counts as even."""

    kind: Literal["likelihoods-given"] = "likelihoods-given"
    evidence: str
    probability: dict[str, Probability]
    editorial: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Hypotheses that say nothing about it: they expect it as often as it is seen anyway."""
    base: Probability = 0.5
    """P(this evidence) whatever the cause."""
    modes: dict[str, Probability] = Field(default_factory=dict)
    """P(this evidence | failure mode) where the catalogue states it, by failure mode id."""


class RepairPriced(Value):
    """What it would take to try the repair that goes with a hypothesis."""

    kind: Literal["repair-priced"] = "repair-priced"
    hypothesis: str
    human_h: Hours
    wall_h: Hours
    dollars: Dollars = 0.0
    editorial: bool = False
    how: str = ""
    """What the catalogue says is to be done; empty where it says nothing."""
    steps: tuple[str, ...] = ()
    """The same step by step."""
    code: str = ""
    """What to type."""
    source: str = ""
    """Where the catalogue has the cause and its repair from."""


class ServicePriced(Value):
    """What rebuilding from a known-good implementation would take: the repair that always works."""

    kind: Literal["service-priced"] = "service-priced"
    human_h: Hours
