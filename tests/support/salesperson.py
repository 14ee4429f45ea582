"""Somebody who shows the demo: moves its page as a person would, and waits until each move is done.

Not here: the browser (browser).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

MOST_MOVES = 60
SHOWN = 90
"""Milliseconds within which the page shows what a move changed."""

BRISK = """() => {
  const real = window.setTimeout;
  window.setTimeout = (act, after, ...more) => real(act, after < 1000 ? after / 10 : after, ...more);
}"""
"""The tour's breaths are for people who watch; how long a step may be read stays as it is."""

LONGEST_STEP = 60_000
"""Milliseconds that a step of the guided tour may take on a slow machine."""

NOTHING_NEXT = frozenset({"none planned", "niets gepland", "rien de prévu", "nichts geplant"})


class Salesperson:
    """At one page of the real demo."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def at_rest(self) -> None:
        """Wait until the page is not at work any more."""
        await self.page.wait_for_selector("body:not(.busy)")

    async def load(self, trip: str, *, language: str = "") -> None:
        """Choose a trip, in a language."""
        if language:
            await self.page.select_option("#language", language)
        await self.page.click(f"[data-trip={trip}]")
        await expect(self.page.locator(f"[data-trip={trip}]")).to_have_attribute("aria-pressed", "true")
        await self.at_rest()

    async def join(self, surname: str) -> None:
        """Press START and give the surname; the bot's menu is there afterwards."""
        await self.page.click("#phone .start")
        await expect(self.page.locator("#phone .quoting")).to_be_visible()
        await self.write(surname)
        await expect(self.page.locator("#phone .keys")).to_be_visible()
        await expect(self.page.locator("#phone .bubble", has_text="27")).not_to_have_count(0)

    async def write(self, text: str) -> None:
        """Write as the traveller."""
        await self.page.fill("#phone textarea", text)
        await self.page.press("#phone textarea", "Enter")
        await expect(self.page.locator("#phone .row.mine").last).to_contain_text(text)

    async def write_as_agent(self, text: str) -> None:
        """Write in the agents' group, and wait for what the bot asks back."""
        asked = self.page.locator("#window .inline")
        before = await asked.count()
        await self.page.fill("#window textarea", text)
        await self.page.press("#window textarea", "Enter")
        await expect(asked).to_have_count(before + 1)

    async def answer(self, question: str, text: str) -> None:
        """Reply as an agent to what a traveller asked."""
        asked = self.page.locator("#window .row.theirs", has_text=question)
        await asked.hover()
        await asked.locator(".answer").click()
        await self.page.fill("#window textarea", text)
        await self.page.press("#window textarea", "Enter")
        await expect(self.page.locator("#phone .bubble").last).to_contain_text(text)

    async def speak(self, language: str) -> None:
        """Change the language."""
        await self.page.select_option("#language", language)
        await self.at_rest()

    async def move(self, what: str) -> None:
        """next_message, next_stage or day."""
        await self.page.click(f"[data-move={what}]")
        await self.at_rest()

    async def move_to(self, when: str) -> None:
        """To a local time where the traveller then is: "2027-03-27T10:05"."""
        await self.page.click("#to-open")
        await self.page.fill("#to-when", when)
        await self.page.press("#to-when", "Enter")
        await self.at_rest()

    async def tour(self, look: Callable[[str], Awaitable[None]], *, until: str = "end") -> list[str]:
        """Play the guided tour of the chosen trip, looking at each step ("join", …) once it is done; the steps in order.
        It is left open at `until`."""
        await self.page.evaluate(BRISK)
        await self.page.click("#tour-open")
        seen: list[str] = []
        while not seen or seen[-1] != until:
            done = f"body[data-tour-rests=yes]:not([data-tour={seen[-1] if seen else 'none'}])"
            await self.page.wait_for_selector(done, timeout=LONGEST_STEP)
            seen.append(await self.page.evaluate("document.body.dataset.tour"))
            await look(seen[-1])
            if seen[-1] != until:
                await self.page.click("#tour-next")
        return seen

    async def move_until(self, text: str) -> None:
        """Message by message until the phone says this."""
        said = self.page.locator("#phone .bubble", has_text=text)
        for _ in range(MOST_MOVES):
            await self.move("next_message")
            await self.page.wait_for_timeout(SHOWN)
            if await said.count():
                return
        raise AssertionError(f"nobody said {text!r}")

    async def standing(self) -> tuple[str, bool]:
        """The stage that is lit (JUST_BOOKED … AFTERWARDS), and whether another message is planned."""
        await self.page.wait_for_timeout(SHOWN)
        lit, ahead = await self.page.evaluate(
            "[document.querySelector('#ribbon .here use').getAttribute('href'), document.querySelector('#next-at').textContent]"
        )
        return lit.partition("#")[2].upper(), ahead not in NOTHING_NEXT

    async def complaints(self) -> list[str]:
        """The red toasts on the page."""
        return await self.page.locator(".toast.bad").all_inner_texts()
