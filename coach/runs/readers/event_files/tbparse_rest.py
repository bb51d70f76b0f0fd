"""What event files hold besides scalars: hyperparameters, texts, histograms, tensors. Read by tbparse, on demand only.

Importing tbparse takes about a second and loads pandas and TensorBoard; the scalar path never comes here.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_KINDS = {"hparams", "text", "histograms", "tensors"}
_NUMBERS = "biuf"  # numpy's kinds; what is left is text and serialised graphs


class Text(NamedTuple):
    """A text somebody logged: data for people, never markup."""

    tag: str
    step: int
    text: str


class Histogram(NamedTuple):
    """A histogram: float64[bin] counts between float64[bin + 1] limits."""

    tag: str
    step: int
    counts: NDArray[np.float64]
    limits: NDArray[np.float64]


class Tensor(NamedTuple):
    """Numbers with one axis or more, such as a precision-recall curve; a tensor without axes is a scalar."""

    tag: str
    step: int
    value: NDArray[np.generic]


class Rest(NamedTuple):
    """Everything tbparse found besides scalars; a hyperparameter is a number, a text or a truth value.

    Whole numbers come back as floats, as the hparams plugin keeps them.
    """

    hyperparameters: Mapping[str, float | str | bool]
    texts: tuple[Text, ...]
    histograms: tuple[Histogram, ...]
    tensors: tuple[Tensor, ...]
    notes: tuple[Note, ...]


def read_rest(files: Sequence[Path]) -> Rest:
    """Give hyperparameters, texts, histograms and tensors of event files; a file tbparse fails on becomes a note."""
    hyperparameters: dict[str, float | str | bool] = {}
    texts: list[Text] = []
    histograms: list[Histogram] = []
    tensors: list[Tensor] = []
    notes: list[Note] = []
    for path in files:
        try:
            tables = _tables(path)
        except Exception as error:  # noqa: BLE001 - tbparse raises whatever TensorBoard and protobuf raise
            notes.append(Note(NoteKind.UNREADABLE, path, f"tbparse cannot read it: {type(error).__name__}"))
            continue
        hyperparameters |= {row["tag"]: row["value"] for row in tables["hparams"]}
        texts.extend(Text(row["tag"], int(row["step"]), str(row["value"])) for row in tables["text"])
        histograms.extend(
            Histogram(row["tag"], int(row["step"]), row["counts"], row["limits"])
            for row in tables["histograms"]
        )
        tensors.extend(
            Tensor(row["tag"], int(row["step"]), row["value"])
            for row in tables["tensors"]
            if getattr(row["value"], "ndim", 0) and row["value"].dtype.kind in _NUMBERS
        )
    return Rest(hyperparameters, tuple(texts), tuple(histograms), tuple(tensors), tuple(notes))


def _tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of each kind; no frame leaves this function."""
    from tbparse import SummaryReader  # noqa: PLC0415 - a second and 100 MB

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = SummaryReader(str(path), pivot=False, event_types=_KINDS)
        return {kind: getattr(reader, kind).to_dict("records") for kind in _KINDS}
