"""The pictures of the README, taken of the real demo: `python -m tests.support.screenshots [FOLDER]` (default .readme).

Not here: the browser (browser), the moves (salesperson).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.app import own_zone_data
from bot.demonstration import demonstrating
from bot.log import set_up_log
from tests.support.browser import ARGUMENTS, chromium
from tests.support.png import smaller
from tests.support.salesperson import Salesperson

FOLDER = Path(__file__).parents[2] / ".readme"
DESK, PHONE = (1440, 900), (390, 844)
ON_SITE = "2027-03-27T10:05"


async def shoot(folder: Path) -> None:
    """Write demo.png, demo-dark.png, why.png, demo-phone-nl.png and demo-agents-de.png."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        async with demonstrating(port=0) as address:
            page = await _open(browser, address, DESK)
            await _family_on_site(
                page, "en", "Is there a cot in the room for Dan?", "There is, it stands ready. Enjoy Lisbon!"
            )
            await _take(page, folder / "demo.png")
            await page.click("#theme")
            await _take(page, folder / "demo-dark.png")
            await page.click("#theme")
            await page.click("#why-open")
            await page.locator("#why-lines .skipped").first.wait_for()
            await page.evaluate("document.querySelector('#why-lines').scrollTop = 420")
            await _take(page, folder / "why.png")
            phone = await _open(browser, address, PHONE)
            await _family_on_site(
                phone, "nl", "Staat er een kinderbedje op de kamer?", "Ja, het staat klaar. Veel plezier!"
            )
            await phone.click(".tabs [data-tab=traveller]")
            await _take(phone, folder / "demo-phone-nl.png")
            await _family_on_site(
                phone, "de", "Gibt es ein Kinderbett im Zimmer?", "Ja, es steht bereit. Viel Freude!"
            )
            await _take(phone, folder / "demo-agents-de.png")
        await browser.close()


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


async def _family_on_site(page: Page, language: str, question: str, answer: str) -> None:
    """The first morning in Lisbon: the tips have come, a question was asked and answered. Leaves the agents' tab open."""
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 800
    seller = Salesperson(page)
    if narrow:
        await page.click(".tabs [data-tab=traveller]")
    await seller.load("lisbon", language=language)
    await seller.join("de Vries")
    await page.click("#to-open")
    await page.fill("#to-when", ON_SITE)
    await page.press("#to-when", "Enter")
    await expect(page.locator("#hour")).to_have_text("10:05")
    await seller.at_rest()
    await seller.write(question)
    if narrow:
        await page.click(".tabs [data-tab=agents]")
    await seller.answer(question[:20], answer)
    await page.mouse.move(1, 1)


async def _take(page: Page, path: Path) -> None:
    await page.evaluate("document.activeElement?.blur()")
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
