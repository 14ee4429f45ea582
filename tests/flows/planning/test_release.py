"""What goes only after an agent's word, and what is said of a change, a birthday and the middle of a stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.library.audience import Audience
from flows.library.touchpoint import Per, Touchpoint
from flows.planning.due import Due, Overridden, Override, Reason, Sent, Skipped, Waiting
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.evidence import Stage
from flows.trips.trip import Trip
from tests.support.touchpoints import answer, planned, recipient, settled, touchpoint
from tests.support.trips import ANN, BRUNO, CHIARA, italy_round_trip, lisbon_family, utc

KNOWN = utc("2027-05-01T10:00")
MOVED = Changed(
    segment="out", label="KL 1697", what=What.DEPARTS, was="2027-05-12T09:40", now="2027-05-12T15:40"
)
HUMANE = touchpoint("trip_cancelled", "change", per=Per.CHANGE, released=True, stages={Stage.CANCELLED})
DELAYED = touchpoint(
    "delayed",
    "change",
    per=Per.CHANGE,
    released=True,
    audience=Audience(changes=frozenset({ChangeKind.DELAYED})),
)
LET_GO = {(one.id, "c1"): Overridden(word=Override.NOW) for one in (HUMANE, DELAYED)}


def changed(kind: ChangeKind, *lines: Changed, cancelled: bool = False) -> Trip:
    """The family's trip with one change, known on 1 May."""
    held = lisbon_family()
    change = Change(id="c1", at=KNOWN, kind=kind, lines=lines)
    return replace(held, booking=replace(held.booking, cancelled=cancelled), changes=(change,))


def skipped(journey: Trip, one: Touchpoint, now: str, **more: object) -> tuple[Reason, str]:
    """Why the only answer is a refusal."""
    told = answer(journey, one, now=utc(now), **more)
    assert isinstance(told, Skipped)
    return told.reason, told.detail


def test_what_needs_an_agents_word_waits_for_it() -> None:
    """It names its instant and says what it waits for; the word lets it go, and then it is said."""
    journey = changed(ChangeKind.DELAYED, MOVED)
    told = answer(journey, DELAYED, now=KNOWN)
    assert isinstance(told, Skipped)
    assert (told.reason, told.at, told.key.occurrence) == (Reason.UNRELEASED, KNOWN, "c1")
    due = answer(journey, DELAYED, now=utc("2027-05-03T09:00"), overrides=LET_GO)
    assert isinstance(due, Due)
    assert due.forced
    again = answer(
        journey,
        DELAYED,
        now=utc("2027-05-04T09:00"),
        overrides=LET_GO,
        history=(settled(due, at=utc("2027-05-03T09:00")),),
    )
    assert isinstance(again, Sent)


def test_what_will_need_a_word_is_looked_at_again_at_its_instant() -> None:
    """Ahead of it nobody is asked; the plan names when to look again."""
    one = replace(DELAYED, when=touchpoint("x", "change", "+2h").when)
    plan = planned(changed(ChangeKind.DELAYED, MOVED), one, now=KNOWN)
    (told,) = plan.answers
    assert isinstance(told, Skipped)
    assert (told.reason, plan.next_due) == (Reason.UNRELEASED, utc("2027-05-01T12:00"))


def test_an_agent_may_say_when() -> None:
    """A given instant is a word too."""
    at = utc("2027-05-02T08:00")
    overrides = {("delayed", "c1"): Overridden(word=Override.AT, at=at)}
    told = answer(changed(ChangeKind.DELAYED, MOVED), DELAYED, now=KNOWN, overrides=overrides)
    assert isinstance(told, Waiting)
    assert told.at == at


def test_a_condition_is_asked_before_the_agent() -> None:
    """What is not for this change needs no word, nor does what is useless by now."""
    expected = (Reason.NOT_FOR_THIS_TRIP, "only for what is delayed")
    assert skipped(changed(ChangeKind.CHANGED, MOVED), DELAYED, "2027-05-01T10:00") == expected
    late = replace(DELAYED, useless_after=touchpoint("x", "departure", "-2h").when)
    journey = changed(ChangeKind.DELAYED, MOVED)
    assert skipped(journey, late, "2027-05-12T05:40:01")[0] is Reason.USELESS
    assert skipped(journey, late, "2027-05-12T05:40:00")[0] is Reason.UNRELEASED


def test_of_a_cancelled_trip_only_the_humane_word_goes_and_only_when_let_go() -> None:
    """Everything else is off; what was written for it waits for an agent, then goes (S10)."""
    journey = changed(ChangeKind.CANCELLED, cancelled=True)
    packing = touchpoint("packing", "departure", "-5d", "18:00")
    now = "2027-05-02T10:00"
    assert skipped(journey, packing, now)[0] is Reason.CANCELLED
    assert skipped(journey, DELAYED, now, overrides=LET_GO)[0] is Reason.CANCELLED
    assert skipped(journey, replace(HUMANE, released=False), now)[0] is Reason.CANCELLED
    assert skipped(journey, HUMANE, now)[0] is Reason.UNRELEASED
    assert isinstance(answer(journey, HUMANE, now=utc(now), overrides=LET_GO), Due)


def test_the_humane_word_is_not_for_a_trip_that_goes_on() -> None:
    """Reinstated before anyone let it go: nobody is asked any more."""
    back = changed(ChangeKind.CANCELLED)
    assert skipped(back, HUMANE, "2027-05-02T10:00") == (Reason.OTHER_STAGE, "is in in_between now")


def test_without_a_change_there_is_nothing_to_say() -> None:
    """One answer says so."""
    expected = (Reason.NO_ANCHOR, "nothing of theirs changed since it was booked")
    assert skipped(lisbon_family(), DELAYED, "2027-05-02T10:00") == expected


def test_a_change_is_told_to_those_whom_it_concerns() -> None:
    """A flight that only Bruno takes is nothing to Ann; what was whole trip's is everyone's."""
    held = italy_round_trip()
    own = replace(held.booking.segments[0], id="own", travellers=(BRUNO.id,))
    mine = replace(held.booking.segments[0], travellers=(ANN.id,))
    line = replace(MOVED, segment="own")
    change = Change(id="c1", at=KNOWN, kind=ChangeKind.DELAYED, lines=(line,))
    segments = (mine, own, *held.booking.segments[1:])
    journey = replace(held, booking=replace(held.booking, segments=segments), changes=(change,))
    for person, there in ((ANN, False), (BRUNO, True)):
        told = answer(journey, DELAYED, now=KNOWN, recipient=recipient(journey, person.id))
        assert isinstance(told, Skipped)
        assert (told.reason is Reason.UNRELEASED) is there
    both = answer(journey, DELAYED, now=KNOWN)
    assert both.travellers == (BRUNO.id,)


def test_a_birthday_is_greeted_where_they_are() -> None:
    """Ann's chat hears of Chiara's birthday, at nine local time; Bruno's own chat does not."""
    held = lisbon_family()
    party = tuple(
        replace(person, born=date(2018, 5, 15) if person.id == CHIARA.id else None)
        for person in held.travellers
    )
    journey = replace(held, booking=replace(held.booking, travellers=party))
    greeting = touchpoint("birthday", "birthday", "0d", "09:00", per=Per.BIRTHDAY)
    told = answer(journey, greeting, now=KNOWN)
    assert isinstance(told, Waiting)
    assert (told.at, told.zone) == (utc("2027-05-15T08:00"), "Europe/Lisbon")
    assert told.key.occurrence == CHIARA.id
    assert told.travellers == tuple(person.id for person in party)
    alone = recipient(journey, BRUNO.id)
    assert skipped(journey, greeting, "2027-05-01T10:00", recipient=alone) == (
        Reason.NO_ANCHOR,
        "nobody here has a birthday during this trip",
    )


@pytest.mark.parametrize(("per", "occurrence"), [(Per.TRIP, "trip"), (Per.STAY, "hotel")])
def test_the_middle_of_a_stay(per: Per, occurrence: str) -> None:
    """For a stay its own, for a trip that of the longest stay."""
    told = answer(lisbon_family(), touchpoint("pulse", "mid_stay", "0d", "18:00", per=per), now=KNOWN)
    assert isinstance(told, Waiting)
    assert (told.at, told.key.occurrence) == (utc("2027-05-15T17:00"), occurrence)


def test_a_short_stay_has_no_middle() -> None:
    """The refusal says which, and why."""
    plan = planned(italy_round_trip(), touchpoint("pulse", "mid_stay", per=Per.STAY), now=KNOWN)
    details = [(one.reason, one.detail) for one in plan.answers if isinstance(one, Skipped)]
    assert details[0] == (Reason.NO_ANCHOR, "Albergo Trastevere has fewer than 4 nights")
    assert skipped(italy_round_trip(), touchpoint("pulse", "mid_stay"), "2027-05-01T10:00") == (
        Reason.NO_ANCHOR,
        "there is no stay of 4 nights or more in this trip",
    )
