"""The packs on value-based methods, environments and several agents: what they hold, and that their checks tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coach.playbook.compile import catalogue_for, faults_in
from coach.playbook.shelf import built_in_folder, find_playbooks
from tests.playbook.conftest import BUILT_IN
from tests.playbook.test_built_in import content_of
from tests.playbook.toys import printed
from tests.playbook.toys_environments import ENVIRONMENTS, MULTI_AGENT
from tests.playbook.toys_value_based import VALUE_BASED

if TYPE_CHECKING:
    from tests.playbook.toys import Toy

TOYS = {"value-based": VALUE_BASED, "environments": ENVIRONMENTS, "multi-agent": MULTI_AGENT}
every_pack = pytest.mark.parametrize("pack", TOYS)
every_toy = pytest.mark.parametrize(
    ("pack", "mode_id"), [(pack, mode_id) for pack, toys in TOYS.items() for mode_id in toys]
)
NEEDS_A_LEARNER = {"actor-ahead-of-critic", "actor-step-moves-critic"}
LONGEST_CODE = 17
ODD = re.compile(r"!|\b(?:deed|moreover|whilst|thus|hence)\b", re.IGNORECASE)


@every_pack
def test_a_pack_has_no_fault(pack: str) -> None:
    assert faults_in(built_in_folder() / f"{pack}.yaml", find_playbooks()) == ()


@every_pack
def test_every_entry_has_what_a_searcher_and_a_tired_reader_need(pack: str) -> None:
    content = content_of(pack)

    for mode_id, mode in content.failure_modes.items():
        assert 5 <= len(mode.aliases) <= 12, mode_id
        assert 5 <= len(mode.complaints) <= 22, mode_id
        assert 2 <= len(mode.check.how) <= 5, mode_id
        assert mode.check.code, mode_id
        assert len(mode.check.code.splitlines()) <= LONGEST_CODE, mode_id
        assert mode.check.mistaken_for, mode_id
        assert mode.check.cost is not None, mode_id
        assert mode.prevention is not None, mode_id
        assert mode.sources, mode_id
        assert 0.85 <= sum(mode.classes.values()) <= 0.98, mode_id
    assert 6 <= len(content.prompts) <= 10
    assert 5 <= len(content.metrics) <= 10


@every_pack
def test_every_entry_speaks_of_evidence_both_ways(pack: str) -> None:
    known = catalogue_for(pack).symptoms
    for mode_id, mode in content_of(pack).failure_modes.items():
        rows = {key: p for key, p in mode.symptoms.items() if key in known}
        likelier = [key for key, p in rows.items() if p > 2 * known[key].anyway]
        unlikelier = [key for key, p in rows.items() if p < known[key].anyway / 1.5]
        assert len(likelier) >= 2, mode_id
        assert len(unlikelier) >= 6, mode_id


@every_pack
def test_every_source_is_cited_and_every_citation_leads_somewhere(pack: str) -> None:
    content = content_of(pack)
    cited = {key for mode in content.failure_modes.values() for key in (*mode.sources, mode.prior.source)}
    cited |= {key for experiment in content.experiments.values() for key in experiment.sources}
    inherited = {key for each in BUILT_IN for key in content_of(each).sources}

    assert content.sources.keys() <= cited
    assert cited - {""} <= content.sources.keys() | inherited


@every_pack
def test_every_common_failure_mode_is_in_reach_of_an_experiment(pack: str) -> None:
    made = catalogue_for(pack)
    spoken_of = {mode_id for experiment in made.experiments for mode_id in experiment.rows}

    assert [mode.id for mode in made.failure_modes if mode.weight >= 3 and mode.id not in spoken_of] == []


@every_pack
def test_every_new_symptom_tells_something(pack: str) -> None:
    made = catalogue_for(pack)
    for symptom_id, symptom in content_of(pack).symptoms.items():
        most = max(mode.symptoms.get(symptom_id, 0) for mode in made.failure_modes)
        assert most > 2 * symptom.anyway, symptom_id


def test_no_name_or_alias_stands_for_two_failure_modes_of_these_packs_or_those_they_build_on() -> None:
    said: dict[str, set[str]] = {}
    for pack in BUILT_IN:
        for mode_id, mode in content_of(pack).failure_modes.items():
            for phrase in (mode.name, *mode.aliases):
                said.setdefault(phrase.casefold(), set()).add(f"{pack}/{mode_id}")
    ours = {
        phrase: modes
        for phrase, modes in said.items()
        if len(modes) > 1 and any(mode.split("/")[0] in TOYS for mode in modes)
    }

    assert ours == {}


@every_pack
def test_a_check_names_rivals_and_the_rows_of_both_differ(pack: str) -> None:
    made = catalogue_for(pack)
    for mode_id, mode in content_of(pack).failure_modes.items():
        ours = made.failure_mode(mode_id)
        assert ours is not None
        for rival_id in mode.check.mistaken_for:
            rival = made.failure_mode(rival_id)
            assert rival is not None, (mode_id, rival_id)
            apart = [
                key
                for key, p in ours.symptoms.items()
                if key in made.symptoms
                and not 1 / 3 < p / rival.symptoms.get(key, made.symptoms[key].anyway) < 3
            ]
            assert len(apart) >= 3, (mode_id, rival_id)


@every_pack
def test_what_is_said_is_plain(pack: str) -> None:
    content = content_of(pack)
    for mode_id, mode in content.failure_modes.items():
        said = " ".join((mode.says, mode.check.says, *mode.check.how, mode.repair.text))
        assert not ODD.search(said), mode_id


@every_pack
def test_what_is_to_be_typed_is_python(pack: str) -> None:
    content = content_of(pack)
    for mode_id, mode in content.failure_modes.items():
        compile(mode.check.code, mode_id, "exec")
        compile(mode.repair.code, mode_id, "exec")


def test_every_check_that_needs_no_learner_has_a_toy() -> None:
    for pack, toys in TOYS.items():
        assert content_of(pack).failure_modes.keys() - toys.keys() <= NEEDS_A_LEARNER


@every_toy
def test_a_check_tells_a_toy_with_the_fault_from_one_without(pack: str, mode_id: str) -> None:
    code = content_of(pack).failure_modes[mode_id].check.code
    toy: Toy = TOYS[pack][mode_id]
    mended = code
    for old, new in toy.swaps.values():
        assert old in mended
        mended = mended.replace(old, new)

    assert toy.tells in printed(code, toy.faulty)
    assert toy.tells not in printed(mended, toy.right)
