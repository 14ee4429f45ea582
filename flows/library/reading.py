"""Documents -> Library, with every fault at once.

Not here: the shapes and the words of refusal (schema), whether a library makes sense (flows.rehearsal.lint).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.library import lands
from flows.library.audience import Audience
from flows.library.climate import Climate
from flows.library.country import CountryFacts
from flows.library.document import Document, Fault, Node
from flows.library.language import Language
from flows.library.library import Library, Offer, Topic, plain
from flows.library.place import EmergencyNumbers, PlaceFacts
from flows.library.refusals import did_you_mean, shortened
from flows.library.schema.feedback import OfferShape, SurveyShape
from flows.library.schema.lands import ClimateShape, CountryShape, EmergencyShape, LanguageShape, PlaceShape
from flows.library.schema.shape import MOST_FAULTS, Shape, check
from flows.library.schema.talking import TopicShape, WordsShape
from flows.library.schema.touchpoints import AudienceShape, ButtonShape, ItemShape, TouchpointShape, WhenShape
from flows.library.survey import After, Choice, Question, Survey
from flows.library.text import LOCALES, Origin, Text
from flows.library.touchpoint import ContentButton, Goal, Item, Touchpoint, When
from flows.library.worded import origin, text

SHAPES: Mapping[str, type[Shape]] = {
    "stages": TouchpointShape,
    "places": PlaceShape,
    "emergency": EmergencyShape,
    "surveys": SurveyShape,
    "offers": OfferShape,
    "topics": TopicShape,
    "words": WordsShape,
    "countries": CountryShape,
    "climates": ClimateShape,
    "languages": LanguageShape,
}

NOTHING_ADDED: Mapping[str, Origin] = {}


@dataclass(slots=True, kw_only=True)
class _Shelves:
    """What has been read so far, by room; and the faults."""

    touchpoints: list[Touchpoint] = field(default_factory=list)
    places: list[PlaceFacts] = field(default_factory=list)
    emergency: dict[str, EmergencyNumbers] = field(default_factory=dict)
    surveys: dict[str, Survey] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    words: dict[str, Text] = field(default_factory=dict)
    countries: dict[str, CountryFacts] = field(default_factory=dict)
    climates: dict[str, Climate] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    seen: dict[tuple[str, str], Node] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    locales: tuple[str, ...] = LOCALES


def read_library(
    documents: Iterable[Document], added: Mapping[str, Origin] = NOTHING_ADDED
) -> tuple[Library, tuple[Fault, ...]]:
    """The library of these documents, as far as they can be read, and every fault of form, in the files' order.

    added: the languages beside the shipped ones, with where each is declared.
    """
    shelves = _Shelves(locales=(*LOCALES, *added))
    for document in documents:
        room = document.room
        shape = SHAPES.get(room)
        if shape is None:
            hint = did_you_mean(room, list(SHAPES))
            why = f"files live in one of the folders {', '.join(SHAPES)}{hint}"
            shelves.faults.append(Fault(file=document.file, line=1, why=why))
            continue
        before = len(shelves.faults)
        for node in _entries(document.root, shape):
            _read(room, shape, node, shelves)
            if len(shelves.faults) - before >= MOST_FAULTS:
                why = f"there are {MOST_FAULTS} faults or more in this file: the rest waits until these are gone"
                shelves.faults.append(Fault(file=document.file, line=node.line, why=why))
                break
    library = Library(
        touchpoints=tuple(shelves.touchpoints),
        places=tuple(shelves.places),
        emergency=shelves.emergency,
        surveys=shelves.surveys,
        offers=shelves.offers,
        topics=shelves.topics,
        words=shelves.words,
        countries=shelves.countries,
        climates=shelves.climates,
        languages=shelves.languages,
        added=added,
    )
    return library, tuple(sorted(shelves.faults))


def _entries(root: Node, shape: type[Shape]) -> Iterator[Node]:
    """A file holds one entry or a list of them; a file of words is one mapping."""
    if shape is WordsShape:
        yield Node(value={"words": root}, line=root.line, file=root.file)
    elif isinstance(root.value, tuple):
        yield from root.value
    else:
        yield root


def _read(room: str, shape: type[Shape], node: Node, shelves: _Shelves) -> None:
    model, faults = check(shape, node, shelves.locales)
    shelves.faults.extend(faults)
    match model:
        case TouchpointShape():
            if _first(room, model.id, node, shelves):
                shelves.touchpoints.append(touchpoint(model, node))
        case PlaceShape():
            if _first(room, model.id, node, shelves):
                shelves.places.append(_place(model, node))
        case EmergencyShape():
            if _first(room, model.country, node, shelves):
                shelves.emergency[model.country] = EmergencyNumbers(
                    **model.model_dump(), origin=origin(node, "country")
                )
        case SurveyShape():
            if _first(room, model.id, node, shelves):
                shelves.surveys[model.id] = _survey(model, node)
        case OfferShape():
            if _first(room, model.id, node, shelves):
                shelves.offers[model.id] = Offer(
                    id=model.id,
                    on=model.on,
                    title=text(model.title, node, "title"),
                    details=text(model.details, node, "details"),
                )
        case TopicShape():
            if _first(room, model.id, node, shelves):
                words = {locale: tuple(typed) for locale, typed in model.words.items() if typed}
                answer = text(model.answer, node, "answer")
                shelves.topics[model.id] = Topic(id=model.id, words=words, answer=answer)
        case CountryShape():
            if _first(room, model.country, node, shelves):
                shelves.countries[model.country] = lands.country(model, node)
        case ClimateShape():
            if _first(room, model.id, node, shelves):
                shelves.climates[model.id] = lands.climate(model, node)
        case LanguageShape():
            if _first(room, model.id, node, shelves):
                shelves.languages[model.id] = lands.language(model, node)
        case WordsShape():
            for name, wording in model.words.items():
                here = node.nearest(("words", name))
                if _first(room, name, here, shelves):
                    shelves.words[name] = text(wording, here)


def _first(room: str, name: str, node: Node, shelves: _Shelves) -> bool:
    """True for the first of its name; a fault for every other, which would hide it."""
    here = node.nearest(("id",))
    before = shelves.seen.get((room, name))
    if before is None:
        shelves.seen[room, name] = here
        return True
    why = f"the id {shortened(name)} is taken already by content/{before.file}:{before.line}: choose another"
    shelves.faults.append(Fault(file=here.file, line=here.line, why=why))
    return False


def when(shape: WhenShape) -> When:
    """A checked moment."""
    days, delta = shape.offset
    return When(anchor=shape.anchor, days=days, delta=delta, at=shape.at)


def audience(shape: AudienceShape) -> Audience:
    """A checked condition."""
    given: dict[str, Any] = {name: getattr(shape, name) for name in AudienceShape.model_fields}
    nights, connection = given.pop("nights"), given.pop("connection_minutes")
    given["directions"] = [str(direction) for direction in shape.directions]
    for clock in ("departs", "arrives"):
        given[clock] = given[clock].clocks if given[clock] is not None else None
    plain: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in given.items()
    }
    return Audience(
        **plain,
        nights_from=nights.from_,
        nights_to=nights.to,
        connection_from=connection.from_,
        connection_to=connection.to,
    )


def touchpoint(shape: TouchpointShape, node: Node) -> Touchpoint:
    """A checked touchpoint."""
    return Touchpoint(
        id=shape.id,
        kind=shape.kind,
        message_class=shape.message_class,
        when=when(shape.when),
        text=text(shape.text, node, "text"),
        per=shape.per,
        stages=frozenset(shape.stage),
        directions=frozenset(shape.direction),
        useless_after=when(shape.useless_after) if shape.useless_after else None,
        late=shape.late,
        again=shape.again,
        elsewhere=shape.elsewhere,
        catch_up=shape.catch_up,
        audience=audience(shape.audience),
        goal=Goal(**shape.goal.model_dump()),
        items=tuple(_item(item, node, place) for place, item in enumerate(shape.items)),
        buttons=tuple(
            tuple(_button(button, node, row, place) for place, button in enumerate(buttons))
            for row, buttons in enumerate(shape.buttons)
        ),
        digest=text(shape.digest, node, "digest") if shape.digest else None,
        survey=shape.survey,
        offer=shape.offer,
        on=shape.on,
        checklist=shape.checklist,
        released=bool(shape.release),
        replaces=tuple(shape.replaces),
        acknowledge=shape.acknowledge,
        relative=shape.relative,
        origin=origin(node),
    )


def _item(shape: ItemShape, node: Node, place: int) -> Item:
    return Item(
        id=shape.id,
        text=text(shape.text, node, "items", place, "text"),
        per_person=shape.per == "person",
        audience=audience(shape.audience),
    )


def _button(shape: ButtonShape, node: Node, row: int, place: int) -> ContentButton:
    label = text(shape.label, node, "buttons", row, place, "label")
    return ContentButton(label=label, action=shape.do, value=shape.with_, url=shape.url)


def _place(shape: PlaceShape, node: Node) -> PlaceFacts:
    return PlaceFacts(
        id=shape.id,
        name=text(shape.name, node, "name") if shape.name else None,
        iata=frozenset(shape.iata),
        cities=frozenset(plain(city) for city in shape.cities),
        country=shape.country or "",
        topics={name: text(words, node, "topics", name) for name, words in shape.topics.items()},
        climate=shape.climate,
        southern=shape.southern,
        wet=frozenset(shape.wet) if shape.wet is not None else None,
        origin=origin(node),
    )


def _survey(shape: SurveyShape, node: Node) -> Survey:
    questions = tuple(
        Question(
            id=question.id,
            ask=text(question.ask, node, "questions", place, "ask"),
            answer=question.answer,
            lowest=question.lowest,
            highest=question.highest,
            labels=tuple(question.labels),
            choices=tuple(
                Choice(id=one.id, text=text(one.text, node, "questions", place, "choices", nth, "text"))
                for nth, one in enumerate(question.choices)
            ),
            after=After(
                question=question.after.question, lowest=question.after.from_, highest=question.after.to
            )
            if question.after is not None
            else None,
        )
        for place, question in enumerate(shape.questions)
    )
    return Survey(
        id=shape.id,
        questions=questions,
        thanks=text(shape.thanks, node, "thanks"),
        thanks_low=text(shape.thanks_low, node, "thanks_low"),
        low=shape.low,
        scale=shape.scale,
        origin=origin(node),
    )
