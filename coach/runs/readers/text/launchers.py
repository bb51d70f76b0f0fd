"""What a launcher puts before every line of a process: `[rank0]:` of torchrun, `3: ` of srun, `[1,0]<stdout>:`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LABEL = re.compile(
    r"\s*(?:\[(?:rank|default)\s?(?P<rank>\d+)\]:?|\[\d+,(?P<mpi>\d+)\]<std(?:out|err)>:?|\[(?P<bare>\d+)\]:)\s?"
)
_HOST = re.compile(r"\s*\[[A-Za-z][\w.-]*(?::(?P<rank>\d+)/\d+)?\]\s+(?=\d{4}-\d\d-\d\d[ T]\d\d:)")
_OF_SRUN = re.compile(r"^[ ]*(\d+): (?=\S)", re.MULTILINE)
_COUNTED = re.compile(
    r"^[ ]*\d+: .*\b(?:step|epoch|iter|iteration|episode)s?\b", re.MULTILINE | re.IGNORECASE
)
_SIGNS = ("[rank", "[default", "]<std", "]: ", "] 20")
NO_RANK = -1
# The next three are editorial.
_FEWEST = 12  # lines
_MOSTLY = 0.8  # of the lines, which srun labels every one of
_REPEATED = 3  # times each rank comes at least, on the average


class Labelled(NamedTuple):
    """A line without what the launcher put before it, and the rank that printed it; `NO_RANK` where nothing says."""

    line: str
    rank: int


def may_be_labelled(text: str) -> bool:
    """Give whether labels of processes may stand in a text, as far as a quick look tells."""
    return any(sign in text for sign in _SIGNS)


def is_of_srun(text: str) -> bool:
    """Give whether the lines of a text begin with the numbers of a few processes, rather than with counted steps.

    Numbers that come in turn, over and over, are the steps of several trainings unless the lines count something else.
    """
    ranks = [int(number) for number in _OF_SRUN.findall(text)]
    kinds = {*ranks}
    is_all = len(ranks) >= _MOSTLY * text.count("\n")
    is_few = len(kinds) > 1 and max(kinds) == len(kinds) - 1 and len(ranks) >= _REPEATED * len(kinds)
    if len(ranks) < _FEWEST or not is_all or not is_few:
        return False
    is_in_turn = all(after in (before + 1, 0) for before, after in pairwise(ranks))
    return not is_in_turn or _COUNTED.search(text) is not None


def without_label(line: str) -> Labelled:
    """Give a line without the label of torchrun, of mpirun, or the machine that ESPnet names before the time."""
    found = _LABEL.match(line)
    if found is not None:
        return Labelled(line[found.end() :], int(found["rank"] or found["mpi"] or found["bare"]))
    found = _HOST.match(line)
    if found is not None:
        return Labelled(line[found.end() :], int(found["rank"] or NO_RANK))
    return Labelled(line, NO_RANK)


def without_label_of_srun(line: str) -> Labelled:
    """Give a line without the number of the process that `srun --label` puts before it."""
    found = _OF_SRUN.match(line)
    return Labelled(line, NO_RANK) if found is None else Labelled(line[found.end() :], int(found[1]))
