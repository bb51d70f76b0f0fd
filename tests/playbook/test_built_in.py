from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest

from coach.errors import PlaybookError
from coach.playbook import shelf
from coach.playbook.compile import compile_file, faults_in
from coach.playbook.load import load_playbook
from coach.playbook.shelf import built_in_folder, find_playbooks
from coach.prediction import parse_prediction
from coach.runs.detectors.card import Card
from tests.playbook.conftest import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

    from coach.playbook.schema import PlaybookContent
    from coach.session.catalogue import Catalogue

CLASSES = {
    "crash",
    "never-learns",
    "learned-then-broke",
    "learns-badly",
    "too-good",
    "slow",
    "not-reproducible",
    "seeds-disagree",
    "wrong-number",
    "hangs",
    "differs-elsewhere",
}
_MOST_RAISED = 9  # of what guesses; five of nearly all others
FIRST_DETECTORS = {
    "non-finite",
    "entropy-collapse",
    "entropy-at-start",
    "throughput-decay",
    "plateau-from-start",
    "explained-variance",
    "kl-spike",
    "seed-disagreement",
}
every_playbook = pytest.mark.parametrize("playbook_id", BUILT_IN)


def cards_in(module: str) -> list[Card]:
    """Give the detectors' cards that a module of the runs room defines."""
    loaded = import_module(module)
    return [value for value in vars(loaded).values() if isinstance(value, Card)]


def content_of(playbook_id: str) -> PlaybookContent:
    return load_playbook(built_in_folder() / f"{playbook_id}.yaml").content


def test_these_playbooks_are_built_in() -> None:
    assert {file.id for file in find_playbooks()} >= set(BUILT_IN)
    assert all(file.built_in for file in find_playbooks())


@every_playbook
def test_a_built_in_playbook_has_no_fault(playbook_id: str) -> None:
    assert faults_in(built_in_folder() / f"{playbook_id}.yaml", find_playbooks()) == ()


@every_playbook
def test_a_built_in_playbook_has_enough_of_its_own(playbook_id: str) -> None:
    content = content_of(playbook_id)

    assert len(content.failure_modes) >= 12
    assert len(content.experiments) >= 6
    assert len(content.prompts) >= 5
    assert len(content.metrics) >= 8


@every_playbook
def test_every_weight_says_what_it_rests_on(playbook_id: str) -> None:
    for mode in content_of(playbook_id).failure_modes.values():
        assert mode.prior.provenance in {"measured", "secondary", "editorial"}
        assert mode.prior.provenance == "editorial" or (mode.prior.source and mode.prior.basis)
        assert mode.sources or mode.prior.source


@every_playbook
def test_a_measured_weight_is_half_its_count_of_mentions(playbook_id: str) -> None:
    for mode_id, mode in content_of(playbook_id).failure_modes.items():
        if mode.prior.provenance == "measured":
            counts = [int(word) for word in mode.prior.basis.replace(",", " ").split() if word.isdigit()]
            assert counts[-1] == 226, mode_id
            assert mode.prior.weight == sum(counts[:-1]) / 2, mode_id


def test_every_source_is_cited_and_every_citation_leads_somewhere() -> None:
    cited: set[str] = set()
    known: set[str] = set()
    for playbook_id in BUILT_IN:
        content = content_of(playbook_id)
        known |= content.sources.keys()
        for mode in content.failure_modes.values():
            cited |= {*mode.sources, mode.prior.source}
        cited |= {each.prior.source for each in content.adapts.values() if each.prior}
        cited |= {key for experiment in content.experiments.values() for key in experiment.sources}
        cited |= {prompt.source for prompt in content.prompts}

    assert cited - {""} == known


@every_playbook
def test_likelihood_rows_sum_to_one(playbook_id: str, catalogues: dict[str, Catalogue]) -> None:
    for experiment in catalogues[playbook_id].experiments:
        for mode_id, row in experiment.rows.items():
            assert sum(row) == pytest.approx(1, abs=1e-9), (experiment.id, mode_id)
            assert len(row) == len(experiment.outcomes)
            assert min(row) >= 0.01


@every_playbook
def test_what_an_experiment_speaks_of_exists_and_is_told_apart(
    playbook_id: str, catalogues: dict[str, Catalogue]
) -> None:
    made = catalogues[playbook_id]
    for experiment in made.experiments:
        assert all(made.failure_mode(mode_id) for mode_id in experiment.rows), experiment.id
        spread = [max(column) - min(column) for column in zip(*experiment.rows.values(), strict=True)]
        assert max(spread, default=1) >= 0.5, experiment.id


@every_playbook
def test_every_common_failure_mode_is_in_reach_of_an_experiment(
    playbook_id: str, catalogues: dict[str, Catalogue]
) -> None:
    made = catalogues[playbook_id]
    spoken_of = {mode_id for experiment in made.experiments for mode_id in experiment.rows}

    assert [mode.id for mode in made.failure_modes if mode.weight >= 3 and mode.id not in spoken_of] == []


@every_playbook
def test_every_tripwire_is_a_prediction(playbook_id: str, catalogues: dict[str, Catalogue]) -> None:
    tripwires = [mode.tripwire for mode in catalogues[playbook_id].failure_modes if mode.tripwire]

    assert len(tripwires) >= 8
    for tripwire in tripwires:
        assert parse_prediction(tripwire).tag


@every_playbook
def test_the_symptom_classes_are_those_the_session_knows(
    playbook_id: str, catalogues: dict[str, Catalogue]
) -> None:
    made = catalogues[playbook_id]

    assert set(made.symptom_classes) == CLASSES
    assert {each for mode in made.failure_modes for each in mode.classes} <= CLASSES


def test_every_class_has_failure_modes_that_show_so(catalogues: dict[str, Catalogue]) -> None:
    shown = {each for made in catalogues.values() for mode in made.failure_modes for each in mode.classes}

    assert shown == CLASSES


@every_playbook
def test_every_check_has_a_price_and_no_failure_mode_is_surer_of_its_classes_than_one_can_be(
    playbook_id: str,
) -> None:
    for mode_id, mode in content_of(playbook_id).failure_modes.items():
        assert mode.check.cost is not None, mode_id
        assert mode_id not in mode.check.mistaken_for
        assert 0.85 <= sum(mode.classes.values()) <= 0.98, mode_id


def test_it_costs_next_to_nothing_to_see_that_nothing_is_wrong(catalogues: dict[str, Catalogue]) -> None:
    innocent = [
        mode
        for mode in catalogues["policy-gradient"].failure_modes
        if mode.name.startswith("Nothing is wrong:")
    ]

    assert len(innocent) >= 5
    for mode in innocent:
        price = mode.check.price
        assert price.wall_runs == price.dollars == 0
        assert price.wall_h + price.human_h < 0.5, mode.id
        assert mode.mine == "outside"


def test_every_first_detector_speaks_for_several_failure_modes(catalogues: dict[str, Catalogue]) -> None:
    made = catalogues["policy-gradient"]

    for detector in FIRST_DETECTORS:
        assert detector in made.symptoms
        telling = [
            m.id for m in made.failure_modes if m.symptoms.get(detector, 0) > made.symptoms[detector].anyway
        ]
        assert len(telling) >= 2, detector


@every_playbook
def test_every_symptom_tells_something(playbook_id: str, catalogues: dict[str, Catalogue]) -> None:
    made = catalogues[playbook_id]
    for symptom in made.symptoms.values():
        if symptom.kind == "symptom":
            most = max(mode.symptoms.get(symptom.id, 0) for mode in made.failure_modes)
            assert most > 2 * symptom.anyway, symptom.id


@every_playbook
def test_every_contrast_change_and_fact_tells_failure_modes_apart(
    playbook_id: str, catalogues: dict[str, Catalogue]
) -> None:
    made = catalogues[playbook_id]
    ratio: dict[str, float] = {}
    for symptom in made.symptoms.values():
        if symptom.kind != "symptom":
            said = [mode.symptoms.get(symptom.id, symptom.anyway) for mode in made.failure_modes]
            key = symptom.group or symptom.id
            ratio[key] = max(ratio.get(key, 0), max(said) / min(said))

    assert len(ratio) >= 25
    assert {key: each for key, each in ratio.items() if each < 1.5} == {}


@every_playbook
def test_the_options_of_a_fact_sum_to_one_under_every_failure_mode(
    playbook_id: str, catalogues: dict[str, Catalogue]
) -> None:
    made = catalogues[playbook_id]
    for group in {each.group for each in made.symptoms.values() if each.group}:
        options = [each for each in made.symptoms.values() if each.group == group]
        for mode in made.failure_modes:
            said = [mode.symptoms.get(each.id, each.anyway) for each in options]
            assert sum(said) == pytest.approx(1, abs=0.03), (group, mode.id)


def test_each_playbook_adds_to_the_one_it_extends_and_leaves_out_what_is_foreign(
    catalogues: dict[str, Catalogue],
) -> None:
    modes = {key: {mode.id for mode in made.failure_modes} for key, made in catalogues.items()}

    for general, special in (
        ("deep-learning", "reinforcement-learning"),
        ("reinforcement-learning", "policy-gradient"),
    ):
        left_out = set(content_of(special).leaves_out.failure_modes)
        assert left_out
        assert modes[general] - modes[special] == left_out
        assert modes[special] - modes[general] == content_of(special).failure_modes.keys()


def test_a_source_is_printed_in_its_short_form_with_the_figure(catalogues: dict[str, Catalogue]) -> None:
    noise = catalogues["deep-learning"].failure_mode("label-noise")

    assert noise is not None
    assert noise.source.startswith("Humbatova et al. 2020: wrong labels, 12 of 226 interview mentions")


def test_every_source_has_author_year_title_and_how_it_was_read() -> None:
    shelf = find_playbooks()
    compiled = compile_file(next(file for file in shelf if file.id == "policy-gradient"), shelf)

    for key, source in compiled.sources.items():
        assert source.authors, key
        assert source.title, key
        assert source.year >= 1980, key
        assert source.read in {"whole", "parts", "abstract", "second-hand", "unverified"}, key


@every_playbook
def test_no_weight_rests_on_a_source_that_nobody_looked_up(playbook_id: str) -> None:
    content = content_of(playbook_id)
    unverified = {key for key, source in content.sources.items() if source.read == "unverified"}

    assert not unverified & {mode.prior.source for mode in content.failure_modes.values()}


def test_every_failure_mode_that_a_detector_speaks_for_is_known(catalogues: dict[str, Catalogue]) -> None:
    package = "coach.runs.detectors"
    modules = [each.name for each in walk_packages(import_module(package).__path__, f"{package}.")]
    cards = [card for module in modules for card in cards_in(module)]
    known = {mode.id for made in catalogues.values() for mode in made.failure_modes}
    symptoms = {symptom for made in catalogues.values() for symptom in made.symptoms}

    assert len(cards) >= 50
    assert {mode_id for card in cards for mode_id in card.raises} <= known
    assert {card.name for card in cards} <= symptoms


def test_a_card_speaks_for_at_most_a_few_failure_modes_whose_rows_say_so(
    catalogues: dict[str, Catalogue],
) -> None:
    package = "coach.runs.detectors"
    modules = [each.name for each in walk_packages(import_module(package).__path__, f"{package}.")]
    cards = [card for module in modules if "across_runs" not in module for card in cards_in(module)]
    says = {
        (mode.id, symptom)
        for made in catalogues.values()
        for mode in made.failure_modes
        for symptom, likelihood in mode.symptoms.items()
        if symptom in made.symptoms and likelihood > made.symptoms[symptom].anyway
    }

    assert {(mode, card.name) for card in cards for mode in card.raises} - says == set()
    assert [card.name for card in cards if len(card.raises) > _MOST_RAISED] == []


def test_every_card_is_a_symptom_that_its_playbook_calls_detected(catalogues: dict[str, Catalogue]) -> None:
    package = "coach.runs.detectors"
    modules = [each.name for each in walk_packages(import_module(package).__path__, f"{package}.")]
    names = {card.name for module in modules for card in cards_in(module)}

    for made in catalogues.values():
        assert [each.id for each in made.symptoms.values() if each.id in names and not each.detected] == []


def test_an_installed_package_carries_its_playbooks_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "coach" / "playbooks").mkdir(parents=True)
    monkeypatch.setattr(shelf, "__file__", str(tmp_path / "coach" / "playbook" / "shelf.py"))

    assert built_in_folder() == tmp_path / "coach" / "playbooks"


def test_a_checkout_has_them_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "playbooks").mkdir()
    monkeypatch.setattr(shelf, "__file__", str(tmp_path / "coach" / "playbook" / "shelf.py"))

    assert built_in_folder() == tmp_path / "playbooks"


def test_a_broken_installation_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "__file__", str(tmp_path / "coach" / "playbook" / "shelf.py"))

    with pytest.raises(PlaybookError, match="missing"):
        built_in_folder()
