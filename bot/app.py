"""The composition root: puts a Runtime together for each way of running, opened and closed by one AsyncExitStack.

Not here: commands (cli), what a use case does (services).
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import zoneinfo
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import structlog
from taskiq import InMemoryBroker

from bot import content
from bot.clock import Clock, FrozenClock, SystemClock
from bot.errors import ChannelError, NotSent, StartRefused
from bot.runtime import Runtime, Shelf
from bot.services.publishing import refresh
from bot.services.updates import store
from bot.settings import Settings
from bot.storage.database import MEMORY, Database
from bot.storage.migrating import migrate
from bot.tasks import build
from bot.telegram.commands import publish_commands
from bot.telegram.door import Door, open_door
from bot.telegram.inbound import read_update
from bot.telegram.poller import poll
from bot.telegram.webhook import delete_webhook, set_webhook
from bot.ticks import ticking
from bot.web.server import serving
from flows.library.library import Library
from flows.talk.message import OutgoingMessage

log = structlog.get_logger()

STOPPING_SECONDS = 45.0
"""How long what is in flight may take at the end: longer than one send."""


class Paper:
    """A channel that only counts: for rehearsals, where the outbox itself is the transcript."""

    def __init__(self) -> None:
        self._last = 0

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """The next number."""
        self._last += 1
        return self._last

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Nothing."""

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Nothing."""

    async def typing(self, chat: int) -> None:
        """Nothing."""


class Closed:
    """A channel that is not open: for commands that only write to the ledger."""

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """Refuses."""
        raise NotSent(why="this command opens no channel")

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Refuses."""
        raise NotSent(why="this command opens no channel")

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Nothing."""

    async def typing(self, chat: int) -> None:
        """Nothing."""


def own_zone_data() -> None:
    """Take zone data from the package: the system's may be older, and zones change (DESIGN §5)."""
    zoneinfo.reset_tzpath(to=[])


@asynccontextmanager
async def ledger(
    settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Runtime]:
    """A runtime that only reads and writes the database; a running bot picks the work up at its next tick."""
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        await migrate(database)
        runtime = Runtime(
            settings=settings,
            clock=clock or SystemClock(),
            database=database,
            channel=Closed(),
            shelf=Shelf(content.load(settings.content)),
        )
        await refresh(runtime)
        yield runtime


@asynccontextmanager
async def rehearsing(library: Library) -> AsyncIterator[tuple[Runtime, FrozenClock]]:
    """A runtime on paper: memory, a frozen clock, no settings of this machine, no network."""
    async with AsyncExitStack() as stack:
        database = Database(MEMORY)
        stack.push_async_callback(database.close)
        await database.create()
        broker = InMemoryBroker()
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        clock = FrozenClock(datetime(2000, 1, 1, tzinfo=UTC))
        runtime = Runtime(
            settings=Settings.model_construct(),
            clock=clock,
            database=database,
            channel=Paper(),
            shelf=Shelf(library),
            paced=False,
        )
        yield build(broker, runtime), clock


@asynccontextmanager
async def running(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Runtime]:
    """The whole bot: database, Telegram, tasks, ticks, web door, updates by webhook or polling.

    Raises StartRefused, DatabaseError, ContentRefused. Closing it stops claiming and waits for what is in flight.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise StartRefused(
            why="no bot token is set",
            remedy="Set REISGENOOT_TELEGRAM_TOKEN to the token from @BotFather, or try `reisgenoot demo`.",
        )
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        await migrate(database)
        library = content.load(settings.content)
        door = await stack.enter_async_context(open_door(token=token, api=settings.telegram_api))
        broker = InMemoryBroker()
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        runtime = build(
            broker,
            Runtime(
                settings=settings,
                clock=clock or SystemClock(),
                database=database,
                channel=door.channel,
                shelf=Shelf(library),
                read_update=partial(read_update, bot_username=door.username),
                join_link=lambda token: f"https://t.me/{door.username}?start={token}",
            ),
        )
        await refresh(runtime)
        await remember_name(runtime, door.username)
        await _introduce(runtime, door)
        stack.push_async_callback(_come_to_rest, runtime)
        await _listen(stack, runtime, door)
        await stack.enter_async_context(ticking(runtime))
        await runtime.bell.updates()
        log.info("Reisgenoot is running.", action="started", username=door.username)
        yield runtime


async def _listen(stack: AsyncExitStack, runtime: Runtime, door: Door) -> None:
    """Hear updates: by webhook when a public URL is set, else by polling."""
    settings = runtime.settings
    secret = settings.webhook_secret.get_secret_value() or derived_secret(
        settings.telegram_token.get_secret_value()
    )
    await stack.enter_async_context(serving(runtime, secret=secret))
    if settings.public_url:
        await set_webhook(door.bot, f"{settings.public_url}/telegram", secret)
        return
    await delete_webhook(door.bot)
    stop = asyncio.Event()
    polling = asyncio.create_task(
        poll(door, store=partial(store, runtime), stop=stop, wait=settings.poll_seconds), name="polling"
    )

    async def end_polling() -> None:
        stop.set()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    stack.push_async_callback(end_polling)


async def _introduce(runtime: Runtime, door: Door) -> None:
    """Show the commands beside the text field. Without them everything still works."""
    try:
        await publish_commands(
            door.bot,
            travellers={locale: command_names(runtime.library, locale, TRAVELLERS) for locale in LOCALES},
            staff={runtime.settings.locale: command_names(runtime.library, runtime.settings.locale, STAFF)},
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


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with running(settings):
        await stop.wait()
        log.info("Stopping.", action="stopping")


def content_files(path: Path | None) -> dict[str, bytes]:
    """The content to publish: a folder's, else the shipped."""
    files, faults = content.gather(path)
    if faults:
        raise StartRefused(
            why=str(faults[0]), remedy="Name the folder that holds stages/, words/ and the rest."
        )
    return dict(files)
