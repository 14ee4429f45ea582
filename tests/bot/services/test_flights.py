"""What is said of a flight, for everyone on it: by an agent in the group, and by a status service (S2)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.services import flights
from bot.services.flights import Received, Verdict
from bot.storage.calls import CallRow, CallWhy
from bot.storage.evidence import EvidenceRow
from bot.storage.flights import FlightLegRow, FlightReportRow, ReportState, on_flight
from bot.storage.trips import TripRow, trip_by_reference
from flows.errors import UnreadableStatus
from flows.trips.trip import Trip
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    SAM,
    House,
    Standing,
    open_house,
    sentence,
    wording,
)
from tests.support.trips import ANN, flight, lisbon_family, stay, trip, utc

CONFIRM, CANCEL = sentence("flight.confirm"), sentence("flight.cancel")
APPLY, IGNORE = sentence("flight.apply"), sentence("flight.ignore")
ASKS, NOTHING_NEW = sentence("flight.asks"), sentence("flight.nothing_new")
DELAYED, WELCOME, FIRST_STEPS = wording("leg_delayed"), wording("welcome"), wording("first_steps")


async def started(house: House, now: str) -> None:
    """The agents are there, Ann has joined with her family's phone, and trip time has come to `now`."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.live(utc(now))


async def typed(house: House, text: str) -> Standing:
    """What the group is answered."""
    await house.say(JO, f"/flight {text}", chat=GROUP)
    return house.standing(GROUP)[-1]


async def confirmed(house: House, text: str) -> Standing:
    """The card of what an agent typed and confirmed."""
    card = await typed(house, text)
    await house.tap(JO, card, CONFIRM, chat=GROUP)
    return card


def heard(house: House, part: str) -> int:
    """How often Ann's chat heard something."""
    return sum(part in text for text in house.texts(ANN_CHAT))


async def broken(house: House, reference: str) -> None:
    """What is held of this trip cannot be read."""
    async with house.runtime.database.write() as session:
        row = await trip_by_reference(session, reference)
        assert row is not None
        row.said = {"no": "booking"}
        session.add(row)


def other(reference: str, *, number: str = "KL1697", day: str = "2027-05-12") -> Trip:
    """Somebody else's trip on a flight."""
    return trip(
        flight(number, "AMS", "LIS", f"{day}T09:40", f"{day}T11:45", id=f"{reference}-out"),
        stay("Hotel Alfama", "LIS", day, "2027-05-19", id=f"{reference}-hotel"),
        reference=reference,
    )


async def test_the_preview_says_who_and_what_and_changes_nothing() -> None:
    """How many, who, what they would hear and when; until an agent confirms everything is as it was."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        card = await typed(house, "KL1697 12 May +6h")
        assert card.labels == [CONFIRM, CANCEL]
        for part in ("KL 1697", "09:40 → 15:40", "1 trip", "4 travellers", "Ann de Vries +3 (LISBON-4)"):
            assert part in card.text
        assert "first_steps: Wed 12 May, 13:45 → Wed 12 May, 19:45 Amsterdam (18:45 Lisbon)" in card.text
        assert (await house.rows(EvidenceRow), heard(house, DELAYED)) == ([], 0)


async def test_six_hours_known_at_the_airport() -> None:
    """S2: the stage stays, the traveller hears it once, what waits for the landing slides, and nobody is welcomed before."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await confirmed(house, "KL1697 12 May +6h")
        await house.live(utc("2027-05-12T05:20"))
        assert heard(house, DELAYED) >= 1
        said = house.find(ANN_CHAT, DELAYED).text
        assert ("departure was 09:40, now 15:40" in said, "arrival was 11:45, now 17:45" in said) == (
            True,
            True,
        )
        await house.say(JO, "/who LISBON-4", chat=GROUP)
        assert "in transit" in house.texts(GROUP)[-1]
        assert "says Jo" in house.texts(GROUP)[-1]
        await house.live(utc("2027-05-12T17:40"))
        assert (heard(house, WELCOME), heard(house, FIRST_STEPS)) == (0, 0)
        await house.live(utc("2027-05-12T20:00"))
        assert (heard(house, WELCOME), heard(house, FIRST_STEPS)) == (1, 1)


async def test_what_stands_in_the_chat_says_the_new_time() -> None:
    """Messages with the old departure are put right where they stand; when to be there for who has set out holds no more."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        assert any("09:40" in text for text in house.texts(ANN_CHAT))
        await confirmed(house, "KL1697 12 May +6h")
        told = [text for text in house.texts(ANN_CHAT) if "09:40" in text and DELAYED not in text]
        assert [text for text in told if sentence("delivery.outdated") not in text] == []


async def test_cancel_changes_nothing_and_the_first_tap_counts() -> None:
    """The card says whose word it was; a second tap is told that it is decided."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        card = await typed(house, "KL1697 12 May +6h")
        confirm = card.button(CONFIRM).token
        await house.tap(SAM, card, CANCEL, chat=GROUP)
        assert "Sam" in card.text
        assert card.labels == []
        word = await house.press(JO, confirm, card.message_id, chat=GROUP)
        assert word == sentence("flight.settled")
        assert await house.rows(EvidenceRow) == []


async def test_an_old_preview_is_not_confirmed() -> None:
    """Twelve hours later the flight is another one."""
    async with open_house() as house:
        await started(house, "2027-05-11T17:00")
        card = await typed(house, "KL1697 12 May +6h")
        await house.live(utc("2027-05-12T05:00:01"))
        await house.tap(JO, card, CONFIRM, chat=GROUP)
        assert sentence("flight.expired") in card.text
        assert await house.rows(EvidenceRow) == []


async def test_back_on_time_before_anybody_heard_is_never_said() -> None:
    """A delay for tomorrow that is taken back within its minutes reaches nobody."""
    async with open_house() as house:
        await started(house, "2027-05-11T12:00")
        await confirmed(house, "KL1697 12 May +6h")
        await house.live(utc("2027-05-11T12:02"))
        await confirmed(house, "KL1697 12 May on time")
        await house.live(utc("2027-05-11T13:00"))
        assert heard(house, DELAYED) == 0
        assert not any("15:40" in text for text in house.texts(ANN_CHAT))


async def test_everyone_on_the_flight_and_nobody_else() -> None:
    """Three trips on it, one of the day after, one on another flight: the preview counts three, three change."""
    async with open_house() as house:
        for row in (
            other("SAME-1"),
            other("SAME-2"),
            other("NEXT-1", day="2027-05-13"),
            other("ELSE-1", number="KL1699"),
        ):
            await house.add_trip(row)
        await started(house, "2027-05-12T05:00")
        card = await typed(house, "KL1697 12 May cancelled")
        assert "3 trips" in card.text
        await house.tap(JO, card, CONFIRM, chat=GROUP)
        assert "3 trips" in card.text
        kept = {row.trip_id for row in await house.rows(EvidenceRow)}
        references = {row.reference for row in await house.rows(TripRow) if row.key in kept}
        assert references == {"LISBON-4", "SAME-1", "SAME-2"}


async def test_many_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each bell one; the card says that it is on its way, and in the end to how many it went."""
    monkeypatch.setattr("bot.steps.flying.TOGETHER", 2)
    async with open_house() as house:
        for number in range(4):
            await house.add_trip(other(f"SAME-{number}"))
        await started(house, "2027-05-12T05:00")
        card = await confirmed(house, "KL1697 12 May +6h")
        assert sentence("flight.applying") in card.text
        await house.tick()
        await house.tick()
        (report,) = await house.rows(FlightReportRow)
        assert (report.state, report.changed) == (ReportState.DONE, 5)
        assert len(await house.rows(EvidenceRow)) == 5
        assert ("Jo: 5 trips updated" in card.text, "09:40 → 15:40" in card.text) == (True, True)


async def test_the_tap_itself_applies_nothing() -> None:
    """A trip that cannot be planned fails nobody's tap: the others change, and the card says how many."""
    async with open_house() as house:
        for number in range(3):
            await house.add_trip(other(f"SAME-{number}"))
        await started(house, "2027-05-12T05:00")
        card = await typed(house, "KL1697 12 May +6h")
        await broken(house, "SAME-1")
        assert await house.tap(JO, card, CONFIRM, chat=GROUP) == ""
        for _ in range(4):
            await house.tick()
        assert "Jo: 3 trips updated" in card.text


async def test_a_trip_that_cannot_be_worked_out_is_named_on_the_card() -> None:
    """The preview tells of the others, and which one stays as it is."""
    async with open_house() as house:
        for number in range(2):
            await house.add_trip(other(f"SAME-{number}"))
        await house.join(BRUNO_CHAT, ANN.id, reference="SAME-1")
        await started(house, "2027-05-12T05:00")
        await broken(house, "SAME-1")
        card = await typed(house, "KL1697 12 May +6h")
        assert ("3 trips" in card.text, card.labels) == (True, [CONFIRM, CANCEL])
        assert "stays as it is: SAME-1" in card.text


@pytest.mark.parametrize(("bound", "asked"), [("2027-05-14T11:59", 1), ("2027-05-14T12:00", 0)])
async def test_a_group_that_is_bound_late_is_not_asked_about_old_flights(bound: str, asked: int) -> None:
    """What left more than a day ago, anywhere on earth, needs nobody's word."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-12T05:00"))
        assert await received(house, told("Canceled")) == Verdict.WAITS
        await house.live(utc(bound))
        await house.agents()
        await house.tick()
        assert sum(ASKS in text for text in house.texts(GROUP)) == asked


async def test_a_flight_sold_as_two_legs_is_told_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same number twice in one trip, and a batch ends between them."""
    monkeypatch.setattr("bot.steps.flying.TOGETHER", 1)
    twice = trip(
        flight("KL9", "AMS", "MUC", "2027-05-12T09:00", "2027-05-12T10:30", id="one"),
        flight("KL9", "MUC", "LIS", "2027-05-12T12:00", "2027-05-12T14:15", id="two"),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19"),
        reference="STOP-1",
    )
    async with open_house() as house:
        await house.add_trip(twice)
        await started(house, "2027-05-12T05:00")
        await confirmed(house, "KL9 12 May cancelled")
        await house.tick()
        assert {row.segment for row in await house.rows(EvidenceRow)} == {"one", "two"}


async def test_one_trip_that_breaks_keeps_nobody_else_from_hearing() -> None:
    """What is held of one trip cannot be read: it stays as it is, everyone else on the flight is told."""
    async with open_house() as house:
        for number in range(3):
            await house.add_trip(other(f"SAME-{number}"))
        await started(house, "2027-05-12T05:00")
        await broken(house, "SAME-1")
        assert await received(house, told(minutes=60)) == Verdict.APPLIED
        kept = {row.trip_id for row in await house.rows(EvidenceRow)}
        references = {row.reference for row in await house.rows(TripRow) if row.key in kept}
        assert references == {"LISBON-4", "SAME-0", "SAME-2"}


async def test_the_same_again_is_no_news() -> None:
    """Nothing to confirm, nothing twice."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await confirmed(house, "KL1697 12 May +6h")
        card = await typed(house, "KL1697 12 May +6h")
        assert (NOTHING_NEW in card.text, card.labels) == (True, [])
        assert len(await house.rows(EvidenceRow)) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "flight.unclear_usage"),
        ("LISBON-4 +6h", "flight.unclear_number"),
        ("KL1697 12 May", "flight.unclear_said"),
        ("KL1697 1 June +6h", "flight.nobody"),
        ("KL1697 13 May +6h", "flight.which_day"),
        ("KL1697 12 May departs 14:10 arrives 14:20", "flight.impossible"),
        ("KL1697 12 May landed", "flight.too_early_landed"),
        ("KL1697 12 May departed", "flight.too_early_departed"),
        ("KL1697 12 May departs 15:40 arrives 11:45", "flight.impossible"),
    ],
)
async def test_what_cannot_be_meant_is_said(text: str, word: str) -> None:
    """With what is missing, or on which days somebody flies."""
    async with open_house() as house:
        await started(house, "2027-05-01T10:00")
        await house.say(JO, f"/flight {text}".strip(), chat=GROUP)
        assert sentence(word) in house.texts(GROUP)[-1]


async def test_without_a_date_it_is_the_day_on_which_somebody_flies() -> None:
    """Within three days, if only one."""
    async with open_house() as house:
        await started(house, "2027-05-11T10:00")
        card = await typed(house, "KL1697 +6h")
        assert "Wed 12 May" in card.text


async def test_figures_are_read_as_the_day_on_which_somebody_flies() -> None:
    """12/5 may be May or December; on one of them somebody is booked."""
    async with open_house() as house:
        await started(house, "2027-05-11T10:00")
        card = await typed(house, "KL1697 12/5 +6h")
        assert "Wed 12 May" in card.text


async def test_a_connection_that_breaks_is_named() -> None:
    """With what is left of the wait."""
    journey = trip(
        flight("KL1", "AMS", "MUC", "2027-05-12T09:00", "2027-05-12T10:30", id="one"),
        flight("LH2", "MUC", "LIS", "2027-05-12T12:00", "2027-05-12T14:15", id="two"),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19"),
        reference="CONN-1",
    )
    async with open_house() as house:
        await house.add_trip(journey)
        await started(house, "2027-05-12T05:00")
        card = await typed(house, "KL1 12 May +2h")
        assert "CONN-1 Ann: KL 1 → LH 2 in Munich, missed" in card.text


async def test_a_trip_without_a_chat_goes_to_the_call_list() -> None:
    """Somebody has to ring them: they read nothing."""
    async with open_house() as house:
        await house.add_trip(other("SAME-1"))
        await started(house, "2027-05-12T05:00")
        card = await confirmed(house, "KL1697 12 May cancelled")
        assert "cancelled" in card.text
        (call,) = await house.rows(CallRow)
        assert (call.why, call.traveller) == (CallWhy.NO_CHAT, ANN.id)
        assert "KL 1697" in call.text


def told(status: str = "Delayed", minutes: int = 60, *, at: str = "2027-05-12 05:00Z") -> dict[str, Any]:
    """What the service sends of the flight to Lisbon, so many minutes late."""
    departs = utc("2027-05-12T07:40") + timedelta(minutes=minutes)
    return {
        "number": "KL 1697",
        "status": status,
        "lastUpdatedUtc": at,
        "departure": {
            "scheduledTime": {"utc": "2027-05-12 07:40Z", "local": "2027-05-12 09:40+02:00"},
            "revisedTime": {"utc": f"{departs:%Y-%m-%d %H:%MZ}"},
        },
        "arrival": {"revisedTime": {"utc": f"{departs + timedelta(hours=3, minutes=5):%Y-%m-%d %H:%MZ}"}},
    }


async def received(house: House, payload: dict[str, Any]) -> Verdict:
    """What became of it."""
    (found,) = await flights.receive(house.runtime, payload)
    return found.verdict


async def test_an_hour_late_applies_at_once() -> None:
    """Three hours, not a minute more, need nobody's nod."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        assert await received(house, told(minutes=180)) == Verdict.APPLIED
        (row,) = await house.rows(EvidenceRow)
        assert row.departs_at == utc("2027-05-12T10:40")


async def test_more_than_three_hours_wait_for_an_agent() -> None:
    """The card shows who and what; Apply makes it so."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        assert await received(house, told(minutes=181)) == Verdict.WAITS
        await house.tick()
        card = house.find(GROUP, ASKS)
        assert card.labels == [APPLY, IGNORE]
        assert await house.rows(EvidenceRow) == []
        await house.tap(SAM, card, APPLY, chat=GROUP)
        (row,) = await house.rows(EvidenceRow)
        assert (row.departs_at, row.who) == (utc("2027-05-12T10:41"), "Sam")


async def test_a_cancellation_that_is_ignored_never_was() -> None:
    """And what the service says next is judged anew."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await received(house, told("Canceled"))
        await house.tick()
        await house.tap(JO, house.find(GROUP, ASKS), IGNORE, chat=GROUP)
        assert await house.rows(EvidenceRow) == []
        assert await received(house, told("Delayed", 30, at="2027-05-12 05:10Z")) == Verdict.APPLIED


async def test_what_waited_is_replaced_by_what_is_newer() -> None:
    """The old card loses its buttons; nobody applies what is no longer so."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await received(house, told("Canceled"))
        await house.tick()
        old = house.find(GROUP, ASKS)
        assert await received(house, told("Expected", 20, at="2027-05-12 05:10Z")) == Verdict.APPLIED
        await house.tick()
        assert (sentence("flight.replaced") in old.text, old.labels) == (True, [])


async def test_the_same_payload_again_and_an_older_one_change_nothing() -> None:
    """Services repeat themselves and mix the order up."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await received(house, told(minutes=60, at="2027-05-12 05:00Z"))
        again = await received(house, told(minutes=60, at="2027-05-12 05:30Z"))
        older = await received(house, told(minutes=20, at="2027-05-12 04:59Z"))
        assert (again, older) == (Verdict.KNOWN, Verdict.KNOWN)
        (row,) = await house.rows(EvidenceRow)
        assert row.departs_at == utc("2027-05-12T08:40")


async def test_a_service_does_not_overrule_an_agent() -> None:
    """Jo says cancelled; a service that still expects the flight waits for a word. That it has left is seen, and counts."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await confirmed(house, "KL1697 12 May cancelled")
        for at in ("2027-05-12 05:10Z", "2027-05-12 05:00Z"):  # a clock that is ahead does not tell it later
            assert await received(house, told("Expected", 0, at=at)) == Verdict.WAITS
        await house.move(utc("2027-05-12T07:45"))
        assert await received(house, told("Departed", 0, at="2027-05-12 07:45Z")) == Verdict.APPLIED


async def test_a_flight_that_nobody_is_on_is_nobodys() -> None:
    """No row is kept of it."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        found = await flights.receive(house.runtime, {**told(), "number": "KL 9"})
        assert found == (Received(number="KL9", day="2027-05-12", verdict=Verdict.NOBODY, trips=0),)
        assert await house.rows(FlightReportRow) == []


async def test_a_payload_that_cannot_be_read_is_taken_in_by_nobody() -> None:
    """Not even the flights of it that can."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        with pytest.raises(UnreadableStatus):
            await flights.receive(house.runtime, {"flights": [told(), {"number": "KL 2"}]})
        assert await house.rows(EvidenceRow) == []


async def test_a_landing_is_proven_and_its_words_need_not_wait() -> None:
    """Landed at 10:30: the first steps an hour behind it."""
    async with open_house() as house:
        await started(house, "2027-05-12T10:35")
        payload = told("Arrived", 0, at="2027-05-12 10:35Z")
        payload["arrival"] = {"runwayTime": {"utc": "2027-05-12 10:30Z"}}
        assert await received(house, payload) == Verdict.APPLIED
        await house.live(utc("2027-05-12T11:31"))
        assert heard(house, FIRST_STEPS) == 1


async def test_the_index_follows_the_papers() -> None:
    """A rebooked flight leaves the list of the old one, and what was said of that is void."""
    async with open_house() as house:
        await started(house, "2027-05-01T10:00")
        await confirmed(house, "KL1697 12 May +6h")
        before = lisbon_family()
        out = replace(before.booking.segments[0], number="1699")
        segments = (out, *before.booking.segments[1:])
        await house.add_trip(replace(before, booking=replace(before.booking, segments=segments)))
        async with house.runtime.database.read() as session:
            found = [len(await on_flight(session, one, date(2027, 5, 12))) for one in ("KL1697", "KL1699")]
        assert (found, await house.rows(EvidenceRow)) == ([0, 1], [])
        numbers = {row.number for row in await house.rows(FlightLegRow)}
        assert numbers == {"KL1699", "KL1698"}


async def test_papers_that_say_what_the_status_said_are_no_second_change() -> None:
    """The airline's delay was told; the file that brings the same times changes nothing for anybody."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        await confirmed(house, "KL1697 12 May +6h")
        await house.live(utc("2027-05-12T05:20"))
        before = heard(house, DELAYED)
        family = lisbon_family()
        out = family.booking.segments[0]
        assert out.arrives is not None
        out = replace(
            out,
            departs=replace(out.departs, clock=out.departs.clock.replace(hour=15)),  # type: ignore[union-attr]
            arrives=replace(out.arrives, clock=out.arrives.clock.replace(hour=17)),  # type: ignore[union-attr]
        )
        segments = (out, *family.booking.segments[1:])
        await house.add_trip(replace(family, booking=replace(family.booking, segments=segments)))
        await house.tick()
        assert (before, heard(house, DELAYED), heard(house, wording("booking_changed"))) == (1, 1, 0)


async def test_a_revised_departure_with_the_scheduled_arrival_moves_both() -> None:
    """An hour late, and of the landing only the schedule: travellers read both an hour later."""
    payload = told(minutes=60)
    payload["arrival"] = {"scheduledTime": {"utc": "2027-05-12 10:45Z"}}
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        assert await received(house, payload) == Verdict.APPLIED
        await house.live(utc("2027-05-12T05:20"))
        said = house.find(ANN_CHAT, DELAYED).text
        assert "departure was 09:40, now 10:40" in said
        assert "arrival was 11:45, now 12:45" in said


async def test_a_landing_before_it_left_is_nobodys_news() -> None:
    """A service says the day before that it arrived: nothing is held of it, and nobody hears."""
    payload = told("Arrived", at="2027-05-11 10:00Z")
    del payload["departure"]["revisedTime"]
    async with open_house() as house:
        await started(house, "2027-05-11T10:00")
        assert await received(house, payload) == Verdict.KNOWN
        assert await house.rows(EvidenceRow) == []


async def test_a_delay_after_an_edit_of_the_departure_alone_names_no_landing_before_it() -> None:
    """Earlier by hand, then six hours late: the old landing is unsaid, and no message pairs it with the new departure."""
    async with open_house() as house:
        await started(house, "2027-05-12T03:00")
        await house.say(JO, "/edit LISBON-4 KL1697 departs 07:10", chat=GROUP)
        await house.tap(JO, house.find(GROUP, sentence("edit.preview")), sentence("edit.confirm"), chat=GROUP)
        await house.live(utc("2027-05-12T03:10"))
        await confirmed(house, "KL1697 12 May +6h")
        await house.live(utc("2027-05-12T03:20"))
        assert [text for text in house.texts(ANN_CHAT) if re.search(r"13:10\W{1,3}\d\d:\d\d", text)] == []
        assert "now 13:10" in house.find(ANN_CHAT, DELAYED).text
