"""How many bugs of a list have a cause that the catalogue states: exactly, nearly or not at all.

Usage: python tests/benchmarks/coverage.py [BUGS.JSONL] [--each]

The list is described in tests/benchmarks/bugs.py; its lines carry `exact` and `near`. Without a file it is the list of
unseen bugs beside this one. The codes are read, not made: a list coded before the catalogue grew must be coded again.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

UNSEEN = Path(__file__).with_name("unseen_bugs.jsonl")
LEVELS = ("exact", "near", "none")


def level(entry: dict[str, Any]) -> str:
    """Give how well the catalogue states a bug's cause."""
    return next((each for each in LEVELS[:2] if entry[each]), LEVELS[2])


def run(path: Path, *, each: bool) -> None:
    """Print the counts by area, by domain and altogether, and what is not covered."""
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        for row in (f"{entry['domain']}: {entry.get('area', '')}", entry["domain"], "all"):
            counts.setdefault(row, Counter())[level(entry)] += 1
    print(f"{'':42}{'n':>4}" + "".join(f"{name:>7}" for name in LEVELS))
    for row, found in sorted(counts.items()):
        print(f"{row:42}{found.total():>4}" + "".join(f"{found[name]:>7}" for name in LEVELS))
    for entry in entries if each else ():
        modes = " ".join(entry["exact"] or entry["near"])
        print(f"{level(entry):6} {entry['id']:20} {entry.get('category', ''):26} {modes}")


if __name__ == "__main__":
    named = [each for each in sys.argv[1:] if not each.startswith("--")]
    run(Path(named[0]) if named else UNSEEN, each="--each" in sys.argv)
