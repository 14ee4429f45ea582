"""How long a text is once its markup is read: what a channel's limit counts.

Not here: the limit itself (bot.telegram.channel refuses, flows.rehearsal.lint warns).
"""

from __future__ import annotations

import re

# A quoted attribute may hold ">". Only the four names below are markup to Telegram; any other stays as typed.
TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6}));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def visible_text(html: str) -> str:
    """The text a reader sees: without tags, entities turned into their characters."""
    return ENTITY.sub(_character, TAG.sub("", html))


def visible_length(html: str) -> int:
    """How many UTF-16 units a reader sees: an emoji counts two, a tag nothing, "&amp;" one."""
    return len(visible_text(html).encode("utf-16-le", "surrogatepass")) // 2


def _character(entity: re.Match[str]) -> str:
    name, decimal, hexadecimal = entity.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= 0x10FFFF else entity.group()
