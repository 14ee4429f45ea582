"""How requests reach the Bot API: one aiohttp session under python-telegram-bot.

That library knows one NetworkError for "never left" and "who knows"; delivery must not mix them up. So this transport
raises NeverLeft where Telegram certainly did nothing and NoAnswer where it may have. What the errors mean for a message
is decided in bot.telegram.channel.
"""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.request import BaseRequest, RequestData

from bot.channel import SLOWEST_UPLOAD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r"bot\d+:[\w-]+")

# Statuses whose meaning python-telegram-bot reads from the answer; any other 3xx and 4xx is a proxy or a portal talking.
TELEGRAMS_OWN = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
    }
)

# Seconds to wait when a 429 comes without Telegram's own number (a proxy in between).
DID_NOTHING = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
FALLBACK_WAIT = 5


class NeverLeft(NetworkError):
    """The request certainly did nothing: no connection, or it was turned away before Telegram."""


class NoAnswer(NetworkError):
    """The request went out and no usable answer came back: nobody knows what it did."""


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's BaseRequest over one aiohttp.ClientSession.

    Timeouts in seconds: connect (waiting for a free connection included), read (silence after the request), longest
    (the whole request, whatever happens, but for what a file needs to travel). connections: most at once, 0 for no
    limit. trust_env: obey HTTPS_PROXY.
    """

    def __init__(
        self,
        *,
        connections: int = 1024,
        connect_timeout: float = 10.0,
        read_timeout: float = 20.0,
        longest: float = 40.0,
        trust_env: bool = False,
    ) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._longest = longest
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds of silence after which an answer is given up."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; a second call does nothing."""
        if self._session is not None:
            return
        self._session = aiohttp.ClientSession(
            # Connections that rest are dropped long before Telegram drops them, so that none dies under a request.
            connector=aiohttp.TCPConnector(
                limit=self._connections, ttl_dns_cache=300, keepalive_timeout=15.0
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=self._trust_env,
        )

    async def shutdown(self) -> None:
        """Close the session; a second call does nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; give back its status and body. write_timeout and pool_timeout are within `longest`.

        Raises NeverLeft, NoAnswer, RetryAfter, or BadRequest for text that is no Unicode.
        """
        if self._session is None:
            raise NeverLeft("the transport is closed")
        body, headers = _body(request_data)
        # Errors are raised "from None": aiohttp's own carry the address, and the address holds the token.
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=self._timeout(read_timeout, connect_timeout, _weight(request_data)),
                allow_redirects=False,
            ) as response:
                status, payload = response.status, await response.read()
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
            aiohttp.NonHttpUrlClientError,
            aiohttp.ClientHttpProxyError,
            aiohttp.ServerFingerprintMismatch,
        ) as error:
            raise NeverLeft(_told(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(_told(error)) from None
        return _judged(status, payload)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer as a mapping with ok and result. Raises NoAnswer for anything else."""
        answer = _answer(payload)
        if answer is None or ("result" not in answer and answer["ok"] is not False):
            raise NoAnswer("the answer is not the Bot API's")
        _complete(answer.get("result"))
        return answer

    def _timeout(self, read_timeout: Any, connect_timeout: Any, weight: int) -> aiohttp.ClientTimeout:
        default = BaseRequest.DEFAULT_NONE
        read: float | None = self._read_timeout if read_timeout is default else read_timeout
        connect: float | None = self._connect_timeout if connect_timeout is default else connect_timeout
        # A long poll asks for more silence than the default; the whole may then take as much longer.
        spare = max(0.0, (read or 0.0) - self._read_timeout) + weight / SLOWEST_UPLOAD
        return aiohttp.ClientTimeout(total=self._longest + spare, connect=connect, sock_read=read)


def _weight(request_data: RequestData | None) -> int:
    """The bytes of its files."""
    files = request_data.multipart_data.values() if request_data and request_data.contains_files else ()
    return sum(len(content) for _, content, _ in files if isinstance(content, bytes))


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        try:
            return request_data.url_encoded_parameters().encode(), FORM
        except UnicodeEncodeError:
            raise BadRequest("text holds half a character (a lone surrogate)") from None
    form = aiohttp.FormData(quote_fields=False)  # quoted names would not match Telegram's attach:// ones
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        # As a stream: a large body of plain bytes would hold the event loop while it is written.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form, {}


def _judged(status: int, payload: bytes) -> tuple[int, bytes]:
    """The answer as it is, if python-telegram-bot will understand it; else what it means, raised."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return status, payload
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        answer = _answer(payload)
        if answer is not None and answer["ok"] is False and status in DID_NOTHING:
            # The Bot API itself says that it failed ("Internal Server Error: restart"): it did nothing.
            raise NeverLeft(f"Telegram answered {status}: {answer.get('description', '')}")
        raise NoAnswer(f"Telegram answered {status}")  # a gateway's page: the request may have gone through
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("request entity too large")
    answer = _answer(payload)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        parameters = answer.get("parameters") if answer else None
        if not isinstance(parameters, dict) or not isinstance(parameters.get("retry_after"), int):
            raise RetryAfter(FALLBACK_WAIT)
        return status, payload
    # A proxy's own 403 page must not read as "blocked by the user", nor its 400 as "refused for good".
    if status not in TELEGRAMS_OWN or answer is None:
        raise NeverLeft(f"turned away with {status}")
    return status, payload


def _answer(payload: bytes) -> dict[str, Any] | None:
    """The Bot API's envelope, or None for anything else."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("ok"), bool) else None


def _complete(result: object) -> None:
    """Give a message what the library insists on. Servers that stand in for Telegram answer less, and a message that
    was taken must not count as lost (and go again) because its answer has no date."""
    if isinstance(result, dict) and "message_id" in result:
        result.setdefault("date", 0)
        chat = result.setdefault("chat", {})
        if isinstance(chat, dict):
            chat.setdefault("id", 0)
            chat.setdefault("type", "private")


def _told(error: Exception) -> str:
    """An error in a line, without the token that an address holds."""
    return TOKEN.sub("bot…", f"{type(error).__name__} {error}".strip())
