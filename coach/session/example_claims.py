"""Claims that show how one is written, in the words of the work there is: an agent has a return, others a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import EarlierRunsRead
from coach.session.packs import playbook_ids

if TYPE_CHECKING:
    from coach.session.fold import Session

OF_AGENTS = frozenset(
    {
        "reinforcement-learning", "policy-gradient", "value-based", "multi-agent", "environments",
        "preference-training",
    }
)  # fmt: skip
"""The playbooks of work that has a return."""


class ExampleClaims(NamedTuple):
    """One example of each claim a person is asked for.

    Attributes:
        success: what success would look like.
        failure: how a failure would show.
        tripwire: what one would stop for.
        without_number: a success that no quantity tells.
        expected: what somebody may have expected of a run that disappointed, as a sentence.
        observed: what they may have seen instead.
    """

    success: str
    failure: str
    tripwire: str
    without_number: str
    expected: str
    observed: str


_AGENT = ExampleClaims(
    "return above 18 at the end",
    "return below 45 at the end",
    "kl rises above 0.1 by 200k",
    "it beats the random policy",
    "Return above 15 by two million steps, as in the paper's figure 3.",
    "Return rises to 3 in the first 200k steps, then stays there. Entropy is at 0.02.",
)
_LABELS = ExampleClaims(
    "accuracy above 0.9 at the end",
    "accuracy below 0.6 at the end",
    "grad_norm rises above 10 by 2k",
    "it beats the baseline",
    "Accuracy above 0.9 by the tenth epoch, as in the paper's table 2.",
    "Accuracy stays at 0.61 from the second epoch on. The training loss goes on falling.",
)
_EITHER = ExampleClaims(
    "accuracy above 0.9, or return above 15, at the end",
    "accuracy below 0.6, or return below 5, at the end",
    "grad_norm rises above 10 by 2k",
    "it beats the baseline",
    "Accuracy above 0.9 or a return above 15, as in the paper's figure 3.",
    "It rises at the beginning, then stays there. The gradient norm is at 300.",
)


def example_claims(session: Session) -> ExampleClaims:
    """Give the examples for the playbooks a session uses, or its logs speak for; of both kinds of work for none."""
    told = [body.speaks_for for body in session.all(RunsLinked)]
    told += [body.speaks_for for body in session.all(EarlierRunsRead)]
    used = playbook_ids(session) or [each for spoken in told for each in spoken]
    if not used:
        return _EITHER
    return _LABELS if OF_AGENTS.isdisjoint(used) else _AGENT
