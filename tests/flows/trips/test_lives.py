"""The lives of a party, worked out once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.trips.evidence import Source, Stage, Word
from flows.trips.life import life
from flows.trips.lives import Lives
from tests.support.trips import ANN, BRUNO, lisbon_family, utc


def test_equal_itineraries_share_one_working_out() -> None:
    """Bruno's life is Ann's, under his own name."""
    lives = Lives(lisbon_family())
    ann, bruno = lives.of(ANN.id), lives.of(BRUNO.id)
    assert (ann.traveller, bruno.traveller) == (ANN, BRUNO)
    assert bruno.moments is ann.moments
    assert lives.of(ANN.id) is ann
    assert bruno == life(lisbon_family(), BRUNO.id)


def test_who_travels_otherwise_has_a_life_of_his_own() -> None:
    """A room that Bruno does not share makes his another one."""
    held = lisbon_family()
    segments = tuple(
        replace(one, travellers=(ANN.id,)) if one.id == "hotel" else one for one in held.booking.segments
    )
    lives = Lives(replace(held, booking=replace(held.booking, segments=segments)))
    assert [stay.segment.id for stay in lives.of(ANN.id).itinerary.stays] == ["hotel"]
    assert lives.of(BRUNO.id).itinerary.stays == ()


def test_a_word_about_one_is_not_about_the_other() -> None:
    """What Bruno tapped moves Bruno alone."""
    at = utc("2027-05-12T09:30")
    tapped = Word(source=Source.TAP, stage=Stage.ON_SITE, at=at, traveller=BRUNO.id)
    lives = Lives(lisbon_family(), (tapped,))
    stages = [lives.of(person.id).estimate(now=at).stage for person in (ANN, BRUNO)]
    assert stages == [Stage.IN_TRANSIT, Stage.ON_SITE]


def test_what_is_known_is_not_worked_out_again() -> None:
    """A life that is handed in serves everyone who lives it."""
    ann = life(lisbon_family(), ANN.id)
    assert Lives(lisbon_family(), known=(ann,)).of(ANN.id) is ann


def test_a_stranger_has_no_life_here() -> None:
    """Nobody of that id is in the party."""
    with pytest.raises(KeyError):
        Lives(lisbon_family()).of("stranger")
