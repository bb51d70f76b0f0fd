"""Seeds of one configuration that end in different places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.comparing.copies import distinct
from coach.runs.comparing.siblings import siblings
from coach.runs.describing.trend import noise
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import main_return
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="seed-disagreement",
    source="Henderson et al. 2018; Irpan 2018 (30 % of seeds fail on a solved task)",
    innocent=(
        "the runs are not seeds of one configuration, though their names look like it",
        "the runs are too short to have settled",
    ),
    raises=("seed-variance", "one-seed-claim", "reward-scale"),
)
_FEWEST_POINTS = 10
_FEWEST_RUNS = 3
_LARGE = 0.3  # of the largest gain
_CLEARLY = 4.0  # standard errors of a window's mean
_SHORT = 0.5  # of the longest run


class _End(NamedTuple):
    name: str
    start: float
    end: float
    error: float


def seed_disagreement(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom for each configuration whose runs end apart by over 30 % of the largest gain.

    Compared is the mean of the last tenth of the return up to the step that all runs reached; runs under half
    the length of the longest are left out, and a run and its copies count once.
    """
    by_run = {id(seen.run): seen for seen in runs}
    for name, group in siblings(seen.run for seen in runs).items():
        kept, copies = distinct(group)
        ends = _ends([by_run[id(run)] for run in kept])
        if len(ends) < 2:  # noqa: PLR2004 - one run cannot disagree
            continue
        best = max(ends, key=lambda each: each.end)
        worst = min(ends, key=lambda each: each.end)
        gain = max(each.end - each.start for each in ends)
        apart = best.end - worst.end
        if gain > 0 and apart > _LARGE * gain and apart > _CLEARLY * max(best.error, worst.error):
            tag = _tag(by_run[id(group[0])])
            yield _symptom(name, tag, ends, apart / gain, copies)


def _tag(seen: RunForDetectors) -> str:
    measure = main_return(seen)
    return measure.tag if measure else ""


def _symptom(
    name: str, tag: str, ends: list[_End], share: float, copies: tuple[tuple[str, str], ...]
) -> Symptom:
    worst, *_, best = sorted(ends, key=lambda each: each.end)
    said = (
        f"{len(ends)} runs of {name} end between about {worst.end:.4g} ({worst.name}) and {best.end:.4g} ({best.name}) "
        f"in {tag}: {_apart(share)} lies between them"
    )
    if copies:
        said += f"; {_copied(copies)}"
    symptom = CARD.symptom(
        tag,
        Severity.WARN if len(ends) >= _FEWEST_RUNS else Severity.INFO,
        f"{said}.",
        value=share,
        threshold=_LARGE,
    )
    return symptom.named(f"{CARD.name}:{name}:{tag}")


def _apart(share: float) -> str:
    """Give a share of the largest gain in words; runs that lost what they had may lie further apart than that."""
    percent = round(100 * share)
    return f"{percent} % of the largest gain" if percent <= 100 else "more than the largest gain"  # noqa: PLR2004


def _copied(copies: tuple[tuple[str, str], ...]) -> str:
    copy, of = copies[0]
    more = f", and {len(copies) - 1} more copies do not count either" if len(copies) > 1 else ""
    return f"{copy} is a copy of {of} and does not count{more}"


def _ends(group: Sequence[RunForDetectors]) -> list[_End]:
    measures = [(seen.run.name, main_return(seen)) for seen in group]
    found = [(name, m.series) for name, m in measures if m is not None and len(m.series) >= _FEWEST_POINTS]
    longest = max((int(series.step[-1]) for _, series in found), default=0)
    found = [(name, series) for name, series in found if series.step[-1] >= _SHORT * longest]
    common = min((int(series.step[-1]) for _, series in found), default=0)
    ends = []
    for name, series in found:
        value = series.value[series.step <= common]
        window = max(3, len(value) // 10)
        if len(value) >= _FEWEST_POINTS:
            error = noise(value[-3 * window :]) / np.sqrt(window)
            ends.append(_End(name, float(value[:window].mean()), float(value[-window:].mean()), float(error)))
    return ends
