"""Fills the tables of the README and the manual from the program: `python tools/reference.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def command_table() -> str:
    """Give every command with its line of help."""
    from coach.cli.table import SECTIONS  # noqa: PLC0415 - a table loads only what it prints

    lines = ["| command | |", "|---|---|"]
    for section in SECTIONS:
        lines.append(f"| *{section.title}* | |")
        lines += [f"| `coach {entry.name}` | {entry.help} |" for entry in section.entries]
    return "\n".join(lines)


def keys() -> str:
    """Give every key of the full screen with what it does."""
    from coach.tui.command import key_table  # noqa: PLC0415 - loads textual

    rows = [f"| {row.keys} | **{row.title}**: {row.says} |" for row in key_table()]
    return "\n".join(["| key | |", "|---|---|", *rows])


def aside_table() -> str:
    """Give everything that can be typed at a prompt of the line-by-line mode beside an answer."""
    from coach.cli.asides import HELP  # noqa: PLC0415 - a table loads only what it prints

    return "\n".join(["| typed | |", "|---|---|", *(f"| `{word}` | {says} |" for word, says in HELP)])


PAGES = {
    "README.md": {"commands": command_table},
    "docs/keys.md": {"keys": keys, "asides": aside_table},
}
"""The tables of each page, by the name in its markers."""


def filled(page: str, text: str) -> str:
    """Give the text of a page with every table as the program has it now."""
    for name, table in PAGES[page].items():
        opening, closing = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(opening)
        _, found, after = rest.partition(closing)
        if not found:
            raise SystemExit(f"{page} has no place for the table of {name}")
        text = f"{before}{opening}\n{table()}\n\n{closing}{after}"
    return text


def main() -> int:
    """Fill the tables, or with `--check` say whether they are as they should be."""
    behind = 0
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        wanted = filled(page, text)
        if "--check" not in sys.argv[1:]:
            (ROOT / page).write_text(wanted, encoding="utf-8")
        elif wanted != text:
            print(f"{page} is behind the program: run python tools/reference.py")
            behind = 1
    return behind


if __name__ == "__main__":
    sys.exit(main())
