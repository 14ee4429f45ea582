"""The list of commands that Telegram shows beside the text field, a language each.

Not here: the words (content and locales hold them) and what the commands do (flows.talk.conversation).
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.telegram.channel import translated
from flows.library.library import Library

Commands = Mapping[str, str]

LONGEST_DESCRIPTION = 256
CODE = 2
"""Letters of a language's code at Telegram (ISO 639-1)."""


def listed_commands(library: Library, word: str, locale: str) -> dict[str, str]:
    """The commands that a help text names, with what it says of them: one list to keep true, not two."""
    text = library.words.get(word)
    lines = text.template(locale).splitlines() if text is not None else []
    found = {}
    for line in lines:
        command, _, rest = line.partition(" ")
        if command.startswith("/") and rest:
            found[command[1:]] = rest.rpartition(" · ")[2][:LONGEST_DESCRIPTION]
    return found


async def publish_commands(
    bot: Bot,
    *,
    travellers: Mapping[str, Commands],
    staff: Mapping[str, Commands],
    fallback: str = "en",
) -> None:
    """Show the travellers' commands in private chats and the staff's in groups.

    travellers, staff: locale ("nl", "pt-BR") -> {command without slash: description}. The fallback's also stand for
    every other language, and for those that Telegram has no code of two letters for. Raises the ChannelError family of
    bot.errors.
    """
    for scope, by_locale in (
        (BotCommandScopeAllPrivateChats(), travellers),
        (BotCommandScopeAllGroupChats(), staff),
    ):
        if fallback in by_locale:
            await _publish(bot, by_locale[fallback], scope, None)
        for locale, commands in by_locale.items():
            language = locale.replace("_", "-").split("-")[0].lower()
            if len(language) == CODE:
                await _publish(bot, commands, scope, language)


async def _publish(bot: Bot, commands: Commands, scope: BotCommandScope, language: str | None) -> None:
    listed = [BotCommand(command, description) for command, description in commands.items()]
    with translated():
        await bot.set_my_commands(listed, scope=scope, language_code=language)
