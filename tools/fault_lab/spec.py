"""What a person wrote for a case: its report, its story, and which training of the lab it is."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

_FOLDER = Path(__file__).parent / "specs"


class Clue(BaseModel):
    """What the logs of the day already show.

    Attributes:
        tag: as in the log.
        says: what it shows.
        speaks_for: ids of the causes it speaks for.
        onset: step from which it can be seen; left out where it is there from the start.
        run: which run below the logs, where there are several.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tag: str
    run: str | None = None
    onset: int | None = None
    says: str
    speaks_for: tuple[str, ...]


class Spec(BaseModel):
    """One case as it is written by hand.

    Attributes:
        id: of the case; says nothing of the cause.
        title: the same.
        cause: id of the cause.
        nth: which of the case's seeds is taken: the first that is complained about, or a later one.
        level: 1 to 3.
        hours: of one run, as if it was a real one.
        dialect: how the log is written.
        hides: quantities that this person did not log.
        causes: ids of the causes on the table; all of the family where there is none.
        looks: ids of what can be bought; all of the family where there is none.
        report: what the person typed, with figures of the training in braces.
        story: what happened, how it was seen, what would have found it sooner; empty where none is written.
        differently: one thing to do next time.
        clues: what the logs of the day already show.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    cause: str
    nth: int = 0
    level: Literal[1, 2, 3]
    hours: float
    dialect: str
    hides: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    report: str
    story: str = ""
    differently: str
    clues: tuple[Clue, ...] = ()


def specs(family_id: str) -> tuple[Spec, ...]:
    """Give the cases written for a family, in their order."""
    text = (_FOLDER / f"{family_id}.yaml").read_text(encoding="utf-8")
    return tuple(Spec.model_validate(each) for each in yaml.safe_load(text))
