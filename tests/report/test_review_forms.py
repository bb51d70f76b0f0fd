"""A review as Markdown, HTML and JSON: everything in it, nothing from outside, and no text of people as markup."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from coach.report.review.data import review_data
from coach.report.review.document import document
from coach.report.review.lines import table_lines
from coach.report.review.markdown import review_markdown
from coach.report.review.page import review_page
from coach.session.review.record import CauseFound, SessionRecord, Spent, Told
from coach.session.review.review import Review, review
from coach.session.scoring import binary

START = datetime(2026, 1, 1, tzinfo=UTC)
VOID = {"meta", "br"}
EVIL = "<script>alert(1)</script> | **x** [a](http://b.example)"


def many(sessions: int, a_session: int, *, text: str = "eval/return") -> Review:
    return review([recorded(number, a_session, text) for number in range(sessions)])


def recorded(number: int, forecasts: int, text: str) -> SessionRecord:
    at = START + timedelta(days=11 * number)
    return SessionRecord(
        session=str(number),
        title=text,
        method=("premortem", "stuck")[number % 2],
        at=at,
        closed=True,
        forecasts=tuple(
            binary(
                ("success", "tripwire", "failure")[each % 3],
                "it",
                (0.1, 0.3, 0.55, 0.8, 0.9, 0.97)[each % 6],
                came_true=(number + each) % 3 > 0,
                by=("mira", text)[number % 2],
                at=at,
                tag=text,
            )
            for each in range(forecasts)
        ),
        unscored=(),
        failed=True,
        cause=CauseFound(text, "", number % 5, 3, 0.2),
        spent=(Spent("run", 4, 9),),
        told=(Told("spikes", right=True),),
        wasted_h=1.5,
        dollars=20.0,
        lesson=text,
    )


FOUND = many(40, 25)


class Page(HTMLParser):
    """Collects what a page is made of, and whether every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "action")
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    assert page.open == []
    return page


def test_a_page_of_a_thousand_claims_is_small_and_brings_everything_along() -> None:
    assert FOUND.everything is not None
    assert FOUND.everything.forecasts == 1000
    text = review_page(FOUND, document(FOUND))
    assert len(text.encode()) < 200_000
    page = read(text)
    assert page.links == []
    assert not page.seen & {"script", "link", "img", "iframe", "object", "form"}
    assert "url(" not in text
    assert "@import" not in text
    assert text.count("<svg") == 4
    assert "prefers-color-scheme:dark" in text
    assert "@media print" in text


def test_a_page_begins_with_the_sentence() -> None:
    told = document(FOUND)
    page = read(review_page(FOUND, told))
    assert told.headline in page.text
    assert page.text.index(told.headline) < page.text.index(told.sections[0].title)


def test_text_of_people_is_text_in_every_form() -> None:
    found = many(12, 5, text=EVIL)
    told = document(found)
    page = read(review_page(found, told))
    assert "script" not in page.seen
    assert EVIL in page.text
    written = review_markdown(told)
    assert "<script>" not in written
    assert re.search(r"(?<!\\)\]\(", written) is None
    assert json.loads(json.dumps(review_data(found)))["by_tag"][0]["name"] == EVIL


def test_every_row_of_a_table_has_a_cell_for_every_column() -> None:
    tables = [section.table for section in document(FOUND).sections if section.table]
    assert len(tables) >= 8
    for table in tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(list(table_lines(table))) == 1 + len(table.rows)
    widths = {
        len(row.split(" | "))
        for row in re.findall(r"^\|.*\|$", review_markdown(document(FOUND)), re.MULTILINE)
    }
    assert widths <= {len(table.columns) for table in tables}


def test_data_hold_every_number_and_nothing_that_is_no_json() -> None:
    data = json.loads(json.dumps(review_data(FOUND), allow_nan=False))
    assert data["everything"]["forecasts"] == 1000
    assert data["headline"] == document(FOUND).headline
    assert {"low", "high", "value"} == set(data["everything"]["log_score"])
    assert len(data["curve"]["points"]) == 6
    assert data["recalibration"].keys() == {"shift", "slope"}
    assert data["hours"][0]["multiplier"]["estimates"] == 40


@pytest.mark.parametrize("sessions", [0, 1, 2])
def test_a_young_journal_has_a_review_in_every_form(sessions: int) -> None:
    found = many(sessions, 1)
    told = document(found)
    read(review_page(found, told))
    assert told.headline in review_markdown(told)
    assert json.dumps(review_data(found), allow_nan=False)
    assert told.sections[-1].title == "What this is about"
