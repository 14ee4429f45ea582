"""`reisgenoot check`: every setting with its help, then token, database, content, zone data and clock, each tested.

Not here: the settings themselves (settings) and what lint says of content (flows.rehearsal.lint).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot import content
from bot.clock import SystemClock
from bot.errors import BotError, LookupFailed, SettingError, Unfit
from bot.lookups.weather import weather
from bot.settings import TELEGRAM, Settings, read_settings
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.telegram.door import open_door
from flows.errors import FlowsError
from flows.library.tongues import called
from flows.rehearsal.lint import errors, lint

SECRETS = frozenset({"telegram_token", "webhook_secret", "weather_key"})
PASSWORD = re.compile(r"(://[^:/@]*:).*@")
"""The password in an address such as a database's."""
CLOCK_TOLERANCE = 30.0
SOMEWHERE = (52.37, 4.89)
"""Latitude and longitude of a place that has weather."""
Check = Callable[[Settings], Awaitable[str]]


async def check_everything() -> tuple[list[str], bool]:
    """(lines for people, whether all is good)."""
    try:
        settings = read_settings()
    except SettingError as error:
        fault = f"  FAIL  settings: {error}"
        return [*_listed(None), "", fault, "", "Mend that first, then check again."], False
    lines = [*_listed(settings), ""]
    good = True
    for name, test in CHECKS.items():
        try:
            lines.append(f"  ok    {name}: {await test(settings)}")
        except (BotError, FlowsError) as error:
            good = False
            lines.append(f"  FAIL  {name}: {error}")
    lines.append("")
    lines.append(
        "All is well: `reisgenoot run` starts the bot." if good else "Mend what says FAIL, then check again."
    )
    return lines, good


def _listed(settings: Settings | None) -> Iterator[str]:
    """Every setting with its help, and with what it is where the settings could be read."""
    yield "Settings (environment or .env):"
    for name, field in Settings.model_fields.items():
        shown = f" = {_shown(name, getattr(settings, name))}" if settings is not None else ""
        yield f"  REISGENOOT_{name.upper()}{shown}"
        yield f"      {field.description}"


def _shown(name: str, value: Any) -> str:
    """A setting as it may be shown: of a secret only whether it is set."""
    if name in SECRETS:
        return "set" if value.get_secret_value() else "not set"
    return "not set" if value in ("", None) else PASSWORD.sub(r"\1***@", str(value))


async def _token(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise Unfit(
            why="No bot token is set", remedy="Ask @BotFather for one and set REISGENOOT_TELEGRAM_TOKEN."
        )
    async with open_door(token=token, api=settings.telegram_api, pause=0.2) as door:
        return f"the bot is @{door.username}"


async def _database(settings: Settings) -> str:
    database = Database(settings.database)
    try:
        await migrate(database)
        await database.ping()
    finally:
        await database.close()
    return f"{database.name} can be read and written"


async def _content(settings: Settings) -> str:
    library = content.load(settings.content)
    faults = errors(lint(library))
    if faults:
        raise Unfit(
            why=f"{len(faults)} faults, the first: {content.in_folder(faults[0], settings.content)}",
            remedy="Run `reisgenoot lint`.",
        )
    unverified = sum(not numbers.verified_on for numbers in library.emergency.values())
    told = f"{len(library.touchpoints)} touchpoints, {len(library.places)} places"
    if library.added:
        told += f", also in {', '.join(called(locale) for locale in library.added)}"
    if unverified:
        told += f"; {unverified} countries' emergency numbers wait for a person to verify them"
    return told


async def _agency(settings: Settings) -> str:
    if not settings.agency_name or not settings.agency_phone:
        raise Unfit(
            why="Travellers in need are not told whom to call",
            remedy="Set REISGENOOT_AGENCY_NAME and REISGENOOT_AGENCY_PHONE.",
        )
    return f"{settings.agency_name}, {settings.agency_phone}"


async def _weather(settings: Settings) -> str:
    async with weather(settings) as service:
        if service is None:
            return "off: no forecast is looked up"
        try:
            days = await service.forecast(*SOMEWHERE)
        except LookupFailed as error:
            raise Unfit(
                why=f"No forecast comes from {settings.weather_url} ({error.facts['why']})",
                remedy="Check REISGENOOT_WEATHER_URL and REISGENOOT_WEATHER_KEY, or unset REISGENOOT_WEATHER.",
            ) from error
    return f"{settings.weather_url} knows {len(days)} days"


async def _zones(settings: Settings) -> str:
    ZoneInfo(settings.agency_zone)
    return f"tzdata {version('tzdata')} from the package"


async def _clock(settings: Settings) -> str:
    """Compare with the Date that the Bot API's host sends."""
    now = SystemClock().real()
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.head(settings.telegram_api) as answer,
        ):
            stamp = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        place = "Telegram" if settings.telegram_api == TELEGRAM else settings.telegram_api
        return (
            f"{now:%Y-%m-%d %H:%M:%S} UTC; {place} cannot be asked ({type(error).__name__}), so not compared"
        )
    if stamp is None:
        return f"{now:%Y-%m-%d %H:%M:%S} UTC; nothing to compare with"
    apart = abs((parsedate_to_datetime(stamp).astimezone(UTC) - now).total_seconds())
    if apart > CLOCK_TOLERANCE:
        raise Unfit(
            why=f"This machine's clock is {apart:.0f} s off",
            remedy="Switch on time synchronisation: every message goes by the clock.",
        )
    return f"{now:%Y-%m-%d %H:%M:%S} UTC, within {CLOCK_TOLERANCE:.0f} s of the Bot API's"


CHECKS: dict[str, Check] = {
    "token": _token,
    "database": _database,
    "content": _content,
    "agency": _agency,
    "weather": _weather,
    "zone data": _zones,
    "clock": _clock,
}
