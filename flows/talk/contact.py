"""How the agency is reached, as a conversation says it.

Not here: the placeholders of content (values).
"""

from __future__ import annotations

from flows.talk.dialogue import Known
from flows.talk.markup import Html, escape
from flows.talk.wording import Wording


def contact_lines(known: Known, words: Wording) -> Html:
    """How the agency is reached, as far as it told us; never an empty sentence."""
    lines = [
        f"{sign} {escape(known.agency[name])}"
        for sign, name in (("📞", "phone"), ("✉️", "email"), ("🕘", "hours"))
        if known.agency.get(name)
    ]
    return Html("\n".join(lines) or words.say("contact.nothing"))
