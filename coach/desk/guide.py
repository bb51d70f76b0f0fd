"""The guided case: prepared answers for the demonstration, by question."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO_TITLE = "The lander that learned once in three"
DEMO_PLAYBOOK = "policy-gradient"


class Suggestion(NamedTuple):
    """A prepared answer.

    Attributes:
        data: the answer as an answers file would hold it.
        says: why it is that.
        alone: False where only a person at the keyboard takes it, so that an unattended walk ends before it.
    """

    data: Any
    says: str
    alone: bool = True


def demo_logs() -> Path:
    """Give the folder of event files that ship with coach."""
    return _demo() / "logs"


def _demo() -> Path:
    from importlib import resources  # noqa: PLC0415 - only the demonstration needs it

    return Path(str(resources.files("coach") / "demo"))


@cache
def _case() -> dict[str, Suggestion]:
    from coach.playbook.strict_yaml import load_yaml  # noqa: PLC0415 - only the demonstration reads it

    data = load_yaml(_demo() / "case.yaml").data
    if not isinstance(data, dict):
        raise TypeError("the guided case is no mapping")
    return {
        key: Suggestion(entry.get("answer"), str(entry.get("says", "")), bool(entry.get("alone", True)))
        for key, entry in data.items()
    }


def suggestions() -> Mapping[str, Suggestion]:
    """Give every prepared answer of the guided case, by its question."""
    return _case()


def suggestion(question: str) -> Suggestion | None:
    """Give the prepared answer for a question of the guided case, if there is one."""
    return _case().get(question)
