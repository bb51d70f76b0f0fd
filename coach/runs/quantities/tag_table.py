"""The frameworks' own names whose meaning no part of them gives away: exact rules, before any reading by parts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from coach.runs.quantities.quantity import Meaning, Quantity, Reading
from coach.runs.quantities.word_files import load_list


class _Rule(NamedTuple):
    patterns: tuple[str, ...]
    meaning: Meaning | None
    format: str

    def fits(self, plain: str, log_format: str) -> bool:
        return self.format in ("", log_format) and any(fnmatchcase(plain, each) for each in self.patterns)


def listed(tag: str, log_format: str) -> Reading | None:
    """Give what the first rule that fits a tag says; None where there is none.

    Args:
        tag: as the log spells it.
        log_format: name of the reader, for the few tags that mean something else in one format.
    """
    plain = tag.strip().lower().replace(" ", "_")
    return next((Reading(rule.meaning) for rule in _rules() if rule.fits(plain, log_format)), None)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            tuple(pattern.replace(" ", "_") for pattern in row["tags"]),
            Meaning(Quantity(row["quantity"]), row.get("sign", 1), row.get("says", ""), row.get("metric", ""))
            if row["quantity"]
            else None,
            row.get("format", ""),
        )
        for row in load_list("tags.yaml")
    )
