"""The composition root: puts a Runtime together for each way of running, opened and closed by one AsyncExitStack.

Not here: commands (cli), what a use case does (services).
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from taskiq import InMemoryBroker

from bot import content
from bot.clock import Clock, FrozenClock, SystemClock
from bot.errors import ChannelError, StartRefused
from bot.i18n import staff_wording
from bot.lookups.weather import weather
from bot.paper_channel import Closed, Paper
from bot.runtime import Runtime, Shelf
from bot.services.publishing import refresh
from bot.services.updates import store
from bot.settings import Settings
from bot.storage.database import MEMORY, Database
from bot.storage.marks import USERNAME, mark, set_mark
from bot.storage.migrating import migrate
from bot.tasks import build
from bot.telegram.commands import listed_commands, publish_commands
from bot.telegram.door import Door, open_door
from bot.telegram.inbound import read_update
from bot.telegram.poller import poll
from bot.telegram.webhook import delete_webhook, set_webhook
from bot.ticks import ticking
from bot.web.server import serving
from flows.library.library import Library
from flows.library.text import LOCALES

log = structlog.get_logger()

STOPPING_SECONDS = 45.0
"""How long what is in flight may take at the end: longer than one send."""


def own_zone_data() -> None:
    """Take zone data from the package: the system's may be older, and zones change (DESIGN §5)."""
    zoneinfo.reset_tzpath(to=[])


@asynccontextmanager
async def ledger(
    settings: Settings, *, named: bool = False, clock: Clock | None = None
) -> AsyncIterator[Runtime]:
    """A runtime that only reads and writes the database; a running bot picks the work up at its next tick.

    named: the bot's name is wanted for deep links. It is known once the bot has run, else Telegram is asked; where that
    fails, links are None and the typed code remains.
    """
    async with AsyncExitStack() as stack:
        database = await _database(stack, settings.database)
        username = await _username(settings, database) if named else None
        runtime = Runtime(
            settings=settings,
            clock=clock or SystemClock(),
            database=database,
            channel=Closed(),
            shelf=Shelf(content.load(settings.content)),
            join_link=partial(_join_link, username),
        )
        await refresh(runtime)
        yield runtime


async def _database(stack: AsyncExitStack, url: str) -> Database:
    """The database with its tables as they are now, closed with the stack."""
    database = Database(url)
    stack.push_async_callback(database.close)
    await migrate(database)
    return database


async def _broker(stack: AsyncExitStack) -> InMemoryBroker:
    """A broker inside this process, shut down with the stack."""
    broker = InMemoryBroker()
    await broker.startup()
    stack.push_async_callback(broker.shutdown)
    return broker


def _join_link(username: str | None, token: str) -> str | None:
    return f"https://t.me/{username}?start={token}" if username else None


async def _username(settings: Settings, database: Database) -> str | None:
    async with database.read() as session:
        known = await mark(session, USERNAME)
    token = settings.telegram_token.get_secret_value()
    if known or not token:
        return known
    try:
        async with open_door(token=token, api=settings.telegram_api, pause=0.1) as door:
            return door.username
    except StartRefused as refusal:
        log.warning(
            "The bot's name is not known, so there are no links.", action="name_unknown", why=str(refusal)
        )
        return None


@asynccontextmanager
async def rehearsing(library: Library) -> AsyncIterator[tuple[Runtime, FrozenClock]]:
    """A runtime on paper: memory, a frozen clock, no settings of this machine, no network."""
    async with AsyncExitStack() as stack:
        database = await _database(stack, MEMORY)
        broker = await _broker(stack)
        clock = FrozenClock(datetime(2000, 1, 1, tzinfo=UTC))
        runtime = Runtime(
            settings=Settings.model_construct(),
            clock=clock,
            database=database,
            channel=Paper(),
            shelf=Shelf(library),
            read_update=read_update,
            paced=False,
        )
        yield build(broker, runtime), clock


Ended = Callable[[BaseException], None]


def _unheard(_: BaseException) -> None:
    """Nobody waits for it; the log says it."""


@asynccontextmanager
async def running(
    settings: Settings, *, clock: Clock | None = None, ended: Ended = _unheard, asks_weather: bool = True
) -> AsyncIterator[Runtime]:
    """The whole bot: database, Telegram, tasks, ticks, web door, updates by webhook or polling.

    ended: told why nothing is heard from Telegram any more, when polling gave up. asks_weather: False where forecasts are
    put in place by hand and no service is asked. Raises StartRefused, DatabaseError, ContentRefused. Closing it stops
    claiming and waits for what is in flight.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise StartRefused(
            why="no bot token is set",
            remedy="Set REISGENOOT_TELEGRAM_TOKEN to the token from @BotFather, or try `reisgenoot demo`.",
        )
    async with AsyncExitStack() as stack:
        database = await _database(stack, settings.database)
        library = content.load(settings.content)
        door = await stack.enter_async_context(open_door(token=token, api=settings.telegram_api))
        broker = await _broker(stack)
        runtime = build(
            broker,
            Runtime(
                settings=settings,
                clock=clock or SystemClock(),
                database=database,
                channel=door.channel,
                shelf=Shelf(library),
                weather=await stack.enter_async_context(weather(settings)) if asks_weather else None,
                read_update=partial(read_update, bot_username=door.username),
                join_link=partial(_join_link, door.username),
            ),
        )
        await refresh(runtime)
        if door.username:
            async with database.write() as session:
                await set_mark(session, USERNAME, door.username)
        await _introduce(runtime, door)
        stack.push_async_callback(_come_to_rest, runtime)
        await _listen(stack, runtime, door, ended)
        await stack.enter_async_context(ticking(runtime))
        await runtime.bell.updates()
        log.info("Reisgenoot is running.", action="started", username=door.username)
        yield runtime


async def _listen(stack: AsyncExitStack, runtime: Runtime, door: Door, ended: Ended) -> None:
    """Hear updates: by webhook when a public URL is set, else by polling."""
    settings = runtime.settings
    secret = settings.webhook_secret.get_secret_value() or derived_secret(
        settings.telegram_token.get_secret_value()
    )
    if settings.public_url:
        await stack.enter_async_context(serving(runtime, secret=secret))
        with _answering("REISGENOOT_PUBLIC_URL must be an https address that Telegram reaches."):
            await set_webhook(door.bot, f"{settings.public_url}/telegram", secret)
        return
    try:
        await stack.enter_async_context(serving(runtime, secret=secret))
    except StartRefused as refusal:
        # Travellers are heard by polling: only /health is missed.
        log.warning("The web door stays closed.", action="web_closed", why=str(refusal))
    with _answering("Try again in a moment."):
        await delete_webhook(door.bot)
    stop = asyncio.Event()

    async def keep(updates: list[dict[str, Any]]) -> None:
        await store(runtime, updates)

    polling = asyncio.create_task(
        poll(door, store=keep, stop=stop, wait=settings.poll_seconds), name="polling"
    )

    def given_up(task: asyncio.Task[int | None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("Telegram is not heard any more.", action="polling_ended", why=str(error))
            ended(error)

    polling.add_done_callback(given_up)

    async def end_polling() -> None:
        stop.set()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    stack.push_async_callback(end_polling)


@contextmanager
def _answering(remedy: str) -> Iterator[None]:
    """A refusal of Telegram's while we start, in words about the start."""
    try:
        yield
    except ChannelError as error:
        raise StartRefused(why=f"Telegram did not take the webhook ({error})", remedy=remedy) from error


async def _introduce(runtime: Runtime, door: Door) -> None:
    """Show the commands beside the text field. Without them everything still works."""
    try:
        await publish_commands(
            door.bot,
            travellers={
                locale: listed_commands(runtime.library, "help.commands", locale)
                for locale in runtime.library.locales
            },
            staff={
                locale: listed_commands(staff_wording(locale).library, "desk.help", locale)
                for locale in LOCALES
            },
        )
    except ChannelError as error:
        log.warning("The list of commands was not taken.", action="commands_refused", why=str(error))


def derived_secret(token: str) -> str:
    """The webhook's secret when none is set: known to us and Telegram only, and the same after a restart."""
    return hashlib.sha256(f"reisgenoot webhook {token}".encode()).hexdigest()


async def _come_to_rest(runtime: Runtime) -> None:
    """Claim nothing more and let what is in flight settle."""
    runtime.closing.set()
    try:
        await asyncio.wait_for(runtime.bell.settled(), STOPPING_SECONDS)
    except TimeoutError:
        log.warning("Some work did not come to rest; its leases will run out.", action="stopped_late")


def told_to_stop() -> asyncio.Event:
    """Set by SIGTERM and Ctrl+C, on every system: Windows' event loop takes no handlers of its own."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises what `running` raises, and StartRefused when the token is taken back."""
    stop = told_to_stop()
    errors: list[BaseException] = []

    def ended(error: BaseException) -> None:
        errors.append(error)
        stop.set()

    async with running(settings, ended=ended):
        await stop.wait()
        log.info("Stopping.", action="stopping")
    for error in errors:
        raise error
