"""Which screen asks the questions of which page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.tui.interfaces import Walk
    from coach.tui.screens.fitted import FittedScreen
    from coach.tui.view import AskedOnPage


def page_of(walk: Walk, asked: AskedOnPage) -> FittedScreen:
    """Give the screen of a page; only the one that is shown is loaded."""
    match asked.page:
        case "explanations":
            from coach.tui.screens.explanations_page import ExplanationsPage  # noqa: PLC0415

            return ExplanationsPage(walk, asked.steps)
        case "weighing":
            from coach.tui.screens.weighing_page import WeighingPage  # noqa: PLC0415

            return WeighingPage(walk, asked.steps)
        case "looks":
            from coach.tui.screens.looks_page import LooksPage  # noqa: PLC0415

            return LooksPage(walk, asked.steps)
        case "result":
            from coach.tui.screens.result_page import ResultPage  # noqa: PLC0415

            return ResultPage(walk, asked.steps)
        case "close":
            from coach.tui.screens.close_page import ClosePage  # noqa: PLC0415

            return ClosePage(walk, asked.steps)
        case _:
            from coach.tui.screens.evidence_page import EvidencePage  # noqa: PLC0415

            return EvidencePage(walk, asked.steps)
