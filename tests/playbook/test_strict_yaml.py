from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import CoachError, PlaybookError, RunReadError
from coach.playbook.strict_yaml import LARGEST_FILE, load_yaml
from coach.playbook.yaml_values import DEEPEST

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01 10:00:00", "2024-05-01 10:00:00"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("017", "017"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("1.0E+2", 100.0),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        ("'3'", "3"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("<<", "<<"),
        ("=", "="),
        ("train/entropy > 0.1 throughout", "train/entropy > 0.1 throughout"),
    ],
)
def test_a_value_means_what_it_looks_like(said: str, meant: object) -> None:
    value = load_yaml(f"value: {said}" if meant != [None] else f"value:\n  {said}").data

    assert value == {"value": meant}
    assert isinstance(value, dict)
    assert type(value["value"]) is type(meant)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "'a' is given twice, first on line 1"),
        ("a:\n  - {x: 1, x: 2}\n", "2:12", "'x' is given twice, first on line 2"),
        ("a: !!python/object/apply:os.system [ls]\n", "1:4", "tags such as"),
        ("a: !mine 3\n", "1:4", "tags such as"),
        ("a: &big [1, 2]\nb: 3\n", "1:4", "names for parts"),
        ("a: *big\n", "1:4", "references to other parts"),
        ("a: 1\n2: b\n", "2:1", "the key '2' would be read as a number"),
        ("true: b\n", "1:1", "would be read as true or false"),
        ("null: b\n", "1:1", "would be read as nothing"),
        ("? [a, b]\n: 1\n", "1:3", "a key must be text"),
        ("a:\n\tb: 1\n", "2:1", "there is a tab here"),
        ("a:\t1\n", "1:3", "there is a tab here"),
        ("a: 1\n  b: 2\n", "2:4", "this is not YAML"),
        ("a: [1, 2\n\nb: 3\n", "3:2", "while parsing a flow sequence from line 1"),
        ("a: 'open\n", "2:1", "this is not YAML"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document starts here"),
        ("a: 1e999\n", "1:4", "this number is too large"),
        ("a: " + "9" * 400 + "\n", "1:4", "this number is too large"),
        ("ok: 1\nbad: \x1b[31m\n", "2:6", "this character is not allowed"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), f"1:{DEEPEST + 1}", "nested deeper"),
        ("[" * 100_000, f"1:{DEEPEST + 1}", "nested deeper"),
        ('{"a": 1,\n "a": 2}', "2:2", "'a' is given twice"),
        ('{"a": 1e999}', "1:7", "this number is too large"),
    ],
)
def test_what_is_refused_is_placed_exactly(text: str, place: str, said: str) -> None:
    with pytest.raises(RunReadError) as refused:
        load_yaml(text, name="file.yaml")

    assert refused.value.where == f"file.yaml:{place}"
    assert said in refused.value.message
    assert refused.value.hint


def test_the_class_of_error_is_the_callers() -> None:
    with pytest.raises(PlaybookError):
        load_yaml("a: 1\na: 2\n", error=PlaybookError)


def test_tabs_inside_values_are_text() -> None:
    text = 'quoted: "a\tb"\nblock: |\n  x\ty\n  \tz\nplain: a\tb\n'

    assert load_yaml(text).data == {"quoted": "a\tb", "block": "x\ty\n\tz\n", "plain": "a\tb"}


def test_every_part_knows_its_line() -> None:
    document = load_yaml("a: 1\nlist:\n  - x: 1\n    y: [1,\n        2]\n  - z: 2\n", name="f")

    assert document.line_of(()) == 1
    assert document.line_of(("a",)) == 1
    assert document.line_of(("list",)) == 2
    assert document.line_of(("list", 0)) == 3
    assert document.line_of(("list", 0, "y")) == 4
    assert document.line_of(("list", 0, "y", 1)) == 5
    assert document.where(("list", 1, "z")) == "f:6:5"
    assert document.line_of(("list", 1, "missing", "deeper")) == 6


def test_json_is_read_as_json_with_lines() -> None:
    document = load_yaml('{\n\t"a": "caf\\u00e9 \\ud83d\\ude00",\n\t"b": [1, 2.5, null, true]\n}')

    assert document.data == {"a": "café 😀", "b": [1, 2.5, None, True]}
    assert load_yaml('{"a": 1,\n"b": {"c": 2}}').line_of(("b", "c")) == 2


def test_flow_style_yaml_that_is_not_json_is_read_too() -> None:
    assert load_yaml("{a: [x, y], b: no}").data == {"a": ["x", "y"], "b": "no"}


def test_the_deepest_nesting_allowed_is_read_in_both_spellings() -> None:
    text = "[" * DEEPEST + "1" + "]" * DEEPEST

    assert load_yaml(text).data == json.loads(text)
    assert load_yaml(f"# yaml\n{text}").data == json.loads(text)


def test_an_empty_document_is_nothing() -> None:
    assert load_yaml("").data is None
    assert load_yaml("# only a remark\n").data is None


def test_a_file_is_named_in_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")

    with pytest.raises(RunReadError) as refused:
        load_yaml(path)

    assert refused.value.where == f"{path}:2:1"


def test_a_byte_order_mark_and_windows_lines_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    document = load_yaml(path)

    assert document.data == {"a": 1, "b": 2}
    assert document.where(("b",)) == f"{path}:2:1"


def test_a_file_in_another_encoding_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: 1\nname: caf\xe9\n")

    with pytest.raises(RunReadError) as refused:
        load_yaml(path)

    assert refused.value.where == f"{path}:2:10"


def test_missing_files_folders_and_huge_files_are_said_so(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    for path, said in (
        (tmp_path / "missing.yaml", "No such file"),
        (tmp_path, "not a file"),
        (huge, "larger than"),
    ):
        with pytest.raises(RunReadError) as refused:
            load_yaml(path)
        assert said in refused.value.message
        assert refused.value.where == str(path)


keys = st.text("abc_-", min_size=1, max_size=5)
numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]))
plain_data = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(keys, parts, max_size=4),
    max_leaves=12,
)


@given(data=st.dictionaries(keys, plain_data, max_size=5), ascii_only=st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_json_writes_is_read_back(data: dict[str, object], *, ascii_only: bool) -> None:
    assert load_yaml(json.dumps(data, ensure_ascii=ascii_only)).data == data


@given(
    data=st.dictionaries(
        st.text("abc", min_size=1, max_size=5), st.lists(st.integers() | st.text("abc: #'\"\n"))
    )
)
@settings(max_examples=40, deadline=None)
def test_what_a_yaml_writer_writes_is_read_back(data: dict[str, object]) -> None:
    assert load_yaml(yaml.safe_dump(data)).data == data


@given(text=st.text(alphabet="ab:- \n\t[]{}&*!#'\"|>?0.e,%@`\\\x1b\u202e", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_anything_but_a_placed_error(text: str) -> None:
    try:
        load_yaml(text, name="f")
    except CoachError as refused:
        assert refused.where.startswith("f:")  # noqa: PT017 - any text may also be fine
