"""Small causal networks by enumeration."""

from __future__ import annotations

import pytest

from coach.errors import BeliefError
from coach.reasoning.network import Network, Node

ASIA = Network(
    (
        Node("a", (), {(): 0.01}),
        Node("s", (), {(): 0.5}),
        Node("t", ("a",), {(True,): 0.05, (False,): 0.01}),
        Node("l", ("s",), {(True,): 0.1, (False,): 0.01}),
        Node("b", ("s",), {(True,): 0.6, (False,): 0.3}),
        Node("e", ("t", "l"), {(x, y): float(x or y) for x in (True, False) for y in (True, False)}),
        Node("x", ("e",), {(True,): 0.98, (False,): 0.05}),
        Node(
            "d",
            ("e", "b"),
            {(True, True): 0.9, (True, False): 0.7, (False, True): 0.8, (False, False): 0.1},
        ),
    )
)
"""A visit to Asia, smoking, tuberculosis, lung cancer, bronchitis (Lauritzen and Spiegelhalter 1988)."""


@pytest.mark.parametrize(
    ("seen", "known"),
    [
        ("", {"t": 0.0104, "l": 0.055, "b": 0.45, "e": 0.064828, "x": 0.11029, "d": 0.435971}),
        (
            "d",
            {
                "a": 0.010325,
                "s": 0.633997,
                "t": 0.018845,
                "l": 0.102759,
                "b": 0.833967,
                "e": 0.120536,
                "x": 0.162098,
            },
        ),
        ("ad", {"t": 0.087751, "l": 0.099525, "b": 0.811402, "x": 0.219539}),
        ("adx", {"t": 0.391712, "l": 0.444271, "s": 0.702025, "b": 0.628822}),
    ],
)
def test_asia_has_its_known_marginals(seen: str, known: dict[str, float]) -> None:
    marginals = ASIA.marginals(dict.fromkeys(seen, True))
    assert {name: marginals[name] for name in known} == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize(("about", "bits"), [("x", 0.301746), ("s", 0.034277), ("b", 0.019890)])
def test_what_tells_most_about_lung_cancer_once_the_patient_is_short_of_breath(
    about: str, bits: float
) -> None:
    assert ASIA.mutual_information_bits("l", about, {"d": True}) == pytest.approx(bits, abs=1e-6)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BeliefError, match="impossible"):
        ASIA.joint({"e": False, "t": True})
    with pytest.raises(BeliefError, match="'ghost'"):
        ASIA.joint({"ghost": True})
    with pytest.raises(BeliefError, match="comes later"):
        Network((Node("effect", ("cause",), {(True,): 1.0, (False,): 0.0}),))


@pytest.mark.parametrize("seen", ["", "d", "ad", "adx"])
def test_the_marginals_agree_with_pyagrum(seen: str) -> None:
    oracle = pytest.importorskip("pyagrum")
    network = oracle.BayesNet()
    for node in ASIA.nodes:
        network.add(oracle.LabelizedVariable(node.name, node.name, 2))
    for node in ASIA.nodes:
        for parent in node.parents:
            network.addArc(parent, node.name)
        for values, yes in node.yes.items():
            given = {parent: int(value) for parent, value in zip(node.parents, values, strict=True)}
            network.cpt(node.name)[given] = [1 - yes, yes]
    inference = oracle.LazyPropagation(network)
    inference.setEvidence(dict.fromkeys(seen, 1))
    theirs = {node.name: float(inference.posterior(node.name)[1]) for node in ASIA.nodes}
    assert ASIA.marginals(dict.fromkeys(seen, True)) == pytest.approx(theirs, abs=1e-6)
