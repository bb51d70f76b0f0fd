"""An entry added to the text of a playbook, which otherwise stays as its author wrote it, comments too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import PlaybookError
from coach.playbook.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 110
_PLAIN = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9]+)*")
_GUESSED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_INDENTED = re.compile(r"^( +)[^\s#]")


def over_built_in(playbook_id: str) -> str:
    """Give the text of a playbook that takes over the one of the same name and changes nothing yet."""
    title = playbook_id.replace("-", " ").capitalize()
    return (
        f"# What closed sessions showed here, on top of the built-in playbook of the same name.\n"
        f"schema: {FORMAT}\nid: {playbook_id}\ntitle: {title}\n"
        f"about: Causes confirmed in our own sessions; every number is an estimate from few cases.\n"
        f"extends: [{playbook_id}]\n"
    )


def with_entry(text: str, section: str, entry_id: str, entry: Mapping[str, object]) -> str:
    """Give a playbook's text with one entry more, first in its section.

    Raises:
        PlaybookError: the section is written on one line, so that nothing can be put into it.
    """
    lines = text.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if line.startswith(f"{section}:")), None)
    if at is None:
        joint = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{joint}\n{section}:\n{as_yaml({entry_id: entry}, '  ')}"
    if re.fullmatch(rf"{section}:\s*(?:#.*)?", lines[at].rstrip()) is None:
        hint = "Put its entries on lines of their own, or write to another file with --to."
        raise PlaybookError(f"{section!r} stands on one line", hint=hint, where=f"line {at + 1}")
    below = (_INDENTED.match(line) for line in lines[at + 1 :] if line.strip() and line.lstrip()[:1] != "#")
    first = next(below, None)
    indent = first.group(1) if first else "  "
    head = "".join(lines[: at + 1])
    head = head if head.endswith("\n") else f"{head}\n"
    return head + as_yaml({entry_id: entry}, indent) + "".join(lines[at + 1 :])


def as_yaml(data: Mapping[str, object], indent: str) -> str:
    """Give data as indented YAML, in which text that could be taken for anything else stands in quotes."""
    import yaml  # noqa: PLC0415 - only what writes needs it

    class Dumper(yaml.SafeDumper):
        """Quotes every text but plain words."""

    def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        is_plain = _PLAIN.fullmatch(text) is not None and text not in _GUESSED
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain else '"')

    Dumper.add_representer(str, quoted)
    written: str = yaml.dump(dict(data), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return "".join(f"{indent}{line}" for line in written.splitlines(keepends=True))
