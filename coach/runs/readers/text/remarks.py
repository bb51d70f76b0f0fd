"""Lines with numbers that say again what other lines of a text say, or what the program was told to do.

Messages of early stopping and of saved models repeat a quantity at another place, often with an epoch counted from
another number; command lines and printed settings hold names of quantities with numbers that were never measured.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_REMARK = re.compile(
    r"""^\s*Epoch\s*\0\s*:\s*(?:early\ stopping|\S+\ improved\ from|\S+\ did\ not\ improve
        |reducing|ReduceLROnPlateau|LearningRateScheduler|saving|Restoring)
    |\0[\s)]*-{1,2}>\s*\0
    |\b(?:Namespace|[A-Z]\w*(?:Config|Arguments|Args|Options|Params|Settings))\(\w+=
    |(?:\s--[A-Za-z][\w-]*(?:[=\s][^\s-]\S*)?){2}""",
    re.VERBOSE,
)
_BEST = ("est iteration is:", "est iteration:")
"""What LightGBM and XGBoost print before they repeat the best of their lines."""


def is_remark(words: Sequence[str]) -> bool:
    """Give whether a line, as the words around its numbers, measures nothing of its own."""
    return _REMARK.search("\0".join(words)) is not None


def repeats_next(line: str) -> bool:
    """Give whether the line after this one says again what an earlier one said."""
    return line.rstrip().endswith(_BEST)
