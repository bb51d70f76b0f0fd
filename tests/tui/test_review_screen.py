"""The review on the full screen: it loads behind the first paint, draws its pictures, and leaves on q."""

from __future__ import annotations

from threading import Event

import pytest
from textual.containers import VerticalScroll

from coach.session.review.review import review
from coach.tui.review_app import ReviewApp
from coach.tui.widgets.review_drawing import ReviewDrawing, review_lines
from tests.report.test_review_forms import FOUND
from tests.tui.fake_walk import until


@pytest.mark.parametrize("width", [40, 76, 116, 156])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert all(line.cell_length <= width for line in review_lines(FOUND, width))


def test_the_pictures_are_drawn_and_tables_keep_their_columns() -> None:
    text = "\n".join(line.plain for line in review_lines(FOUND, 100))
    assert sum("\u2801" <= sign <= "\u28ff" for sign in text) > 100
    assert "0 %" in text
    assert "100 %" in text
    assert "onset" not in text
    head = next(line for line in text.split("\n") if line.endswith("came true  90 % interval"))
    row = text.split("\n")[text.split("\n").index(head) + 1]
    assert row[: head.index("forecasts") + len("forecasts")].endswith("  200")


def test_an_empty_journal_has_one_sentence_and_no_picture() -> None:
    lines = [line.plain for line in review_lines(review([]), 80)]
    assert lines[0] == "No sealed forecast has been resolved yet, so there is nothing to score."
    assert not any("│" in line for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_it_paints_before_the_journal_is_read_and_scrolls_to_its_end(size: tuple[int, int]) -> None:
    go_on = Event()

    def load() -> object:
        go_on.wait(30)
        return FOUND

    app = ReviewApp(load)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        assert app.query("#loading")
        go_on.set()
        await until(pilot, lambda: bool(app.query(ReviewDrawing)))
        page = app.query_one("#review", VerticalScroll)
        await until(pilot, lambda: page.max_scroll_y > 0)
        await pilot.press("end")
        await until(pilot, lambda: page.scroll_y == page.max_scroll_y)
        await pilot.press("q")
    assert app.return_code == 0
