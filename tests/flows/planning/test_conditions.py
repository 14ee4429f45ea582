"""Conditions, in an editor's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.library.audience import Audience, TripType, Who
from flows.planning.conditions import Facts, asks_nothing, objection
from flows.trips.trip import Kind

LISBON = Facts(
    trip_type=TripType.ROUND_TRIP,
    destinations=frozenset({"lisbon"}),
    countries=frozenset({"PT"}),
    kinds=frozenset({Kind.FLIGHT}),
    month=5,
    nights=7,
    abroad=True,
    children=True,
    new_zone=True,
    hours_to_leg=36.0,
)


@pytest.mark.parametrize(
    "audience",
    [
        Audience(),
        Audience(who=Who.LEAD),
        Audience(destinations=frozenset({"lisbon", "porto"})),
        Audience(countries=frozenset({"PT"})),
        Audience(transport=frozenset({Kind.FLIGHT, Kind.TRAIN})),
        Audience(trip_types=frozenset({TripType.ROUND_TRIP})),
        Audience(months=frozenset({5})),
        Audience(nights_from=7, nights_to=7),
        Audience(nights_from=1),
        Audience(nights_to=7),
        Audience(abroad=True, children=True, layover=False, new_zone=True, multi_stay=False),
        Audience(before_leg_hours=36),
    ],
)
def test_what_holds_has_no_objection(audience: Audience) -> None:
    """A week in Lisbon with children meets each of these."""
    assert objection(audience, LISBON) == ""


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience(destinations=frozenset({"rome"})), "only for rome"),
        (
            Audience(destinations=frozenset({"rome", "florence", "venice"})),
            "only for florence, rome or venice",
        ),
        (Audience(countries=frozenset({"IT"})), "only for destinations in IT"),
        (Audience(transport=frozenset({Kind.TRAIN, Kind.BUS})), "only by bus or train"),
        (
            Audience(trip_types=frozenset({TripType.ONE_WAY, TripType.STAY_ONLY})),
            "only for trips of the kind one way or stay only",
        ),
        (Audience(directions=frozenset({"return"})), "only on the way return"),
        (Audience(months=frozenset({12, 1})), "only for arrivals in January or December"),
        (Audience(abroad=False), "only for trips within the home country"),
        (Audience(children=False), "only for parties without children"),
        (Audience(layover=True), "only where one changes on the way"),
        (Audience(new_zone=False), "only where the clock is as at home"),
        (Audience(multi_stay=True), "only for trips with several destinations"),
        (Audience(first=True), "only for the first one, and that is not known here"),
        (Audience(last=False), "not for the last one, and that is not known here"),
        (Audience(nights_from=8), "only for at least 8 nights, and this is 7"),
        (Audience(nights_to=6), "only for at most 6 nights, and this is 7"),
        (Audience(nights_from=1, nights_to=3), "only for 1 to 3 nights, and this is 7"),
        (Audience(before_leg_hours=35), "only when one leaves within 35 hours after it"),
    ],
)
def test_what_fails_is_said(audience: Audience, words: str) -> None:
    """Each failing condition names itself."""
    assert objection(audience, LISBON) == words


def test_the_first_that_fails_is_said() -> None:
    """One reason is enough."""
    assert (
        objection(Audience(countries=frozenset({"IT"}), abroad=False), LISBON)
        == "only for destinations in IT"
    )


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience(abroad=True), "only for trips abroad, and that is not known here"),
        (Audience(new_zone=False), "only where the clock is as at home, and that is not known here"),
        (Audience(nights_from=1), "only for a certain number of nights, and that is not known here"),
        (Audience(before_leg_hours=900), "only when one leaves within 900 hours after it"),
        (Audience(months=frozenset({5})), "only for arrivals in May"),
    ],
)
def test_what_nobody_knows_does_not_hold(audience: Audience, words: str) -> None:
    """An unknown fact meets no condition, for or against."""
    unknown = replace(LISBON, abroad=None, new_zone=None, nights=None, hours_to_leg=None, month=None)
    assert objection(audience, unknown) == words


def test_an_audience_without_conditions_asks_nothing() -> None:
    """`who` alone is no condition on the trip."""
    assert asks_nothing(Audience(who=Who.LEAD))
    assert not asks_nothing(Audience(last=False))


@pytest.mark.parametrize(
    ("kinds", "before", "first", "words"),
    [
        ({Kind.FLIGHT}, {Kind.TRAIN, Kind.TRANSFER}, True, ""),
        ({Kind.FLIGHT}, {Kind.TRAIN}, False, "not for the first flight of its chain"),
        ({Kind.FLIGHT}, {Kind.FLIGHT}, True, "only for the first flight of its chain"),
        ({Kind.FLIGHT}, {Kind.FLIGHT}, False, ""),
        (
            {Kind.TRAIN, Kind.BUS},
            {Kind.FLIGHT},
            True,
            "only for the first bus, flight or train of its chain",
        ),
        (set(), {Kind.TRANSFER}, True, "only for the first one"),
    ],
)
def test_the_first_of_its_kind(kinds: set[Kind], before: set[Kind], first: bool, words: str) -> None:
    """With kinds only legs of those and flights count before it; without, each leg of the chain does."""
    leg = replace(
        LISBON, kinds=frozenset(kinds) or LISBON.kinds, first=not before, kinds_before=frozenset(before)
    )
    assert objection(Audience(transport=frozenset(kinds), first=first), leg) == words


def test_the_last_of_its_kind() -> None:
    """A flight that a taxi follows is the last flight of its chain, but not the last leg."""
    leg = replace(LISBON, last=False, kinds_after=frozenset({Kind.TRANSFER}))
    flights = frozenset({Kind.FLIGHT})
    assert objection(Audience(transport=flights, last=True), leg) == ""
    assert objection(Audience(transport=flights, last=False), leg) == "not for the last flight of its chain"
    assert objection(Audience(last=True), leg) == "only for the last one"


def test_a_stay_is_the_first_of_its_trip_whatever_the_transport() -> None:
    """What is no leg has no chain: with transport too it is the first or last of its trip."""
    hotel = replace(LISBON, first=True, last=True)
    assert objection(Audience(transport=frozenset({Kind.FLIGHT}), first=True, last=True), hotel) == ""
