"""Claims that show how one is written, in the words of the work there is: an agent has a return, others a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    """

    success: str
    failure: str
    tripwire: str
    without_number: str


_AGENT = ExampleClaims(
    "return above 18 at the end",
    "return below 45 at the end",
    "kl rises above 0.1 by 200k",
    "it beats the random policy",
)
_LABELS = ExampleClaims(
    "accuracy above 0.9 at the end",
    "accuracy below 0.6 at the end",
    "grad_norm rises above 10 by 2k",
    "it beats the baseline",
)
_EITHER = ExampleClaims(
    "accuracy above 0.9, or return above 15, at the end",
    "accuracy below 0.6, or return below 5, at the end",
    "grad_norm rises above 10 by 2k",
    "it beats the baseline",
)


def example_claims(session: Session) -> ExampleClaims:
    """Give the examples for the playbooks a session uses; of both kinds of work where none is chosen."""
    used = playbook_ids(session)
    if not used:
        return _EITHER
    return _LABELS if OF_AGENTS.isdisjoint(used) else _AGENT
