"""The shapes that content may have, and what an editor is told when a document has another. The only room with pydantic.

Not here: how single values are written (scalars), how shapes become the library (reading), whether they make sense (lint).
"""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
    model_validator,
)

from flows.library import scalars
from flows.library.audience import Celebration, Clocks, Feel, TripType, Who
from flows.library.document import Node
from flows.library.lookups import Sky
from flows.library.refusals import refusals
from flows.library.survey import Answer, Scale
from flows.library.text import LOCALES
from flows.library.touchpoint import Again, Late, MessageClass, Per, TouchpointKind
from flows.trips.changes import ChangeKind
from flows.trips.evidence import Direction, Stage
from flows.trips.moments import Anchor
from flows.trips.personas import Persona
from flows.trips.trip import Kind

YesNo = Annotated[bool, BeforeValidator(scalars.yes_no)]
Offset = Annotated[tuple[int, timedelta], BeforeValidator(scalars.offset)]
Clock = Annotated[time, BeforeValidator(scalars.clock)]
Id = Annotated[str, BeforeValidator(scalars.an_id)]
Country = Annotated[str, BeforeValidator(scalars.country)]
Month = Annotated[int, BeforeValidator(scalars.month)]
Whole = Annotated[int, BeforeValidator(scalars.whole)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Forms = Annotated[
    dict[Annotated[str, BeforeValidator(scalars.plural)], Words], BeforeValidator(scalars.forms)
]


MOST_FAULTS = 200
"""How many faults of one file are told at once."""


class Shape(BaseModel):
    """What every shape shares: unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class _Wording(Shape):
    """One text in the locales; count names the placeholder that chooses the plural form."""

    count: str = ""

    @model_validator(mode="after")
    def _some(self) -> _Wording:
        forms: list[dict[str, str]] = [getattr(self, x) for x in LOCALES if getattr(self, x) is not None]
        if not forms:
            raise ValueError(f"there is no text: write one for each of {', '.join(LOCALES)}")
        if any("other" not in form for form in forms):
            raise ValueError("a text with plural forms needs the form “other”")
        if not self.count and any(len(form) > 1 for form in forms):
            raise ValueError("a text with plural forms needs count: the placeholder that is counted")
        return self


_LOCALE_FIELDS: dict[str, Any] = dict.fromkeys(LOCALES, (Forms | None, None))
Wording: Any = create_model("Wording", __base__=_Wording, **_LOCALE_FIELDS)


class WhenShape(Shape):
    """An anchor and an offset."""

    anchor: Anchor
    offset: Offset = (0, timedelta())
    at: Clock | None = None

    @model_validator(mode="after")
    def _days_or_hours(self) -> WhenShape:
        if self.at is not None and self.offset[1]:
            raise ValueError("hours and minutes are exact and take no at:; count in days, or leave at: out")
        return self


class NightsShape(Shape):
    """A range of nights, both ends counted in."""

    from_: Whole | None = Field(default=None, alias="from")
    to: Whole | None = None


class ClocksShape(Shape):
    """A span of the local clock."""

    from_: Clock = Field(alias="from")
    to: Clock

    @property
    def clocks(self) -> Clocks:
        """As a value."""
        return Clocks(since=self.from_, until=self.to)


class MinutesShape(Shape):
    """A range of minutes, both ends counted in."""

    from_: Whole | None = Field(default=None, alias="from")
    to: Whole | None = None


def many(item: Any) -> Any:
    """A list of `item`, or one of them alone."""
    return Annotated[list[item], BeforeValidator(scalars.listed)]


class AudienceShape(Shape):
    """For whom."""

    who: Who = Who.EACH
    destinations: many(Id) = []  # type: ignore[valid-type]
    countries: many(Country) = []  # type: ignore[valid-type]
    transport: many(Kind) = []  # type: ignore[valid-type]
    trip_types: many(TripType) = []  # type: ignore[valid-type]
    directions: many(Direction) = []  # type: ignore[valid-type]
    months: many(Month) = []  # type: ignore[valid-type]
    nights: NightsShape = NightsShape()
    abroad: YesNo | None = None
    children: YesNo | None = None
    layover: YesNo | None = None
    new_zone: YesNo | None = None
    multi_stay: YesNo | None = None
    first: YesNo | None = None
    last: YesNo | None = None
    before_leg_hours: Whole | None = None
    personas: many(Persona) = []  # type: ignore[valid-type]
    not_personas: many(Persona) = []  # type: ignore[valid-type]
    stays: YesNo | None = None
    feels: many(Feel) = []  # type: ignore[valid-type]
    wet: YesNo | None = None
    occasions: many(Celebration) = []  # type: ignore[valid-type]
    regions: many(Id) = []  # type: ignore[valid-type]
    not_regions: many(Id) = []  # type: ignore[valid-type]
    holidays: YesNo | None = None
    forecast: YesNo | None = None
    sky: many(Sky) = []  # type: ignore[valid-type]
    documents: YesNo | None = None
    travel_time: YesNo | None = None
    differs: YesNo | None = None
    departs: ClocksShape | None = None
    arrives: ClocksShape | None = None
    connection_minutes: MinutesShape = MinutesShape()
    changes: many(ChangeKind) = []  # type: ignore[valid-type]


class GoalShape(Shape):
    """Why it exists."""

    owner: str = "agency"
    importance: Annotated[Whole, Field(ge=1, le=5)] = 3
    wants: str = ""
    desired_score: Annotated[float, Field(ge=1, le=5)] = 4.0


class ItemShape(Shape):
    """One line of a checklist."""

    id: Id
    text: Wording
    per: Annotated[str, Field(pattern="^(person|party)$")] = "person"
    audience: AudienceShape = Field(default=AudienceShape(), alias="for")


class ButtonShape(Shape):
    """A button: do something, or open an address."""

    label: Wording
    do: str = ""
    with_: str = Field(default="", alias="with")
    url: str = ""

    @model_validator(mode="after")
    def _one(self) -> ButtonShape:
        if bool(self.do) == bool(self.url):
            raise ValueError("a button needs either do: or url:")
        return self


class TouchpointShape(Shape):
    """content/stages/<stage>/<id>.yaml"""

    id: Id
    stage: many(Stage) = []  # type: ignore[valid-type]
    direction: many(Direction) = []  # type: ignore[valid-type]
    per: Per = Per.TRIP
    kind: TouchpointKind = TouchpointKind.INFO
    message_class: MessageClass = Field(alias="class")
    when: WhenShape
    useless_after: WhenShape | None = None
    late: Late = Late.SKIP
    again: Again = Again.NEVER
    catch_up: YesNo = False
    acknowledge: YesNo = False
    audience: AudienceShape = Field(default=AudienceShape(), alias="for")
    goal: GoalShape = GoalShape()
    text: Wording
    digest: Wording | None = None
    items: list[ItemShape] = []
    buttons: list[list[ButtonShape]] = []
    offer: str = ""
    survey: str = ""
    on: YesNo = True
    checklist: str = ""
    release: Annotated[str, Field(pattern="^(agent)?$")] = ""
    replaces: many(Id) = []  # type: ignore[valid-type]


class PlaceShape(Shape):
    """content/places/<id>.yaml"""

    id: Id
    name: Wording | None = None
    iata: many(Annotated[str, Field(pattern="^[A-Z]{3}$")]) = []  # type: ignore[valid-type]
    cities: many(Words) = []  # type: ignore[valid-type]
    country: Country | None = None
    climate: str = ""
    southern: YesNo = False
    wet: many(Month) | None = None  # type: ignore[valid-type]
    topics: dict[Id, Wording] = {}


class CountryShape(Shape):
    """One entry of content/countries/<file>.yaml"""

    country: Country
    currency: Annotated[str, Field(pattern="^([A-Z]{3})?$")] = ""
    plugs: many(Annotated[str, Field(pattern="^[A-O]$")]) = []  # type: ignore[valid-type]
    voltage: Whole | None = None
    drives: Annotated[str, Field(pattern="^(left|right)?$")] = ""
    regions: many(Id) = []  # type: ignore[valid-type]
    climate: str = ""
    southern: YesNo = False
    languages: many(Id) = []  # type: ignore[valid-type]
    source: str = ""


class ClimateShape(Shape):
    """content/climates/<id>.yaml; months are those of the northern half"""

    id: Id
    feels: Annotated[list[Feel], Field(min_length=12, max_length=12)]
    wet: many(Month) = []  # type: ignore[valid-type]
    seasons: dict[
        Annotated[str, Field(pattern="^(spring|summer|autumn|winter|dry|wet)$")],
        Wording,
    ] = {}


class PhraseShape(Shape):
    """One phrase of a language."""

    means: Wording
    say: Words


class LanguageShape(Shape):
    """content/languages/<id>.yaml"""

    id: Id
    name: Wording
    phrases: list[PhraseShape] = []


class EmergencyShape(Shape):
    """One entry of content/emergency/<file>.yaml"""

    country: Country
    general: str = ""
    police: str = ""
    ambulance: str = ""
    fire: str = ""
    source: str = ""
    verified_on: Annotated[str, Field(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""


class ChoiceShape(Shape):
    """One reason that may be tapped."""

    id: Id
    text: Wording


class AfterShape(Shape):
    """Only for such a score."""

    question: Id
    from_: Whole = Field(default=0, alias="from")
    to: Whole = 10


class QuestionShape(Shape):
    """One question of a survey."""

    id: Id
    answer: Answer
    lowest: Whole = 1
    highest: Whole = 5
    labels: many(str) = []  # type: ignore[valid-type]
    choices: list[ChoiceShape] = []
    after: AfterShape | None = None
    ask: Wording


class SurveyShape(Shape):
    """content/surveys/<id>.yaml"""

    id: Id
    low: Whole = 2
    scale: Scale = Scale.CSAT
    questions: Annotated[list[QuestionShape], Field(min_length=1)]
    thanks: Wording
    thanks_low: Wording


class OfferShape(Shape):
    """content/offers/<id>.yaml"""

    id: Id
    on: YesNo = False
    title: Wording
    details: Wording


TypedWords: Any = create_model(
    "TypedWords",
    __base__=Shape,
    **{locale: (many(Words), []) for locale in LOCALES},  # type: ignore[call-overload]
)


class TopicShape(Shape):
    """content/topics/<id>.yaml"""

    id: Id
    words: TypedWords
    answer: Wording


class WordsShape(Shape):
    """content/words/<file>.yaml: id -> text"""

    words: dict[Id, Wording]


S = TypeVar("S", bound=Shape)


def check(shape: type[S], node: Node) -> tuple[S | None, tuple[tuple[int, str], ...]]:
    """The document in this shape, or None and every fault as (line, why)."""
    try:
        return shape.model_validate(node.plain()), ()
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        return None, tuple(dict.fromkeys(refusals(details, node, partial(_known, shape))))


def _known(shape: Any, path: tuple[int | str, ...]) -> list[str]:
    """The names that the shape at the end of `path` may have."""
    here = shape
    for name in path:
        found = _shapes(here)
        if found and isinstance(name, str):
            fields = {field.alias or key: field.annotation for key, field in found.model_fields.items()}
            here = fields.get(name, here)
        elif not isinstance(name, int):
            here = (get_args(here) or (here,))[-1]
    found = _shapes(here)
    return [field.alias or key for key, field in found.model_fields.items()] if found else []


def _shapes(annotation: Any) -> type[Shape] | None:
    """The first shape inside an annotation such as list[ItemShape] | None."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next((found for part in get_args(annotation) if (found := _shapes(part))), None)
