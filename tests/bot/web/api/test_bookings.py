"""POST /api/v1/bookings: a program sends papers. Not here: what papers mean (tests/bot/imports)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.services import requests, tokens
from bot.services.tidying import forget
from bot.storage.requests import request_of
from bot.storage.trips import trip_by_reference
from bot.web.api import bookings as door_of_bookings
from tests.support.door import Door, open_door
from tests.support.flight_reservation import flight_reservation


async def problem(answer: Any) -> tuple[int, str]:
    """Status and kind, of an answer in the one shape of errors."""
    assert answer.content_type == "application/problem+json"
    told = await answer.json()
    assert set(told) == {"type", "title", "status", "detail", "remedy", "errors"}
    assert told["status"] == answer.status
    assert told["detail"].endswith((".", "?")) and told["remedy"]
    return answer.status, told["type"].removeprefix("urn:reisgenoot:")


async def departs(door: Door, reference: str) -> str:
    """The first departure that is held."""
    async with door.house.runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
    assert row is not None
    return row.trip.booking.segments[0].departs.iso


async def test_a_new_booking_comes_in_with_ways_in() -> None:
    """201, the booking is held, and its traveller can join."""
    async with open_door() as door:
        answer = await door.send(flight_reservation())
        told = await answer.json()
        assert (answer.status, told["new"], told["rejected"]) == (201, 1, [])
        assert [one["traveller"] for one in told["bookings"][0]["links"]] == ["Dan Jansen"]
        assert await departs(door, "NEW27") == "2027-08-12T14:10:00+02:00"


async def test_the_same_again_changes_nothing() -> None:
    """Sent twice without a key: unchanged, 200."""
    async with open_door() as door:
        await door.send(flight_reservation())
        answer = await door.send(flight_reservation())
        told = await answer.json()
        assert (answer.status, told["new"], told["unchanged"]) == (200, 0, 1)


async def test_a_dry_run_holds_nothing() -> None:
    """It says what would happen."""
    async with open_door() as door:
        answer = await door.send(flight_reservation(), query="?dry_run=true")
        told = await answer.json()
        assert (answer.status, told["dry_run"], told["new"]) == (200, True, 1)
        async with door.house.runtime.database.read() as session:
            assert await trip_by_reference(session, "NEW27") is None


async def test_a_key_gets_the_same_answer_with_the_same_ways_in() -> None:
    """The caller that never heard the first answer hears it again, codes included, and nothing is stored in clear."""
    async with open_door() as door:
        first = await (await door.send(flight_reservation(), key="a1")).json()
        again = await door.send(flight_reservation(), key="a1")
        assert (again.status, again.headers["Idempotent-Replayed"]) == (201, "true")
        assert await again.json() == first
        code = first["bookings"][0]["links"][0]["code"]
        async with door.house.runtime.database.read() as session:
            row = await request_of(session, 1, "a1")
        assert row is not None and code not in row.answer


async def test_a_key_is_for_one_request() -> None:
    """Another body or another query under the same key is refused."""
    async with open_door() as door:
        await door.send(flight_reservation(), key="a1")
        other = await door.send(flight_reservation("OTHER"), key="a1")
        assert await problem(other) == (422, "idempotency_key")
        queried = await door.send(flight_reservation(), key="a1", query="?dry_run=true")
        assert await problem(queried) == (422, "idempotency_key")


async def test_a_key_lasts_a_day() -> None:
    """One second before it answers again, one second after it is worked on anew; the tidy tick forgets it."""
    async with open_door() as door:
        await door.send(flight_reservation(), key="a1")
        start = door.house.clock.real()
        door.house.clock.move(start + requests.KEPT - timedelta(seconds=1))
        assert (await door.send(flight_reservation(), key="a1")).status == 201
        door.house.clock.move(start + requests.KEPT + timedelta(seconds=1))
        assert (await door.send(flight_reservation(), key="a1")).status == 200
        door.house.clock.move(start + 3 * requests.KEPT)
        await forget(door.house.runtime)
        async with door.house.runtime.database.read() as session:
            assert await request_of(session, 1, "a1") is None


async def test_a_key_that_is_worked_on_is_busy_until_its_process_must_be_dead() -> None:
    """409 with Retry-After; after two minutes whoever asks again begins anew."""
    async with open_door() as door:
        runtime, start = door.house.runtime, door.house.clock.real()
        asked = b"POST /api/v1/bookings .json\n"
        body = b'{"@type": "FlightReservation"}'
        begun = await requests.begin(runtime, 1, door.secret, "a1", asked + body)
        assert begun.standing is requests.Standing.NEW
        busy = await door.send(body, key="a1")
        assert (await problem(busy), busy.headers["Retry-After"]) == ((409, "busy"), "5")
        door.house.clock.move(start + requests.WORKED_ON + timedelta(seconds=1))
        assert await problem(await door.send(body, key="a1")) == (422, "unreadable")


async def test_a_refused_paper_frees_its_key() -> None:
    """What could not be read may be mended and sent under the same key."""
    async with open_door() as door:
        assert await problem(await door.send(b"{", key="a1")) == (422, "unreadable")
        assert (await door.send(flight_reservation(), key="a1")).status == 201


async def test_both_of_two_at_once_get_an_answer() -> None:
    """Sent twice at the same moment under one key: one goes in, the other is told to wait or gets the same."""
    async with open_door() as door:
        answers = await asyncio.gather(*(door.send(flight_reservation(), key="a1") for _ in range(2)))
        assert {answer.status for answer in answers} <= {201, 409}
        assert 201 in {answer.status for answer in answers}


async def test_only_a_token_that_holds_opens_the_door() -> None:
    """None, an unknown one and a revoked one are turned away alike."""
    async with open_door() as door:
        for secret in ("", "rg_nobody", "x" * 5000, "ü"):
            answer = await door.send(flight_reservation(), secret=secret)
            assert await problem(answer) == (401, "no_access")
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert await tokens.revoke(door.house.runtime, "back office")
        assert await problem(await door.send(flight_reservation())) == (401, "no_access")


async def test_what_cannot_be_read_is_named() -> None:
    """422 with where, which field and what to do; nothing goes in."""
    async with open_door() as door:
        broken = flight_reservation()
        broken["reservationFor"]["departureTime"] = "next Tuesday"
        answer = await door.send(broken)
        assert await problem(answer) == (422, "unreadable")
        fault = (await answer.json())["errors"][0]
        assert (fault["field"], fault["value"]) == ("reservationFor.departureTime", "next Tuesday")


async def test_the_rest_goes_in() -> None:
    """One broken reservation among two: the other is held, the broken one is listed."""
    async with open_door() as door:
        broken = flight_reservation("BROKEN")
        broken["reservationFor"]["departureTime"] = "next Tuesday"
        answer = await door.send([broken, flight_reservation()])
        told = await answer.json()
        assert (answer.status, told["new"], len(told["rejected"])) == (201, 1, 1)


CANCELLED = "https://schema.org/ReservationCancelled"


async def test_a_paper_that_would_end_too_much_is_stopped_with_its_numbers() -> None:
    """409 and nothing touched, a dry run tells the same as 200; the remedy is a person with --force (S29)."""
    async with open_door() as door:
        papers = [flight_reservation(f"LIVE{number}") for number in range(3)]
        assert (await door.send(papers)).status == 201
        gone = [one | {"reservationStatus": CANCELLED} for one in papers]
        stopped = await door.send(gone)
        told = await stopped.json()
        assert await problem(stopped) == (409, "stopped")
        why = [one["why"] for one in told["errors"]]
        assert [all(part in one for part in ("cancel 3 of", "LIVE0", "LIVE2")) for one in why] == [True]
        assert "--force" in told["remedy"]
        looked = await door.send(gone, query="?dry_run=true")
        seen = await looked.json()
        assert (looked.status, seen["stopped"], seen["cancelled"]) == (200, why, 3)
        async with door.house.runtime.database.read() as session:
            row = await trip_by_reference(session, "LIVE1")
        assert row is not None and not row.trip.cancelled


async def test_a_suspicious_booking_is_held_back_and_shown() -> None:
    """The dates of one moved by months: its finding stands beside it, the others go in."""
    async with open_door() as door:
        await door.send(flight_reservation())
        moved = flight_reservation(departs="2027-12-12T14:10:00+01:00", arrives="2027-12-12T16:05:00+00:00")
        answer = await door.send([moved, flight_reservation("OTHER27")])
        told = await answer.json()
        assert (answer.status, told["suspicious"], told["new"]) == (201, 1, 1)
        (held,) = [one for one in told["bookings"] if one["outcome"] == "suspicious"]
        assert [(one["kind"], bool(one["text"])) for one in held["suspicious"]] == [("shifted", True)]
        assert await departs(door, "NEW27") == "2027-08-12T14:10:00+02:00"


async def test_the_query_is_read_strictly() -> None:
    """A misspelt dry_run must not import for good."""
    async with open_door() as door:
        for query in ("?dryrun=true", "?dry_run=perhaps", "?columns=nobody"):
            status, _ = await problem(await door.send(flight_reservation(), query=query))
            assert status == 400, query
        async with door.house.runtime.database.read() as session:
            assert await trip_by_reference(session, "NEW27") is None


async def test_other_papers_by_their_type() -> None:
    """A CSV and a calendar come in as files do; a picture does not."""
    async with open_door() as door:
        table = (
            b"reference,kind,number,from,to,departs,arrives,traveller\n"
            b"CSV27,flight,KL1697,AMS,LIS,2027-08-12T14:10,2027-08-12T16:05,Dan Jansen\n"
        )
        assert (await door.send(table, mime="text/csv")).status == 201
        assert await problem(await door.send(b"x", mime="image/png")) == (415, "content_type")


async def test_too_much_is_turned_away(monkeypatch: Any) -> None:
    """More bytes or more bookings than one request may hold."""
    async with open_door() as door:
        monkeypatch.setattr(door_of_bookings, "MOST", 2)
        many = [flight_reservation(f"MANY{number}") for number in range(3)]
        assert await problem(await door.send(many)) == (413, "too_many")
        monkeypatch.setattr(door_of_bookings, "LARGEST", 1000)
        assert await problem(await door.send(b"[" + b" " * 2000 + b"]")) == (413, "too_large")
        assert await problem(await door.send(b"  ")) == (400, "empty")


async def test_addresses_that_do_not_exist_are_told_alike() -> None:
    """404, 405 in the one shape; the rest of the door keeps its own."""
    async with open_door() as door:
        assert await problem(await door.client.get("/api/v1/nothing")) == (404, "not_found")
        answer = await door.client.get("/api/v1/bookings")
        assert (await problem(answer), answer.headers["Allow"]) == ((405, "method"), "POST")
        assert (await door.client.get("/nothing")).content_type == "text/plain"
