"""True observations through the real walk: what a cause of the catalogue explains is not left to "something else".

The words of each report are empty on purpose, so that only what was observed can speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.benchmarks.bugs import Bug, rank_of
from tests.benchmarks.told_cases import Told
from tests.benchmarks.walk_recall import walk

if TYPE_CHECKING:
    from tests.benchmarks.simulated import Picks

DL, RL, PG = "deep-learning", "reinforcement-learning", "policy-gradient"


class Observed(NamedTuple):
    """What was seen of a run, and the failure mode that explains all of it.

    Attributes:
        first: another look that is as good a beginning: one that tells it, with what is like it, from all the rest, or
            that for an innocent cause, which takes minutes; empty for none.
    """

    mode: str
    playbook: str
    symptom_class: str
    told: Told
    first: str = ""


def _told(seen: str = "", own: str = "the weather", **more: Any) -> Told:
    return Told(seen=frozenset(seen.split()), own=own)._replace(**more)


OBSERVED = (
    Observed(
        "memory-leak", DL, "crash", _told("memory-growth throughput-decay", own="the batch is too large")
    ),
    Observed(
        "fp16-overflow",
        DL,
        "crash",
        _told("non-finite", contrasts={"fp32": "goes-away"}, changed="precision"),
    ),
    Observed(
        "processes-deadlocked", DL, "hangs", _told(contrasts={"one-device": "goes-away"}, changed="devices")
    ),
    Observed(
        "train-eval-mode",
        DL,
        "learns-badly",
        _told("validation-far-worse", contrasts={"evaluation-mode": "goes-away"}),
        "same-data-both-paths",
    ),
    Observed(
        "checkpoint-incomplete",
        DL,
        "learned-then-broke",
        _told("loss-jump", changed="resume"),
        "check-schedule-end-moved",
    ),
    Observed("epsilon-schedule", RL, "never-learns", _told("exploration-rate-stuck still-random-late")),
    Observed(
        "reward-scale",
        PG,
        "learns-badly",
        _told("value-scale-large explained-variance"),
        "check-value-not-learning",
    ),
    Observed("lr-too-low", PG, "never-learns", _told("kl-near-zero rate-small")),
)


def walked(case: Observed, picks: Picks) -> tuple[int | None, str, str, bool]:
    bug = Bug("observed", "It is not as it should be.", case.symptom_class, frozenset({case.mode}), case.told)
    found = walk(bug._replace(playbook=case.playbook), picks)
    return rank_of(bug.right, found.causes), found.leads, found.advised, found.hits


@pytest.mark.parametrize("case", OBSERVED, ids=lambda case: case.mode)
def test_a_cause_on_the_list_that_explains_all_that_was_seen_leads_and_is_checked_or_repaired(
    case: Observed,
) -> None:
    rank, leads, advised, hits = walked(case, "right")
    assert (rank, leads, advised == "service") == (1, "right", False)
    assert hits or advised == f"experiment:{case.first}"


@pytest.mark.parametrize("case", OBSERVED, ids=lambda case: case.mode)
def test_a_cause_that_nobody_listed_is_brought_back_by_what_it_explains_before_anybody_rebuilds(
    case: Observed,
) -> None:
    rank, leads, advised, _ = walked(case, "none")
    assert rank is not None
    assert rank <= 2
    assert leads != "something else"
    assert advised != "service"
