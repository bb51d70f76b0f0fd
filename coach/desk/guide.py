"""The guided case: prepared answers for the demonstration, by question."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple


class Suggestion(NamedTuple):
    """A prepared answer as an answers file would hold it, and why it is that."""

    data: Any
    says: str


def demo_logs() -> Path:
    """Give the folder of event files that ship with coach."""
    return Path(str(resources.files("coach") / "demo" / "logs"))


@cache
def _case() -> dict[str, Suggestion]:
    from coach.playbook.strict_yaml import load_yaml  # noqa: PLC0415 - only the demonstration reads it

    data = load_yaml(Path(str(resources.files("coach") / "demo" / "case.yaml"))).data
    if not isinstance(data, dict):
        raise TypeError("the guided case is no mapping")
    return {key: Suggestion(entry.get("answer"), str(entry.get("says", ""))) for key, entry in data.items()}


def suggestion(question: str) -> Suggestion | None:
    """Give the prepared answer for a question of the guided case, if there is one."""
    return _case().get(question)
