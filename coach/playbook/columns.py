"""Likelihoods that a playbook gives a symptom at a time, put to the failure modes that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.schema import AdaptationEntry

if TYPE_CHECKING:
    from coach.playbook.schema import PlaybookContent


def with_columns(content: PlaybookContent) -> PlaybookContent:
    """Give a playbook whose failure modes, its own and inherited ones, say themselves what `seen_under` says of them.

    What a failure mode says itself stands.
    """
    if not content.seen_under:
        return content
    rows: dict[str, dict[str, float]] = {}
    for symptom, column in content.seen_under.items():
        for mode, likelihood in column.items():
            rows.setdefault(mode, {})[symptom] = likelihood
    own = {
        mode: entry.model_copy(update={"symptoms": {**rows.get(mode, {}), **entry.symptoms}})
        for mode, entry in content.failure_modes.items()
    }
    adapts = dict(content.adapts)
    for mode, row in rows.items():
        if mode not in own:
            entry = adapts.get(mode, AdaptationEntry())
            adapts[mode] = entry.model_copy(update={"symptoms": {**row, **entry.symptoms}})
    return content.model_copy(update={"failure_modes": own, "adapts": adapts})
