"""What is otherwise there than at home, in words: money, plugs, the side of the road, phones, a few phrases.

Not here: what differs (flows.library.differences), the clock (surroundings), the countries themselves (content/countries).
"""

from __future__ import annotations

from flows.library.country import CountryFacts, Side
from flows.library.differences import Difference, differences, roams_as_at_home
from flows.talk import dates
from flows.talk.facts import Facts
from flows.talk.length import visible_text
from flows.talk.markup import Html, escape
from flows.talk.surroundings import difference, services
from flows.talk.words import words


def currency(facts: Facts) -> str | None:
    """ "Swiss franc (CHF)"."""
    land = _land(facts)
    return dates.money(land.currency, facts.locale) if land is not None and land.currency else None


def plug(facts: Facts) -> str | None:
    """ "types C and F, 230 V"; without the volts where they are not the same everywhere in the country."""
    land = _land(facts)
    if land is None or not land.plugs:
        return None
    letters = dates.listing(land.plugs, facts.locale)
    told = words(facts.library, "rendering.plug", facts.locale, letters=letters, plugs=len(land.plugs))
    return f"{told}, {land.voltage} V" if land.voltage else told


def side(facts: Facts) -> str | None:
    """ "left" or "right"."""
    land = _land(facts)
    if land is None or land.drives is None:
        return None
    return words(facts.library, f"rendering.side_{land.drives}", facts.locale)


def roaming(facts: Facts) -> str | None:
    """What calls and data are like there; None at home, and where home is not known."""
    free = roams_as_at_home(facts.library, facts.home, facts.land())
    if free is None:
        return None
    return words(facts.library, f"rendering.roaming_{'home' if free else 'ask'}", facts.locale)


def phrases(facts: Facts) -> Html | None:
    """A line for each of a few phrases, in the first language of the land that one has words of; None where people
    speak the chat's own language."""
    land = _land(facts)
    if land is None or facts.locale in land.languages:
        return None
    spoken = (facts.library.languages.get(one) for one in land.languages)
    language = next((one for one in spoken if one is not None and one.phrases), None)
    if language is None:
        return None
    return Html(
        "\n".join(
            words(
                facts.library,
                "rendering.phrase",
                facts.locale,
                means=visible_text(phrase.means.template(facts.locale)),
                say=Html(f"<b>{escape(phrase.say)}</b>"),
            )
            for phrase in language.phrases
        )
    )


def all_differences(facts: Facts) -> Html | None:
    """A line for each thing that is not as at home; None where nothing is, or nobody knows."""
    lines = [f"🕒 {escape(apart)}"] if (apart := difference(facts)) else []
    for one in differences(facts.library, facts.home, facts.land()):
        told = _told(one, facts)
        if told:
            lines.append(f"{SIGNS[one]} {told}")
    return Html("\n".join(lines)) if lines else None


SIGNS = {
    Difference.MONEY: "💶",
    Difference.PLUG: "🔌",
    Difference.SIDE: "🚗",
    Difference.EMERGENCY: "🆘",
    Difference.ROAMING: "📱",
}


def _told(one: Difference, facts: Facts) -> str | None:
    if one is Difference.SIDE:
        land = _land(facts)
        way = Side.LEFT if land is not None and land.drives is Side.LEFT else Side.RIGHT
        return words(facts.library, f"rendering.differs_{way}", facts.locale)
    value = {
        Difference.MONEY: currency,
        Difference.PLUG: plug,
        Difference.EMERGENCY: _number,
        Difference.ROAMING: roaming,
    }[one](facts)
    return words(facts.library, f"rendering.differs_{one}", facts.locale, value=value) if value else None


def _number(facts: Facts) -> str | None:
    """The one number for all, else each service with its own."""
    numbers = facts.library.emergency.get(facts.land() or "")
    if numbers is None:
        return None
    if numbers.general:
        return Html(f"<b>{escape(numbers.general)}</b>")
    return Html(dates.listing(services(numbers, facts), facts.locale)) or None


def _land(facts: Facts) -> CountryFacts | None:
    return facts.library.countries.get(facts.land() or "")
