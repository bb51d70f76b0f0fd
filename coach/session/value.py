"""The root of every parsed record of a session."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen record that refuses unknown fields and keeps NaN and infinities through JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        ser_json_inf_nan="strings",
        str_strip_whitespace=False,
        defer_build=True,
    )


Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability in [0, 1]."""

Hours = Annotated[float, Field(ge=0.0)]
"""A duration in hours, never negative."""

Dollars = Annotated[float, Field(ge=0.0)]
"""A price in dollars, never negative."""
