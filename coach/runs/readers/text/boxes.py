"""Tables drawn as boxes with a row a quantity, as Stable-Baselines3, Baselines and Spinning Up print them.

| rollout/        |     |
|    ep_rew_mean  | 12  |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ROW = re.compile(r"\s*[|\u2502](?P<name>[^|\u2502]+)[|\u2502](?P<value>[^|\u2502]*)[|\u2502]\s*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|nan|inf)", re.IGNORECASE)
_MOST_ROWS = 500
_INSIDE_A_SECTION = "   "  # deeper than the section's own name


@dataclass(slots=True)
class Box:
    """The box that is being drawn, as far as it has come.

    Attributes:
        names: of the quantities so far.
        numbers: as they are written.
        section: the section whose quantities come next.
    """

    names: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    section: str = ""

    def take(self, line: str) -> bool:
        """Take a row of the box; give whether the line is one."""
        row = _ROW.fullmatch(line)
        if row is None or len(self.names) >= _MOST_ROWS:
            return False
        name, value = row["name"].strip(), row["value"].strip()
        if not value:
            self.section = name if name.endswith("/") else ""
        elif _NUMBER.fullmatch(value):
            is_inside = self.section and row["name"].startswith(_INSIDE_A_SECTION)
            self.names.append(f"{self.section}{name}" if is_inside else name)
            self.numbers.append(value)
        return True

    def close(self) -> None:
        """Begin anew after the last row."""
        self.names, self.numbers, self.section = [], [], ""
