"""The messages that would follow a change, as agents read them on a preview: which, when, who, and how it begins.

Not here: what would follow (bot.steps.following), the report of an import and of the command line (bot.import_report).
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.steps.following import Following, Follows
from bot.steps.reaching import told_time, told_waiting
from flows.talk.markup import Html, escape
from flows.talk.wording import Wording

MOST_LINES = 12
LONGEST_LINE = 80
NAMED = 2


def follow_lines(following: Iterable[Following], words: Wording, zone: str, *, quoted: bool) -> list[str]:
    """A heading and a line for each message and instant, with who reads it; empty when nothing follows. zone: the
    agency's, whose clock is told. quoted: with how each message begins."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in following:
        begins = one.line[:LONGEST_LINE] if quoted else ""
        together.setdefault((_when(one, words, zone), begins), []).append(one.who)
    if not together:
        return []
    lines = [
        f"• {when} · {escape(_people(who))}" + (f" <i>{escape(begins)}</i>" if begins else "")
        for (when, begins), who in together.items()
    ]
    return [words.say("follows.title"), *cut(lines, words)]


def cut(lines: list[str], words: Wording) -> list[str]:
    """As many as a card holds, and how many more there are."""
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], words.say("broadcast.more", count=len(lines) - MOST_LINES)]


def _when(one: Following, words: Wording, zone: str) -> Html:
    """ "check_in: Wed 12 May, 12:45 → Wed 12 May, 18:45"."""
    facts = {"message": one.touchpoint}
    if one.at is not None:
        theirs = one.zone if one.how is not Follows.NO_MORE else None
        facts["time"] = told_waiting(one.at, theirs, one.held, zone, words)
    if one.was is not None:
        facts["was"] = told_time(one.was, None, zone, words)
    how: str = one.how
    if one.how is Follows.ASKED and one.at is not None:
        how = "by_itself"
    elif one.at is None and one.how in (Follows.LATER, Follows.MOVED):
        how = "open"
    elif one.at is None and one.how is Follows.NO_MORE:
        how = "dropped"
    return words.say(f"follows.{how}", **facts)


def _people(who: list[str]) -> str:
    """ "Ann de Vries, Bruno de Vries +2"."""
    names = list(dict.fromkeys(who))
    return ", ".join(names[:NAMED]) + (f" +{len(names) - NAMED}" if len(names) > NAMED else "")
