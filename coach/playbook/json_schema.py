"""The JSON Schema of a playbook file, for editors: completion, checks and the docstring of each key."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from coach.playbook import action_entries, evidence_entries, schema
from coach.playbook.schema import FORMAT, PlaybookContent


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a playbook file, every key described."""
    described = PlaybookContent.model_json_schema(by_alias=True)
    docstrings = _docstrings()
    definitions = described.get("$defs", {})
    for name, definition in [*definitions.items(), (PlaybookContent.__name__, described)]:
        for key, spelled in definition.get("properties", {}).items():
            spelled.pop("title", None)
            spelled["description"] = docstrings[name, key]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described, "title": FORMAT}


def _docstrings() -> dict[tuple[str, str], str]:
    """Give the docstring below each field of the schema's models, by class and by the key in a file."""
    found: dict[tuple[str, str], str] = {}
    modules = (action_entries, evidence_entries, schema)
    for node in (node for module in modules for node in ast.parse(inspect.getsource(module)).body):
        if not isinstance(node, ast.ClassDef):
            continue
        for field, below in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                key = field.target.id.rstrip("_")
                found[node.name, key] = inspect.cleandoc(str(below.value.value)).replace("\n", " ")
    return found
