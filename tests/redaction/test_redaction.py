"""What is taken out and what stays: these cases specify, a larger corpus written by others measures."""

from __future__ import annotations

import re

import pytest

from coach.redaction import redact, redact_command, redact_variables
from coach.redaction.formats import MAY_HOLD_A_FORMAT
from coach.redaction.named_values import MAY_HOLD_ONE
from coach.redaction.secret_files import is_secret_file
from tests.redaction.cases import HEX, INNOCENT, PLANTED, RANDOM, Planted
from tests.redaction.foreign import planted
from tests.redaction.innocents import innocents


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.text[:40])
def test_a_secret_is_taken_out_and_counted(case: Planted) -> None:
    assert case.secret in case.text
    found = redact(case.text)
    assert case.secret not in found.text
    assert found.places >= 1


@pytest.mark.parametrize("text", INNOCENT, ids=lambda text: text[:40])
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == (text, 0)


def test_what_surrounds_a_secret_stays() -> None:
    assert (
        redact(f"run --lr 3e-4 --api-key {RANDOM} --seed 3").text
        == "run --lr 3e-4 --api-key [redacted] --seed 3"
    )
    assert redact(f'{{"api_key": "{RANDOM}", "lr": 3}}').text == '{"api_key": "[redacted]", "lr": 3}'


def test_redacting_twice_changes_nothing_more() -> None:
    for case in PLANTED:
        once = redact(case.text).text
        assert redact(once).text == once


def test_the_word_after_an_option_that_names_a_secret_is_taken_out() -> None:
    words, places = redact_command(
        ["train.py", "--password", "two words", "--num_memory_tokens", "16", f"--key={RANDOM}"]
    )
    assert words == ("train.py", "--password", "[redacted]", "--num_memory_tokens", "16", "--key=[redacted]")
    assert places == 2


def test_variables_are_redacted_by_name_and_by_what_they_hold() -> None:
    found, places = redact_variables({"WANDB_API_KEY": HEX[:40], "URL": "https://a:bcd@x.org", "SEED": "3"})
    assert found == {"WANDB_API_KEY": "[redacted]", "URL": "https://a:[redacted]@x.org", "SEED": "3"}
    assert places == 2


@pytest.mark.parametrize(
    "name", [".env", ".env.local", "prod.env", ".netrc", "id_ed25519", "server.pem", "kaggle.json"]
)
def test_files_of_secrets_are_known_by_name(name: str) -> None:
    assert is_secret_file(name)


@pytest.mark.parametrize(
    "name", ["env.py", "environment.yaml", "train.py", "keys.py", "config.yaml", "tokenizer.json"]
)
def test_other_files_are_none(name: str) -> None:
    assert not is_secret_file(name)


@pytest.mark.parametrize(
    "unit", ["docker login ", "mysql ", "sk-a-", "a://", "authorization:", "<password>", "key "]
)
def test_a_line_without_end_is_looked_through_all_the_same(unit: str) -> None:
    line = unit * 5000
    assert redact(f"{line}\nWANDB_API_KEY={HEX[:40]}\n").text.endswith("WANDB_API_KEY=[redacted]\n")


NO_DIGIT = str.maketrans("0123456789", "0000000000")


def test_a_secret_is_found_behind_lines_that_differ_from_it_in_digits_only() -> None:
    for case in PLANTED:
        redact(case.text.translate(NO_DIGIT))
        assert case.secret not in redact(case.text).text


@pytest.mark.parametrize("pattern", [MAY_HOLD_A_FORMAT, MAY_HOLD_ONE], ids=["formats", "names"])
def test_what_tells_that_a_line_may_hold_a_secret_asks_for_no_digit_in_particular(
    pattern: re.Pattern[str],
) -> None:
    texts = [each.text for each in PLANTED] + [each.text for each in planted(0)] + list(innocents(0))
    for line in (line for text in texts for line in text.splitlines()):
        assert bool(pattern.search(line)) == bool(pattern.search(line.translate(NO_DIGIT))), line
    outside_classes_and_counts = re.sub(r"\[[^\]]*0-9[^\]]*\]|\{[\d,]+\}", "", pattern.pattern)
    assert re.findall(r"\d", outside_classes_and_counts) == []


def test_a_value_on_the_line_after_its_name_is_taken_out_among_lines_seen_before() -> None:
    line = "step 7 loss 0.25\n"
    text = f'{line * 3}"name": "db_password",\n"value": "{RANDOM}"\n{line * 3}'
    assert redact(text).text == text.replace(RANDOM, "[redacted]")
