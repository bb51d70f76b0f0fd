"""A pre-mortem as pages, without a screen: what stands on each, and the answers its cells make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.causes import causes
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import EarlierRunsRead, EarlierTag
from coach.session.premortem.page_answers import at_fault, misfit, page_answers
from coach.session.premortem.page_of import page_of
from coach.session.premortem.pages import Where
from tests.session.rehearsal import Rehearsal
from tests.session.test_premortem import PLAN, ROUND, VERY, at_watching, decide_all, sealed

if TYPE_CHECKING:
    from coach.session.premortem.pages import Page


def page(walk: Rehearsal) -> Page:
    found = page_of(walk.session, walk.sheet)
    assert found is not None
    return found


def as_filled(found: Page) -> dict[Where, str]:
    return {cell.where: cell.filled for cell in found.cells}


def test_the_pages_follow_one_another_to_the_launch_and_what_comes_after_the_run_is_asked_by_itself() -> None:
    walk = Rehearsal("premortem")
    numbers = [page(walk).number]
    for key, answer in [*PLAN, *ROUND]:
        walk.says(key, answer)
        numbers.append(page(walk).number)
    decide_all(walk)
    numbers.append(page(walk).number)
    walk.says("doubt.round-2", {"level": VERY})
    numbers.append(page(walk).number)
    assert list(dict.fromkeys(numbers)) == [1, 2, 3, 4, 5]
    walk = sealed()
    assert page(walk).number == 6
    walk.says("launch.decide", {"decision": "launch"})
    assert page_of(walk.session, walk.sheet) is None


def test_taking_the_page_of_the_tripwires_seals_in_the_same_breath() -> None:
    walk = at_watching()
    found = page(walk)
    texts = as_filled(found) | {Where("watching.look-times"): "at the end"}
    walk.take(page_answers(found, texts))
    assert walk.session.last(Sealed) is not None


def test_tripwires_are_offered_by_what_sets_them_off() -> None:
    ticks = [cell for cell in page(at_watching()).cells if cell.kind == "tick"]
    assert {cell.says for cell in ticks} == {"fires when train/entropy falls to 0.1"}
    assert all(cell.filled for cell in ticks)


def test_a_cell_that_was_emptied_leaves_open_what_the_playbook_suggests() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:2]])
    found = page(walk)
    chances = {cell.where: "10%" for cell in found.cells if cell.where.name == "chance"}
    emptied = {
        Where("thinking.entropy-collapse", "prevent"): "",
        Where("thinking.entropy-collapse", "minutes"): "",
    }
    walk.take(page_answers(found, as_filled(found) | chances | emptied))
    view = next(view for view in causes(walk.session) if view.id == "entropy-collapse")
    assert view.prevention is not None
    assert view.prevention.text == ""
    assert view.shows == "train/entropy > 0.1 throughout"


def test_the_playbooks_tripwire_is_filled_in_only_where_its_tag_is_logged() -> None:
    walk = Rehearsal("premortem")
    tags = (EarlierTag(tag="loss/entropy", runs=1),)
    walk.add(EarlierRunsRead(path="runs/next", runs=1, tags=tags))
    walk.walk([*PLAN, *ROUND[:2]])
    shows = as_filled(page(walk))[Where("thinking.entropy-collapse", "shows")]
    assert shows == "Entropy collapses, as it shows."


def test_what_is_left_of_the_listed_doubt_follows_from_what_is_marked_as_done() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    found = page(walk)
    before = found.live(as_filled(found))
    after = found.live(as_filled(found) | {Where("decisions.wrong-branch", "decision"): "done"})
    assert before == (
        "You feel 55 % of failing. Your list comes to 28 %, and to 28 % with what is marked as done. "
        "Something you have not named makes up the rest."
    )
    assert "to 21 % with what is marked as done" in after


def test_no_check_that_pays_is_decided_for_anybody() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    filled = as_filled(page(walk))
    assert filled[Where("decisions.wrong-branch", "decision")] == ""
    assert filled[Where("decisions.disk-fills-up", "decision")] == "accepted"
    assert filled[Where("doubt.round-2", "level")] == ""


def test_of_a_list_the_line_that_is_refused_is_pointed_at_or_the_chance_it_lacks() -> None:
    walk = Rehearsal("premortem")
    walk.walk(PLAN[:5])
    found, key = page(walk), "predictions.success"
    texts = as_filled(found) | {
        Where(key, "0"): "it learns",
        Where(key, "chance-0"): "likely",
        Where(key, "1"): "it is fast",
    }
    error = misfit(found, texts)
    assert error is not None
    assert "chance is missing" in error.message
    assert at_fault(found, key, texts) == Where(key, "chance-1")
    again = texts | {Where(key, "1"): "it learns"}
    assert at_fault(found, key, again) == Where(key, "1")


def test_the_first_page_tells_of_earlier_runs_once_they_were_looked_for() -> None:
    walk = Rehearsal("premortem")
    assert page(walk).said == ()
    walk.add(RunsLinked(role="launched", path="runs/next"))
    assert page(walk).said == (("Earlier runs: looking for them", "quiet"),)
    walk.add(EarlierRunsRead(path="runs/next", runs=2, says=("PPO", "2 runs"), hours=3.0))
    assert page(walk).said == (("Earlier runs: PPO · 2 runs", "quiet"),)
    assert as_filled(page(walk))[Where("frame.run-length")] == "3h"


@pytest.mark.parametrize("hours", ["1 min"])
def test_a_short_premortem_has_its_pages_too(hours: str) -> None:
    walk = Rehearsal("premortem")
    walk.walk([("plan.question", "does it run"), ("frame.run-length", hours), ("frame.pace", "short")])
    walk.walk([("plan.logs", ""), ("predictions.success", ["it prints a loss: likely"])])
    walk.says("doubt.round-1", {"level": VERY})
    walk.says("causes.own-1", ["typo", "wrong path", "no data"])
    assert (page(walk).number, page(walk).also, page(walk).takes) == (5, ("launch.seal",), "seals this")
    walk.take(page_answers(page(walk), {}))
    assert walk.session.last(Sealed) is not None
