"""A file that would do harm stops before it touches anything; what is suspicious alone is held back alone (S22, S29)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.errors import ImportStopped
from bot.runtime import Runtime
from bot.services.editing import edit
from bot.services.intake import intake
from bot.steps.take_in import Outcome, TakenIn
from bot.storage.trips import TripRow
from flows.trips.blast import Harm, Verdict
from flows.trips.edits import CancelTrip, DropTraveller, Rename
from flows.trips.trip import Booking, Kind, Traveller
from flows.trips.unnamed import UNNAMED
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, House, open_house, sentence
from tests.support.ledger import in_memory, runtime_over
from tests.support.trips import ANN, DAN, booking, flight, lisbon_family, utc

FLIGHT = flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out")
TEN = tuple(booking(FLIGHT, reference=f"TEN-{number}") for number in range(10))


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    """A runtime over a database in memory, with ten live trips."""
    async with in_memory() as database:
        made = runtime_over(database)
        await take(made, *TEN)
        yield made


async def take(runtime: Runtime, *bookings: Booking, **more: Any) -> tuple[Verdict, list[TakenIn]]:
    """What an import of these says of the whole, and of each."""
    told: list[TakenIn] = []
    verdict = await intake(runtime, list(bookings), told=told.append, **more)
    return verdict, told


async def stored(runtime: Runtime) -> list[dict[str, Any]]:
    """Everything that is kept of the trips."""
    async with runtime.database.read() as session:
        rows = (await session.execute(select(TripRow).order_by(TripRow.folded))).scalars()
        return [row.model_dump() for row in rows]


def off(*numbers: int) -> list[Booking]:
    """The ten, these of them cancelled."""
    return [replace(one, cancelled=number in numbers) for number, one in enumerate(TEN)]


def later(days: int, *numbers: int) -> list[Booking]:
    """The ten, these of them so many days later."""
    time = FLIGHT.departs
    moved = replace(FLIGHT, departs=replace(time, day=time.day + timedelta(days=days)), arrives=None)
    return [replace(one, segments=(moved,)) if number in numbers else one for number, one in enumerate(TEN)]


async def test_a_file_that_cancels_four_of_ten_stops_before_it_touches_anything(runtime: Runtime) -> None:
    """The report says how many of how many, and which; not even the ninth, which is only moved, goes in (S29)."""
    before = await stored(runtime)
    bad = [*off(0, 1, 2, 3)[:9], later(1, 9)[9]]
    with pytest.raises(ImportStopped) as caught:
        await take(runtime, *bad)
    assert caught.value.verdict.harms == (Harm.CANCELS,)
    assert "4 of 10 live trips (40 %" in str(caught.value)
    assert "TEN-0, TEN-1, TEN-2, TEN-3" in str(caught.value)
    assert await stored(runtime) == before


async def test_a_fifth_goes_in(runtime: Runtime) -> None:
    """Two of ten are within what the agency lets in unseen."""
    verdict, told = await take(runtime, *off(0, 1))
    assert (verdict.stops, [one.outcome for one in told].count(Outcome.CANCELLED)) == (False, 2)


async def test_a_person_may_say_that_it_is_meant_so(runtime: Runtime) -> None:
    """With force everything goes in."""
    verdict, told = await take(runtime, *off(*range(10)), force=True)
    assert verdict.stops
    assert {one.outcome for one in told} == {Outcome.CANCELLED}
    assert all(row["cancelled"] for row in await stored(runtime))


async def test_what_is_cancelled_already_counts_for_nothing(runtime: Runtime) -> None:
    """The same file again: nothing of it would end a live trip."""
    await take(runtime, *off(0, 1, 2, 3), force=True)
    verdict, told = await take(runtime, *off(0, 1, 2, 3))
    assert (verdict.stops, verdict.blast.cancelled) == (False, 0)
    assert {one.changed for one in told} == {False}


async def test_dates_that_move_by_months_stop_a_file(runtime: Runtime) -> None:
    """Two of ten, sixty days on; a day less goes in."""
    before = await stored(runtime)
    with pytest.raises(ImportStopped) as caught:
        await take(runtime, *later(60, 3, 4))
    assert caught.value.verdict.harms == (Harm.SHIFTS,)
    assert await stored(runtime) == before
    verdict, told = await take(runtime, *later(59, 3, 4))
    assert (verdict.stops, [one.outcome for one in told].count(Outcome.CHANGED)) == (False, 2)


async def test_one_trip_that_moves_by_months_is_held_back_alone(runtime: Runtime) -> None:
    """Nothing of it is touched, the others go in, and force takes it in."""
    before = await stored(runtime)
    _, told = await take(runtime, *later(90, 3), replace(TEN[0], reference="NEW"))
    assert [(one.booking.reference, one.outcome) for one in told if one.outcome is not Outcome.UNCHANGED] == [
        ("TEN-3", Outcome.SUSPICIOUS),
        ("NEW", Outcome.NEW),
    ]
    assert [row for row in await stored(runtime) if row["reference"] != "NEW"] == before
    _, told = await take(runtime, later(90, 3)[3], force=True)
    assert [one.outcome for one in told] == [Outcome.CHANGED]


async def test_a_reference_that_was_given_out_again_is_held_back(runtime: Runtime) -> None:
    """Another family on other days does not move in with the first."""
    stranger = replace(DAN, id="d", name="Dora Novak", first_name="Dora", surname="Novak", minor=False)
    other = flight("UA78", "NRT", "EWR", "2027-11-10T19:53", "2027-11-10T18:59", id="x")
    _, told = await take(runtime, booking(other, reference="TEN-0", travellers=(stranger,)))
    assert [one.outcome for one in told] == [Outcome.SUSPICIOUS]
    (first, *_) = await stored(runtime)
    assert "Dora" not in str(first["booking"])


async def test_a_bare_cancellation_of_a_whole_trip_is_held_back() -> None:
    """The agents hear of it, nothing is called off, and force takes it in."""
    async with open_house() as house:
        await joined(house)
        bare = replace(lisbon_family().booking, segments=(), cancelled=True, bare=(Kind.FLIGHT,))
        _, (told,) = await take(house.runtime, bare)
        assert told.outcome is Outcome.SUSPICIOUS
        (row,) = await stored(house.runtime)
        assert row["cancelled"] is False
        await house.tick()
        assert [text for text in house.texts(GROUP) if sentence("suspicious.bare") in text]
        _, (told,) = await take(house.runtime, bare, force=True)
        assert told.outcome is Outcome.CANCELLED
        (row,) = await stored(house.runtime)
        assert (row["cancelled"], "bare" in row["booking"]) == (True, False)


async def test_who_travels_is_asked_where_papers_name_nobody() -> None:
    """Once, and an edit answers it; the next file of the same kind takes the name from nobody."""
    async with open_house() as house:
        await house.agents()
        nobody = Traveller(id="traveller", name=UNNAMED, first_name=UNNAMED, surname="", lead=True)
        paper = booking(FLIGHT, reference="NN27", travellers=(nobody,))
        await take(house.runtime, paper)
        await take(house.runtime, paper)
        await house.tick()
        told = "\n".join(house.texts(GROUP))
        assert told.count(sentence("suspicious.unnamed")) == 1
        await edit(house.runtime, "NN27", [Rename(traveller=UNNAMED, name="Dan Rossi")], by="Jo")
        await take(house.runtime, paper)
        rows = [row for row in await stored(house.runtime) if row["reference"] == "NN27"]
        assert [one["name"] for one in rows[0]["booking"]["travellers"]] == ["Dan Rossi"]


async def test_a_dry_run_gives_its_verdict_and_goes_on(runtime: Runtime) -> None:
    """It says that it would be stopped, and what would become of each."""
    before = await stored(runtime)
    verdict, told = await take(runtime, *off(0, 1, 2, 3), dry_run=True)
    assert verdict.harms == (Harm.CANCELS,)
    assert len(told) == 10
    assert await stored(runtime) == before


async def test_the_same_file_twice_changes_nothing(runtime: Runtime) -> None:
    """Not a column of a row (S22)."""
    before = await stored(runtime)
    verdict, told = await take(runtime, *TEN)
    assert not verdict.stops
    assert {one.outcome for one in told} == {Outcome.UNCHANGED}
    assert await stored(runtime) == before


async def test_the_numbers_are_settings() -> None:
    """An agency that cancels a lot says so."""
    async with in_memory() as database:
        made = runtime_over(database, import_cancel_percent=50.0, import_shift_days=100, import_guard_from=2)
        await take(made, *TEN)
        verdict, _ = await take(made, *off(0, 1, 2, 3, 4))
        assert not verdict.stops
        _, told = await take(made, *later(99, 6, 7)[6:])
        assert [one.outcome for one in told].count(Outcome.CHANGED) == 2


async def joined(house: House) -> None:
    """The agents are there, and Ann and Bruno have joined."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    await house.move(utc("2027-05-08T10:00"))


def early() -> Booking:
    """The family's flight out three hours earlier."""
    held = lisbon_family().booking
    first = flight("KL1697", "AMS", "LIS", "2027-05-12T06:40", "2027-05-12T08:45", id="out")
    return replace(held, segments=(first, *held.segments[1:]))


async def test_a_dry_run_names_the_messages_that_would_follow() -> None:
    """Who, when it reaches them, which and how it begins, for everyone who has joined; nothing of it is kept or sent."""
    async with open_house() as house:
        await joined(house)
        chats = {chat: house.texts(chat).copy() for chat in (ANN_CHAT, BRUNO_CHAT, GROUP)}
        before = await stored(house.runtime)
        _, (told,) = await take(house.runtime, early(), dry_run=True)
        reminders = [one for one in told.following if one.touchpoint == "check_in"]
        assert [(one.who, one.how, one.at, one.zone, bool(one.line)) for one in reminders] == [
            ("Ann de Vries", "moved", utc("2027-05-11T06:00"), "Europe/Amsterdam", True),
            ("Bruno de Vries", "moved", utc("2027-05-11T06:00"), "Europe/Amsterdam", True),
        ]
        await house.tick()
        assert await stored(house.runtime) == before
        assert {chat: house.texts(chat) for chat in chats} == chats


async def test_a_conflict_is_named_to_the_agents_once() -> None:
    """What an agent wrote and the papers overrule; however often the paper comes."""
    async with open_house() as house:
        await joined(house)
        await edit(house.runtime, "LISBON-4", [CancelTrip()], by="Jo")
        await take(house.runtime, early())
        await take(house.runtime, early())
        await house.tick()
        named = [text for text in house.texts(GROUP) if sentence("suspicious.over_cancelled") in text]
        assert len(named) == 1


async def test_what_is_held_back_is_named_to_the_agents_once_a_group_is_there() -> None:
    """Without a group it waits; the same paper the next day is no second message."""
    async with open_house() as house:
        moved = replace(
            lisbon_family().booking,
            segments=(
                flight("KL1697", "AMS", "LIS", "2027-09-12T09:40", "2027-09-12T11:45", id="out"),
                *lisbon_family().booking.segments[1:],
            ),
        )
        await take(house.runtime, moved)
        await take(house.runtime, moved)
        await house.agents()
        await house.tick()
        told = "\n".join(house.texts(GROUP))
        assert told.count(sentence("suspicious.shifted")) == 1


async def test_a_dropped_traveller_is_not_brought_back_by_the_nightly_file() -> None:
    """The paper still names four; three travel."""
    async with open_house() as house:
        await joined(house)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno")], by="Jo")
        _, (told,) = await take(house.runtime, lisbon_family().booking)
        assert told.outcome is Outcome.UNCHANGED
        assert [one.id for one in told.booking.travellers] == [ANN.id, "chiara-de-vries", "dan-de-vries"]
