"""Several trainings that were logged to one place, taken apart: each is a run of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.run import Training
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Cut, Run


class CutSeries(Mapping[str, Series]):
    """The series of one training, each cut out when it is first asked for."""

    def __init__(self, whole: Mapping[str, Series], cut: Cut) -> None:
        self._whole = whole
        self._bounds = cut.bounds
        self._aside = frozenset(cut.aside)
        self._made: dict[str, Series] = {}

    def __getitem__(self, tag: str) -> Series:
        made = self._made.get(tag)
        if made is None:
            mine = self._whole[tag].where(slice(*self._bounds[tag]))
            made = self._made[tag] = replace(mine, aside=self._aside)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._bounds)

    def __len__(self) -> int:
        return len(self._bounds)


def trainings_of(run: Run) -> list[Run]:
    """Give the trainings of a run as it was read.

    The first keeps the fingerprint; the others add the segment they begin with, which stays when the run goes on.
    """
    if not run.cuts:
        return [run]
    if len(run.cuts) == 1:
        return [replace(run, series=CutSeries(run.series, run.cuts[0]), cuts=())]
    return [_training(run, Training(number, len(run.cuts))) for number in range(1, len(run.cuts) + 1)]


def _training(run: Run, training: Training) -> Run:
    cut = run.cuts[training.number - 1]
    return replace(
        run,
        name=f"{run.name} (training {training.number} of {training.of})",
        fingerprint=f"{run.fingerprint} from segment {cut.segment}" if cut.segment else run.fingerprint,
        series=CutSeries(run.series, cut),
        files=cut.files,
        notes=(*run.notes, *cut.notes) if training.number == 1 else cut.notes,
        cuts=(),
        training=training,
    )


def latest_trainings(runs: Sequence[Run]) -> list[Run]:
    """Give the runs, of several trainings in one place only the last one."""
    return [run for run in runs if run.training is None or run.training.number == run.training.of]
