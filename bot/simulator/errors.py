"""What the simulator refuses.

SimulatorError
├── TokenRefused      a token that could be a real one
├── AddressRefused    an address beyond this computer
├── NoSuchButton      a person taps what is not there
└── ApiRefusal        what the Bot API answers instead of a result

The docstring of each error is its message; `{…}` are filled from the keyword arguments. Not here: the shell's own errors
(bot.errors): the simulator is the other side of the wire.
"""

from __future__ import annotations

from collections.abc import Mapping


class SimulatorError(Exception):
    """The simulator was asked for what it does not do."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").strip().format(**facts))


class TokenRefused(SimulatorError):
    """The simulator runs only with a token of its own, such as 700001:SIMULATOR-demo, never with one that could be real."""


class AddressRefused(SimulatorError):
    """The simulator listens on this computer only (127.0.0.1 or ::1), not on {host}."""


class NoSuchButton(SimulatorError):
    """There is no button {label!r} to tap; there are {labels}."""


class ApiRefusal(SimulatorError):
    """{code} {description}"""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        self.code = code
        self.description = description
        self.parameters: Mapping[str, int] = parameters
        super().__init__(code=code, description=description)


def bad_request(what: str) -> ApiRefusal:
    """A 400 in Telegram's form."""
    return ApiRefusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiRefusal:
    """A 403 in Telegram's form."""
    return ApiRefusal(403, f"Forbidden: {what}")
