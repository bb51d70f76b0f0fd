"""The kinds of training by name, each with settings under which it does well, and how much worse counts as harm."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.fourth_lab import data
from tests.benchmarks.fourth_lab.offpolicy import DeepQ, Reinforce
from tests.benchmarks.fourth_lab.onpolicy import OnPolicy
from tests.benchmarks.fourth_lab.supervised import Supervised
from tests.benchmarks.fourth_lab.unsupervised import autoencoder, contrastive
from tests.benchmarks.fourth_lab.worlds import CartPole, PointMass

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.fourth_lab.net import Net
    from tests.benchmarks.fourth_lab.rig import Log, Setup


def _clusters(setup: Setup) -> Log:
    task = data.clusters(
        setup.seed,
        int(setup.get("train", 4000)),
        majority=setup.get("majority", 0),
        apart=setup.get("apart", 1),
    )
    if setup.get("majority", 0):  # what counts is whether all classes are told apart
        even = data.clusters(setup.seed + 50, 600, apart=setup.get("apart", 1))
        task.test = even.test
    if setup.on("raw-inputs", 0):
        scale = np.array([1000.0, 0.01] * 10)
        task.train, task.val, task.test = ((x * scale, y) for x, y in (task.train, task.val, task.test))
    return Supervised(task, setup).run()


def _curve(setup: Setup) -> Log:
    task = data.curve(setup.seed, int(setup.get("train", 3000)), setup.get("noise", 0.3))
    if setup.on("target-huge", 0):
        task.train, task.val, task.test = ((x, y * 3000) for x, y in (task.train, task.val, task.test))
    log = Supervised(task, setup).run()
    if setup.on("target-huge", 0):
        log.score /= 3000**2
    return log


def _language(setup: Setup) -> Log:
    return Supervised(data.language(setup.seed, int(setup.get("train", 12000))), setup).run()


def _expert(setup: Setup) -> Log:
    task = data.expert(setup.seed, int(setup.get("train", 1500)))
    if setup.on("degrees", 0):
        task.train = task.train[0], task.train[1] * 57.3
    return Supervised(task, setup).run()


@cache
def _pretrained() -> Net:
    from tests.benchmarks.fourth_lab.rig import Setup as Fresh  # noqa: PLC0415 - for the type checker it is a type above

    trainer = Supervised(data.clusters(77, 6000), Fresh(77, options={"decay": 0.0003}))
    trainer.run()
    return trainer.net


def _tuning(setup: Setup) -> Log:
    task = data.clusters(setup.seed, int(setup.get("train", 250)), shift=0.25)
    return Supervised(
        task,
        replace(setup, options={"lr": 0.0005, "steps": 800, "every": 20} | dict(setup.options)),
        _pretrained(),
    ).run()


def _with(**options: float) -> Callable[[Setup], Setup]:
    return lambda setup: replace(setup, options=options | dict(setup.options))


_DECAYED = _with(decay=0.0005)
TRAININGS: dict[str, Callable[[Setup], Log]] = {
    "clusters": lambda setup: _clusters(_DECAYED(setup)),
    "curve": _curve,
    "language": lambda setup: _language(_with(decay=0.0002)(setup)),
    "expert": _expert,
    "tuning": _tuning,
    "pole": lambda setup: OnPolicy(CartPole, setup).run(),
    "point": lambda setup: OnPolicy(PointMass, setup).run(),
    "catch": lambda setup: DeepQ(setup).run(),
    "offline": lambda setup: DeepQ(_with(offline=1, steps=2400)(setup)).run(),
    "reinforce": lambda setup: Reinforce(setup).run(),
    "contrastive": contrastive,
    "autoencoder": autoencoder,
}
HARM = {
    "clusters": 0.05,
    "curve": 0.08,
    "language": 0.05,
    "expert": 0.03,
    "tuning": 0.05,
    "pole": 25.0,
    "point": 3.0,
    "catch": 0.3,
    "offline": 0.3,
    "reinforce": 0.3,
    "contrastive": 0.1,
    "autoencoder": 3.0,
}
