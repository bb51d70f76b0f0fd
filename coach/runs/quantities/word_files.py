"""The files in which names and words are listed."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built


def load_list(name: str) -> Any:
    """Give what a YAML file of this folder holds."""
    text = files("coach.runs.quantities").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe
