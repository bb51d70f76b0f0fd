"""What a check takes for granted: a look at a fall, or after a resume, is advised only where there was one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.failure_mode import changed_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from coach.session.failure_mode import Check, Supposed

SHOWN_BY: Mapping[Supposed, frozenset[str]] = {
    "fall": frozenset(
        {
            "learned-then-broke", "return-decline", "return-crash", "shared-fall", "fall-while-calm",
            "broke-at-the-end", "best-lost", "both-lost-at-once", "back-to-start", "skills-lost",
            "loss-divergence", "loss-jump", "loss-rises-or-swings", "values-break", "critic-loss-jump",
        }
    ),
    "break": frozenset({"crash", "non-finite", "masked-nan", "loss-divergence", "loss-spike", "gradient-spike"}),
    "resume": frozenset(
        {"began-at-restart", "back-to-start", "step-defects", "worse-after-reload", changed_id("resume")}
    ),
    "idle setting": frozenset({"identical-runs", "rate-not-as-meant", changed_id("hyperparameters")}),
    "comparison": frozenset(
        {"seed-disagreement", "under-sibling", "loss-under-sibling", "reference-does-better", "not-reproducible"}
    ),
    "better held out": frozenset({"held-out-better", "gap-at-first-look", "no-gap"}),
    "new version": frozenset({"differs-elsewhere", "worse-after-reload", changed_id("version")}),
}  # fmt: skip
"""By what was supposed, the symptoms, changes and symptom classes of which one shows it (editorial)."""


def is_supposed_rightly(check: Check, known: Collection[str]) -> bool:
    """Give whether what a check takes for granted is known of: any symptom, change or class in `known` shows it."""
    return check.supposes is None or not SHOWN_BY[check.supposes].isdisjoint(known)
