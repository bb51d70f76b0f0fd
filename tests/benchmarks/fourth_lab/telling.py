"""The figures of the lab, and the lines that say what was and was not seen."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.fourth_lab.asking import Sight


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} ({sum(hits) / len(hits):.0%})" if hits else "none"


def figures(sights: list[Sight]) -> str:
    """Say how many were named and noticed, how soon, since when, and how high triage puts the true cause."""
    firsts = [sight.naming[0] for sight in sights if sight.naming]
    met = [sight.onset_met for sight in sights if sight.onset_met is not None]
    parts = [
        f"named {_share([bool(sight.naming) for sight in sights])}",
        f"near only {sum(sight.near_only for sight in sights)}",
        f"noticed {_share([bool(sight.said) for sight in sights])}",
        f"median place of the first that names {statistics.median(firsts) if firsts else 'none'}",
        f"onset within 3 points {_share(met)}",
    ]
    for how in ("logs", "class"):
        ranks = [sight.ranks[how] for sight in sights]
        known = [rank if rank is not None else 99 for rank in ranks]
        parts.append(
            f"triage by {how}: top 3 {_share([rank <= 3 for rank in known])}, median {statistics.median(known)}"
        )
    return "; ".join(parts)


def healthy_lines(healthy: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> list[str]:
    lines = [f"healthy with a warning: {_share([bool(said) for _, said in healthy])}"]
    for one, said in healthy:
        lines += [
            f"  {one['id']} ({one['writer']}; {one['odd']}): [{it['severity']}] {it['says']}" for it in said
        ]
    return lines


def detail(sight: Sight) -> str:
    run = sight.run
    state = "named" if sight.naming else "near" if sight.near_only else "noticed" if sight.said else "SILENT"
    lines = [
        (
            f"{state}: {run['id']} seed {run['seed']} ({run['writer']}); truth {', '.join(run['names'])}; "
            f"triage {sight.ranks['logs']}, with class {sight.ranks['class']}; "
            f"onset row {run['onset_row']} of {run['rows']}, dated {sight.dated} {sight.failed}"
        ),
    ]
    lines += [f"    sees: {said}" for said in run["facts"]]
    lines += [
        f"    {it['severity']} {it['detector']}: {it['says']} -> {', '.join(it['raises'])}"
        for it in sight.said
    ]
    return "\n".join(lines)
