"""A headless Chromium for tests. Without one they skip and say so; with REQUIRE_ALL=1 they fail instead.

The browser is Debian's (or the one that CHROMIUM names); nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> Path:
    """Where Chromium is. Skips the test, or fails it with REQUIRE_ALL=1, when there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found and Path(found).exists():
        return Path(found)
    why = "Chromium is not installed (Debian: apt install chromium; elsewhere name it in CHROMIUM)"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for one test."""
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[Callable[..., object]]:
    """Opens pages of a given size; at the end none of them may have logged an error."""
    faults: list[str] = []

    def logged(line: ConsoleMessage) -> None:
        # Chromium notes every refused request by itself; a 409 is how the page learns a conductor's refusal
        if line.type == "error" and "status of 409" not in line.text:
            faults.append(line.text)

    async def opened(url: str, *, width: int = 1440, height: int = 900, dark: bool = False) -> Page:
        scheme = "dark" if dark else "light"
        page = await browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            reduced_motion="reduce",
        )
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", logged)
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    assert faults == []


async def picture(page: Page, name: str) -> None:
    """Keep what the page shows as NAME.png in the folder that SCREENSHOTS names, if it names one."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
