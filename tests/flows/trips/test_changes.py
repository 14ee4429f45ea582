"""What a trip knows beside its segments: changes, documents, what is celebrated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from flows.errors import NaiveTime
from flows.trips.changes import Change, ChangeKind
from flows.trips.documents import Document
from flows.trips.merge import merge
from tests.support.trips import ANN, BRUNO, lisbon_family, utc


def test_a_change_knows_its_instant() -> None:
    """A naive time is refused."""
    with pytest.raises(NaiveTime):
        Change(id="c1", at=datetime.fromisoformat("2027-05-01T10:00"), kind=ChangeKind.DELAYED)


def test_a_change_is_found_by_its_id() -> None:
    """An unknown id finds none."""
    change = Change(id="c1", at=utc("2027-05-01T10:00"), kind=ChangeKind.CHANGED)
    trip = replace(lisbon_family(), changes=(change,))
    assert (trip.change("c1"), trip.change("c2")) == (change, None)


def test_what_is_celebrated_comes_from_the_paper_and_from_people() -> None:
    """Both are one set."""
    trip = lisbon_family()
    trip = replace(trip, booking=replace(trip.booking, occasions=("anniversary",)), occasions=("birthday",))
    assert trip.celebrated == {"anniversary", "birthday"}


@pytest.mark.parametrize(("people", "theirs"), [((), True), ((ANN.id,), True), ((BRUNO.id,), False)])
def test_a_document_is_for_those_it_names(people: tuple[str, ...], theirs: bool) -> None:
    """Naming nobody it is for the whole party."""
    document = Document(id="d1", name="Voucher", travellers=people)
    assert document.is_for(frozenset({ANN.id})) is theirs


def test_a_paper_that_celebrates_adds_to_what_was_known() -> None:
    """And one that does not mention it takes nothing back."""
    held = replace(lisbon_family().booking, occasions=("birthday",))
    merged = merge(held, replace(held, occasions=("anniversary",)))
    assert merged.booking.occasions == ("birthday", "anniversary")
    assert merged.lines == ("celebrated: birthday, anniversary",)
    assert merge(merged.booking, lisbon_family().booking).booking == merged.booking
