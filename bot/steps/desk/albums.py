"""An album in the agents' group: several files sent as one, of which one alone carries the caption, the first or the last.

Each file comes by itself. What the caption says holds for all of them, so those that come before it wait for it. Not here:
what a caption means (filing).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.steps.desk.asked import Asked
from bot.storage.marks import ALBUMS, mark, set_mark
from flows.talk.inbound import Inbound, InboundFile

KEPT = 5
"""Albums that may come in at the same time."""

LARGEST = 10
"""Files of one album, at Telegram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """What is known of one so far. seen: its files that were judged; waiting: those that came before the caption."""

    id: str
    caption: str = ""
    seen: int = 0
    waiting: tuple[dict[str, Any], ...] = field(default_factory=tuple)


async def pieces(asked: Asked) -> Iterator[tuple[int, Inbound]]:
    """The files that can be judged now, under the caption of their album, counted from 1 within it.

    A file by itself is number 1. One whose caption has not come yet waits, unless it answers a message.
    """
    inbound = asked.inbound
    if not inbound.album or inbound.file is None:
        return iter([(1, inbound)])
    known = [Album(**one) for one in json.loads(await mark(asked.session, ALBUMS) or "[]")]
    album = next((one for one in known if one.id == inbound.album), Album(id=inbound.album))
    album = replace(album, caption=inbound.text or album.caption)
    files = [InboundFile(**one) for one in album.waiting] + [inbound.file]
    if not album.caption and inbound.reply_to is None:
        album = replace(album, waiting=tuple(asdict(one) for one in files[:LARGEST]))
        files = []
    else:
        album = replace(album, waiting=(), seen=album.seen + len(files))
    others = [one for one in known if one.id != album.id]
    await set_mark(asked.session, ALBUMS, json.dumps([asdict(one) for one in [*others, album][-KEPT:]]))
    first = album.seen - len(files) + 1
    return ((first + n, replace(inbound, text=album.caption, file=one)) for n, one in enumerate(files))
