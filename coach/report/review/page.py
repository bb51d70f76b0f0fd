"""A review as one self-contained HTML page: no script, no network, dark and light, fit to print."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from coach.report.escape_markdown import visible
from coach.report.review.svg import picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.report.review.document import Document, Section, Table
    from coach.session.review.review import Review

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2024;--quiet:#5b6570;--line:#d5dae0;--page:#fdfdfc;--accent:#1f6f8b;
--band:#1f6f8b26;--pale:#a9c7d2;--off:#b4552d}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#9aa4ae;--line:#3a424a;--page:#15181b;--accent:#6cb8d4;
--band:#6cb8d430;--pale:#3b5c69;--off:#e08a5f}}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;background:var(--page);color:var(--ink);
font:16px/1.55 system-ui,sans-serif}
h1{font-size:1.1rem;color:var(--quiet);font-weight:600;margin:0 0 .5rem}
.first{font-size:1.5rem;line-height:1.35;margin:0 0 1rem}
h2{font-size:1.1rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
p{margin:.4rem 0}ul{padding-left:1.2rem;margin:.5rem 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:.75rem 0;font-size:.92rem;
font-variant-numeric:tabular-nums}
th,td{padding:.25rem .8rem .25rem 0;text-align:right;white-space:nowrap}th{color:var(--quiet);font-weight:500}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
tbody tr{border-top:1px solid var(--line)}
svg{display:block;width:100%;height:auto;margin:1rem 0}
.axis{stroke:var(--line)}.tick,.name{fill:var(--quiet);font-size:11px}.band{fill:var(--band)}
.even{stroke:var(--quiet);stroke-dasharray:4 4}.curve{fill:none;stroke:var(--accent);stroke-width:2}
.dot,.bar{fill:var(--accent)}.said{fill:var(--pale)}.off{fill:var(--off)}.range{stroke:var(--pale);stroke-width:3}
@media print{body{max-width:none;padding:0;font-size:11pt}h2,table,svg{break-inside:avoid}h2{break-after:avoid}
:root{--ink:#000;--quiet:#444;--line:#bbb;--page:#fff;--accent:#1f6f8b;--band:#1f6f8b26;--pale:#a9c7d2;--off:#b4552d}}
"""


def review_page(found: Review, told: Document) -> str:
    """Give a review as an HTML page; text that people wrote is escaped.

    Args:
        found: the review, for its pictures.
        told: the same as a document.
    """
    return "\n".join(_lines(found, told)) + "\n"


def _lines(found: Review, told: Document) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield f"<title>Review</title><style>{_STYLE}</style></head><body>"
    yield f'<h1>Review</h1><p class="first">{_text(told.headline)}</p>'
    yield from _listed(told.called_out)
    for section in told.sections:
        yield f"<section><h2>{_text(section.title)}</h2>"
        yield from _section(found, section)
        yield "</section>"
    yield "</body></html>"


def _section(found: Review, section: Section) -> Iterator[str]:
    if section.title == "Lessons":
        yield from _listed(section.says)
    else:
        yield from (f"<p>{_text(said)}</p>" for said in section.says)
    yield picture_of(found, section.picture)
    if section.table is not None:
        yield from _table(section.table)


def _listed(lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>"


def _table(table: Table) -> Iterator[str]:
    head = "".join(f"<th>{_text(column)}</th>" for column in table.columns)
    yield f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>'
    for cells in table.rows:
        yield f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody></table></div>"


def _text(text: str) -> str:
    return escape(" ".join(visible(text).split()))
