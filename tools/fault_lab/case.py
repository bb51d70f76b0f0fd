"""A case made of what was written by hand, what was counted, and one training of the lab with all its looks."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from tools.fault_lab import VERSION
from tools.fault_lab.counting import FIRST_CASE_SEED, complaining_seeds
from tools.fault_lab.dialects import DIALECTS
from tools.fault_lab.family import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.fault_lab.counting import Counted
    from tools.fault_lab.family import Cause, Family, Look, Seen, Trained
    from tools.fault_lab.logbook import Dialect
    from tools.fault_lab.spec import Spec

PRIOR_BASIS = (
    "Editorial: how often each kind is met, times the share of the lab's seeds of that cause of which the report "
    "would be true."
)
_PRIORS = 100


def case_of(family: Family, spec: Spec, counts: Mapping[str, Counted]) -> tuple[dict[str, Any], Trained]:
    """Give a case as the data of its file, and its training."""
    cause = family.cause(spec.cause)
    seed, _, trained = next(islice(complaining_seeds(family, cause, FIRST_CASE_SEED), spec.nth, None))
    causes = [each for each in family.causes if not spec.causes or each.id in spec.causes]
    looks = [each for each in family.looks if not spec.looks or each.id in spec.looks]
    rows = {each.id: counts[each.id] for each in causes}
    quoted = dict(trained.facts)
    case = {
        "schema": "coach.drill/1",
        "id": spec.id,
        "title": spec.title,
        "kind": family.id,
        "level": spec.level,
        "report": _filled(spec.report, quoted),
        "run_price": {"hours": spec.hours},
        "scaled": f"Hours are as for a run of {spec.hours:g} h; the trainings behind the case take under a second.",
        "causes": _causes(causes, rows),
        "true_cause": spec.cause,
        "prior_basis": PRIOR_BASIS,
        "looks": {
            each.id: _look(each, spec, _seen(each, family.settings(spec.cause), seed, trained), rows)
            for each in looks
        },
        "repairs": _repairs(family, causes, spec),
        "start_over": {"hours": price(spec.hours, family.service_runs, 4.0)},
        "clues": [each.model_dump(exclude_none=True, mode="json") for each in spec.clues],
        "story": _filled(spec.story, quoted),
        "next_time": _filled(spec.differently, quoted),
        "source": {"says": f"Trained by the project's fault lab: {family.id}, cause {spec.cause}"},
        "generator": f"fault-lab/{VERSION} seed {seed}",
        "provenance": "measured",
    }
    return {name: value for name, value in case.items() if value not in ("", [])}, trained


def _filled(text: str, figures: Mapping[str, float]) -> str:
    """Give a text in one line, with the figures of the training in it."""
    return " ".join(text.split()).format_map(figures)


def _causes(causes: Sequence[Cause], rows: Mapping[str, Counted]) -> dict[str, dict[str, Any]]:
    weights = {each.id: each.base * rows[each.id].complaining for each in causes}
    scale = _PRIORS / sum(weights.values())
    return {
        each.id: {
            "name": each.name,
            **({"mode": each.mode} if each.mode else {}),
            **({"innocent": True} if each.id == NOTHING else {}),
            **({"made_of": list(each.of)} if each.of else {}),
            "prior": max(1, round(weights[each.id] * scale)),
        }
        for each in causes
    }


def _repairs(family: Family, causes: Sequence[Cause], spec: Spec) -> dict[str, dict[str, Any]]:
    cured = {each.id: [cause.id for cause in causes if cause.repair == each.id] for each in family.repairs}
    return {
        each.id: {
            "name": each.name,
            "hours": price(spec.hours, each.runs, each.work),
            "cures": cured[each.id],
        }
        for each in family.repairs
        if cured[each.id]
    }


def price(run_hours: float, runs: float, work: float) -> float:
    """Give hours of waiting and work together, to a twentieth of an hour."""
    return max(0.05, round(round((run_hours * runs + work) * 20) / 20, 2))


def _seen(look: Look, settings: Any, seed: int, trained: Trained) -> Seen:
    with np.errstate(all="ignore"):
        return look.see(settings, seed, trained)


def _look(look: Look, spec: Spec, seen: Seen, rows: Mapping[str, Counted]) -> dict[str, Any]:
    return {
        "name": look.name,
        "hours": price(spec.hours, look.runs, look.work),
        "outcomes": dict(look.outcomes),
        "counts": {each: list(row.looks[look.id]) for each, row in rows.items()},
        "recorded": seen.outcome,
        "shows": f"{seen.shows}\n",
    }


def write_case(case: Mapping[str, Any], trained: Trained, spec: Spec, folder: Path) -> None:
    """Write a case and its logs into a folder of its own, and nothing else that was there before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = yaml.dump(case, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    dialect = written(DIALECTS[spec.dialect], spec.hides)
    if not trained.others:
        dialect.write(trained.log, folder / "logs")
    for number, log in enumerate((trained.log, *trained.others) if trained.others else ()):
        dialect.write(log, folder / "logs" / f"seed-{number}")


def written(dialect: Dialect, hides: Sequence[str]) -> Dialect:
    """Give a dialect that does not write some quantities."""
    return replace(dialect, tags={name: tag for name, tag in dialect.tags.items() if name not in hides})


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data))
_Dumper.add_representer(
    list,
    lambda dumper, data: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", data, flow_style=all(isinstance(each, int | float) for each in data)
    ),
)
