"""The worked session: five named causes, one observation, five things to try; and random problems."""

from __future__ import annotations

from hypothesis import strategies as st

from coach.reasoning.problem import Cost, Evidence, Experiment, Fix, Hypothesis, Problem

IDS = ("normalization", "predictor", "rl-hyper", "env-preproc", "bad-seed", "other")


def binary(name: str, cost: Cost, positive: tuple[float, ...], ids: tuple[str, ...] = IDS) -> Experiment:
    """Give an experiment with outcomes + and - from P(+ | h) in the order of `ids`."""
    rows = {each: (p, 1 - p) for each, p in zip(ids, positive, strict=True)}
    return Experiment(name, cost, ("+", "-"), rows)


def worked_session() -> Problem:
    """Give the session whose posterior, costs and advice are known."""
    weights = (0.25, 0.20, 0.20, 0.15, 0.05)
    fix_hours = (11, 14, 22, 13, 30)
    accuracy = (0.8, 0.125, 0.875, 0.675, 0.875, 0.5)
    return Problem(
        hypotheses=tuple(
            Hypothesis(each, weight, Fix(each, Cost(human_h=hours)))
            for each, weight, hours in zip(IDS, weights, fix_hours, strict=False)
        ),
        other_prior=0.15,
        service=Cost(human_h=80),
        experiments=(
            binary("histogram", Cost(0.1, 0, 0.4), (0.97, 0.5, 0.125, 0.325, 0.125, 0.5)),
            binary("three-seeds", Cost(10, 15, 0.3), (0.125, 0.125, 0.325, 0.125, 0.9, 0.3)),
            binary("true-reward", Cost(10, 5, 0.5), (0.675, 0.875, 0.125, 0.125, 0.325, 0.5)),
            binary("moving-dot", Cost(1, 0.5, 0.3), (0.325, 0.325, 0.5, 0.675, 0.8, 0.5)),
            binary("diff", Cost(0, 0, 3), (0.8, 0.325, 0.675, 0.8, 0.05, 0.5)),
        ),
        evidence=(Evidence("accuracy is fine", dict(zip(IDS, accuracy, strict=True))),),
    )


CELLS = st.sampled_from((0.0, 0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97, 1.0))
HOURS = st.floats(0.0, 40.0)


@st.composite
def problems(draw: st.DrawFn, hypotheses: int = 4, experiments: int = 3, evidence: int = 3) -> Problem:
    """Draw a small problem: shared fixes, zeros in rows and free experiments included."""
    ids = tuple(f"h{at}" for at in range(draw(st.integers(1, hypotheses))))
    fix_hours = draw(st.lists(HOURS, min_size=len(ids), max_size=len(ids)))
    fix_of = [draw(st.integers(0, at)) for at in range(len(ids))]
    every = (*ids, "other")
    return Problem(
        hypotheses=tuple(
            Hypothesis(each, draw(st.floats(0.01, 1)), Fix(f"fix{fix}", Cost(human_h=fix_hours[fix])))
            for each, fix in zip(ids, fix_of, strict=True)
        ),
        other_prior=draw(st.floats(0.05, 0.6)),
        service=Cost(human_h=draw(st.floats(0.0, 100.0))),
        experiments=tuple(
            binary(f"t{at}", Cost(human_h=draw(HOURS)), tuple(draw(CELLS) for _ in every), every)
            for at in range(draw(st.integers(0, experiments)))
        ),
        evidence=tuple(
            Evidence(f"e{at}", {each: draw(CELLS) for each in every}, group=draw(st.sampled_from(("", "a"))))
            for at in range(draw(st.integers(0, evidence)))
        ),
    )
