"""Documents: attached once, handed over when they are needed, to whom they are for, and again by their file_id."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.channel import SLOWEST_UPLOAD
from bot.errors import Refused as ChannelRefused
from bot.runtime import LEASE
from bot.services import documents
from bot.services.documents import Paper, Refusal, Refused, Shelf
from bot.steps.claiming import claim
from bot.steps.documents import attach
from bot.steps.replan import replan
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.files import LARGEST_FILE, FileRow, content_of, forget_files, keep_file
from bot.storage.forgetting import forget_trip
from bot.storage.trips import trip_by_reference
from flows.library.library import Library
from flows.library.touchpoint import TouchpointKind
from flows.trips.documents import Document
from flows.trips.trip import Trip
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, House, Standing, open_house, sentence, shipped_library
from tests.support.trips import flight, lisbon_family, trip, utc

REF = "LISBON-4"
MAY = utc("2027-05-01T10:00")
EVENING = utc("2027-05-11T16:00")
"""18:00 in Amsterdam, the day before the flight."""
VOUCHER = Paper(name="voucher alfama.pdf", content=b"%PDF voucher")
PASS = Paper(name="boarding.pdf", content=b"%PDF pass")


def words_only() -> Library:
    """The shipped words, with no touchpoints."""
    return replace(shipped_library(), touchpoints=())


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(library=words_only(), now=MAY) as opened:
        yield opened


async def add(house: House, *papers: Paper, **given: object) -> Shelf:
    """Attach, and let leave what leaves."""
    shelf = await documents.add(house.runtime, REF, papers, **given)  # type: ignore[arg-type]
    assert isinstance(shelf, Shelf), shelf
    await house.tick()
    return shelf


def files(house: House, chat: int = ANN_CHAT) -> list[str]:
    """What stands under the files in a chat."""
    return [one.text for one in house.standing(chat) if one.message.attachment is not None]


def last_file(house: House, chat: int = ANN_CHAT) -> Standing:
    return [one for one in house.standing(chat) if one.message.attachment is not None][-1]


async def test_a_trips_document_comes_at_once_when_no_message_will_bring_it(house: House) -> None:
    """With its name, silent, and the bytes travel."""
    await house.join(ANN_CHAT)
    await add(house, VOUCHER, name="Insurance")
    assert files(house) == ["Insurance"]
    assert house.channel.uploads == [VOUCHER.content]
    attachment = last_file(house).message.attachment
    assert attachment is not None
    assert (attachment.name, attachment.mime) == ("voucher alfama.pdf", "application/pdf")
    assert last_file(house).message.silent


async def test_a_legs_document_comes_the_evening_before(house: House) -> None:
    """A second before 18:00 not yet; a connection's pass comes with the first one's."""
    await house.join(ANN_CHAT)
    await add(house, PASS, segment="KL1697", name="Boarding pass")
    await house.move(utc("2027-05-11T15:59:59"))
    assert files(house) == []
    await house.move(EVENING)
    assert files(house) == ["Boarding pass · KL 1697"]


async def test_a_stays_voucher_comes_before_one_sets_out_for_it(house: House) -> None:
    """With the flight's papers, while there is still internet."""
    await house.join(ANN_CHAT)
    await add(house, VOUCHER, segment="alfama", name="Voucher")
    await house.move(EVENING)
    assert files(house) == ["Voucher · Hotel Alfama"]


async def test_what_is_attached_after_its_moment_comes_at_once_while_it_helps(house: House) -> None:
    """On the way there: at once. After the landing: not any more, but it is listed."""
    await house.join(ANN_CHAT)
    await house.move(utc("2027-05-12T06:30"))
    await add(house, PASS, segment="KL1697", name="Boarding pass")
    assert files(house) == ["Boarding pass · KL 1697"]
    await house.move(utc("2027-05-12T11:00"))
    await add(house, VOUCHER, segment="KL1697", name="Seat")
    assert len(files(house)) == 1
    await house.say(ANN_CHAT, "/documents")
    assert house.standing(ANN_CHAT)[-1].labels[:2] == ["📄 Boarding pass", "📄 Seat"]


async def test_a_document_goes_to_the_chat_that_serves_its_traveller_only(house: House) -> None:
    """Dan's pass goes to Ann's phone, which serves him; Bruno has his own phone and never sees it."""
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    await add(house, PASS, travellers=["Dan"], name="Pass")
    await add(house, VOUCHER, travellers=["Bruno"], name="Bruno's pass")
    assert files(house) == ["Pass · Dan"]
    assert files(house, BRUNO_CHAT) == ["Bruno's pass"]
    (said,) = await house.say(BRUNO_CHAT, "/documents")
    assert house.standing(BRUNO_CHAT)[-1].labels[0] == "📄 Bruno's pass"
    assert "Dan" not in said


async def test_it_comes_once_whatever_is_planned_again(house: House) -> None:
    """Also when the same file is attached again."""
    await house.join(ANN_CHAT)
    for _ in range(2):
        await add(house, VOUCHER, name="Insurance")
        await house.add_trip(lisbon_family())
        await house.tick()
    assert files(house) == ["Insurance"]


async def test_who_joins_later_gets_what_is_needed_by_then(house: House) -> None:
    """Attached before anyone had joined."""
    shelf = await add(house, VOUCHER, name="Insurance")
    assert (shelf.joined, shelf.documents[0].given) == (False, ())
    await house.join(ANN_CHAT)
    assert files(house) == ["Insurance"]
    listed = await documents.listed(house.runtime, REF)
    assert isinstance(listed, Shelf)
    assert listed.documents[0].given == ("Ann",)


async def test_the_message_that_says_they_are_ready_brings_them() -> None:
    """Documents wait for the touchpoint that asks for documents, and stand behind it; a later one comes by itself."""
    ready = replace(
        next(one for one in shipped_library().touchpoints if one.id == "documents_ready"), released=False
    )
    assert ready.kind is TouchpointKind.DOCUMENTS
    async with open_house(
        library=replace(shipped_library(), touchpoints=(ready,)), now=utc("2027-04-01T10:00")
    ) as opened:
        await opened.join(ANN_CHAT)
        await add(opened, VOUCHER, name="Insurance")
        assert files(opened) == []
        await opened.move(utc("2027-05-02T16:00"))
        said = [one for one in opened.standing(ANN_CHAT) if "Insurance" in one.text and not one.pinned]
        assert [one.message.attachment is None for one in said] == [True, False]
        await add(opened, PASS, name="Policy")
        assert files(opened) == ["Insurance", "Policy"]


async def test_documents_bring_it_again_by_its_file_id(house: House) -> None:
    """The second time no byte travels."""
    await house.join(ANN_CHAT)
    await add(house, VOUCHER, name="Insurance")
    await house.say(ANN_CHAT, "/documents")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Insurance")
    assert len(files(house)) == 2
    assert len(house.channel.uploads) == 1


async def test_a_file_id_that_the_channel_forgot_sends_the_bytes_anew(house: House) -> None:
    """Another bot's token knows none of the old ids."""

    class Forgetful(type(house.channel)):  # type: ignore[misc]
        async def send_file(self, chat: int, message: object, content: bytes) -> object:
            attachment = message.attachment  # type: ignore[attr-defined]
            if attachment.file_id:
                raise ChannelRefused(why="Bad Request: wrong file identifier/HTTP URL specified")
            return await super().send_file(chat, message, content)

    await house.join(ANN_CHAT)
    await add(house, VOUCHER, name="Insurance")
    house.channel.__class__ = Forgetful
    await house.say(ANN_CHAT, "/documents")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Insurance")
    assert (len(files(house)), len(house.channel.uploads)) == (2, 2)


async def test_a_button_of_a_document_that_is_gone_says_so(house: House) -> None:
    """Taken back meanwhile."""
    await house.join(ANN_CHAT)
    shelf = await add(house, VOUCHER, name="Insurance")
    await house.say(ANN_CHAT, "/documents")
    listed = house.standing(ANN_CHAT)[-1]
    removed = await documents.remove(house.runtime, REF, shelf.documents[0].document.id)
    assert not isinstance(removed, Refused)
    await house.tap(ANN_CHAT, listed, "Insurance")
    assert sentence("documents.gone") in house.texts(ANN_CHAT)[-1]
    assert "Insurance" not in next(one.text for one in house.standing(ANN_CHAT) if one.pinned)


async def test_a_document_taken_back_in_time_never_goes(house: House) -> None:
    """Removed before its evening."""
    await house.join(ANN_CHAT)
    shelf = await add(house, PASS, segment="KL1697")
    await documents.remove(house.runtime, REF, shelf.documents[0].document.id)
    await house.move(EVENING)
    assert files(house) == []


async def test_a_cancelled_trip_hands_nothing_over(house: House) -> None:
    """No boarding pass for a flight that nobody takes."""
    await house.join(ANN_CHAT)
    await add(house, PASS, segment="KL1697")
    family = lisbon_family()
    await house.add_trip(replace(family, booking=replace(family.booking, cancelled=True)))
    await house.move(EVENING)
    assert files(house) == []


async def test_it_waits_for_the_morning_and_says_for_whom(house: House) -> None:
    """Attached at 23:00 for a flight ten days ahead: at 08:00, silently."""
    await house.join(ANN_CHAT)
    await house.move(utc("2027-05-02T21:00"))
    await add(house, VOUCHER, name="Insurance", travellers=["Ann"])
    assert files(house) == []
    await house.move(utc("2027-05-03T06:00"))
    assert files(house) == ["Insurance · Ann"]


async def test_the_calendar_is_a_file_and_a_later_one_puts_it_right(house: House) -> None:
    """/calendar, twice: the same uids, a higher sequence."""
    await house.join(ANN_CHAT)
    await house.say(ANN_CHAT, "/calendar")
    await house.move(utc("2027-05-02T10:00"))
    await house.say(ANN_CHAT, "/documents")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "calendar")
    first, second = (Calendar.from_ical(content) for content in house.channel.uploads)
    assert [str(event["UID"]) for event in first.walk("VEVENT")] == [
        str(event["UID"]) for event in second.walk("VEVENT")
    ]
    numbers = [int(str(one.walk("VEVENT")[0]["SEQUENCE"])) for one in (first, second)]
    assert numbers[0] < numbers[1]
    attachment = last_file(house).message.attachment
    assert attachment is not None
    assert (attachment.name, attachment.mime) == ("LISBON-4.ics", "text/calendar")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"reference": "NOPE-1"}, Refusal.UNKNOWN_REFERENCE),
        ({"segment": "KL9"}, Refusal.UNKNOWN_SEGMENT),
        ({"travellers": ["Eve"]}, Refusal.UNKNOWN_TRAVELLER),
        ({"papers": [Paper(name="e.pdf", content=b"")]}, Refusal.EMPTY),
        ({"papers": [VOUCHER], "name": "x" * 81}, Refusal.NAME_TOO_LONG),
        ({"papers": [Paper(name="b.pdf", content=bytes(LARGEST_FILE + 1))]}, Refusal.TOO_LARGE),
    ],
)
async def test_what_cannot_be_attached_is_refused_with_its_reason(
    house: House, given: dict[str, object], expected: Refusal
) -> None:
    """And nothing is attached."""
    wanted: dict[str, object] = {"reference": REF, "papers": [VOUCHER], **given}
    refused = await documents.add(house.runtime, **wanted)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    listed = await documents.listed(house.runtime, REF)
    assert (refused.reason, listed.documents if isinstance(listed, Shelf) else None) == (expected, ())


async def test_a_claim_holds_as_long_as_the_file_may_travel(house: House) -> None:
    """Nobody takes an upload over that is still under way."""
    await house.join(ANN_CHAT)
    content = bytes(100 * SLOWEST_UPLOAD)
    async with house.runtime.database.write() as session:
        key = await keep_file(session, "scan.pdf", "application/pdf", content, now=MAY)
        row = await trip_by_reference(session, REF)
        assert row is not None
        await attach(session, row, Document(id="", name="Scan"), key)
        await replan(session, house.runtime, row, now=MAY)
    real = house.clock.real()
    leases = []
    async with house.runtime.database.write() as session:
        for _ in range(2):  # the card, which names it, then the file
            (taken,) = (await claim(session, house.runtime)).taken
            assert taken.row.lease_until is not None
            leases.append(taken.row.lease_until - real)
            taken.row.state = State.SENT
            await session.flush()
    assert leases == [LEASE, LEASE + timedelta(seconds=100)]


async def test_the_largest_file_is_taken(house: House) -> None:
    """50 MB exactly."""
    await add(house, Paper(name="b.pdf", content=bytes(LARGEST_FILE)), segment="KL1697")


async def test_a_name_that_two_segments_bear_lists_both() -> None:
    """The agency chooses by id."""
    twice = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="one"),
        flight("KL1", "AMS", "LIS", "2027-05-22T09:40", "2027-05-22T11:45", id="two"),
    )
    async with open_house(library=words_only(), trip=twice, now=MAY) as opened:
        refused = await documents.add(opened.runtime, "RG-1001", [PASS], segment="KL1")
    assert isinstance(refused, Refused)
    assert (refused.reason, [one.id for one in refused.segments]) == (
        Refusal.AMBIGUOUS_SEGMENT,
        ["one", "two"],
    )


async def test_bytes_that_no_trip_has_are_forgotten_later(house: House) -> None:
    """Thirty days after the document was taken back."""
    shelf = await add(house, VOUCHER)
    async with house.runtime.database.write() as session:
        row = await trip_by_reference(session, REF)
        assert row is not None
        key = row.documents[0]["file"]
    await documents.remove(house.runtime, REF, shelf.documents[0].document.id)
    for at, expected in ((utc("2027-05-31T09:59:59"), VOUCHER.content), (utc("2027-05-31T10:00"), b"")):
        async with house.runtime.database.write() as session:
            await forget_files(session, at)
        async with house.runtime.database.read() as session:
            assert await content_of(session, key) == expected


async def test_each_is_a_delivery_of_its_own(house: House) -> None:
    """Operational, one a document and holder, and none counts for the caps."""
    await house.join(ANN_CHAT)
    await add(house, VOUCHER, PASS, name="Papers")
    async with house.runtime.database.read() as session:
        rows = [row for number in range(1, 30) if (row := await session.get(DeliveryRow, number))]
    mine = [(row.occurrence, row.message_class, row.state) for row in rows if row.touchpoint == "document"]
    assert mine == [("d1", "operational", "sent"), ("d2", "operational", "sent")]
    assert files(house) == ["Papers 1", "Papers 2"]


async def removed(house: House, document: str, reference: str = REF) -> None:
    """Take a document back, and let leave what leaves."""
    assert not isinstance(await documents.remove(house.runtime, reference, document), Refused)
    await house.tick()


async def test_a_new_document_in_the_place_of_one_taken_back_comes_too(house: House) -> None:
    """The wrong ticket was handed over, taken back, and the right one attached: its id is a new one."""
    await house.join(ANN_CHAT)
    first = await add(house, VOUCHER, name="Ticket")
    await removed(house, first.documents[0].document.id)
    second = await add(house, PASS, name="Ticket")
    assert files(house) == ["Ticket", "Ticket"]
    assert second.documents[0].document.id != first.documents[0].document.id


def renamed(reference: str) -> Trip:
    """The same family under another reference."""
    family = lisbon_family()
    return replace(family, booking=replace(family.booking, reference=reference))


async def test_bytes_that_another_trip_has_are_kept(house: House) -> None:
    """One policy for two bookings: taken back from one, it still reaches the other a year later."""
    await house.add_trip(renamed("LISBON-5"))
    shelf = await add(house, VOUCHER, name="Policy")
    await documents.add(house.runtime, "LISBON-5", [VOUCHER], name="Policy")
    await removed(house, shelf.documents[0].document.id)
    async with house.runtime.database.write() as session:
        await forget_files(session, utc("2028-05-01T10:00"))
    await house.join(BRUNO_CHAT, "bruno-de-vries", reference="LISBON-5")
    assert files(house, BRUNO_CHAT) == ["Policy"]
    assert house.channel.uploads == [VOUCHER.content]


async def test_one_that_waits_goes_to_nobody_whom_it_is_no_longer_for(house: House) -> None:
    """Attached at night to the whole party, then for Bruno alone, who has a phone of his own: Ann never gets it."""
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    await house.move(utc("2027-05-02T21:00"))
    await add(house, VOUCHER, name="Passport")
    await add(house, VOUCHER, name="Passport", travellers=["Bruno"])
    await house.move(utc("2027-05-03T06:00"))
    assert (files(house), files(house, BRUNO_CHAT)) == ([], ["Passport"])


async def test_who_blocked_the_bot_gets_it_on_coming_back(house: House) -> None:
    """It was stopped at the door, not handed over."""
    await house.join(ANN_CHAT)
    await house.move(utc("2027-05-02T21:00"))
    await add(house, VOUCHER, name="Insurance")
    await house.membership(ANN_CHAT, "kicked")
    await house.move(utc("2027-05-03T06:00"))
    assert files(house) == []
    await house.membership(ANN_CHAT, "member")
    await house.tick()
    assert files(house) == ["Insurance"]


async def test_a_trip_that_goes_on_after_all_hands_over_what_its_cancelling_stopped(house: House) -> None:
    """Cancelled at night while a document waited, and reinstated the day after."""
    await house.join(ANN_CHAT)
    await house.move(utc("2027-05-02T21:00"))
    await add(house, VOUCHER, name="Insurance")
    family = lisbon_family()
    await house.add_trip(replace(family, booking=replace(family.booking, cancelled=True)))
    await house.move(utc("2027-05-03T06:00"))
    assert files(house) == []
    await house.add_trip(family)
    await house.move(utc("2027-05-03T10:00"))
    assert files(house) == ["Insurance"]


async def test_a_forgotten_trip_takes_its_files_along_but_what_another_has(house: House) -> None:
    """Its own pass goes with the next tidying; the policy stays with the other booking."""
    await house.add_trip(renamed("LISBON-5"))
    await add(house, VOUCHER, PASS)
    await documents.add(house.runtime, "LISBON-5", [VOUCHER])
    async with house.runtime.database.write() as session:
        row = await trip_by_reference(session, REF)
        assert row is not None
        await forget_trip(session, row.key)
        await forget_files(session, MAY)
    assert [row.name for row in await house.rows(FileRow)] == [VOUCHER.name]
