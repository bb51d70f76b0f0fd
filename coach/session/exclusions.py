"""What several sightings of one event say together: one of them counts, and what any of them rules out stays ruled out.

All of them happened, so P(all | cause) is at most P(each | cause): a cause that cannot show one of them cannot show the
event, whichever of them is counted for the other causes (engine.md 5.1; the bound is Fréchet's). Items are seen with
different frequencies anyway, so the bound is taken on the ratio to that frequency, and only where the ratio says
"cannot": a weaker one is what the strongest sighting already stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.catch_all import Told
from coach.session.likelihood_marks import CANNOT, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Sighting(NamedTuple):
    """One sighting of an event.

    Attributes:
        likelihood: P(it | cause) by the cause's id, as far as stated.
        told: what the catalogue says of it.
    """

    likelihood: Mapping[str, float]
    told: Told


def counted_with_exclusions(counts: Sighting, others: Sequence[Sighting]) -> Sighting:
    """Give the sighting that counts, at most as likely under each cause as a sighting that rules it out allows."""
    of_causes = _allowed((each.likelihood, each.told.base) for each in others)
    of_modes = _allowed((each.told.modes, each.told.base) for each in others)
    base = counts.told.base
    return Sighting(
        _at_most(counts.likelihood, of_causes, base),
        Told(base, _at_most(counts.told.modes, of_modes, base)),
    )


def _allowed(said: Iterable[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    """Give the least P(seen | cause) / P(seen anyway) of the causes that some sighting rules out, by their ids."""
    least: dict[str, float] = {}
    for likelihood, base in said:
        for each, p in likelihood.items():
            if mark_of(p, base) is CANNOT:
                least[each] = min(least.get(each, 1.0), p / base)
    return least


def _at_most(likelihood: Mapping[str, float], allowed: Mapping[str, float], base: float) -> dict[str, float]:
    return {
        **likelihood,
        **{each: min(likelihood.get(each, base), base * most) for each, most in allowed.items()},
    }
