"""What goes wrong in the shell, in words that say what, where and what to do.

BotError
├── SettingError       a setting cannot be used
├── DatabaseError      the database cannot be opened or is not ours
├── Unfit              a check or a wish that cannot be met, with what to do
├── LookupFailed       an outside fact cannot be had now
├── ImportStopped      a file of bookings would do harm: nothing of it was taken in
├── StartRefused       starting would do harm (a real token in the simulator, a clock far off)
└── ChannelError       what a channel may answer to a send or an edit
    ├── TooFast        asked to wait: retry_after seconds, for this chat or the whole bot
    ├── Unreachable    the person cannot be reached: blocked, deleted, kicked
    ├── ChatMoved      the group has another id now
    ├── Refused        the message itself is at fault: never try again
    ├── NotSent        it certainly did not leave: try again
    └── Uncertain      it may have arrived or not (time-out, cut, 5xx)

The docstring of each error is its message; `{…}` are filled from the keyword arguments.
"""

from __future__ import annotations

from flows.trips.blast import Verdict


class BotError(Exception):
    """Something outside the craft went wrong."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").strip().format(**facts))


class SettingError(BotError):
    """{setting} cannot be used: {why}. {remedy}"""


class DatabaseError(BotError):
    """The database {database} cannot be used: {why}. {remedy}"""


class Unfit(BotError):
    """{why}. {remedy}"""


class LookupFailed(BotError):
    """This cannot be looked up now: {why}"""


class ImportStopped(BotError):
    """Nothing was taken in: {why}. {remedy}"""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        remedy = "Look at it with --dry-run; where it is meant so, import it again with --force."
        super().__init__(why="; ".join(verdict.lines), remedy=remedy)


class StartRefused(BotError):
    """Not started: {why}. {remedy}"""


class ChannelError(BotError):
    """The channel did not take the message: {why}"""


class TooFast(ChannelError):
    """The channel asks to wait {retry_after} s: {why}"""

    def __init__(self, *, retry_after: float, why: str) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after=retry_after, why=why)


class Unreachable(ChannelError):
    """This chat cannot be reached: {why}"""


class ChatMoved(ChannelError):
    """The group is now the chat {chat}: {why}"""

    def __init__(self, *, chat: int, why: str) -> None:
        self.chat = chat
        super().__init__(chat=chat, why=why)


class Refused(ChannelError):
    """The message was refused and will not be tried again: {why}"""


class NotSent(ChannelError):
    """The message did not leave: {why}"""


class Uncertain(ChannelError):
    """Nobody knows whether the message arrived: {why}"""
