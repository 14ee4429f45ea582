"""A column mapping as a person writes it: what it comes to, and what is told when it cannot be used."""

from __future__ import annotations

import pytest

from bot.imports.day_order import Order
from bot.imports.mapping import Layout, Source, read_mapping
from bot.imports.rejection import Refusal

GOOD = """
dates: m/d/y
serial: 1904
delimiter: semicolon
columns:
  reference: Dossier
  traveller: [Voornaam, Achternaam]
  from: Van
  departs: {column: Datum, time: Tijd, dates: d/m/y}
constants: {kind: flight}
values: {from: {Schiphol: AMS}}
"""


def test_a_mapping_is_what_it_says() -> None:
    """Columns, constants, words and what is declared."""
    mapping = read_mapping("export", GOOD)
    assert (mapping.name, mapping.delimiter, mapping.encoding) == ("export", ";", None)
    assert mapping.layouts == {
        None: (
            Layout(
                columns={
                    "reference": Source(columns=("Dossier",)),
                    "traveller": Source(columns=("Voornaam", "Achternaam")),
                    "from": Source(columns=("Van",)),
                    "departs": Source(columns=("Datum",), clock="Tijd", order=Order.DAY_FIRST),
                },
                constants={"kind": "flight"},
                values={"from": {"schiphol": "AMS"}},
                order=Order.MONTH_FIRST,
                epoch=1904,
            ),
        )
    }


def test_segments_and_sheets_are_laid_over_what_is_shared() -> None:
    """What a segment does not say is said above it."""
    mapping = read_mapping(
        "export",
        """
columns: {reference: Ref, traveller: Name}
sheets:
  Flights:
    constants: {kind: flight}
    segments:
      - columns: {from: From, departs: Out}
      - columns: {from: To, departs: Back}
  Hotels: {constants: {kind: stay}, columns: {from: Hotel, departs: In}}
""",
    )
    told = {
        sheet: [(layout.columns["from"].columns, layout.constants["kind"]) for layout in layouts]
        for sheet, layouts in mapping.layouts.items()
    }
    assert told == {
        "Flights": [(("From",), "flight"), (("To",), "flight")],
        "Hotels": [(("Hotel",), "stay")],
    }
    assert all("reference" in layout.columns for several in mapping.layouts.values() for layout in several)


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        ("columns: {reference: A, departs: B}", "columns", "kind, from"),
        ("columns: {from: A}\nconstants: {departs: soon}", "columns", "reference, kind, departs"),
        ("columns: {from: {column: A, split: x}}", "columns.from.split", "traveller"),
        ("colums: {}", "colums", "Did you mean columns?"),
        ("columns: {travellr: A}", "columns.travellr", "Did you mean traveller?"),
        ("dates: d-m-y\ncolumns: {}", "dates", "d/m/y"),
        ("serial: 1901", "serial", "1900"),
        ("encoding: ebcdic", "encoding", "cp1252"),
        ("delimiter: x", "delimiter", "semicolon"),
        ("columns: {from: {column: A, time: B}}", "columns.from.time", "departs"),
        ("columns: [a]", "columns", "colon"),
        ("segments: {}", "segments", "list"),
        ("columns: {from: A, from: B}", "line 1", "twice"),
        ("columns: {from: ]A", "line 1", "YAML"),
        ("x: &a {}\ny: *a", "", "alias"),
        ("- " * 30_000, "", "deeply"),
        ("[" * 20_000, "", "deeply"),
        ("# " + "x" * 70_000, "", "longer"),
        ("", "columns", "colon"),
        ("just words", "columns", "colon"),
        ("\0", "", "YAML"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_where_and_why(text: str, field: str, hint: str) -> None:
    """The key is named, and what to write there."""
    with pytest.raises(Refusal) as refused:
        read_mapping("export", text)
    assert (refused.value.reason.value, refused.value.field) == ("columns", field)
    assert hint in refused.value.why
