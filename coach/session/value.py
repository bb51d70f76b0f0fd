"""The root of every parsed record of a session."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

LONGEST_TEXT = 2**24
"""Characters that one field holds at most: room for anything pasted, an end for anything endless."""


class Value(BaseModel):
    """A frozen record that refuses unknown fields and keeps NaN and infinities through JSON.

    Half characters (lone surrogates, as in a file name that is no UTF-8) cannot be stored; they become a
    visible escape.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        ser_json_inf_nan="strings",
        str_strip_whitespace=False,
        str_max_length=LONGEST_TEXT,  # with a limit, pydantic looks at every character when it validates
        defer_build=True,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _storable(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            if any(fault["type"] == "string_unicode" for fault in error.errors(include_url=False)):
                return handler(_without_half_characters(data))
            raise


def _without_half_characters(data: Any) -> Any:
    match data:
        case str():
            return data.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {_without_half_characters(key): _without_half_characters(of) for key, of in data.items()}
        case list() | tuple():
            return tuple(_without_half_characters(part) for part in data)
        case _:
            return data


Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability in [0, 1]."""

LARGEST_TYPED = 1e12
"""A larger number of hours, minutes or dollars is a typing error."""

Hours = Annotated[float, Field(ge=0.0, le=LARGEST_TYPED)]
"""A duration in hours, never negative, and never beyond what anybody means."""

Dollars = Annotated[float, Field(ge=0.0, le=LARGEST_TYPED)]
"""A price in dollars, with the same limits."""

Minutes = Annotated[float, Field(ge=0.0, le=LARGEST_TYPED)]
"""A duration in minutes, with the same limits."""
