"""The description holds: it is valid OpenAPI, and answers are what it says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from bot.web.api.openapi import document
from tests.support.door import open_door
from tests.support.flight_reservation import flight_reservation


def fits(name: str, value: Any) -> None:
    """Raises where a value is not what the description says of it."""
    whole = document()
    Draft202012Validator({**whole, "$ref": f"#/components/schemas/{name}"}).validate(value)


def test_it_is_valid() -> None:
    """OpenAPI 3.1, every reference resolved."""
    validate(document())


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
async def test_a_report_is_what_it_says(query: str) -> None:
    """The answer to a booking."""
    async with open_door() as door:
        fits("Report", await (await door.send(flight_reservation(), query=query)).json())


async def test_a_problem_is_what_it_says() -> None:
    """The answer to a broken one."""
    async with open_door() as door:
        fits("Problem", await (await door.send(b"{")).json())


async def test_its_own_example_comes_in() -> None:
    """What the description shows can be sent."""
    async with open_door() as door:
        served = await (await door.client.get("/api/v1/openapi.json")).json()
        content = served["paths"]["/api/v1/bookings"]["post"]["requestBody"]["content"]
        assert (await door.send(content["application/json"]["example"])).status in (200, 201)
