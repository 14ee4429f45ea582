"""A trip that an agent ends by hand: from then on home, for good."""

from __future__ import annotations

from datetime import timedelta

from flows.trips.evidence import Source, Stage, Word
from flows.trips.life import life
from flows.trips.moments import Anchor
from tests.support.trips import ANN, BRUNO, flight, lisbon_family, stay, trip, utc

AT = utc("2027-05-14T10:00")
SECOND = timedelta(seconds=1)
ONE_WAY = trip(
    flight("TP669", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:35"),
    stay("Casa Graça", "LIS", "2027-05-12T15:00", "2028-05-12T11:00"),
)


def said(stage: Stage = Stage.AFTERWARDS, at: str = "2027-05-14T10:00", **more: object) -> Word:
    """Jo's word on the whole party, pinned."""
    given = {"source": Source.AGENT, "pinned": True, "who": "Jo", **more}
    return Word(stage=stage, at=utc(at), **given)  # type: ignore[arg-type]


def test_an_open_trip_ends() -> None:
    """A one-way trip has no return; ended by hand it has one, proven, by home's clock."""
    assert life(ONE_WAY, ANN).first(Anchor.RETURN_ARRIVAL) is None
    lived = life(ONE_WAY, ANN, (said(),))
    back = lived.first(Anchor.RETURN_ARRIVAL)
    assert back is not None
    assert (back.at, back.zone, back.proven) == (AT, "Europe/Amsterdam", True)
    last = lived.timeline[-1]
    assert (last.stage, last.since, last.until) == (Stage.AFTERWARDS, AT, None)
    assert last.because == "Jo (agent) says so, pinned"
    assert (lived.zone_at(AT - SECOND), lived.zone_at(AT)) == ("Europe/Lisbon", "Europe/Amsterdam")


def test_an_early_return_moves_the_return() -> None:
    """What the papers say of the way home is no return any more, and no stage after it is."""
    lived = life(lisbon_family(), ANN, (said(),))
    assert [moment.at for moment in lived.of(Anchor.RETURN_ARRIVAL, occurrence="trip")] == [AT]
    assert [span.stage for span in lived.timeline][-2:] == [Stage.ON_SITE, Stage.AFTERWARDS]
    assert lived.timeline[-2].until == AT


def test_only_the_last_pinned_word_on_all_of_them_ends_it() -> None:
    """A word on one of them, an unpinned one, one that was taken back, or one said at home ends nothing."""
    plain = life(lisbon_family(), ANN).timeline
    for words in (
        (said(traveller=BRUNO.id),),
        (said(pinned=False),),
        (said(source=Source.TAP),),
        (said(), said(Stage.ON_SITE, "2027-05-14T11:00")),
        (said(at="2027-05-01T10:00"),),
        (said(at="2027-05-25T10:00"),),
    ):
        assert life(lisbon_family(), ANN, words).timeline == plain
