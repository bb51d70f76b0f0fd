"""Makes every shipped case again, byte for byte: `python -m tools.fault_lab.make_cases [--count] [FAMILY ...]`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tools.fault_lab.case import case_of, write_case
from tools.fault_lab.counts import count_all, keep_counts, kept_counts
from tools.fault_lab.families.all import FAMILIES
from tools.fault_lab.spec import specs

if TYPE_CHECKING:
    from collections.abc import Sequence

CASES = Path(__file__).parents[2] / "playbooks" / "drills"


def make(family_ids: Sequence[str], *, counts_anew: bool, into: Path = CASES) -> int:
    """Make the cases of some families, all where none is named; give how many there are."""
    made = 0
    for family in FAMILIES:
        if family_ids and family.id not in family_ids:
            continue
        if counts_anew:
            keep_counts(family, count_all(family))
        counts = kept_counts(family)
        for spec in specs(family.id):
            case, trained = case_of(family, spec, counts)
            write_case(case, trained, spec, into / spec.id)
            made += 1
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("family", nargs="*", help="id of a family; all where none is given")
    parser.add_argument("--count", action="store_true", help="count the looks anew, some minutes")
    asked = parser.parse_args()
    print(f"{make(asked.family, counts_anew=asked.count)} cases")
