"""The one way out: what becomes of a message for each class and each fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import ChannelError, ChatMoved, NotSent, Refused, TooFast, Uncertain, Unreachable
from bot.runtime import Runtime
from bot.services.delivery import deliver
from bot.steps.claiming import claim
from bot.steps.enqueue import enqueue_edit
from bot.steps.outcomes import DOUBTS, PATIENCE
from bot.storage.chats import chat_by_id
from bot.storage.database import Database
from bot.storage.deliveries import DeliveryRow, State, anything_to_claim
from flows.library.touchpoint import MessageClass
from flows.talk.message import OutgoingMessage
from tests.support.ledger import (
    ANN_CHAT,
    BRUNO_CHAT,
    CHIARA_CHAT,
    DAN_CHAT,
    GROUP,
    REPEAT,
    Memory,
    TwoHands,
    change,
    chat,
    in_file,
    in_memory,
    queue,
    row,
    runtime_over,
)

SAFETY, REPLY, OPERATIONAL = MessageClass.SAFETY, MessageClass.REPLY, MessageClass.OPERATIONAL
SERVICE, MARKETING = MessageClass.SERVICE, MessageClass.MARKETING
MUST_ARRIVE = (SAFETY, REPLY, OPERATIONAL)
AT_MOST_ONCE = (SERVICE, MARKETING)
DAY = timedelta(days=1)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    """A database in memory."""
    async with in_memory() as made:
        yield made


@pytest.fixture
def clock() -> TwoHands:
    """Noon, in both hands."""
    return TwoHands()


@pytest.fixture
def channel() -> Memory:
    """A channel that takes everything."""
    return Memory()


@pytest.fixture
async def runtime(database: Database, clock: TwoHands, channel: Memory) -> Runtime:
    """A runtime without pace, and Ann's chat, which consents."""
    made = runtime_over(database, clock=clock, channel=channel)
    await chat(made, ANN_CHAT)
    return made


async def claimed(runtime: Runtime, **more: int) -> list[int]:
    """The ids that one claim takes, as a process would that dies right after."""
    async with runtime.database.write() as session:
        return [one.row.key for one in (await claim(session, runtime, **more)).taken]


@pytest.mark.parametrize("kind", MessageClass)
async def test_a_message_of_any_class_is_sent_once(
    runtime: Runtime, channel: Memory, kind: MessageClass
) -> None:
    """Sent, settled, and never again."""
    number = await queue(runtime, ANN_CHAT, "Hello", kind)
    assert await deliver(runtime) == 1
    assert await deliver(runtime) == 0
    held = await row(runtime, number)
    assert (held.state, held.attempt, held.message_id) == (State.SENT, 1, 101)
    assert channel.arrived == [(ANN_CHAT, "Hello")]


@pytest.mark.parametrize("kind", MessageClass)
@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (Refused(why="bad HTML"), State.FAILED, "refused"),
        (Unreachable(why="blocked"), State.FAILED, "unreachable"),
        (NotSent(why="no connection"), State.SENT, ""),
        (TooFast(retry_after=7, why="429"), State.SENT, ""),
        (ChatMoved(chat=GROUP, why="supergroup"), State.SENT, ""),
    ],
    ids=["refused", "unreachable", "not sent", "too fast", "moved"],
)
async def test_a_certain_fault_ends_or_repeats_the_same_for_every_class(
    runtime: Runtime,
    clock: TwoHands,
    channel: Memory,
    kind: MessageClass,
    fault: ChannelError,
    state: State,
    reason: str,
) -> None:
    """What did not arrive goes again unmarked; what never can ends FAILED with its reason."""
    channel.fail(ANN_CHAT, fault)
    number = await queue(runtime, ANN_CHAT, "Hello", kind)
    await deliver(runtime)
    clock.pass_(timedelta(seconds=7))
    await deliver(runtime)
    held = await row(runtime, number)
    assert (held.state, held.reason, held.repeat) == (state, reason, False)
    assert [text for _, text in channel.arrived] == (["Hello"] if state is State.SENT else [])


@pytest.mark.parametrize("fault", [Uncertain(why="time-out"), RuntimeError("a broken channel")], ids=str)
@pytest.mark.parametrize("kind", MessageClass)
async def test_an_unknown_outcome_goes_by_its_class(
    runtime: Runtime, clock: TwoHands, channel: Memory, kind: MessageClass, fault: Exception
) -> None:
    """What must arrive goes again, marked; what may come at most once never again."""
    channel.lost_answers = True
    channel.fail(ANN_CHAT, fault)
    number = await queue(runtime, ANN_CHAT, "Hello", kind)
    await deliver(runtime)
    clock.pass_(DOUBTS[0])
    await deliver(runtime)
    held = await row(runtime, number)
    if kind in AT_MOST_ONCE:
        assert (held.state, channel.texts(ANN_CHAT)) == (State.UNKNOWN, ["Hello"])
    else:
        assert held.state == State.SENT
        assert channel.texts(ANN_CHAT) == ["Hello", f"Hello\n\n<i>{REPEAT}</i>"]


async def test_what_stays_in_doubt_is_given_up(runtime: Runtime, clock: TwoHands, channel: Memory) -> None:
    """A person who may have had a message six times is not sent it every minute for ever."""
    channel.fail(ANN_CHAT, *(Uncertain(why="time-out") for _ in range(100)))
    number = await queue(runtime, ANN_CHAT, "Hello", REPLY)
    for _ in range(50):
        await deliver(runtime)
        clock.pass_(timedelta(minutes=30))
    held = await row(runtime, number)
    assert (held.state, held.attempt) == (State.UNKNOWN, len(DOUBTS) + 1)


async def test_what_never_leaves_is_given_up_after_a_day_of_real_time(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """The demo's clock may jump weeks: patience is counted from the first failure, in real time."""
    channel.fail(ANN_CHAT, *(NotSent(why="down") for _ in range(100)))
    number = await queue(runtime, ANN_CHAT, "Hello", REPLY)
    await deliver(runtime)
    clock.trip_now += 30 * DAY
    clock.real_now += timedelta(minutes=2)
    await deliver(runtime)
    assert (await row(runtime, number)).state == State.QUEUED
    clock.real_now += PATIENCE - timedelta(minutes=2, seconds=1)
    await deliver(runtime)
    assert (await row(runtime, number)).state == State.QUEUED
    clock.real_now += timedelta(minutes=2)
    await deliver(runtime)
    held = await row(runtime, number)
    assert (held.state, held.reason) == (State.FAILED, "never_left")


async def test_retries_come_ever_more_seldom(runtime: Runtime, clock: TwoHands, channel: Memory) -> None:
    """No storm: 1, 2, 4 … 60 seconds."""
    channel.fail(ANN_CHAT, *(NotSent(why="down") for _ in range(100)))
    number = await queue(runtime, ANN_CHAT, "Hello", REPLY)
    pauses = []
    for _ in range(8):
        await deliver(runtime)
        retry_at = (await row(runtime, number)).retry_at
        assert retry_at is not None
        pauses.append((retry_at - clock.real_now).total_seconds())
        clock.real_now = retry_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("kind", MessageClass)
@pytest.mark.parametrize("arrived", [False, True], ids=["before the request", "after the answer"])
async def test_a_death_between_claim_and_settling_goes_by_its_class(
    tmp_path: Path, kind: MessageClass, arrived: bool
) -> None:
    """A new process on the same file finds the lease run out and does what the class promises."""
    channel = Memory()
    clock = TwoHands()
    async with in_file(tmp_path / "db.sqlite") as first:
        dying = runtime_over(first, clock=clock, channel=channel)
        await chat(dying, ANN_CHAT)
        number = await queue(dying, ANN_CHAT, "Hello", kind)
        assert await claimed(dying) == [number]
        if arrived:
            await channel.send(ANN_CHAT, OutgoingMessage(text="Hello"))
    async with in_file(tmp_path / "db.sqlite") as second:
        runtime = runtime_over(second, clock=clock, channel=channel)
        await deliver(runtime)
        assert (await row(runtime, number)).state == State.SENDING
        clock.pass_(runtime.lease)
        await deliver(runtime)
        clock.pass_(DOUBTS[0])
        await deliver(runtime)
        state = (await row(runtime, number)).state
    before = ["Hello"] if arrived else []
    if kind in AT_MOST_ONCE:
        assert (state, channel.texts(ANN_CHAT)) == (State.UNKNOWN, before)
    else:
        assert (state, channel.texts(ANN_CHAT)) == (State.SENT, [*before, f"Hello\n\n<i>{REPEAT}</i>"])


async def test_an_answer_after_the_lease_still_counts_until_someone_sends_again(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """A send slower than its lease is known to have arrived: it does not go again."""
    channel.gates[ANN_CHAT] = asyncio.Event()
    number = await queue(runtime, ANN_CHAT, "Hello", SERVICE)
    slow = asyncio.create_task(deliver(runtime))
    await channel.until(lambda: ANN_CHAT in channel.flying)
    clock.pass_(runtime.lease)
    assert await claimed(runtime) == []
    assert (await row(runtime, number)).state == State.UNKNOWN
    channel.gates[ANN_CHAT].set()
    await slow
    assert (await row(runtime, number)).state == State.SENT
    assert channel.texts(ANN_CHAT) == ["Hello"]


async def test_a_late_answer_is_fenced_off_once_someone_sends_again(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """The attempt tells the old sender that its word no longer counts."""
    channel.gates[ANN_CHAT] = asyncio.Event()
    channel.fail(ANN_CHAT, Refused(why="late"))
    number = await queue(runtime, ANN_CHAT, "Hello", REPLY)
    slow = asyncio.create_task(deliver(runtime))
    await channel.until(lambda: ANN_CHAT in channel.flying)

    def taken_over(held: DeliveryRow) -> None:
        held.attempt += 1

    await change(runtime, number, taken_over)
    channel.gates[ANN_CHAT].set()
    await slow
    assert (await row(runtime, number)).state == State.SENDING


async def test_one_at_a_time_and_in_order_within_a_chat(runtime: Runtime, channel: Memory) -> None:
    """Ten replies to Ann arrive in the order in which they were said; other chats fly beside them."""
    for number in range(10):
        await queue(runtime, ANN_CHAT, f"Ann {number}")
        await queue(runtime, BRUNO_CHAT, f"Bruno {number}")
    await deliver(runtime)
    assert channel.texts(ANN_CHAT) == [f"Ann {number}" for number in range(10)]
    assert channel.texts(BRUNO_CHAT) == [f"Bruno {number}" for number in range(10)]
    assert channel.together == 2


async def test_what_waits_for_its_next_try_is_not_overtaken_in_its_lane(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """A reply that did not leave comes before the later one, and safety passes both."""
    channel.fail(ANN_CHAT, NotSent(why="no connection"))
    await queue(runtime, ANN_CHAT, "first")
    await queue(runtime, ANN_CHAT, "second")
    await deliver(runtime)
    await queue(runtime, ANN_CHAT, "safety", SAFETY)
    await deliver(runtime)
    clock.pass_(timedelta(seconds=1))
    await deliver(runtime)
    assert channel.texts(ANN_CHAT) == ["safety", "first", "second"]


async def test_lanes_leave_in_their_order(runtime: Runtime, clock: TwoHands, channel: Memory) -> None:
    """Safety first, then replies, operational, service, marketing; whoever was queued first."""
    for kind in reversed(MessageClass):
        await queue(runtime, ANN_CHAT, kind.value, kind)
    await deliver(runtime)
    assert channel.texts(ANN_CHAT)[:4] == ["safety", "reply", "operational", "service"]


@pytest.mark.parametrize("paced", [False, True], ids=["flying", "paced"])
async def test_a_long_queue_of_one_chat_does_not_hide_the_others(
    database: Database, clock: TwoHands, channel: Memory, paced: bool
) -> None:
    """A hundred relays for the group stand before Ann's answer; it leaves with the first of them."""
    runtime = runtime_over(
        database, clock=clock, channel=channel, paced=paced, bot_rate=30, chat_rate=1, group_rate=1 / 3
    )
    for number in range(100):
        await queue(runtime, GROUP, f"relay {number}")
    answer = await queue(runtime, ANN_CHAT, "answer")
    assert answer in await claimed(runtime)


async def test_a_hundred_rows_that_wait_for_morning_do_not_hide_the_others(
    runtime: Runtime, channel: Memory
) -> None:
    """One delivery run looks at every row that is ready, however many are put off."""
    for number in range(100):
        await chat(runtime, 5000 + number, hold_until=runtime.clock.trip() + DAY)
        await queue(runtime, 5000 + number, "gentle", SERVICE)
    await queue(runtime, ANN_CHAT, "offer", MARKETING)
    await deliver(runtime)
    assert channel.arrived == [(ANN_CHAT, "offer")]


async def test_a_row_that_cannot_be_worded_stops_nobody(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """A fault of ours in one message is told; the others leave, and it goes as soon as it is mended."""
    broken = await queue(runtime, BRUNO_CHAT, "broken", SAFETY, body={})
    await queue(runtime, ANN_CHAT, "Hello")
    await deliver(runtime)
    held = await row(runtime, broken)
    assert (held.state, held.error) == (State.QUEUED, "KeyError: 'text'")
    assert channel.arrived == [(ANN_CHAT, "Hello")]

    def mended(row: DeliveryRow) -> None:
        row.body = {"text": "mended"}

    await change(runtime, broken, mended)
    clock.pass_(timedelta(minutes=1))
    await deliver(runtime)
    assert channel.texts(BRUNO_CHAT) == ["mended"]


async def test_a_hanging_send_keeps_nobody_waiting(runtime: Runtime, channel: Memory) -> None:
    """While Telegram is silent about Ann's message, what is queued for Bruno leaves."""
    channel.gates[ANN_CHAT] = asyncio.Event()
    await queue(runtime, ANN_CHAT, "slow")
    run = asyncio.create_task(deliver(runtime))
    await channel.until(lambda: ANN_CHAT in channel.flying)
    await queue(runtime, BRUNO_CHAT, "quick", SAFETY)
    await channel.until(lambda: bool(channel.texts(BRUNO_CHAT)))
    assert channel.texts(ANN_CHAT) == []
    channel.gates[ANN_CHAT].set()
    assert await run == 2


async def test_closing_stops_claiming_and_settles_what_flies(runtime: Runtime, channel: Memory) -> None:
    """SIGTERM: nothing new leaves, what is under way is written down."""
    channel.gates[ANN_CHAT] = asyncio.Event()
    first = await queue(runtime, ANN_CHAT, "first")
    run = asyncio.create_task(deliver(runtime))
    await channel.until(lambda: ANN_CHAT in channel.flying)
    second = await queue(runtime, ANN_CHAT, "second")
    runtime.closing.set()
    channel.gates[ANN_CHAT].set()
    await run
    assert ((await row(runtime, first)).state, (await row(runtime, second)).state) == (
        State.SENT,
        State.QUEUED,
    )


async def test_an_idle_look_writes_nothing(runtime: Runtime, clock: TwoHands) -> None:
    """What is not due yet, or waits for its next try, needs no transaction that writes."""
    await queue(runtime, ANN_CHAT, "later", not_before=clock.trip_now + DAY)
    await queue(runtime, BRUNO_CHAT, "again", retry_at=clock.real_now + timedelta(seconds=1))
    async with runtime.database.read() as session:
        trip_now, real_now = clock.trip(), clock.real()
        assert not await anything_to_claim(session, trip_now=trip_now, real_now=real_now)
        later = real_now + timedelta(seconds=1)
        assert await anything_to_claim(session, trip_now=trip_now, real_now=later)


async def test_an_unreachable_chat_is_marked_and_left_alone(runtime: Runtime, channel: Memory) -> None:
    """The agents can see since when; what else was queued for it is skipped, not sent into the void."""
    channel.fail(ANN_CHAT, Unreachable(why="Forbidden: bot was blocked by the user"))
    await queue(runtime, ANN_CHAT, "one", SAFETY)
    other = await queue(runtime, ANN_CHAT, "two")
    await deliver(runtime)
    async with runtime.database.read() as session:
        held = await chat_by_id(session, ANN_CHAT)
    assert held is not None and held.blocked_at == runtime.clock.trip()
    skipped = await row(runtime, other)
    assert (skipped.state, skipped.reason) == (State.SKIPPED, "blocked")
    assert channel.arrived == []


async def test_a_group_that_moved_takes_everything_along(runtime: Runtime, channel: Memory) -> None:
    """Queued messages follow to the supergroup, in order."""
    channel.fail(-5, ChatMoved(chat=GROUP, why="upgraded"))
    await chat(runtime, -5, private=False, agents=True)
    await queue(runtime, -5, "first")
    await queue(runtime, -5, "second")
    await deliver(runtime)
    assert channel.arrived == [(GROUP, "first"), (GROUP, "second")]
    async with runtime.database.read() as session:
        moved = await chat_by_id(session, GROUP)
    assert moved is not None and moved.agents


async def test_an_edit_of_a_group_that_moved_is_dropped(runtime: Runtime, channel: Memory) -> None:
    """What it edits stayed behind; that message's number is another one's in the supergroup."""
    channel.fail(-5, ChatMoved(chat=GROUP, why="upgraded"))
    await chat(runtime, -5, private=False, agents=True)
    async with runtime.database.write() as session:
        message, now = OutgoingMessage(text="card"), runtime.clock.trip()
        numbers = [
            (await enqueue_edit(session, chat=-5, message_id=number, message=message, now=now)).key
            for number in (7, 8)
        ]
    await deliver(runtime)
    ended = [await row(runtime, number) for number in numbers]
    assert [(one.state, one.reason) for one in ended] == [(State.SKIPPED, "superseded")] * 2
    assert channel.edits == []


async def edit(runtime: Runtime, text: str) -> int:
    """Queue an edit of Ann's message 7."""
    async with runtime.database.write() as session:
        row = await enqueue_edit(
            session,
            chat=ANN_CHAT,
            message_id=7,
            message=OutgoingMessage(text=text),
            now=runtime.clock.trip(),
        )
        return row.key


async def test_edits_of_one_message_become_one(runtime: Runtime, channel: Memory) -> None:
    """Three ticks in a row are one edit."""
    assert len({await edit(runtime, text) for text in ("one", "two", "three")}) == 1
    await deliver(runtime)
    assert channel.edits == [(ANN_CHAT, 7, "three")]


@pytest.mark.parametrize(
    "fault", [NotSent(why="down"), Uncertain(why="time-out"), TooFast(retry_after=1, why="429")]
)
async def test_an_edit_that_comes_back_yields_to_the_newer_one(
    runtime: Runtime, clock: TwoHands, channel: Memory, fault: ChannelError
) -> None:
    """The old text must not be put over the new one; and a third edit still finds the one that waits."""
    channel.fail(ANN_CHAT, fault)
    channel.gates[ANN_CHAT] = asyncio.Event()
    old = await edit(runtime, "old")
    run = asyncio.create_task(deliver(runtime))
    await channel.until(lambda: ANN_CHAT in channel.flying)
    new = await edit(runtime, "new")
    channel.gates[ANN_CHAT].set()
    await run
    held = await row(runtime, old)
    assert (held.state, held.reason) == (State.SKIPPED, "superseded")
    clock.pass_(timedelta(minutes=1))
    await deliver(runtime)
    assert (await row(runtime, new)).state == State.SENT
    assert channel.edits == [(ANN_CHAT, 7, "new")]


async def test_two_senders_on_one_database_send_each_thing_once(tmp_path: Path) -> None:
    """A claim is atomic: however many run at once, nothing doubles."""
    channel = Memory()
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        first, second = (runtime_over(each, channel=channel) for each in (one, two))
        for number in range(40):
            await queue(first, 2000 + number % 10, f"{number}", REPLY)
        await asyncio.gather(deliver(first), deliver(second), deliver(first))
    assert sorted(int(text) for _, text in channel.arrived) == list(range(40))
    assert [text for number, text in channel.arrived if number == 2000] == ["0", "10", "20", "30"]


@pytest.mark.parametrize(
    ("where", "rate", "apart"),
    [("bot", 30.0, 1 / 30), ("chat", 1.0, 1.0), ("group", 1 / 3, 3.0)],
)
async def test_slots_are_evenly_spaced(
    database: Database, clock: TwoHands, where: str, rate: float, apart: float
) -> None:
    """The instants at which messages leave lie exactly one step apart."""
    runtime = runtime_over(database, clock=clock, paced=True, bot_rate=30.0, chat_rate=1.0, group_rate=1 / 3)
    chats = {"bot": range(2000, 2012), "chat": [ANN_CHAT] * 4, "group": [GROUP] * 4}[where]
    for number in chats:
        await queue(runtime, number, "Hello")
    leaves = []
    for _ in range(200):
        async with database.write() as session:
            found = await claim(session, runtime)
            for one in found.taken:
                leaves.append(one.leave)
                one.row.state = State.SENT
                session.add(one.row)
        if found.again is not None:
            clock.real_now = found.again
        if len(leaves) == len(list(chats)):
            break
    steps = [round((after - before).total_seconds(), 3) for before, after in pairwise(leaves)]
    assert len(leaves) == len(list(chats))
    assert min(steps) >= round(apart, 3) - 0.001
    if where == "bot":
        assert set(steps) <= {0.033, 0.034}


async def test_a_skipped_row_takes_no_slot(database: Database, clock: TwoHands) -> None:
    """What the judge stops costs the others no time."""
    runtime = runtime_over(database, clock=clock, paced=True, bot_rate=1.0, chat_rate=1.0)
    await chat(runtime, BRUNO_CHAT, blocked_at=clock.trip_now)
    await queue(runtime, BRUNO_CHAT, "void", SAFETY)
    answer = await queue(runtime, ANN_CHAT, "answer")
    assert await claimed(runtime) == [answer]


async def test_one_chat_that_is_too_fast_slows_only_itself(
    database: Database, clock: TwoHands, channel: Memory
) -> None:
    """A 429 for Ann does not keep Bruno's safety message; a second chat's shows that the bot is meant."""
    runtime = runtime_over(database, clock=clock, channel=channel, paced=True, bot_rate=1000.0, chat_rate=1.0)
    channel.fail(ANN_CHAT, TooFast(retry_after=35, why="429"))
    await queue(runtime, ANN_CHAT, "slow")
    await deliver(runtime)
    clock.pass_(timedelta(seconds=2))
    await queue(runtime, BRUNO_CHAT, "safe", SAFETY)
    await deliver(runtime)
    assert channel.arrived == [(BRUNO_CHAT, "safe")]
    channel.fail(CHIARA_CHAT, TooFast(retry_after=20, why="429"))
    await queue(runtime, CHIARA_CHAT, "slow too")
    await deliver(runtime)
    last = await queue(runtime, DAN_CHAT, "all wait", SAFETY)
    assert await claimed(runtime) == []
    clock.pass_(timedelta(seconds=20))
    assert last in await claimed(runtime)


async def test_a_group_that_is_too_fast_does_not_slow_the_travellers(
    database: Database, clock: TwoHands, channel: Memory
) -> None:
    """Twenty a minute is the group's own limit."""
    runtime = runtime_over(database, clock=clock, channel=channel, paced=True, bot_rate=1000.0, chat_rate=1.0)
    for number in (GROUP, GROUP - 1):
        channel.fail(number, TooFast(retry_after=40, why="429"))
        await queue(runtime, number, "relay")
    await deliver(runtime)
    answer = await queue(runtime, ANN_CHAT, "answer")
    clock.pass_(timedelta(seconds=1))
    assert await claimed(runtime) == [answer]


async def test_a_long_repeat_keeps_its_mark_and_fits(
    runtime: Runtime, clock: TwoHands, channel: Memory
) -> None:
    """A text that fills a whole message gives up its end for the mark, or Telegram would refuse it."""
    channel.fail(ANN_CHAT, Uncertain(why="time-out"))
    await queue(runtime, ANN_CHAT, "word " * 819, SAFETY)
    await deliver(runtime)
    clock.pass_(DOUBTS[0])
    await deliver(runtime)
    (text,) = channel.texts(ANN_CHAT)
    assert text.endswith(f"<i>{REPEAT}</i>")
    assert len(text) <= 4096 + len("<i></i>")
