"""How long a training is meant to be, as its console text says once before its first line: `Total Epoch:300`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.runs.readers.text.line_tables import Table

_EPOCHS = re.compile(
    r"^(?:(?:total|max|num|number of)[ _]?)?epochs$|^(?:total|max)[ _]?epoch$", re.IGNORECASE
)
_STEPS = re.compile(r"^(?:max|total)[ _]?(?:train(?:ing)?[ _]?)?(?:time)?steps$", re.IGNORECASE)


def planned_length(tables: Iterable[Table], before: int) -> dict[str, str]:
    """Give the epochs and the steps there are to be, by the names configurations have for them.

    Args:
        tables: of all lines; only those of a shape that was printed once are looked at.
        before: the line of the first row of the training: what comes later may be about something else.
    """
    told: dict[str, set[float]] = {"max_epochs": set(), "max_steps": set()}
    for table in tables:
        if table.rows != 1 or table.joined().line[0] >= before:
            continue
        for at, column in enumerate(table.columns):
            for name, pattern in (("max_epochs", _EPOCHS), ("max_steps", _STEPS)):
                number = float(table.numbers(at)[0])
                if pattern.match(column.tag.strip()) and number >= 1 and number % 1 == 0:
                    told[name].add(number)
    return {name: str(int(*numbers)) for name, numbers in told.items() if len(numbers) == 1}
