"""Every wording of a library, with where and how it is shown.

Not here: what can be wrong with one (texts).
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library.library import Library
from flows.library.touchpoint import Per, Touchpoint, TouchpointKind
from flows.rehearsal.texts import Use, Wording

ITEM_SIGNS = 12


def wordings(library: Library) -> Iterator[Wording]:
    """All of them, in the library's order."""
    for touchpoint in library.touchpoints:
        yield from _of_touchpoint(touchpoint)
    for place in library.places:
        if place.name is not None:
            yield Wording(text=place.name, what=f"the name of {place.id}", use=Use.PLACE)
        for topic, text in place.topics.items():
            yield Wording(text=text, what=f"the topic {topic}", use=Use.PLACE)
    for climate in library.climates.values():
        for season, text in climate.seasons.items():
            yield Wording(text=text, what=f"the {season} of {climate.id}", use=Use.PLACE)
    for language in library.languages.values():
        yield Wording(text=language.name, what=f"the name of {language.id}", use=Use.PLACE)
        for phrase in language.phrases:
            yield Wording(text=phrase.means, what=f"what “{phrase.say}” means", use=Use.PLACE)
    for survey in library.surveys.values():
        for question in survey.questions:
            yield Wording(text=question.ask, what=f"the question {question.id}")
            for choice in question.choices:
                what = f"the choice {choice.id} of {question.id}"
                yield Wording(text=choice.text, what=what, use=Use.LABEL)
        yield Wording(text=survey.thanks, what="thanks")
        yield Wording(text=survey.thanks_low, what="thanks_low")
    for offer in library.offers.values():
        yield Wording(text=offer.title, what="the title")
        yield Wording(text=offer.details, what="the details")
    for topic_ in library.topics.values():
        yield Wording(text=topic_.answer, what="the answer")
    for words_id, text in library.words.items():
        yield Wording(text=text, what=words_id, use=Use.WORDS)


def _of_touchpoint(touchpoint: Touchpoint) -> Iterator[Wording]:
    per: Per = touchpoint.per
    extra = 600 if touchpoint.kind in (TouchpointKind.SURVEY, TouchpointKind.OFFER) else ITEM_SIGNS
    yield Wording(text=touchpoint.text, what="the text", per=per, extra=extra)
    if touchpoint.digest is not None:
        yield Wording(text=touchpoint.digest, what="the digest line", use=Use.DIGEST, per=per)
    for item in touchpoint.items:
        yield Wording(text=item.text, what=f"the item {item.id}", use=Use.LABEL, per=per)
    for row in touchpoint.buttons:
        for button in row:
            what = f"the button {button.action or button.url}"
            yield Wording(text=button.label, what=what, use=Use.LABEL, per=per)
