"""Editions of the content: in force everywhere without a restart, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.content import inspect
from bot.runtime import Runtime
from bot.services.intake import intake
from bot.services.planning import plan_due, plan_trips
from bot.services.publishing import Effect, publish, refresh, rollback
from bot.steps.replan import OUTDATED
from bot.steps.take_in import TakenIn
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.publications import EditionRow
from flows.errors import ContentRefused
from flows.library.document import OVERLAY
from tests.support.ledger import ANN_CHAT, TwoHands, bind, in_file, in_memory, runtime_over, trip_row
from tests.support.trips import ANN, lisbon_family, utc

BOOKED = utc("2027-01-10T10:00")
NOW = utc("2027-05-01T10:00")


def card(id: str, offset: str = "-5d", text: str = "Hello") -> tuple[str, bytes]:
    """A file with one touchpoint before departure."""
    lines = (
        f"id: {id}",
        "stage: before_departure",
        "per: trip",
        "kind: info",
        "class: service",
        f'when: {{anchor: departure, offset: {offset}, at: "18:00"}}',
        "late: skip",
        "for: {who: each}",
        'goal: {owner: agency, importance: 3, wants: "leaves prepared"}',
        f'text: {{en: "{text}", nl: "{text}", fr: "{text}", de: "{text}"}}',
    )
    return f"stages/before_departure/{id}.yaml", "\n".join(lines).encode()


SHIPPED = dict([card("packing"), card("passport", "-6d")])


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    """A runtime that speaks the shipped content, with Ann's chat on the Lisbon trip."""
    async with in_memory() as database:
        made = speaking(runtime_over(database, clock=TwoHands(BOOKED)))
        told: list[TakenIn] = []
        await intake(made, [lisbon_family().booking], told=told.append)
        assert told[0].row is not None
        await bind(made, told[0].row.key, ANN_CHAT, ANN.id, known=BOOKED)
        await plan_trips(made, [told[0].row.key])
        made.clock.trip_now = NOW  # type: ignore[attr-defined]
        yield made


def speaking(runtime: Runtime, files: Mapping[str, bytes] = SHIPPED) -> Runtime:
    """The same runtime with this content on its shelf."""
    library, faults = inspect(files)
    assert faults == ()
    runtime.shelf.put(library, 0)
    return runtime


def told(runtime: Runtime) -> list[str]:
    """The touchpoints in force."""
    return sorted(one.id for one in runtime.library.touchpoints)


async def test_an_edition_reaches_another_process(tmp_path: Path) -> None:
    """Published here, picked up there at its next look, and only once."""
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        here, there = speaking(runtime_over(one)), speaking(runtime_over(two))
        await publish(here, SHIPPED | dict([card("visa")]))
        assert told(there) == ["packing", "passport"]
        assert (await refresh(there), await refresh(there)) == (True, False)
        assert told(there) == told(here) == ["packing", "passport", "visa"]


async def test_a_publication_says_whom_it_touches_and_how(runtime: Runtime) -> None:
    """Gained, lost, moved, reworded; a dry run says the same and changes nothing."""
    draft = dict([card("packing", "-4d"), card("visa", "-3d")])
    expected = {
        Effect(touchpoint="packing", move=1),
        Effect(touchpoint="visa", gain=1),
        Effect(touchpoint="passport", lose=1),
    }
    dry = await publish(runtime, draft, dry_run=True)
    assert (set(dry.effects), dry.edition, told(runtime)) == (expected, None, ["packing", "passport"])
    real = await publish(runtime, draft)
    assert (set(real.effects), real.edition, real.woken) == (expected, 1, 1)
    reworded = await publish(runtime, draft | dict([card("visa", "-3d", "Hi")]))
    assert reworded.effects == (Effect(touchpoint="visa", reword=1),)


async def test_the_same_content_is_not_published_twice(runtime: Runtime) -> None:
    """Nothing happens when it is in force already."""
    await publish(runtime, SHIPPED)
    assert (await publish(runtime, SHIPPED)).edition is None


async def test_what_is_new_does_not_speak_of_the_past(runtime: Runtime) -> None:
    """A new touchpoint knows when it first appeared; what was there before does not count as new."""
    await publish(runtime, SHIPPED | dict([card("visa")]))
    published = {one.id: one.published for one in runtime.library.touchpoints}
    assert published["visa"] == NOW
    assert all(at is None or at < BOOKED for name, at in published.items() if name != "visa")


async def test_what_was_taken_out_and_put_back_is_not_new(runtime: Runtime) -> None:
    """A rollback within the hour must not silence what it brings back."""
    await publish(runtime, dict([card("packing")]))
    back = await rollback(runtime, shipped=SHIPPED)
    assert back is not None and back.edition == 2
    published = {one.id: one.published for one in runtime.library.touchpoints}
    assert published["passport"] is not None
    assert published["passport"] < BOOKED


async def test_rolling_back_goes_one_further_each_time(runtime: Runtime) -> None:
    """Third, second, first, shipped, and then there is nothing before."""
    for number in (1, 2, 3):
        await publish(runtime, SHIPPED | dict([card(f"new_{number}")]))
    seen = []
    while await rollback(runtime, shipped=SHIPPED) is not None:
        seen.append([name for name in told(runtime) if name.startswith("new")])
    assert seen == [["new_2"], ["new_1"], []]


async def test_a_publication_after_a_rollback_can_be_rolled_back_too(runtime: Runtime) -> None:
    """What was spoken before it comes back."""
    await publish(runtime, SHIPPED | dict([card("one")]))
    await publish(runtime, SHIPPED | dict([card("two")]))
    await rollback(runtime, shipped=SHIPPED)
    await publish(runtime, SHIPPED | dict([card("three")]))
    await rollback(runtime, shipped=SHIPPED)
    assert "one" in told(runtime)


async def test_what_cannot_be_read_is_refused_and_changes_nothing(runtime: Runtime) -> None:
    """Lint comes first, but nobody can put a broken file in force past it."""
    with pytest.raises(ContentRefused):
        await publish(runtime, SHIPPED | {"stages/x.yaml": b"id: ["})
    assert (told(runtime), await refresh(runtime)) == (["packing", "passport"], False)


async def test_a_broken_edition_never_silences_a_process(runtime: Runtime) -> None:
    """What is in force stays so, and the fault is told once, not every two seconds."""
    async with runtime.database.write() as session:
        session.add(EditionRow(files={"stages/x.yaml": "id: ["}, digest="?", published_at=NOW))
    assert (await refresh(runtime), await refresh(runtime)) == (False, False)
    assert told(runtime) == ["packing", "passport"]


async def test_an_edition_is_not_missed_by_a_process_that_planned_without_it(tmp_path: Path) -> None:
    """Published here; there a trip is planned with the old content before the new is picked up: it is planned again."""
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        here, there = (speaking(runtime_over(each, clock=TwoHands(NOW))) for each in (one, two))
        told: list[TakenIn] = []
        await intake(here, [lisbon_family().booking], told=told.append)
        assert told[0].row is not None
        trip_id = told[0].row.key
        await bind(here, trip_id, ANN_CHAT, ANN.id, known=BOOKED)
        await publish(here, SHIPPED | dict([card("visa", "-7d")]))
        await plan_trips(there, [trip_id])
        assert (await trip_row(there, trip_id)).next_due_at == NOW + OUTDATED
        await refresh(there)
        there.clock.trip_now = utc("2027-05-05T16:00")  # type: ignore[attr-defined]
        await plan_due(there)
        async with there.database.read() as session:
            assert [row.touchpoint for row in await deliveries_of_trip(session, trip_id)] == ["visa"]


def overlay(**texts: str) -> dict[str, bytes]:
    """An overlay with Spanish over the shipped content, as it is gathered: touchpoint -> its Dutch text."""
    files = {f"{OVERLAY}overlay.yaml": "over: shipped\nlocales: [es]"}
    for name, text in texts.items():
        files[f"{OVERLAY}stages/{name}.yaml"] = f"id: {name}\ntext: {{nl: {text}, es: Hola}}"
    return SHIPPED | {name: text.encode() for name, text in files.items()}


def dutch(runtime: Runtime) -> dict[str, str]:
    """What is in force, in Dutch."""
    return {one.id: one.text.template("nl") for one in runtime.library.touchpoints}


async def test_an_overlay_reaches_another_process_whole(tmp_path: Path) -> None:
    """With what it was laid over, and its languages; its own files are told from those."""
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        here, there = speaking(runtime_over(one)), speaking(runtime_over(two))
        await publish(here, overlay(packing="Inpakken"))
        assert await refresh(there)
        assert dutch(there) == dutch(here) == {"packing": "Inpakken", "passport": "Hello"}
        assert there.library.locales == here.library.locales == ("nl", "en", "fr", "de", "es")
        async with two.read() as session:
            kept = await session.get(EditionRow, 1)
        assert kept is not None
        assert [name for name in kept.files if name.startswith(OVERLAY)] == [
            f"{OVERLAY}overlay.yaml",
            f"{OVERLAY}stages/packing.yaml",
        ]


async def test_an_overlay_says_whom_it_touches(runtime: Runtime) -> None:
    """One reworded text, and nothing else."""
    published = await publish(runtime, overlay(packing="Inpakken"))
    assert (published.effects, published.below) == ((Effect(touchpoint="packing", reword=1),), ())


async def test_an_overlay_is_rolled_back_like_any_edition(runtime: Runtime) -> None:
    """To the overlay before it, and to what ships."""
    await publish(runtime, overlay(packing="Een"))
    await publish(runtime, overlay(packing="Twee"))
    seen = []
    while await rollback(runtime, shipped=SHIPPED) is not None:
        seen.append((dutch(runtime)["packing"], runtime.library.locales[-1]))
    assert seen == [("Een", "es"), ("Hello", "de")]


async def test_an_upgrade_below_an_overlay_is_told(runtime: Runtime) -> None:
    """What ships has changed and grown: nothing changes by itself; published again, the overlay lies over the new."""
    await publish(runtime, overlay(packing="Inpakken"))
    upgraded = overlay(packing="Inpakken") | dict([card("passport", "-6d", "Hi"), card("visa")])
    published = await publish(runtime, upgraded)
    assert published.below == ("stages/before_departure/passport.yaml", "stages/before_departure/visa.yaml")
    assert dutch(runtime) == {"packing": "Inpakken", "passport": "Hi", "visa": "Hello"}


async def test_a_whole_content_is_no_upgrade_of_an_overlay(runtime: Runtime) -> None:
    """Where one of two editions is no overlay, nothing lies below."""
    await publish(runtime, overlay(packing="Inpakken"))
    assert (await publish(runtime, SHIPPED | dict([card("visa")]))).below == ()


async def test_an_overlay_that_names_nothing_is_refused(runtime: Runtime) -> None:
    """A misspelt id changes nothing in force."""
    with pytest.raises(ContentRefused, match="no touchpoint packin; did you mean packing"):
        await publish(runtime, overlay(packin="Inpakken"))
    assert dutch(runtime)["packing"] == "Hello"
