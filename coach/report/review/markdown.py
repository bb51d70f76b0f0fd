"""A review as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.report.escape_markdown import inline, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.report.review.document import Document, Section, Table


def review_markdown(found: Document) -> str:
    """Give a review as a Markdown document; text that people wrote is escaped."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Document) -> Iterator[str]:
    yield "# Review"
    yield ""
    yield f"**{inline(found.headline)}**"
    yield ""
    for said in found.called_out:
        yield f"- {inline(said)}"
    for section in found.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    for said in section.says:
        yield f"- {inline(said)}" if section.title == "Lessons" else inline(said)
    if section.table is not None:
        if section.says:
            yield ""
        yield from _table(section.table)


def _table(table: Table) -> Iterator[str]:
    yield row(*table.columns)
    yield row("---", *("--:" for _ in table.columns[1:]))
    for cells in table.rows:
        yield row(*map(inline, cells))
