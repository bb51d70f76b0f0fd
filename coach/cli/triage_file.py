"""`coach stuck --from-triage FILE`: what `coach triage --json` printed, read back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.given import Given
from coach.errors import RunReadError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.playbook.strict_yaml import Document

SCHEMA = "coach.triage/1"
STANDARD_INPUT = "-"
_HINT = "Write it with `coach triage TEXT --json > FILE`."


class Triaged(NamedTuple):
    """What was told in a triage, and the ids of the playbooks it consulted, the likeliest first."""

    given: Given
    packs: tuple[str, ...]
    name: str


def read_triage(path: Path) -> Triaged:
    """Read what `coach triage --json` printed, from a file, or for `-` from standard input.

    Raises:
        RunReadError: it cannot be read, or is something else; `where` is file:line:column.
    """
    from coach.playbook.strict_yaml import load_yaml  # noqa: PLC0415 - only `--from-triage` reads a document

    is_piped = str(path) == STANDARD_INPUT
    try:
        document = load_yaml(_piped(), name="standard input") if is_piped else load_yaml(path)
    except RunReadError as unread:
        raise RunReadError(unread.message, hint=_HINT, where=unread.where) from unread
    data = document.data
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        said = f"this is not what `coach triage --json` prints ({SCHEMA})"
        raise RunReadError(said, hint=_HINT, where=document.where())
    told = data.get("told")
    if not isinstance(told, dict):
        raise RunReadError("it does not hold what was told", hint=_HINT, where=document.where())
    if strange := sorted(told.keys() - set(Given._fields)):
        fault = f"{strange[0]!r} is nothing that can be told"
        raise RunReadError(fault, hint=_HINT, where=document.where(["told", strange[0]]))
    text = told.get("text", "")
    if not isinstance(text, str):
        raise RunReadError("'text' is not text", hint=_HINT, where=document.where(["told", "text"]))
    lists = {each: _texts(document, ("told", each), told.get(each, [])) for each in Given._fields[1:]}
    return Triaged(Given(text, **lists), _packs(document, data.get("packs", [])), document.name)


def _piped() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as fault:
        raise RunReadError("this is not UTF-8 text", hint=_HINT, where="standard input") from fault


def _packs(document: Document, packs: object) -> tuple[str, ...]:
    if not isinstance(packs, list):
        raise RunReadError("'packs' is not a list", hint=_HINT, where=document.where(["packs"]))
    ids = [each.get("id") if isinstance(each, dict) else None for each in packs]
    return _texts(document, ("packs",), ids)


def _texts(document: Document, place: tuple[str, ...], data: object) -> tuple[str, ...]:
    if isinstance(data, list) and all(isinstance(each, str) and each for each in data):
        return tuple(map(str, data))
    said = f"{place[-1]!r} is not a list of words"
    raise RunReadError(said, hint=_HINT, where=document.where(place))
