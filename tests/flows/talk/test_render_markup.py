"""Markup: values are escaped, what Telegram refuses is found, and cutting leaves valid markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk.length import visible_length, visible_text
from flows.talk.markup import Html, escape, fitted, markup_fault


def test_values_are_escaped_once() -> None:
    """Plain text is escaped; markup stays; what cannot be sent is dropped."""
    assert escape('<b>&"\x00\ud800\n') == "&lt;b&gt;&amp;&quot;\n"
    assert escape(Html("<b>x</b>")) == "<b>x</b>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<b>x</b> <i>y</i> <a href="https://example.com/?a=1&amp;b=2">z</a>', ""),
        ("&lt;&#39;&#x1F600;&amp;&quot;&gt;", ""),
        ("<strong>x</strong>", "<strong> is not known"),
        ("<b>x", "<b> is never closed: add </b>"),
        ("x</b>", "</b> closes what is not open"),
        ("<b><i>x</b></i>", "</b> closes what is not open inside <i>"),
        ("<b class='x'>x</b>", "<b> takes nothing but its name"),
        ("<a>x</a>", "needs an address"),
        ('<a href="javascript:alert(1)">x</a>', "needs an address"),
        ('<a href="https://example.com" onclick="x">x</a>', "needs an address"),
        ("1 < 2", "a < or > stands alone"),
        ("2 > 1", "a < or > stands alone"),
        ("a & b", "an & stands alone"),
        ("&nbsp;", "an & stands alone"),
    ],
)
def test_what_telegram_refuses_is_found(html: str, expected: str) -> None:
    """Each mistake is named; good markup is left alone."""
    found = markup_fault(html)
    assert expected in found if expected else found == ""


def test_the_limit_counts_what_a_reader_sees() -> None:
    """4096 units pass, 4097 are cut; tags and entities count as shown."""
    assert fitted("x" * 4096) == ("x" * 4096, False)
    assert fitted("😀" * 2048) == ("😀" * 2048, False)
    assert fitted("<b>" + "&amp;" * 4096 + "</b>")[1] is False
    for long in ("x" * 4097, "😀" * 2049, "&amp;" * 4097):
        cut, was = fitted(long)
        assert (was, visible_length(cut) <= 4096, cut.endswith("…")) == (True, True, True)


def test_whole_lines_go_first() -> None:
    """Lines go from the end; an ellipsis on its own line says so."""
    cut, was = fitted("\n".join(f"<b>{n:03d}</b>" for n in range(100)), most=50)
    assert (cut, was) == ("\n".join(f"<b>{n:03d}</b>" for n in range(12)) + "\n…", True)


def test_a_single_long_line_is_cut_between_characters() -> None:
    """Inside one line neither tags nor entities are torn, and what was open is closed."""
    assert fitted("<i>ab&amp;cd</i> <u>ef</u>" + "g" * 20, most=6) == ("<i>ab&amp;c</i>…", True)
    assert fitted("\n\n" + "<b>" + "x" * 30, most=6) == ("<b>xxxx</b>…", True)


PARTS = st.sampled_from(["<b>", "</b>", "<i>", "</i>", "&amp;", "&lt;", "x", "word ", "😀", "\n", "é"])


@given(st.lists(PARTS, max_size=80), st.integers(4, 60))
def test_cutting_never_breaks_markup(parts: list[str], most: int) -> None:
    """Valid markup stays valid and within the limit wherever it is cut, and shows only what was there."""
    html = "".join(parts)
    if markup_fault(html):
        return
    cut, was = fitted(html, most=most)
    assert markup_fault(cut) == ""
    assert visible_length(cut) <= most
    assert was == (visible_length(html) > most)
    assert visible_text(html).strip().startswith(visible_text(cut).rstrip("…").strip()) or not was
