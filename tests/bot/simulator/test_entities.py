"""HTML parse mode and the entities of plain words."""

from __future__ import annotations

import pytest

from bot.simulator.entities import Formatted, checked_link, html, plain
from bot.simulator.errors import ApiRefusal


def test_nested_tags_become_entities_in_utf16_units() -> None:
    """Bold around italic after an emoji counts the emoji as two units."""
    assert html("😀 <b>a<i>b</i></b>") == Formatted(
        text="😀 ab",
        entities=({"type": "bold", "offset": 3, "length": 2}, {"type": "italic", "offset": 4, "length": 1}),
    )


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    """Each kind of broken markup has its own description with a byte offset."""
    with pytest.raises(ApiRefusal) as refusal:
        html(source)
    assert (refusal.value.code, refusal.value.description) == (
        400,
        f"Bad Request: can't parse entities: {why}",
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("fish & chips > 3", "fish & chips > 3"),
        ("&lt;b&gt; &amp;amp; &quot; &#233; &#x1F600;", '<b> &amp; " é 😀'),
        ("&nbsp; &eacute;", "&nbsp; &eacute;"),
        ("  \n<b>x</b>\n ", "x"),
    ],
)
def test_what_telegram_lets_through_stays_text(source: str, text: str) -> None:
    """A lone ampersand and > stand, four named references resolve, the ends are trimmed."""
    assert html(source).text == text


def test_a_trimmed_text_moves_its_entities() -> None:
    """Leading blanks that go take the entity's offset with them."""
    assert html("  <b>x</b>").entities == ({"type": "bold", "offset": 0, "length": 1},)


def test_links_keep_safe_schemes_only() -> None:
    """A javascript link loses its entity and stays as words."""
    assert html('<a href="javascript:alert(1)">go</a>') == Formatted(text="go")
    assert (
        html('<a href="https://x.example/?a=1&amp;b=2">go</a>').entities[0]["url"]
        == "https://x.example/?a=1&b=2"
    )


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("example.com", "http://example.com/"),
        ("https://example.com/a", "https://example.com/a"),
        ("http://localhost:8080/", None),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("ftp://example.com", None),
        ("tel:+31201234567", "tel:+31201234567"),
        ("https://exa mple.com", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_a_link_needs_a_scheme_and_a_host_that_telegram_knows(link: str, kept: str | None) -> None:
    """Hosts without a dot and foreign schemes are no links."""
    assert checked_link(link) == kept


def test_commands_links_and_mentions_are_found_in_plain_words() -> None:
    """Telegram marks them by itself; a slash inside a word is none."""
    found = [
        (entity["type"], entity["offset"])
        for entity in plain("/trip see https://a.example and/or @agency_nl").entities
    ]
    assert found == [("bot_command", 0), ("url", 10), ("mention", 35)]


def test_nothing_is_found_inside_code() -> None:
    """A command in code stays code."""
    assert [entity["type"] for entity in html("<code>/trip</code>").entities] == ["code"]


def test_a_code_block_names_its_language() -> None:
    """pre with code class makes one entity with the language."""
    assert html('<pre><code class="language-yaml">a: 1</code></pre>').entities == (
        {"type": "pre", "offset": 0, "length": 4, "language": "yaml"},
    )
