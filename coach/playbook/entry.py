"""What every part of a playbook file has in common: ids, and the refusal of keys nobody knows."""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What ids look like: lower-case words and numbers joined by hyphens."""

LONGEST_ID = 60
"""Characters an id may have."""

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=LONGEST_ID)]
_T = TypeVar("_T")
Sentence = Annotated[str, Field(min_length=1, max_length=1200)]
Label = Annotated[str, Field(min_length=1, max_length=90)]
Complaint = Annotated[str, Field(min_length=1, max_length=120)]
Hours = Annotated[float, Field(ge=0, le=10_000)]
Likelihood = Annotated[float, Field(ge=0.01, le=0.99)]
Several = Annotated[tuple[_T, ...], Field(strict=False)]
Steps = Several[Annotated[str, Field(min_length=1, max_length=300)]]
Code = Annotated[str, Field(max_length=2000)]


class Entry(BaseModel):
    """A part of a playbook file; keys that it does not know are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, said: object) -> object:
        if isinstance(said, dict):
            known = keys_of(cls)
            for key in said:
                if key not in known:
                    raise PydanticCustomError("unknown_key", "", {"key": key, "known": known})
        return said


def is_id(word: str) -> bool:
    """Give whether a word may be an id, and with that the name of a playbook's file."""
    return re.fullmatch(ID_PATTERN, word) is not None and len(word) <= LONGEST_ID


def keys_of(entry: type[BaseModel]) -> tuple[str, ...]:
    """Give the keys that an entry may have, as a file spells them."""
    return tuple(field.alias or name for name, field in entry.model_fields.items())
