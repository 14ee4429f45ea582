"""How long a text is once its markup is read."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk.length import visible_length, visible_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Ann", 3),
        ("<b>Ann</b>", 3),
        ('<a href="https://example.org/?a>b">here</a>', 4),
        ("<a href='x\"y>z'>here</a>", 4),
        ("a &lt; b &amp; c", 9),
        ("&quot;&#39;&#x27;", 3),
        ("\N{PALM TREE}", 2),
        ("&#x1F334;", 2),
        ("&copy;", 6),
        ("&#0;", 4),
        ("&#x110000;", 10),
        ("3 < 4 and 5 > 4", 15),
        ("half \ud83c", 6),
    ],
)
def test_only_what_a_reader_sees_counts(text: str, expected: int) -> None:
    """Tags count nothing, an entity one character, a character beyond the basic plane two."""
    assert visible_length(text) == expected


@given(st.text())
def test_escaping_does_not_change_the_length(text: str) -> None:
    """An escaped value is as long as the value."""
    assert visible_text(html.escape(text)) == text
    assert visible_length(html.escape(text)) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_long_row_of_brackets_is_read_quickly() -> None:
    """Text that looks like markup which never ends is still measured."""
    assert visible_length("<a" * 4000) == 8000
