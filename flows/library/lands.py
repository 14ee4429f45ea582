"""Documents about countries, climates and languages -> values.

Not here: their shapes (schema), all other documents and the faults (reading).
"""

from __future__ import annotations

from flows.library.climate import Climate
from flows.library.country import CountryFacts, Side
from flows.library.document import Node
from flows.library.language import Language, Phrase
from flows.library.schema.lands import ClimateShape, CountryShape, LanguageShape
from flows.library.worded import origin, text


def country(shape: CountryShape, node: Node) -> CountryFacts:
    """A checked country."""
    return CountryFacts(
        country=shape.country,
        currency=shape.currency,
        plugs=tuple(shape.plugs),
        voltage=shape.voltage,
        drives=Side(shape.drives) if shape.drives else None,
        regions=frozenset(shape.regions),
        climate=shape.climate,
        languages=tuple(shape.languages),
        southern=shape.southern,
        source=shape.source,
        origin=origin(node, "country"),
    )


def climate(shape: ClimateShape, node: Node) -> Climate:
    """A checked climate."""
    return Climate(
        id=shape.id,
        feels=tuple(shape.feels),
        wet=frozenset(shape.wet),
        seasons={name: text(words, node, "seasons", name) for name, words in shape.seasons.items()},
        origin=origin(node),
    )


def language(shape: LanguageShape, node: Node) -> Language:
    """A checked language."""
    return Language(
        id=shape.id,
        name=text(shape.name, node, "name"),
        phrases=tuple(
            Phrase(means=text(phrase.means, node, "phrases", number, "means"), say=phrase.say)
            for number, phrase in enumerate(shape.phrases)
        ),
        origin=origin(node),
    )
