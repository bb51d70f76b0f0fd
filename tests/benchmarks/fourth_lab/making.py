"""Train everything, judge what really did harm, write the logs, and keep what was found beside them."""

from __future__ import annotations

import json
import math
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.fourth_lab.dialects import DIALECTS, ONLY_EPISODES, WITH_MEMORY, WITH_SPEED
from tests.benchmarks.fourth_lab.facts import fact, onset
from tests.benchmarks.fourth_lab.families import HARM, TRAININGS
from tests.benchmarks.fourth_lab.faults import SEEDS, SUPERVISED, Fault
from tests.benchmarks.fourth_lab.healthy import HEALTHY, Healthy
from tests.benchmarks.fourth_lab.rl_faults import OFF_POLICY, ON_POLICY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.fourth_lab.dialects import Dialect
    from tests.benchmarks.fourth_lab.rig import Log, Setup

FAULTS = [*SUPERVISED, *ON_POLICY, *OFF_POLICY]
HALVES_SEED = 20261130


def halves() -> dict[str, str]:
    """Give the half of each fault; both seeds of a fault are in the same one."""
    order = np.random.default_rng(HALVES_SEED).permutation(len(FAULTS))
    return {FAULTS[index].id: "ab"[place % 2] for place, index in enumerate(order)}


def dialects(family: str, log: str) -> list[Dialect]:
    return {"speed": WITH_SPEED, "memory": WITH_MEMORY, "episodes": ONLY_EPISODES}.get(log, DIALECTS[family])


def _key(family: str, setup: Setup) -> str:
    return f"{family} {setup.seed} {sorted(setup.options.items())}"


def result(log: Log) -> dict[str, Any]:
    memory = log.series("memory")
    return {
        "score": log.score,
        "reported": log.reported,
        "seconds": log.rows[-1].seconds,
        "memory": max(memory) if memory else 0.0,
    }


def harmful(fault: Fault, made: dict[str, Any], twin: dict[str, Any]) -> bool:
    """Tell whether the run with the fault is worse than its twin by more than luck would make it."""
    if fault.harms == "time":
        return bool(made["seconds"] > 1.4 * twin["seconds"])
    if fault.harms == "memory":
        return bool(made["memory"] > 2 * twin["memory"])
    if fault.harms in ("number", "otherwise"):
        return fault.harms == "number"
    if fault.harms == "reported":
        if made["reported"] is None:
            return True
        return bool(
            abs(made["reported"] - made["score"]) - abs(twin["reported"] - twin["score"]) > HARM[fault.family]
        )
    return not math.isfinite(made["score"]) or bool(made["score"] < twin["score"] - HARM[fault.family])


def _twin(job: tuple[str, Setup]) -> tuple[str, dict[str, Any]]:
    with np.errstate(all="ignore"):
        return _key(*job), result(TRAININGS[job[0]](job[1]))


def _fault(job: tuple[int, int, str]) -> dict[str, Any]:
    index, seed, folder = job
    fault = FAULTS[index]
    with np.errstate(all="ignore"):
        log = TRAININGS[fault.family](fault.setup(seed))
    choices = dialects(fault.family, fault.log)
    write, names = choices[(index + 5 * SEEDS.index(seed)) % len(choices)]
    place = _folder(folder, f"{fault.id}-{seed}")
    write(log, names, place)
    if not any(name.startswith(("events", "0")) for name in (p.name for p in place.iterdir())):
        (place / "config.json").write_text(json.dumps({"seed": seed, "batch_size": 32}))
    at = onset(log, fault.begins)
    return result(log) | {
        "id": fault.id,
        "seed": seed,
        "family": fault.family,
        "folder": str(place),
        "names": fault.names,
        "near": fault.near,
        "kind": fault.kind,
        "writer": write.__name__,
        "rows": len(log.rows),
        "onset_row": at,
        "steps": [row.step for row in log.rows],
        "half": halves()[fault.id],
        "facts": [said for how, what in fault.facts if (said := fact(log, how, what, fault.begins))],
    }


def _folder(root: str, name: str) -> Path:
    from pathlib import Path as Real  # noqa: PLC0415 - for the type checker it is a type above

    place = Real(root) / name
    place.mkdir(parents=True, exist_ok=True)
    return place


def _healthy(job: tuple[int, str]) -> dict[str, Any]:
    index, folder = job
    one: Healthy = HEALTHY[index]
    choices = dialects(one.family, one.log)
    write, names = choices[(index * 3) % len(choices)]
    place, scores = _folder(folder, f"healthy-{one.family}-{one.id}"), []
    for setup in one.setups():
        with np.errstate(all="ignore"):
            log = TRAININGS[one.family](setup)
        scores.append(log.score)
        write(log, names, place / f"seed_{setup.seed}" if len(one.seeds) > 1 else place)
    return {
        "id": f"{one.family}-{one.id}",
        "folder": str(place),
        "odd": one.odd,
        "scores": scores,
        "works": min(scores) >= one.enough,
        "writer": write.__name__,
    }


def make(root: Path, processes: int = 2) -> dict[str, Any]:
    """Train, write below `root`, and give what `coach` is to be held against; nothing is made twice."""
    kept = root / "made.json"
    if kept.exists():
        made: dict[str, Any] = json.loads(kept.read_text())
        return made
    root.mkdir(parents=True, exist_ok=True)
    twins = {_key(f.family, f.twin(seed)): (f.family, f.twin(seed)) for f in FAULTS for seed in SEEDS}
    with ProcessPoolExecutor(processes) as pool:
        healthy = list(pool.map(_healthy, [(index, str(root)) for index in range(len(HEALTHY))]))
        runs = list(
            pool.map(_fault, [(index, seed, str(root)) for index in range(len(FAULTS)) for seed in SEEDS])
        )
        beside = dict(pool.map(_twin, twins.values()))
    by_id = {fault.id: fault for fault in FAULTS}
    for run in runs:
        fault = by_id[run["id"]]
        run["twin"] = beside[_key(fault.family, fault.twin(run["seed"]))]
        run["harmful"] = harmful(fault, run, run["twin"])
    made = {"faults": runs, "healthy": healthy}
    kept.write_text(json.dumps(made))
    return made
