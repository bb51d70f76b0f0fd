"""Ask `coach` as a person would, through its command line, and hold what it says against what was put in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from coach.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

LOUD = ("warn", "alarm")
WITHIN = 3


def asked(journal: Path, *words: str) -> dict[str, Any]:
    """Give the JSON document a command prints; empty when it failed."""
    told = CliRunner().invoke(main, ["--journal", str(journal), *words, "--json"])
    try:
        document: dict[str, Any] = json.loads(told.stdout)
    except ValueError:
        return {"failed": told.output[-400:], "raised": repr(told.exception)}
    return document


def loud(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the warnings and alarms of all runs of a folder, in the order they are printed, with their place in it."""
    found = []
    for run in document.get("runs", []):
        first, last = run["first_step"], run["last_step"]
        for symptom in run["symptoms"]:
            if symptom["severity"] in LOUD:
                at = symptom["onset_step"]
                share = (at - first) / (last - first) if at is not None and last and last != first else None
                found.append(symptom | {"share": share})
    found += [one for one in document.get("across_runs", []) if one.get("severity") in LOUD]
    return found


@dataclass
class Sight:
    """What was seen of one run with a fault."""

    run: dict[str, Any]
    said: list[dict[str, Any]]
    naming: list[int]
    dated: list[int]
    ranks: dict[str, int | None] = field(default_factory=dict)
    failed: str = ""

    @property
    def near_only(self) -> bool:
        near = set(self.run["near"])
        return not self.naming and any(near & set(one["raises"]) for one in self.said)

    @property
    def onset_met(self) -> bool | None:
        """Tell whether a naming warning begins within three rows of the fault; nothing where that is not known."""
        if self.run["onset_row"] is None or not self.dated:
            return None
        began: int = self.run["onset_row"]
        return min(abs(row - began) for row in self.dated) <= WITHIN


def rank(document: dict[str, Any], names: list[str]) -> int | None:
    causes = [cause["id"] for cause in document.get("causes", [])]
    places = [causes.index(name) + 1 for name in names if name in causes]
    return min(places) if places else None


def look(run: dict[str, Any], journal: Path) -> Sight:
    folder = run["folder"]
    document = asked(journal, "symptoms", folder)
    said = loud(document)
    names = set(run["names"])
    naming = [place for place, one in enumerate(said, 1) if names & set(one["raises"])]
    shares = [said[place - 1]["share"] for place in naming]
    dated = [round(share * (run["rows"] - 1)) for share in shares if share is not None]
    if run["writer"] == "monitor":
        dated = []
    sight = Sight(run, said, naming, dated, failed=document.get("failed", ""))
    sight.ranks["logs"] = rank(asked(journal, "triage", "", folder), run["names"])
    sight.ranks["class"] = rank(asked(journal, "triage", "", folder, "--class", run["kind"]), run["names"])
    return sight
