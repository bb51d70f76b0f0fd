from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach.report.escape_markdown import code, fenced, inline, item, row, visible
from tests.session.strategies import any_text

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
soup = any_text | st.text("`*_[]()<>&|~#!$\\-+=1.: \n\t\"'{}@/a", max_size=20)


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


def plain_text(markdown: str) -> str:
    """Give what a reader sees of one paragraph without any markup, and fail on everything else."""
    tokens = MARKDOWN.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@given(soup.filter(one_line))
@settings(max_examples=300, deadline=None)
def test_prose_is_read_as_it_was_written(text: str) -> None:
    assert plain_text(inline(text)) == one_line(text)
    assert plain_text(f"so: {inline(text)}") == f"so: {one_line(text)}"


@given(soup.filter(one_line))
@settings(max_examples=200, deadline=None)
def test_code_is_read_as_it_was_written(text: str) -> None:
    tokens = MARKDOWN.parse(code(text))
    (child,) = tokens[1].children or []
    assert (child.type, child.content.strip()) == ("code_inline", one_line(text))


@given(soup)
@settings(max_examples=200, deadline=None)
def test_no_line_ends_the_block_it_stands_in(text: str) -> None:
    (token,) = MARKDOWN.parse(fenced(text))
    assert token.type == "fence"
    assert token.content.rstrip("\n ") == "\n".join(
        line.rstrip() for line in visible(text).split("\n")
    ).rstrip("\n ")


@given(st.lists(soup, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_as_many_items_as_were_written_are_read(texts: list[str]) -> None:
    tokens = MARKDOWN.parse("\n".join(item("Said", text) for text in texts))
    kinds = [token.type for token in tokens]
    assert kinds.count("list_item_open") == len(texts)
    assert kinds.count("bullet_list_open") == 1
    assert not {"html_block", "heading_open", "code_block", "hr"} & set(kinds)


@given(st.lists(soup, min_size=3, max_size=3))
@settings(max_examples=100, deadline=None)
def test_a_row_has_as_many_cells_as_were_written(texts: list[str]) -> None:
    table = "\n".join([row("a", "b", "c"), row("---", "---", "---"), row(*map(inline, texts))])
    kinds = [token.type for token in MARKDOWN.parse(table)]
    assert kinds.count("td_open") == 3
    assert kinds.count("table_open") == 1


@given(soup)
@settings(max_examples=100, deadline=None)
def test_everything_in_a_document_can_be_seen(text: str) -> None:
    shown = set(visible(text)) - set("\n\t\u200c\u200d")
    assert not {unicodedata.category(each) for each in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    visible(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("a\x00b", r"a\x00b"),
        ("run\udc80", r"run\udc80"),
        ("\U000e0041", r"\U000e0041"),
        ("a\r\nb", "a\nb"),
        ("😀 é \u0645 👩\u200d🔬", "😀 é \u0645 👩\u200d🔬"),
    ],
)
def test_what_hides_or_turns_text_is_shown_and_all_other_letters_stay(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["# a", "- a", "+ a", "1. a", "12) a", "> a", "---", "===", "```", "~~~"])
def test_a_line_that_looks_like_a_block_is_a_line(text: str) -> None:
    assert plain_text(inline(text)) == text


def test_a_text_of_several_lines_stands_in_a_block_of_its_item() -> None:
    assert item("Seen", "one\n```\ntwo\n") == "- Seen:\n\n  ````text\n  one\n  ```\n  two\n  ````"
