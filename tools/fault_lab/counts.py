"""What was counted, kept as a file a family, so that a case can be made again without counting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tools.fault_lab import VERSION
from tools.fault_lab.counting import Counted, counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.fault_lab.family import Family

_FOLDER = Path(__file__).parent / "counts"


def kept_counts(family: Family) -> dict[str, Counted]:
    """Give what was counted of every cause of a family, by the cause's id.

    Raises:
        ValueError: it was counted by another version of the lab, or not for these looks.
    """
    kept = json.loads((_FOLDER / f"{family.id}.json").read_text(encoding="utf-8"))
    looks = {look.id: list(look.outcomes) for look in family.looks}
    if kept["lab"] != VERSION or kept["looks"] != looks:
        raise ValueError(f"{family.id} was counted otherwise; run make_cases with --count")
    return {
        name: Counted(each["seeds"], each["tried"], {look: tuple(row) for look, row in each["looks"].items()})
        for name, each in kept["causes"].items()
    }


def keep_counts(family: Family, found: Mapping[str, Counted]) -> None:
    """Write what was counted of a family, a line a cause."""
    looks = {look.id: list(look.outcomes) for look in family.looks}
    rows = [
        f"{json.dumps(name)}: {json.dumps({'seeds': each.seeds, 'tried': each.tried, 'looks': each.looks})}"
        for name, each in found.items()
    ]
    causes = ",\n".join(rows)
    _FOLDER.mkdir(exist_ok=True)
    text = f'{{"lab": {VERSION}, "looks": {json.dumps(looks)}, "causes": {{\n{causes}\n}}}}\n'
    (_FOLDER / f"{family.id}.json").write_text(text, encoding="utf-8")


def count_all(family: Family) -> dict[str, Counted]:
    """Count every cause of a family."""
    return {cause.id: counted(family, cause) for cause in family.causes}
