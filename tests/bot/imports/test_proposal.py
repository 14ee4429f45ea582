"""A draft of a mapping: headers in four languages, words of values, orders proven or asked, and it can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports.mapping import read_mapping
from bot.imports.paper import read_files
from bot.imports.proposal import propose
from bot.imports.rejection import Refusal
from tests.support.spreadsheets import DAY, rows, workbook

TABLES = {
    "en": "Booking reference,First name,Last name,Type,From,To,Flight number,Departure date,Departure time,Status\n"
    "LIS27A,Ann,de Vries,Flight,AMS,LIS,TP669,{day},09:40,Confirmed\n",
    "nl": "Dossiernr;Voornaam;Achternaam;Soort;Van;Naar;Vluchtnr;Vertrekdatum;Vertrektijd;Status\n"
    "LIS27A;Ann;de Vries;Vlucht;AMS;LIS;TP669;{day};09.40;Definitief\n",
    "fr": "Numéro de dossier;Prénom;Nom;Type de prestation;Départ de;À;N° de vol;Date de départ;Heure de départ;Statut\n"
    "LIS27A;Ann;de Vries;Vol;AMS;LIS;TP669;{day};9h40;Confirmé\n",
    "de": "Buchungsnummer;Vorname;Nachname;Leistungsart;Von;Nach;Flugnr.;Abflugdatum;Abflugzeit;Status\n"
    "LIS27A;Ann;de Vries;Flug;AMS;LIS;TP669;{day};9.40 Uhr;Bestätigt\n",
}


def _draft(folder: Path, text: str, name: str = "export.csv") -> tuple[Path, str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path, propose(path)


@pytest.mark.parametrize("language", TABLES)
def test_a_draft_can_be_used_as_it_is(language: str, tmp_path: Path) -> None:
    """Where every header is known and the days prove their order."""
    path, draft = _draft(tmp_path, TABLES[language].format(day="21/05/2027"))
    reading = read_files([path], columns=read_mapping("draft", draft))
    (booking,) = reading
    assert reading.rejections == ()
    assert (booking.reference, booking.travellers[0].name, booking.segments[0].label) == (
        "LIS27A",
        "Ann de Vries",
        "TP 669",
    )
    assert booking.segments[0].departs.iso == "2027-05-21T09:40:00+02:00"
    assert "dates: d/m/y" in draft


def test_an_open_order_is_asked_and_not_drafted(tmp_path: Path) -> None:
    """The draft says which column and value; used as it is, it refuses the table."""
    path, draft = _draft(tmp_path, TABLES["nl"].format(day="03/04/2027"))
    assert "# Vertrekdatum: 03/04/2027 can be read two ways" in draft
    reading = read_files([path], columns=read_mapping("draft", draft))
    assert list(reading) == []
    assert [(one.field, one.reason.value) for one in reading.rejections] == [("Vertrekdatum", "ambiguous")]


def test_what_is_not_found_is_left_open_and_said(tmp_path: Path) -> None:
    """Unknown headers are listed; unknown words of a kind are asked; a missing kind is asked about."""
    _, draft = _draft(tmp_path, "Dossiernr;Naam;Van;Prijs;Soort\nA;Ann;AMS;100;Raket\n")
    assert "# departs: …" in draft
    assert "# Not used: Prijs" in draft
    assert "# Raket: …" in draft
    _, draft = _draft(tmp_path, "Dossiernr;Naam;Van;Vertrekdatum\nA;Ann;AMS;2027-05-12\n")
    assert "kind: flight   # no column tells" in draft


def test_sheets_are_drafted_each(tmp_path: Path) -> None:
    """A sheet that is no table of bookings is left out."""
    path = tmp_path / "export.xlsx"
    path.write_bytes(
        workbook(
            {
                "Uitleg": rows([["Dit is de export van mei"]]),
                "Vluchten": rows(
                    [
                        ["Export"],
                        ["Dossier", "Naam", "Van", "Naar", "Datum"],
                        ["A", "Ann", "AMS", "LIS", (46519, DAY)],
                    ]
                ),
                "Verblijf": rows(
                    [
                        ["Dossier", "Naam", "Soort", "Hotel", "Stad", "Van", "Datum"],
                        ["A", "Ann", "Hotel", "B", "C", "D", (46519, DAY)],
                    ]
                ),
            }
        )
    )
    mapping = read_mapping("draft", propose(path))
    assert set(mapping.layouts) == {"Vluchten", "Verblijf"}
    reading = read_files([path], columns=mapping)
    (booking,) = reading
    assert (reading.rejections, [one.departs.iso for one in booking.segments]) == ((), ["2027-05-12"] * 2)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv", b"just words\n"), ("a.json", b"{}"), ("a.csv", b""), ("a.xlsx", b"PK\x03\x04")],
)
def test_what_is_no_table_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    """In words."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refusal):
        propose(tmp_path / name)
    with pytest.raises(Refusal):
        propose(tmp_path / "missing.csv")
