"""/who: who is where, a page at a time. Not here: one trip by its reference (dossier)."""

from __future__ import annotations

from bot.steps.aftermath import NOTHING, Aftermath
from bot.steps.desk.asked import Asked
from bot.steps.desk.audience import objection, read_asking
from bot.steps.desk.dossier import dossier
from bot.steps.relay import local_time

PAGE = 30


async def who(asked: Asked) -> Aftermath:
    """/who stage=… place=… ref=… page=…, or /who REF"""
    words = asked.words
    asking = read_asking(asked.inbound.argument.replace("\n", " "))
    if asking.words and not asking.conditions and not asking.rest:
        await dossier(asked, asking.words)
        return NOTHING
    wrong = objection(asking, words, also=frozenset({"page"}))
    if wrong:
        await asked.say(wrong)
        return NOTHING
    found = asked.audience
    if found is None:
        return Aftermath(look=asking.conditions)
    if not found:
        await asked.say(words.say("who.none"))
        return NOTHING
    typed = asking.rest.get("page", "")
    page = min(max(int(typed), 1), 1000) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1
    lines: list[str] = [words.say("who.title", count=sum(one.travellers for one in found))]
    for one in found[(page - 1) * PAGE : page * PAGE]:
        more, name = one.travellers - 1, one.name
        lines.append(
            words.say(
                "who.line",
                name=f"{name[:60]} +{more}" if more > 0 else name[:60],
                reference=one.reference[:30],
                stage=one.stage[:60],
                time=local_time(asked.now, one.zone, words.locale),
            )
        )
    if len(found) > page * PAGE:
        command = " ".join(part for part in ("/who", asking.told, f"page={page + 1}") if part)
        lines.append(words.say("who.more", command=command))
    await asked.say("\n".join(lines))
    return NOTHING
