"""What a person is told to do and to type, in the checks and contrasts of the built-in playbooks."""

from __future__ import annotations

import re
import shlex

import pytest
from numpy import array

from tests.playbook.conftest import BUILT_IN
from tests.playbook.test_built_in import content_of

SHELL = "$ "
ONE_LIMIT = {  # of two steps, the second of which is a time limit that the targets take for a true end
    "rewards": array([1.0, 1.0]),
    "next_values": array([0.5, 0.5]),
    "terminated": array([False, False]),
    "truncated": array([False, True]),
    "targets": array([1.25, 1.0]),
    "gamma": 0.5,
}
ONE_EPISODE = {"episodes": [([4.0, 2.0], [1.0, 1.0])], "gamma": 1.0}
every_playbook = pytest.mark.parametrize("playbook_id", BUILT_IN)


@every_playbook
def test_every_check_and_every_contrast_is_told_step_by_step(playbook_id: str) -> None:
    content = content_of(playbook_id)
    told = {key: mode.check.how for key, mode in content.failure_modes.items()}
    told |= {key: contrast.how for key, contrast in content.contrasts.items()}

    assert {key: len(steps) for key, steps in told.items() if not 2 <= len(steps) <= 5} == {}


@every_playbook
def test_what_is_to_be_typed_is_python_or_marked_as_a_line_for_the_shell(playbook_id: str) -> None:
    content = content_of(playbook_id)
    codes = [(key, each.code) for key, each in content.contrasts.items()]
    for key, mode in content.failure_modes.items():
        codes += [(key, mode.check.code), (key, mode.repair.code)]

    assert sum(bool(code) for _, code in codes) >= 15
    for key, code in codes:
        shell = [line.removeprefix(SHELL) for line in code.splitlines() if line.startswith(SHELL)]
        python = [line for line in code.splitlines() if not line.startswith(SHELL)]
        compile("\n".join(python), key, "exec")
        assert all(shlex.split(line) for line in shell), key


@pytest.mark.parametrize(
    ("playbook_id", "mode_id", "given", "printed"),
    [
        ("policy-gradient", "advantage-bug", {}, "1.74272 0.476 1.8 1.4632 0.06"),
        ("reinforcement-learning", "clip-action-logprob", {}, "adds up to 1.0000"),
        (
            "reinforcement-learning",
            "termination-truncation",
            ONE_LIMIT,
            "time limits 1 largest difference 0.25",
        ),
        ("reinforcement-learning", "q-overestimation", ONE_EPISODE, "predicted 3.0 got 1.5"),
        ("deep-learning", "running-mean", {"mean": array([4.0, 3.0, 2.0])}, "4. 2. 0."),
    ],
)
def test_what_is_to_be_typed_gives_the_numbers_worked_out_by_hand(
    playbook_id: str,
    mode_id: str,
    given: dict[str, object],
    printed: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    exec(content_of(playbook_id).failure_modes[mode_id].check.code, dict(given))  # noqa: S102

    assert printed in " ".join(re.sub(r"[\[\]]", " ", capsys.readouterr().out).split())
