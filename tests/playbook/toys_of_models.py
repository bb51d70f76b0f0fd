"""What the toys have in common on which the checks of a playbook are tried, with the fault and without."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Toy(NamedTuple):
    """A check on a toy: what its code is given with the fault and without, and whether what it prints tells."""

    fault: Mapping[str, Any]
    healthy: Mapping[str, Any]
    tells: Callable[[str], bool]


def numbers(printed: str) -> list[float]:
    """Give the numbers of a text in order."""
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", printed)]


def model_of(parameters: Mapping[str, Any], **more: object) -> SimpleNamespace:
    """Give something that hands out parameters by name as a model of PyTorch does."""
    return SimpleNamespace(
        named_parameters=parameters.items,
        parameters=parameters.values,
        state_dict=lambda: parameters,
        **more,
    )


class Pieces:
    """A tokeniser that takes the longest piece at each place."""

    padding_side = "left"

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = list(pieces)

    def __len__(self) -> int:
        return len(self._pieces)

    def __call__(self, text: str, **_: object) -> dict[str, list[int]]:
        ids = []
        while text:
            fitting = [each for each in self._pieces if text.startswith(each)]
            piece = max(fitting, key=len)
            ids.append(self._pieces.index(piece))
            text = text[len(piece) :]
        return {"input_ids": ids}

    def decode(self, ids: Iterable[int]) -> str:
        return "".join(self._pieces[each] for each in ids)
