"""The real demo in a real browser: the whole bot, the local Telegram and the page, from the booking to the survey."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from bot.demonstration import demonstrating
from tests.support.browser import chromium
from tests.support.salesperson import Salesperson

Open = Callable[..., Awaitable[Page]]
STAGES = ["JUST_BOOKED", "IN_BETWEEN", "BEFORE_DEPARTURE", "IN_TRANSIT", "ON_SITE", "AFTERWARDS"]


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The page of a running demo."""
    chromium()
    async with demonstrating(port=0) as url:
        yield url


async def test_a_family_lives_its_trip_and_agents_take_part(address: str, open_page: Open) -> None:
    """Ann joins, ticks, asks and is answered by Jo, hears a broadcast in her language, and fills in the survey in French."""
    page = await open_page(address)
    seller = Salesperson(page)
    await seller.load("lisbon", language="nl")
    await expect(page.locator("#phone .coach")).to_contain_text("Druk hieronder op START")
    await seller.join("de Vries")
    await expect(page.locator("#phone")).to_contain_text("LIS27A")
    await seller.move_to("2027-03-21T12:00")
    await seller.move_until("Je paklijst voor Lissabon")
    await expect(page.locator("#phone .keyboard")).to_be_hidden()
    insured = page.locator("#phone .inline button", has_text="Reisverzekering")
    await expect(insured).to_contain_text("☐")
    await insured.click()
    await expect(insured).not_to_contain_text("☐")

    await seller.write("Staat er een kinderbedje op de kamer?")
    await seller.answer("kinderbedje", "Ja, het staat klaar.")
    await expect(page.locator("#phone .bubble").last).to_contain_text("Ja, het staat klaar.")

    for _ in range(2):
        await seller.move("next_stage")
    await expect(page.locator("#ribbon .here")).to_contain_text("Ter plaatse")
    await seller.write_as_agent(
        "/broadcast stage=on_site place=Lisbon class=operational\nnl: Morgen rijdt tram 28 niet.\nen: No tram 28 tomorrow."
    )
    await page.locator("#window .inline").last.locator("button").first.click()
    await expect(page.locator("#phone .bubble").last).to_contain_text("Morgen rijdt tram 28 niet.")

    await seller.speak("fr")
    await expect(page.locator("#phone .bubble").last).to_contain_text("en français")
    await seller.move_to("2027-04-04T12:00")
    await seller.move_until("Dans l'ensemble, comment s'est passé votre voyage ?")
    await page.locator("#phone .inline button", has_text="5 😍").click()
    reasons = page.locator("#phone .inline").last.locator("button")
    await expect(reasons.first).to_have_class("tick")
    await reasons.first.click()
    await expect(reasons.first).to_have_class("tick done")
    await reasons.last.click()
    await expect(page.locator("#phone .quoting")).to_be_visible()
    await seller.write("La lumière du soir.")
    await expect(page.locator("#phone .bubble").last).to_contain_text("Merci")
    await page.click("#why-open")
    await expect(page.locator("#why-lines .sent").first).to_contain_text("Réservation confirmée")
    await expect(page.locator("#why-lines .skipped").first).to_be_visible()
    assert await seller.complaints() == []


@pytest.mark.long
async def test_every_trip_is_told_to_its_end(address: str, open_page: Open) -> None:
    """One stage by stage, the next message by message, and back: all six stages are lit, the end of each is said."""
    page = await open_page(address, width=390, height=844)
    seller = Salesperson(page)
    await seller.load("lisbon", language="en")
    await seller.join("de Vries")
    await seller.move("next_message")
    for trip, surname, leap in (("italy", "Jansen", "next_stage"), ("tokyo", "Meijer", "next_message")):
        await seller.load(trip)
        await seller.join(surname)
        lit, more = ["JUST_BOOKED"], True
        while more:
            await seller.move("next_message" if lit[-1] == STAGES[-1] else leap)
            stage, more = await seller.standing()
            lit.append(stage)
        assert sorted(set(lit), key=lit.index) == STAGES
        await expect(page.locator("#phone .lines")).to_contain_text("How was your trip, all in all?")
        await page.click("[data-move=next_message]")
        await expect(page.locator(".toast").last).to_contain_text("The whole trip is told.")
    await seller.load("lisbon")
    await expect(page.locator("#date")).to_have_text("Sat, 9 January 2027")
    await expect(page.locator("#phone .start")).to_be_visible()
    assert await seller.complaints() == []


async def test_a_second_window_and_a_reload_show_the_same(address: str, open_page: Open) -> None:
    """What one window does the other shows; a reload changes nothing; moves of both come one after the other."""
    first, second = await open_page(address), await open_page(address)
    seller = Salesperson(first)
    await seller.load("lisbon", language="en")
    await seller.join("de Vries")
    await expect(second.locator("#phone .lines")).to_contain_text("LIS27A")
    await first.dblclick("[data-move=day]")
    await second.click("[data-move=day]")
    await expect(second.locator("#date")).to_have_text("Mon, 11 January 2027")
    await seller.at_rest()
    await first.reload()
    await expect(first.locator("#date")).to_have_text("Mon, 11 January 2027")
    await expect(first.locator("#phone .lines")).to_contain_text("LIS27A")
    assert await seller.complaints() == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("trip", "language", "steps"),
    [
        (
            "lisbon",
            "de",
            ["join", "offer", "packing", "leave", "welcome", "pulse", "birthday", "survey", "end"],
        ),
        ("tokyo", "fr", ["join", "packing", "offer", "leave", "welcome", "question", "survey", "end"]),
    ],
)
async def test_the_guided_tour_plays_a_trip(
    address: str, open_page: Open, trip: str, language: str, steps: list[str]
) -> None:
    """It joins, ticks, accepts, is answered and ends by itself with what this trip has to show; then it is closed."""
    page = await open_page(address)
    seller = Salesperson(page)
    captions: list[str] = []

    async def look(step: str) -> None:
        captions.append(await page.locator("#tour-says").inner_text())
        if step == "packing":
            await expect(page.locator("#phone .inline .done")).to_have_count(2)
        if step == "offer":
            await expect(page.locator("#window .bubble").last).to_contain_text("✅")
        if step in ("pulse", "question"):
            await expect(page.locator("#window .row.mine")).to_be_visible()
            await expect(page.locator("#phone .bubble").last).to_contain_text("Jo")

    await seller.load(trip, language=language)
    assert await seller.tour(look) == steps
    assert len(set(captions)) == len(steps)
    await page.click("#tour-stop")
    await expect(page.locator("#tour")).to_be_hidden()
    assert await seller.complaints() == []


async def test_the_guided_tour_stops_when_told(address: str, open_page: Open) -> None:
    """Escape in the middle of a step: its line goes, the clock stays, and the page is the visitor's again."""
    page = await open_page(address)
    seller = Salesperson(page)

    async def look(step: str) -> None:
        await expect(page.locator("#tour")).to_contain_text("2 of 9" if step == "offer" else "Ann")

    await seller.load("lisbon", language="en")
    assert await seller.tour(look, until="offer") == ["join", "offer"]
    await page.keyboard.press("Escape")
    await expect(page.locator("#tour")).to_be_hidden()
    await expect(page.locator("#date")).to_have_text("Wed, 20 January 2027")
    await seller.write("Is there a cot in the room?")
    await expect(page.locator("#date")).to_have_text("Wed, 20 January 2027")
    assert await seller.complaints() == []


async def test_a_message_tells_why_it_came(address: str, open_page: Open) -> None:
    """Its mark opens a card with name, goal, time in words, stage and kind, in the page's language."""
    page = await open_page(address)
    seller = Salesperson(page)
    await seller.load("lisbon", language="nl")
    await seller.join("de Vries")
    await seller.move_to("2027-03-21T12:00")
    await seller.move_until("Je paklijst voor Lissabon")
    await page.locator("#phone .whymark").last.click()
    tip = page.locator("#tip")
    await expect(tip).to_contain_text("Paklijst")
    await expect(tip).to_contain_text("5 dagen voor vertrek, om 18:00")
    await expect(tip).to_contain_text("Doel: de reiziger vergeet niets belangrijks.")
    await expect(tip.locator("dd")).to_contain_text(["Voor vertrek", "Service"])
    await page.keyboard.press("Escape")
    await expect(tip).to_be_hidden()
