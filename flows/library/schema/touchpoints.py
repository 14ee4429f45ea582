"""content/stages: a touchpoint, when and for whom it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import (
    Field,
    model_validator,
)

from flows.library.audience import Celebration, Clocks, Feel, TripType, Who
from flows.library.lookups import Sky
from flows.library.schema.shape import (
    Clock,
    Country,
    Id,
    Month,
    Offset,
    Shape,
    Whole,
    Wording,
    YesNo,
    many,
)
from flows.library.touchpoint import Again, Elsewhere, Late, MessageClass, Per, TouchpointKind
from flows.trips.changes import ChangeKind
from flows.trips.evidence import Direction, Stage
from flows.trips.moments import Anchor
from flows.trips.personas import Persona
from flows.trips.trip import Kind


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
    moved: YesNo | None = None
    transfer: YesNo | None = None
    onward: many(Kind) = []  # type: ignore[valid-type]
    flies: YesNo | None = None
    first_of_kind: YesNo | None = None
    new_country: YesNo | None = None


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
    elsewhere: Elsewhere | None = None
    catch_up: YesNo = False
    acknowledge: YesNo = False
    relative: YesNo = False
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
