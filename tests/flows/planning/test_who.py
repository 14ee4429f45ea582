"""Who gets what is a rule of the touchpoint: lead, each, adults, leader; a surprise; and what reached nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.library.audience import Audience, Who
from flows.library.touchpoint import Item, Late, Per, Touchpoint
from flows.planning.due import Due, Reason, Sent, Skipped, Waiting
from flows.planning.ledger import UNBOUND
from tests.support.touchpoints import PLAIN, answer, planned, recipient, settled, touchpoint
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, lisbon_family, trip, utc

LISBON = lisbon_family()
BOOKED = utc("2027-01-10T10:00")
GOES = utc("2027-05-07T18:00+02:00")
HOUR = timedelta(hours=1)
APART = trip(
    flight(
        "KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", travellers=(ANN, CHIARA), id="out"
    ),
    flight("KL1699", "AMS", "LIS", "2027-05-13T09:40", "2027-05-13T11:45", travellers=(BRUNO,), id="later"),
    travellers=(ANN, BRUNO, CHIARA),
)


def for_whom(who: Who, per: Per = Per.TRIP) -> Touchpoint:
    """Five days before the departure, for these."""
    return touchpoint(
        "packing", "departure", "-5d", "18:00", audience=Audience(who=who), per=per, late=Late.SEND
    )


@pytest.mark.parametrize(
    ("who", "served", "expected"),
    [
        (Who.EACH, (ANN, BRUNO, CHIARA), (ANN, BRUNO, CHIARA)),
        (Who.LEAD, (ANN, BRUNO, CHIARA), (ANN,)),
        (Who.ADULTS, (ANN, BRUNO, CHIARA, DAN), (ANN, BRUNO)),
        (Who.ADULTS, (BRUNO, DAN), (BRUNO,)),
    ],
)
def test_each_rule_speaks_of_its_people(who: Who, served: tuple, expected: tuple) -> None:
    """Of those whom the chat serves."""
    chat = recipient(LISBON, *(one.id for one in served))
    told = answer(LISBON, for_whom(who), now=BOOKED, recipient=chat)
    assert isinstance(told, Waiting)
    assert told.travellers == tuple(one.id for one in expected)


@pytest.mark.parametrize(
    ("who", "served", "detail"),
    [
        (Who.LEAD, (BRUNO,), "only for the one who booked"),
        (Who.ADULTS, (CHIARA, DAN), "only for adults"),
        (Who.LEADER, (ANN,), "only for the tour leader"),
    ],
)
def test_each_rule_refuses_the_others_in_words(who: Who, served: tuple, detail: str) -> None:
    """An editor reads why."""
    chat = recipient(LISBON, *(one.id for one in served))
    told = answer(LISBON, for_whom(who), now=BOOKED, recipient=chat)
    assert isinstance(told, Skipped)
    assert (told.reason, told.detail) == (Reason.NOT_FOR_THIS_TRIP, detail)


def test_the_tour_leader_hears_of_every_leg_with_who_takes_it() -> None:
    """Bruno leads and takes the later flight: he reads of both, and Ann, who leads nobody, of none."""
    led = replace(APART, leader=BRUNO.id)
    roster = for_whom(Who.LEADER, Per.LEG)
    bruno = planned(led, roster, now=BOOKED, recipient=recipient(led, BRUNO.id))
    assert [(one.occurrence, one.travellers) for one in bruno.answers] == [
        ("later", (BRUNO.id,)),
        ("out", (ANN.id, CHIARA.id)),
    ]
    ann = planned(led, roster, now=BOOKED, recipient=recipient(led, ANN.id, CHIARA.id))
    assert {one.detail for one in ann.answers if isinstance(one, Skipped)} == {"only for the tour leader"}


def test_leading_changes_nothing_of_what_is_for_each() -> None:
    """The leader's own journey is told as anyone's; nobody else's is."""
    led = replace(APART, leader=BRUNO.id)
    told = planned(led, for_whom(Who.EACH, Per.LEG), now=BOOKED, recipient=recipient(led, BRUNO.id))
    assert [one.occurrence for one in told.answers] == ["later"]


def test_who_must_not_know_gets_one_answer_to_everything() -> None:
    """Nothing is due, nothing waits, no digest, no instant to look again at."""
    secret = replace(LISBON, surprised=frozenset({BRUNO.id}))
    things = (for_whom(Who.EACH), replace(for_whom(Who.EACH), id="again", late=Late.DIGEST))
    told = planned(secret, *things, now=GOES + HOUR, recipient=recipient(secret, BRUNO.id, known=GOES + HOUR))
    assert {one.reason for one in told.answers if isinstance(one, Skipped)} == {Reason.SURPRISE}
    assert (list(told.due), told.digest, told.next_due) == ([], None, None)


def test_the_lead_of_a_surprise_for_the_lead_is_the_next_adult() -> None:
    """What is for the lead goes to Bruno until Ann may know."""
    secret = replace(LISBON, surprised=frozenset({ANN.id}))
    told = answer(secret, for_whom(Who.LEAD), now=BOOKED, recipient=recipient(secret, BRUNO.id, DAN.id))
    assert told.travellers == (BRUNO.id,)


@pytest.mark.parametrize(
    ("state", "reason"),
    [("skipped", "blocked"), ("failed", "unreachable"), ("sent", UNBOUND), ("unknown", UNBOUND)],
)
def test_what_reached_nobody_goes_again_once_they_are_known_anew(state: str, reason: str) -> None:
    """In a new generation; as long as nothing changed it stays as it is."""
    packing = for_whom(Who.EACH)
    due = answer(LISBON, packing, now=GOES)
    past = settled(due, state=state, reason=reason, at=GOES)
    before = answer(LISBON, packing, now=GOES + HOUR, history=(past,))
    assert isinstance(before, Sent)
    after = answer(LISBON, packing, now=GOES + HOUR, history=(past,), known=GOES + HOUR)
    assert isinstance(after, Due)
    assert after.key.generation == 1


@pytest.mark.parametrize(("state", "reason"), [("sent", ""), ("skipped", "left_trip"), ("failed", "refused")])
def test_what_was_settled_otherwise_does_not_come_again(state: str, reason: str) -> None:
    """Who is known anew hears nothing twice."""
    packing = for_whom(Who.EACH)
    past = settled(answer(LISBON, packing, now=GOES), state=state, reason=reason, at=GOES)
    told = answer(LISBON, packing, now=GOES + HOUR, history=(past,), known=GOES + HOUR)
    assert isinstance(told, Sent)


def test_a_child_of_whom_a_chat_knows_a_part_has_no_trip_of_its_own_there() -> None:
    """One list with Dan on it, one welcome that does not speak of him; his legs with Ann are hers and his (S12)."""
    seen = replace(
        trip(
            flight(
                "KL1697",
                "AMS",
                "LIS",
                "2027-05-12T09:40",
                "2027-05-12T11:45",
                travellers=(ANN, DAN),
                id="out",
            ),
            flight(
                "KL1698", "LIS", "AMS", "2027-05-16T17:30", "2027-05-16T21:25", travellers=(ANN,), id="back"
            ),
            travellers=(ANN, DAN),
        ),
        partly=frozenset({DAN.id}),
    )
    item = Item(id="passport", text=PLAIN)
    listed = replace(for_whom(Who.EACH), id="list", items=(item,))
    leg = replace(for_whom(Who.EACH, Per.LEG), id="leg")
    told = planned(
        seen, for_whom(Who.EACH), listed, leg, now=BOOKED, recipient=recipient(seen, ANN.id, DAN.id)
    )
    assert [(one.touchpoint.id, one.occurrence, one.travellers) for one in told.answers] == [
        ("packing", "trip", (ANN.id,)),
        ("list", "trip", (ANN.id, DAN.id)),
        ("leg", "out", (ANN.id, DAN.id)),
        ("leg", "back", (ANN.id,)),
    ]
