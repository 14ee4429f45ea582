"""Files in the agents' group: which become a trip's documents, who gets them, and what the group hears."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.services import documents, tidying
from bot.services.documents import Shelf
from bot.storage.marks import MarkRow
from bot.storage.recipients import recipients_of_chat
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    STRANGER,
    House,
    Standing,
    open_house,
    shipped_library,
)
from tests.support.trips import flight, trip, utc

STRANGE = "Xylopho quizzes?"
"""A question that no topic answers."""
PDF = {
    "file_id": "BQ1",
    "file_unique_id": "u1",
    "file_name": "pass.pdf",
    "mime_type": "application/pdf",
    "file_size": 9,
}
PHOTO = [
    {"file_id": "small", "file_unique_id": "p0", "width": 90, "height": 60},
    {"file_id": "AgLarge", "file_unique_id": "p1", "width": 900, "height": 600, "file_size": 70},
]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    library = replace(shipped_library(), touchpoints=())
    async with open_house(library=library, now=utc("2027-05-01T10:00")) as opened:
        await opened.agents()
        await opened.join(ANN_CHAT)
        yield opened


async def sends(house: House, caption: str = "", person: int = JO, **fields: Any) -> list[str]:
    """Somebody sends a file into the group; what the group then hears."""
    given = {"document": PDF, **fields}
    return await house.say(person, "", chat=GROUP, **({"caption": caption} if caption else {}), **given)


def files(house: House, chat: int = ANN_CHAT) -> list[Standing]:
    return [one for one in house.standing(chat) if one.message.attachment is not None]


async def held(house: House) -> list[tuple[str, str]]:
    shelf = await documents.listed(house.runtime, "LISBON-4")
    assert isinstance(shelf, Shelf)
    return [(one.document.name, one.about) for one in shelf.documents]


async def test_a_caption_with_the_reference_attaches_and_delivers(house: House) -> None:
    """By Telegram's own file_id: no byte of it is fetched or sent."""
    heard = await sends(house, "LISBON-4 travel insurance")
    assert heard == ["📎 <b>travel insurance</b> is with LISBON-4 (whole trip) and on its way."]
    (file,) = files(house)
    assert file.message.attachment is not None
    assert (file.text, file.message.attachment.file_id, house.channel.uploads) == (
        "travel insurance",
        "BQ1",
        [],
    )


async def test_segment_and_traveller_are_read_from_the_caption(house: House) -> None:
    """It waits for its evening, and the group hears so."""
    heard = await sends(house, "lisbon-4 KL1697 Ann boarding pass")
    assert heard == [
        "📎 <b>boarding pass</b> is with LISBON-4 (KL 1697 · Ann). It goes out when it is needed."
    ]
    assert files(house) == []
    await house.move(utc("2027-05-11T16:00"))
    assert [one.text for one in files(house)] == ["boarding pass · KL 1697 · Ann"]


async def test_a_reply_to_a_travellers_message_goes_to_that_traveller_at_once(house: House) -> None:
    """Also the pass of a flight that is weeks away; Bruno's own chat gets nothing."""
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    await house.say(ANN_CHAT, "Where is my boarding pass?")
    asked = house.find(GROUP, "Where is my boarding pass?")
    heard = await sends(house, "KL1697 boarding pass", reply_to=asked.message_id)
    assert "on its way" in heard[0]
    assert [one.text for one in files(house)] == ["boarding pass · KL 1697"]
    assert files(house, BRUNO_CHAT) == []
    await house.move(utc("2027-05-11T16:00"))
    assert len(files(house)) == 1
    assert files(house, BRUNO_CHAT) == []


async def test_a_photo_stays_a_photo_in_its_largest_size(house: House) -> None:
    """Its file_id is good for photos alone."""
    heard = await house.say(JO, "", chat=GROUP, caption="LISBON-4 voucher", photo=PHOTO)
    assert "voucher" in heard[0]
    attachment = files(house)[0].message.attachment
    assert attachment is not None
    assert (attachment.file_id, attachment.photo) == ("AgLarge", True)


async def album(house: House, *captions: str, **fields: Any) -> list[str]:
    """Several files sent as one, each with its own caption or none; what the group hears of all."""
    heard = []
    for number, caption in enumerate(captions, 1):
        paper = {
            **PDF,
            "file_id": f"BQ{number}",
            "file_unique_id": f"u{number}",
            "file_name": f"p{number}.pdf",
        }
        given = {"media_group_id": "album-1", **fields}
        heard += await sends(house, caption, document=paper, **given)
    return heard


@pytest.mark.parametrize(
    "captions", [("LISBON-4 pass", "", ""), ("", "", "LISBON-4 pass"), ("", "LISBON-4 pass", "")]
)
async def test_one_caption_holds_for_a_whole_album(house: House, captions: tuple[str, ...]) -> None:
    """Whichever file carries it: all three are attached, told apart, and each is delivered once."""
    heard = await album(house, *captions)
    assert await held(house) == [("pass", ""), ("pass 2", ""), ("pass 3", "")]
    assert len(heard) == 3
    sent = [one.message.attachment for one in files(house)]
    assert sorted(one.file_id for one in sent if one is not None) == ["BQ1", "BQ2", "BQ3"]


async def test_an_album_that_answers_a_traveller_needs_no_caption(house: House) -> None:
    """Each file is called by its own name and reaches the one who asked."""
    await house.say(ANN_CHAT, STRANGE)
    asked = house.find(GROUP, STRANGE)
    await album(house, "", "", reply_to=asked.message_id)
    assert await held(house) == [("p1", ""), ("p2", "")]
    assert len(files(house)) == 2


async def test_an_album_of_photos_keeps_each_apart(house: House) -> None:
    """Photos have no names of their own."""
    for number, caption in enumerate(("LISBON-4", ""), 1):
        photo = [{**PHOTO[1], "file_id": f"Ag{number}", "file_unique_id": f"p{number}"}]
        given = {"caption": caption} if caption else {}
        await house.say(JO, "", chat=GROUP, photo=photo, media_group_id="album-2", **given)
    assert await held(house) == [("photo", ""), ("photo 2", "")]


async def test_an_album_that_is_the_groups_own_talk_is_left_alone(house: House) -> None:
    """Pictures of a colleague's holiday; and a reference that nobody has is told once, not for each file."""
    assert await album(house, "look at this", "", "") == []
    assert await held(house) == []
    heard = await album(house, "NOPE-12 pass", "", "", media_group_id="album-3")
    assert ["NOPE-12" in one for one in heard] == [True]


async def test_what_an_album_said_is_forgotten(house: House) -> None:
    """A caption is kept only as long as its files come in."""
    await album(house, "LISBON-4 pass", "")
    await tidying.forget(house.runtime)
    assert [row.name for row in await house.rows(MarkRow)] == []


async def test_without_a_name_it_is_called_as_the_file(house: House) -> None:
    """ "pass", of pass.pdf."""
    await sends(house, "LISBON-4")
    assert await held(house) == [("pass", "")]


async def test_what_looks_like_a_reference_and_is_none_is_told(house: House) -> None:
    """Other captions are the group's own talk."""
    assert "NOPE-12" in (await sends(house, "NOPE-12 insurance"))[0]
    assert await sends(house, "look at this") == []
    assert await sends(house) == []
    assert await held(house) == []


@pytest.mark.parametrize(
    ("caption", "strange"),
    [
        ("KL9999 Zoë voucher", "KL9999"),
        ("KL 9999 pass", "KL 9999"),
        ("Brunno pass", "Brunno"),
        ("KL1697 pass for Zoë", "Zoë"),
    ],
)
async def test_a_flight_or_person_that_is_not_there_is_asked_about(
    house: House, caption: str, strange: str
) -> None:
    """Rather than handing a mistyped boarding pass to the whole party; in quotes it is a name."""
    (heard,) = await sends(house, f"LISBON-4 {caption}")
    assert (f"“{strange}”" in heard, "KL 1697" in heard, "Bruno de Vries" in heard) == (True, True, True)
    assert await held(house) == []
    (heard,) = await sends(house, f'LISBON-4 "{caption}"')
    assert await held(house) == [(caption, "")]


@pytest.mark.parametrize(
    "caption", ["Voucher", "travel insurance 2027", "Reiseversicherung für alle", "A4 map", "ETA UK"]
)
async def test_an_ordinary_name_is_not_asked_about(house: House, caption: str) -> None:
    """Words that mean no flight and no person are what the document is called."""
    await sends(house, f"LISBON-4 {caption}")
    assert await held(house) == [(caption, "")]


async def test_a_name_has_a_limit(house: House) -> None:
    """Eighty characters; one more is refused with its count, and a file's own name is cut."""
    (heard,) = await sends(house, f"LISBON-4 {'x' * 81}")
    assert ("81" in heard, await held(house)) == (True, [])
    await sends(house, f"LISBON-4 {'x' * 80}")
    await sends(house, "LISBON-4", document={**PDF, "file_unique_id": "u2", "file_name": f"{'y' * 200}.pdf"})
    assert await held(house) == [("x" * 80, ""), ("y" * 80, "")]


async def test_a_stranger_attaches_nothing(house: House) -> None:
    """Only linked staff."""
    assert await sends(house, "LISBON-4 insurance", person=STRANGER) == []
    assert await held(house) == []


async def test_outside_the_bound_group_nothing_is_attached(house: House) -> None:
    """Not in another group, and not in private."""
    await house.say(JO, "", chat=-100600, caption="LISBON-4 insurance", document=PDF)
    await house.say(JO, "", caption="LISBON-4 insurance", document=PDF)
    assert await held(house) == []


async def test_the_same_file_twice_is_one_document(house: House) -> None:
    """And is delivered once."""
    for _ in range(2):
        await sends(house, "LISBON-4 insurance")
    assert await held(house) == [("insurance", "")]
    assert len(files(house)) == 1


async def test_nobody_it_is_for_has_joined(house: House) -> None:
    """A pass for one who shares no chat yet is kept for them."""
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    async with house.runtime.database.write() as session:
        for chat in (ANN_CHAT, BRUNO_CHAT):
            for bound in await recipients_of_chat(session, chat):
                bound.left_at = house.clock.trip()
                session.add(bound)
    heard = await sends(house, "LISBON-4 Bruno insurance")
    assert "Nobody it is for has joined yet" in heard[0]
    assert files(house) == []


async def test_a_name_that_means_two_segments_asks_which() -> None:
    """With the ids to write instead."""
    twice = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="one"),
        flight("KL1", "AMS", "LIS", "2027-05-22T09:40", "2027-05-22T11:45", id="two"),
    )
    library = replace(shipped_library(), touchpoints=())
    async with open_house(library=library, trip=twice, now=utc("2027-05-01T10:00")) as opened:
        await opened.agents()
        (heard,) = await sends(opened, "RG-1001 KL1 pass")
        assert ("one" in heard, "two" in heard, "Nothing is attached yet" in heard) == (True, True, True)
        (again,) = await sends(opened, "RG-1001 two pass")
        assert "KL 1" in again
