"""Days and hours as tables write them: what is read, what is proven, what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.imports.dates import read_moment
from bot.imports.day_order import Order, Proof
from bot.imports.grid import Value
from bot.imports.rejection import Refusal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12/05/2027", "2027-05-12"),
        ("12-5-27 9:40", "2027-05-12 09:40"),
        ("12.05.2027 9.40 uur", "2027-05-12 09:40"),
        ("Mi., 12. Mai 2027, 09:40 Uhr", "2027-05-12 09:40"),
        ("mercredi 12 mai 2027 à 9h40", "2027-05-12 09:40"),
        ("wo 3 mrt 2027 14:05", "2027-03-03 14:05"),
        ("May 12, 2027 9:40 PM", "2027-05-12 21:40"),
        ("12MAY27", "2027-05-12"),
        ("2027/05/12", "2027-05-12"),
        ("20270512T0940", "2027-05-12 09:40"),
        ("2027-05-12T09:40:00+02:00", "2027-05-12T09:40:00+02:00"),
        ("12/05/2027 24:00", "2027-05-13 00:00"),
        ("0940", "09:40"),
        ("12:00 AM", "00:00"),
        ("06:20 +1", "06:20+1"),
        (46519.4027777, "2027-05-12 09:40"),
        ("46519,4028", "2027-05-12 09:40"),
        (46519, "2027-05-12"),
        (0.5, "12:00"),
        (datetime.combine(date(2027, 5, 12), time(9, 39, 59, 993000)), "2027-05-12 09:40"),
        (datetime.combine(date(2027, 5, 12), time()), "2027-05-12"),
        (date(2027, 5, 12), "2027-05-12"),
        (time(9, 40), "09:40"),
        (timedelta(hours=9, minutes=40), "09:40"),
    ],
)
def test_a_day_or_hour_is_read_as_it_is_meant(value: Value, text: str) -> None:
    """Day first, serials since 1900."""
    assert read_moment(value, order=Order.DAY_FIRST, epoch=1900).text == text


@pytest.mark.parametrize(
    ("order", "day"),
    [(Order.DAY_FIRST, "2026-04-03"), (Order.MONTH_FIRST, "2026-03-04"), (Order.YEAR_FIRST, "2003-04-26")],
)
def test_the_order_that_is_declared_decides(order: Order, day: str) -> None:
    """03/04/26 is three days."""
    assert read_moment("03/04/26", order=order, epoch=None).text == day


def test_serials_count_from_the_year_declared() -> None:
    """The same number is four years and a day later since 1904."""
    assert read_moment(46519, order=None, epoch=1904).text == "2031-05-13"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("03/04/2026", "ambiguous"),
        ("46519", "not_a_time"),
        (46519.5, "not_a_time"),
        ("32/05/2027", "ambiguous"),
        ("2027-02-30", "not_a_time"),
        ("12 Foo 2027", "not_a_time"),
        ("25:00", "not_a_time"),
        ("13:00 PM", "not_a_time"),
        ("12", "not_a_time"),
        (True, "not_a_time"),
        ("12 May 1969", "out_of_range"),
    ],
)
def test_what_cannot_be_known_is_refused(value: Value, reason: str) -> None:
    """Nothing is declared here: no order, no epoch."""
    with pytest.raises(Refusal) as refused:
        read_moment(value, order=None, epoch=None)
    assert refused.value.reason.value == reason


def test_a_thirteenth_month_is_refused_even_when_an_order_is_declared() -> None:
    """A value against the declared order is no day at all."""
    with pytest.raises(Refusal):
        read_moment("05/13/2027", order=Order.DAY_FIRST, epoch=None)


def _proof(*values: str) -> Proof:
    proof = Proof()
    for value in values:
        proof.see(value)
    return proof


def test_a_day_after_the_twelfth_proves_the_order_of_its_column() -> None:
    """The 13th does, the 12th does not."""
    assert _proof("03/04/2026", "13/04/2026").order("Day") is Order.DAY_FIRST
    assert _proof("03/04/2026", "04/13/2026").order("Day") is Order.MONTH_FIRST
    with pytest.raises(Refusal) as refused:
        _proof("03/04/2026", "12/12/2026").order("Day")
    assert (refused.value.field, refused.value.value, refused.value.reason.value) == (
        "Day",
        "03/04/2026",
        "ambiguous",
    )
    assert "dates: d/m/y" in refused.value.why


def test_a_column_that_proves_both_orders_is_refused() -> None:
    """One of them is wrong, and nobody knows which."""
    with pytest.raises(Refusal) as refused:
        _proof("13/04/2026", "04/13/2026").order("Day")
    assert refused.value.reason.value == "ambiguous"


def test_days_that_need_no_order_prove_none() -> None:
    """ISO, names of months and times of day are what they are."""
    assert _proof("2026-04-03", "3 April 2026", "09:40").order("Day") is None
