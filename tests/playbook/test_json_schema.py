from __future__ import annotations

import json
from typing import Any

from coach.playbook.entry import keys_of
from coach.playbook.json_schema import json_schema
from coach.playbook.schema import FORMAT, PlaybookContent


def definitions() -> dict[str, Any]:
    made = json_schema()
    return {"PlaybookContent": made, **made["$defs"]}


def test_it_is_plain_json_of_a_named_draft() -> None:
    made = json.loads(json.dumps(json_schema()))

    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"] == FORMAT


def test_every_key_is_described_in_a_sentence() -> None:
    for name, definition in definitions().items():
        for key, spelled in definition["properties"].items():
            assert len(spelled["description"]) >= 10, (name, key)


def test_it_knows_the_keys_the_loader_knows() -> None:
    assert tuple(json_schema()["properties"]) == keys_of(PlaybookContent)
    assert set(json_schema()["required"]) == {"schema", "id", "title", "about"}


def test_unknown_keys_are_refused_everywhere() -> None:
    assert all(definition["additionalProperties"] is False for definition in definitions().values())
