"""overlay.yaml: what a folder is laid over, and the languages that it adds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from flows.library import scalars
from flows.library.schema.shape import Shape, many

Tongue = Annotated[str, BeforeValidator(scalars.tongue)]


class OverlayShape(Shape):
    """overlay.yaml"""

    over: Literal["shipped"]
    locales: many(Tongue) = []  # type: ignore[valid-type]
