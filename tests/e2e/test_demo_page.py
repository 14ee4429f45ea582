"""The demo's page in a real browser: a trip is chosen, joined and lived; agents answer; it fits a phone and a desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import pytest
from playwright.async_api import Page, expect

from bot.clock import FrozenClock
from bot.simulator.server import Simulator
from bot.simulator.world import World
from tests.support.browser import chromium, picture
from tests.support.conductor import BOOKED, FakeConductor
from tests.support.little_bot import SCRIPT, LittleBot
from tests.support.simulator import RawBot

Open = Callable[..., Awaitable[Page]]


@dataclass(kw_only=True)
class Stage:
    """A running page with a little bot behind it and Jo and Mo in the agents' group."""

    simulator: Simulator
    conductor: FakeConductor
    bot: RawBot


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = FrozenClock(BOOKED)
    world = World(clock=clock)
    agents = world.group("Agents")
    for name in ("Jo", "Mo"):
        agents.joins(world.person(name))
    conductor = FakeConductor(clock=clock, script=SCRIPT)
    async with Simulator(world, conductor=conductor) as simulator, aiohttp.ClientSession() as session:
        little = LittleBot(RawBot(simulator, session), agents)
        conductor.say = little.say
        await little.introduce()
        running = asyncio.create_task(little.run())
        yield Stage(simulator=simulator, conductor=conductor, bot=little.bot)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _joined(page: Page) -> None:
    await page.click("[data-trip=lisbon]")
    await page.click("#phone .start")
    await expect(page.locator("#phone .bubble").last).to_contain_text("good to have you here")


async def test_a_trip_is_lived_from_booking_to_home(stage: Stage, open_page: Open) -> None:
    """Messages come at their local time, the clock and the ribbon follow, ticks and answers work in place."""
    page = await open_page(stage.simulator.url)
    await expect(page.locator("#phone .nothing")).to_contain_text("Choose a trip")
    await _joined(page)
    await expect(page.locator("#ribbon .here")).to_contain_text("Just booked")
    for _ in range(3):
        await page.click("[data-move=next_message]")
    await expect(page.locator("#hour")).to_have_text("18:00")
    await expect(page.locator("#date")).to_have_text("Thu, 7 May 2026")
    await page.click("#phone .inline button:has-text('Sun cream')")
    await expect(page.locator("#phone .inline")).to_contain_text("✅ Sun cream")
    await page.click("[data-move=next_stage]")
    await expect(page.locator("#ribbon .here")).to_contain_text("outbound · Lisbon")
    await page.click("[data-move=next_stage]")
    await expect(page.locator("#zone")).to_have_text("Europe / Lisbon")
    await page.click("[data-move=day]")
    await expect(page.locator("#phone .bubble").last).to_contain_text("Bem-vindos a Lisboa!")
    await expect(page.locator("#phone .bubble").last.locator("b").first).to_have_text("Bem-vindos a Lisboa!")
    await page.click("#to-open")
    await page.fill("#to-when", "2026-05-20T20:00")
    await page.press("#to-when", "Enter")
    await expect(page.locator("#ribbon .here")).to_contain_text("Afterwards")
    await page.click("#phone .inline button:has-text('5 ★')")
    await expect(page.locator(".toast")).to_contain_text("Thank you!")
    await expect(page.locator("#phone .bubble").last).to_contain_text("edited")


async def test_an_agent_answers_in_the_group(stage: Stage, open_page: Open) -> None:
    """What Ann writes arrives in the group; a reply to it goes back to her phone."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    await page.fill("#phone textarea", "Is <b>breakfast</b> included?")
    await page.press("#phone textarea", "Enter")
    await expect(page.locator("#phone .row.mine .words").last).to_contain_text(
        "Is <b>breakfast</b> included?"
    )
    asked = page.locator("#window .row.theirs", has_text="de Vries")
    await asked.hover()
    await asked.locator(".answer").click()
    await page.select_option("#window .as select", label="Mo")
    await page.fill("#window textarea", "Yes, until ten.")
    await page.click("#window .send")
    await expect(page.locator("#phone .bubble").last).to_contain_text("Mo (your agent):")
    await expect(page.locator("#window .row.mine .quote")).to_contain_text("de Vries")
    await picture(page, "agents_answer")


async def test_menu_language_and_reasons_are_at_hand(stage: Stage, open_page: Open) -> None:
    """The menu lists the bot's commands, the page speaks Dutch when asked, the drawer tells what was skipped and why."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    await page.click("#phone .menu")
    await page.click("#phone .commands button:has-text('/emergency')")
    await expect(page.locator("#phone .bubble").last).to_contain_text("112")
    await expect(page.locator("#phone .keyboard")).to_be_hidden()
    await page.click("#phone .keys")
    await page.click("#phone .keyboard button:has-text('My trip')")
    await expect(page.locator("#phone .keyboard")).to_be_hidden()
    await expect(page.locator("#phone .row.mine").last).to_contain_text("My trip")
    await page.click("#why-open")
    await expect(page.locator("#why-lines")).to_contain_text("The traveller did not agree to offers")
    await page.keyboard.press("Escape")
    await page.select_option("#language", "nl")
    await expect(page.locator("[data-move=next_stage]")).to_have_text("Volgende fase")
    await expect(page.locator("#trips .on")).to_contain_text("Gezin naar Lissabon")
    ann = next(person for person in stage.simulator.cast.travellers if person.first_name == "Ann")
    await stage.simulator.world.until(lambda: (ann.id, "nl") in stage.conductor.languages)


async def test_a_trip_tells_who_travels(stage: Stage, open_page: Open) -> None:
    """On hover and on focus: the party, a birthday on the way, the persona with its because; Escape puts it away."""
    page = await open_page(stage.simulator.url)
    await page.hover("[data-trip=lisbon]")
    tip = page.locator("#tip")
    await expect(tip).to_contain_text("Family: the youngest is 4 on the day of departure")
    await expect(tip.locator(".birthday")).to_have_text("Dan4 years, turns 5 on 14 May")
    await page.mouse.move(700, 500)
    await expect(tip).to_be_hidden()
    await page.keyboard.press("Tab")
    await expect(page.locator("[data-trip=lisbon]")).to_be_focused()
    await expect(tip).to_contain_text("Voucher Casa do Rio")
    await page.keyboard.press("Escape")
    await expect(tip).to_be_hidden()


async def test_a_stage_is_reached_by_its_place_on_the_ribbon(stage: Stage, open_page: Open) -> None:
    """A click moves the clock to its first moment; one that is over says so; each shows what it brings."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    stops = page.locator("#ribbon .stop")
    await expect(stops).to_have_count(7)
    await expect(stops.nth(2).locator(".mark.waiting")).to_have_count(2)
    await stops.nth(2).hover()
    await expect(page.locator("#tip .coming")).to_contain_text("Packing checklist")
    await stops.nth(3).click()
    await expect(page.locator("#ribbon .here")).to_contain_text("outbound · Lisbon")
    await expect(stops.nth(2).locator(".mark.sent")).to_have_count(2)
    await expect(page.locator("#ribbon [aria-current=step] .stop")).to_have_attribute(
        "aria-label", re.compile("Now")
    )
    await stops.first.click()
    await expect(page.locator(".toast")).to_contain_text("Time only goes forward here.")


async def test_on_a_phone_a_stage_asks_before_it_moves(stage: Stage, open_page: Open) -> None:
    """A finger sees first what the stage brings, and moves with a second tap."""
    page = await open_page(stage.simulator.url, width=390, height=844)
    await _joined(page)
    await page.locator("#ribbon .stop").nth(2).click()
    await expect(page.locator("#tip")).to_contain_text("Packing checklist")
    await page.click("#tip .move")
    await expect(page.locator("#ribbon .here")).to_contain_text("Before departure")
    await expect(page.locator("#tip")).to_be_hidden()


async def test_the_drawer_shows_one_kind_at_a_time(stage: Stage, open_page: Open) -> None:
    """Sent, waiting or skipped, each with its count; the time in words; Escape closes it and the focus goes back."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    await page.click("[data-move=next_message]")
    await page.click("#why-open")
    await expect(page.locator("#filters button")).to_have_text(["All 10", "Sent 1", "Waiting 8", "Skipped 1"])
    await page.click("#filters button:has-text('Waiting')")
    await expect(page.locator("#why-lines .line")).to_have_count(8)
    await expect(page.locator("#why-lines .line").first).to_contain_text("5 days before departure, at 18:00")
    await expect(page.locator("#filters .on")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await expect(page.locator("#why")).to_be_hidden()
    await expect(page.locator("#why-open")).to_be_focused()


async def test_what_the_conductor_refuses_shows_in_its_words(stage: Stage, open_page: Open) -> None:
    """Its refusal pops up as a toast and the page goes on."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    stage.conductor.refuses = "The office is closed"
    await page.click("[data-move=next_stage]")
    await expect(page.locator(".toast.bad")).to_have_text("The office is closed")


async def test_time_goes_forward_only(stage: Stage, open_page: Open) -> None:
    """Going back pops up as a friendly toast in the page's language, and the clock stays."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    await page.select_option("#language", "de")
    await page.click("#to-open")
    await page.fill("#to-when", "2025-01-01T10:00")
    await page.press("#to-when", "Enter")
    await expect(page.locator(".toast")).to_contain_text("Die Zeit läuft hier nur vorwärts.")
    await expect(page.locator("#hour")).to_have_text("11:12")


async def test_a_blocked_bot_can_be_let_in_again(stage: Stage, open_page: Open) -> None:
    """Block hides the composer and offers to unblock."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    await page.click("#phone .more")
    await page.click("#phone .sheet button")
    await expect(page.locator("#phone .start")).to_have_text("UNBLOCK")
    await page.click("#phone .start")
    await expect(page.locator("#phone textarea")).to_be_visible()


async def test_a_question_opens_the_answer_field(stage: Stage, open_page: Open) -> None:
    """force_reply quotes the question with its hint; the answer is a reply to it."""
    page = await open_page(stage.simulator.url)
    await _joined(page)
    ann = stage.simulator.cast.travellers[0]
    hint = {"force_reply": True, "input_field_placeholder": "In your own words"}
    await stage.bot.does("sendMessage", chat_id=ann.id, text="What was best?", reply_markup=hint)
    await expect(page.locator("#phone .quoting")).to_contain_text("What was best?")
    await expect(page.get_by_placeholder("In your own words")).to_be_visible()
    await page.fill("#phone textarea", "The river")
    await page.press("#phone textarea", "Enter")
    await expect(page.locator("#phone .row.mine .quote").last).to_contain_text("What was best?")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1024, 1440])
async def test_nothing_is_wider_than_the_screen(
    stage: Stage, open_page: Open, width: int, dark: bool
) -> None:
    """In German, the longest language, the page keeps to its width and height, and a phone shows one side at a time."""
    page = await open_page(stage.simulator.url, width=width, height=844, dark=dark)
    await page.select_option("#language", "de")
    await _joined(page)
    await page.click("[data-move=next_stage]")
    await expect(page.locator("#ribbon .here")).to_contain_text("Dazwischen")
    size = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [width, 844]
    outside = "[...document.querySelectorAll('.move, .tool, .pick, .desk')].filter(e => e.getBoundingClientRect().right > innerWidth).length"
    assert await page.evaluate(outside) == 0
    if width == 390:
        await expect(page.locator("#window")).to_be_hidden()
        await page.click(".tabs [data-tab=agents]")
        await expect(page.locator("#phone")).to_be_hidden()
    await expect(page.locator("#window")).to_be_visible()
    night = await page.evaluate("document.documentElement.classList.contains('night')")
    assert night is dark
    await picture(page, f"page_{width}_{'dark' if dark else 'light'}")


@pytest.mark.parametrize(("require", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_a_missing_browser_is_said(
    monkeypatch: pytest.MonkeyPatch, require: str, outcome: type[BaseException]
) -> None:
    """Without Chromium a test skips with the reason; with REQUIRE_ALL=1 it fails."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setenv("REQUIRE_ALL", require)
    with pytest.raises(outcome, match="Chromium is not installed"):
        chromium()
