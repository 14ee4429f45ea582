"""Placeholders: the closed list is whole, and templates come apart."""

from __future__ import annotations

import pytest

from flows.library.placeholders import PLACEHOLDERS, Template, placeholders_in, sample, template
from flows.library.text import LOCALES
from flows.talk.values import SUPPLIERS


def test_every_placeholder_has_a_supplier_and_samples() -> None:
    """The list an editor sees is exactly what can be filled, with a sample in each language."""
    assert set(PLACEHOLDERS) == set(SUPPLIERS)
    assert {name for name, one in PLACEHOLDERS.items() if set(one.samples) != set(LOCALES)} == set()
    assert {name for name, one in PLACEHOLDERS.items() if not all(one.samples.values())} == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain", Template(texts=("plain",), names=())),
        ("{a.b} and {c}!", Template(texts=("", " and ", "!"), names=("a.b", "c"))),
        ("a { b", Template(texts=("a { b",), names=(), lone=True)),
        ("a } b", Template(texts=("a } b",), names=(), lone=True)),
        ("{{a}}", Template(texts=("{", "}"), names=("a",), lone=True)),
        ("{}", Template(texts=("", ""), names=("",), lone=True)),
    ],
)
def test_templates_come_apart(words: str, expected: Template) -> None:
    """Names in braces, texts between; a brace alone is marked."""
    assert template(words) == expected


def test_names_come_once() -> None:
    """A name used twice is listed once."""
    assert placeholders_in("{a} {b} {a}") == ("a", "b")


def test_samples_fall_back() -> None:
    """An unknown locale reads English, an unknown name itself."""
    assert (sample("trip.destination", "fr"), sample("trip.destination", "pt"), sample("x", "en")) == (
        "Lisbonne",
        "Lisbon",
        "[x]",
    )
