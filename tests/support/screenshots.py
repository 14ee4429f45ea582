"""The pictures of the README, taken of the real demo: `python -m tests.support.screenshots [FOLDER]` (default .readme).

Not here: the browser (browser), the moves (salesperson), packing (png, apng).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.app import own_zone_data
from bot.demonstration import demonstrating
from bot.log import set_up_log
from tests.support.apng import Frame, moving
from tests.support.browser import ARGUMENTS, chromium
from tests.support.png import smaller
from tests.support.salesperson import Salesperson

FOLDER = Path(__file__).parents[2] / ".readme"
DESK, PHONE, TOUR = (1440, 900), (390, 844), (1200, 860)
ON_SITE = "2027-03-27T10:05"
SECONDS = 3.2
HEAVIEST = 2_000_000
"""Bytes that a moving picture in a README may have."""


async def shoot(folder: Path) -> None:
    """Write tour.png (moving), demo.png, demo-dark.png, why-this.png, why.png, ribbon-fr.png, demo-phone-nl.png and
    demo-agents-de.png."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        async with demonstrating(port=0) as address:
            async with await _open(browser, address, DESK) as page:
                await _desk(page, folder)
            async with await _open(browser, address, DESK) as page:
                await _couple(page, folder)
            async with await _open(browser, address, PHONE) as page:
                await _phone(page, folder)
            async with await _open(browser, address, TOUR) as page:
                frames = await _tour(page)
        await browser.close()
    picture = moving(frames)
    assert len(picture) <= HEAVIEST, f"the moving picture has {len(picture)} bytes"
    _keep(folder / "tour.png", picture)


async def _open(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    page = await browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    return page


async def _desk(page: Page, folder: Path) -> None:
    """A family in Lisbon, by day, by night, and with the reason of one message."""
    await _family_on_site(
        page, "en", "Is there a cot in the room for Dan?", "There is, it stands ready. Enjoy Lisbon!"
    )
    await _take(page, folder / "demo.png")
    await page.click("#theme")
    await _take(page, folder / "demo-dark.png")
    await page.click("#theme")
    await page.locator("#phone .whymark").last.click()
    await _take(page, folder / "why-this.png")
    await page.click("#why-open")
    await page.locator("#why-lines .skipped").first.wait_for()
    await page.evaluate("document.querySelector('#why-lines').scrollTop = 900")
    await _take(page, folder / "why.png")


async def _couple(page: Page, folder: Path) -> None:
    """A couple in Florence, in French: what the stage of a round trip still brings."""
    seller = Salesperson(page)
    await seller.load("italy", language="fr")
    await seller.join("Jansen")
    await seller.move_to("2027-06-07T15:30")
    await page.hover("#ribbon .here + li + li .stop")
    await page.locator("#tip").wait_for()
    await _take(page, folder / "ribbon-fr.png")


async def _phone(page: Page, folder: Path) -> None:
    """The same on a phone: the traveller in Dutch, the agents in German."""
    await _family_on_site(
        page, "nl", "Staat er een kinderbedje op de kamer?", "Ja, het staat klaar. Veel plezier!"
    )
    await page.click(".tabs [data-tab=traveller]")
    await _take(page, folder / "demo-phone-nl.png")
    await _family_on_site(
        page, "de", "Gibt es ein Kinderbett im Zimmer?", "Ja, es steht bereit. Viel Freude!"
    )
    await _take(page, folder / "demo-agents-de.png")


async def _tour(page: Page) -> list[Frame]:
    """The guided tour of the family's trip, a frame a step."""
    frames: list[Frame] = []

    async def look(step: str) -> None:
        await page.wait_for_timeout(400)
        frames.append(Frame(png=await page.screenshot(animations="disabled"), seconds=SECONDS))

    seller = Salesperson(page)
    await seller.load("lisbon", language="en")
    await seller.tour(look)
    return frames


async def _family_on_site(page: Page, language: str, question: str, answer: str) -> None:
    """The first morning in Lisbon: the tips have come, a question was asked and answered. Leaves the agents' tab open."""
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 800
    seller = Salesperson(page)
    if narrow:
        await page.click(".tabs [data-tab=traveller]")
    await seller.load("lisbon", language=language)
    await seller.join("de Vries")
    await seller.move_to(ON_SITE)
    await expect(page.locator("#hour")).to_have_text("10:05")
    await seller.write(question)
    if narrow:
        await page.click(".tabs [data-tab=agents]")
    await seller.answer(question[:20], answer)
    await page.mouse.move(1, 1)


async def _take(page: Page, path: Path) -> None:
    await page.evaluate("document.querySelector('textarea:focus')?.blur()")
    await page.wait_for_timeout(400)
    _keep(path, smaller(await page.screenshot(animations="disabled")))


def _keep(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    print(f"{path}  {len(picture) // 1000} kB")


def main() -> None:
    """Take them all."""
    own_zone_data()
    set_up_log(level="WARNING")
    asyncio.run(shoot(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))


if __name__ == "__main__":
    main()
