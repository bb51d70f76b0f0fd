"""Lists of bugs with a known cause, as the recall benchmarks read them, and the figures they share.

Each line of a list is a JSON object with `id` and `symptom` (the text of a report before its cause was known). What is
right is coded in tests/playbook/coded_cases.py by the bug's id, or stands in the line: `right` (ids of failure modes)
and `class`, and for the walk optionally `playbook`, `seen`, `not_seen`, `contrasts` (`goes-away` or `stays` by what was
tried), `changed`, `facts` and `own`.

unseen_bugs.jsonl, beside this file, holds 62 public bugs with a known cause, collected in November 2026 by somebody
who had written nothing of the catalogue and had seen no more of it than a list of its known gaps: searched for by
symptoms and libraries in issue trackers and blog posts, read as excerpts of a stored copy (`read`), chosen and
described before a failure mode was looked at, and only then coded. When the catalogue had grown more than threefold,
the causes were coded anew, by reading what each mode says and checks and without a ranking; the playbook is the most
special one that fits the report. Some are no fault at all, some had another suspect first. Facts are the report's,
words are our own; `suspected`, `contrast`, `changed_in_words`, `class_in_words`, `fix`, `cost` and `confirmed` say what
the thread says. `exact` names the modes that state the true cause, `near` those beside it; `right` is `exact`, so the
recall benchmarks leave out the rest. One further bug was dropped because a playbook already cited its thread. Nobody
may tune anything on this list, take a case of it into a playbook, or write a failure mode for one of its lines; whoever
does must collect another.

developed_bugs.jsonl is the list to tune on: 113 threads with a stated cause, found by symptoms and libraries over all
playbooks, read as excerpts, described in our words by somebody who had read the catalogue's names and some of its
entries (so that it is easier than the other lists), coded at once, often with several modes that would all be right.
The half `held`, by the hash of the link, is for looking whether what helped `tune` helps at all; both were written by
the person who wrote the complaints added afterwards, so that neither is an honest figure for strangers.

second_unseen_bugs.jsonl and second_developed_bugs.jsonl are the two halves, by the same hash, of 86 further threads
with a stated cause, searched for by framework and symptom, described and coded before anything was written for them, by
somebody who had read what every mode says. What no mode stated has an empty `exact`; some searches followed a kind that
an earlier thread had shown to be missing, so that such kinds are too frequent there. The half to tune on may be cited;
the other one is as closed as unseen_bugs.jsonl. Its codes were brought up to date once, when modes had been added for
kinds that the half to tune on shows.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from coach.desk import packs
from coach.playbook import compile as compiling
from coach.playbook import together
from coach.playbook.shelf import find_playbooks
from coach.session.symptom_ids import current_id
from tests.benchmarks.told_cases import TOLD, Told
from tests.playbook.coded_cases import CASES, INFERRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Any

    from coach.playbook.shelf import PlaybookFile
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode

_COMPILE = compiling.catalogue_for
DEPTHS = (1, 3, 5, 10)
_THREAD = re.compile(
    r"github\.com/(?P<repo>[\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(?P<number>\d+)|"
    r"/questions/(?P<post>\d+)|/a/(?P<answer>\d+)"
)


class Bug(NamedTuple):
    """A published bug whose cause the playbooks hold.

    Attributes:
        line: the whole line of the list, for recognising its thread.
        domain: `rl`, `supervised`, `llm` or anything else; empty where nobody has said.
        playbook: the playbook its owner would pick; empty where nobody has said.
        is_stated: its source states the symptom.
    """

    id: str
    symptom: str
    symptom_class: str
    right: frozenset[str]
    told: Told
    line: str = ""
    domain: str = ""
    playbook: str = ""
    is_stated: bool = True


def read_bugs(path: Path) -> list[Bug]:
    """Give the bugs of a file whose cause the playbooks hold."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [bug for bug in map(_bug, filter(str.strip, lines)) if bug.right]


def _bug(line: str) -> Bug:
    entry = json.loads(line)
    case = CASES.get(entry["id"])
    coded = case or INFERRED.get(entry["id"])
    return Bug(
        entry["id"],
        entry["symptom"],
        coded.symptom_class if coded else entry.get("class", ""),
        coded.right if coded else frozenset(entry.get("right", ())),
        _today(TOLD[entry["id"]] if entry["id"] in TOLD else _told(entry)),
        line,
        entry.get("domain", ""),
        case.playbook if case else entry.get("playbook", ""),
        entry.get("symptom_basis", "stated") == "stated",
    )


def _told(entry: dict[str, Any]) -> Told:
    return Told(
        frozenset(entry.get("seen", ())),
        frozenset(entry.get("not_seen", ())),
        entry.get("contrasts", {}),
        entry.get("changed", ""),
        entry.get("facts", {}),
        entry.get("own", ""),
    )


def _today(told: Told) -> Told:
    """Give what is told under the ids by which symptoms go today."""
    return told._replace(
        seen=frozenset(map(current_id, told.seen)), not_seen=frozenset(map(current_id, told.not_seen))
    )


def is_same_thread(link: str, line: str) -> bool:
    """True when a case's link leads to the thread that a line of a list comes from, however the line cites it."""
    if link.lower() in line.lower():
        return True
    found = _THREAD.search(link)
    if found is None:
        return False
    if found["repo"]:
        return found["repo"].lower() in line.lower() and _holds(line, found["number"])
    return _holds(line, found["post"] or found["answer"])


def _holds(line: str, number: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", line) is not None


class Shelf:
    """The playbooks as the program finds them, without the cases that would give an answer away."""

    def __init__(self, *, any_case: bool = False) -> None:
        """Take the built-in playbooks; with `any_case` no case of theirs is kept."""
        self._any_case = any_case
        self._compiled = cache(_COMPILE)

    @property
    def has_cases(self) -> bool:
        """True when a built-in playbook holds a case at all."""
        files = find_playbooks()
        return any(mode.cases for file in files for mode in self._compiled(file.id, files).failure_modes)

    def leave_out(self, bug: Bug) -> None:
        """Have the program meet no case of this bug's thread from now on."""
        made: dict[str, Catalogue] = {}

        def compiled(playbook: str, shelf: Sequence[PlaybookFile]) -> Catalogue:
            if playbook not in made:
                whole = self._compiled(playbook, tuple(shelf))
                made[playbook] = replace(
                    whole, failure_modes=tuple(self._kept(mode, bug) for mode in whole.failure_modes)
                )
            return made[playbook]

        for module in (compiling, packs, together):
            setattr(module, "catalogue_for", compiled)  # noqa: B010 - it is one for all bugs elsewhere

    def _kept(self, mode: FailureMode, bug: Bug) -> FailureMode:
        kept = () if self._any_case else mode.cases
        return replace(mode, cases=tuple(each for each in kept if not is_same_thread(each.link, bug.line)))


def rank_of(right: frozenset[str], ordered: Iterable[str]) -> int | None:
    """Give the place of the first right cause from 1; None where none is there."""
    return next((place for place, each in enumerate(ordered, 1) if each in right), None)


def recall(ranks: Sequence[int | None]) -> str:
    """Give the shares of bugs whose cause is among the first 1, 3, 5 and 10."""
    shares = (sum(each is not None and each <= depth for each in ranks) / len(ranks) for depth in DEPTHS)
    return "  ".join(f"@{depth} {share:4.0%}" for depth, share in zip(DEPTHS, shares, strict=True))


def share(answers: Sequence[bool]) -> str:
    """Give how many answers are yes, and of how many, as text."""
    return f"{sum(answers) / len(answers):4.0%} ({sum(answers)}/{len(answers)})" if answers else "none"
