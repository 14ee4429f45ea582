"""What every shape shares, and what an editor is told when a document has another.

Not here: the shapes themselves (their own files).
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
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from flows.library import scalars
from flows.library.document import Fault, Node
from flows.library.refusals import UNWRITTEN, refusals
from flows.library.text import LOCALES

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


def _spoken(value: Any, info: ValidationInfo) -> str:
    """A locale that this content speaks."""
    if value in (info.context or LOCALES):
        return str(value)
    raise PydanticCustomError("no_locale", "no locale")


SpokenLocale = Annotated[str, BeforeValidator(_spoken)]


class Wording(Shape):
    """One text in the locales; count names the placeholder that chooses the plural form. forms: locale -> its forms, which
    stand beside count in the file."""

    count: str = ""
    forms: Annotated[dict[SpokenLocale, Forms], Field(alias=UNWRITTEN)]

    @model_validator(mode="before")
    @classmethod
    def _beside(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        forms = {name: form for name, form in value.items() if name != "count"}
        return {UNWRITTEN: forms, **{name: value[name] for name in value if name == "count"}}

    @model_validator(mode="after")
    def _some(self) -> Wording:
        forms = list(self.forms.values())
        if not forms:
            raise ValueError(f"there is no text: write one for each of {', '.join(LOCALES)}")
        if any("other" not in form for form in forms):
            raise ValueError("a text with plural forms needs the form “other”")
        if not self.count and any(len(form) > 1 for form in forms):
            raise ValueError("a text with plural forms needs count: the placeholder that is counted")
        return self


def many(item: Any) -> Any:
    """A list of `item`, or one of them alone."""
    return Annotated[list[item], BeforeValidator(scalars.listed)]


S = TypeVar("S", bound=Shape)


def check(
    shape: type[S], node: Node, locales: tuple[str, ...] = LOCALES
) -> tuple[S | None, tuple[Fault, ...]]:
    """The document in this shape, or None and every fault. locales: those that the content speaks."""
    try:
        return shape.model_validate(node.plain(), context=locales), ()
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        return None, tuple(dict.fromkeys(refusals(details, node, partial(_known, shape), locales)))


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
