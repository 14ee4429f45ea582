"""Random bookings through the rehearsal: whatever they are, the contract holds and nothing raises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.rehearsal import Options
from flows.trips.trip import Booking
from tests.flows.trips.test_random_itineraries import odd_segments, sane_trips
from tests.stories.contract import violations
from tests.stories.playing import play_booking, shipped, with_offers
from tests.support.trips import ANN, COUPLE, FAMILY

BOUNDED = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def bookings(draw: st.DrawFn) -> Booking:
    """A sane trip or odd segments, for one, two or four; some segments for a part of the party only."""
    trip = draw(sane_trips())
    segments = trip.booking.segments
    if draw(st.integers(0, 2)) == 0:
        odd = draw(st.lists(odd_segments(), min_size=1, max_size=4, unique_by=lambda one: one.id))
        segments = tuple(odd)
    party = draw(st.sampled_from([(ANN,), COUPLE, FAMILY]))
    some = draw(st.sampled_from([(), (party[-1].id,)]))
    mixed = tuple(
        replace(segment, travellers=some if number % 2 else ()) for number, segment in enumerate(segments)
    )
    return Booking(reference="RANDOM", travellers=party, segments=mixed, booked=trip.booked)


@BOUNDED
@given(bookings(), st.booleans(), st.sampled_from([0, 0, 12, 900]), st.sampled_from(["nl", "en", "fr", "de"]))
def test_any_booking_keeps_the_contract(booking: Booking, each: bool, late: int, locale: str) -> None:
    """Stages without holes, rows with their reasons, caps, quiet hours, nothing twice; known late or at once."""
    assert booking.booked is not None
    since = booking.booked + timedelta(hours=late)
    library = with_offers(shipped(), ("transfer", "excursion"))
    played = asyncio.run(play_booking(booking, Options(each=each, since=since, locale=locale), library))
    document = played.document()
    names = {person.name for person in booking.travellers}
    assert violations(document, booked=booking.booked, names=names) == []
    sent = [row["at"] for row in document["touchpoints"] if row["outcome"] == "sent"]
    assert all(datetime.fromisoformat(at) >= since for at in sent)
