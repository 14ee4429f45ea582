"""One chat for people who come and go otherwise: what would read the same is said once, what differs to each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.library.audience import Audience
from flows.library.library import Library
from flows.library.text import Text
from flows.library.touchpoint import Late
from flows.planning.due import Due, Overridden, Override, Reason, Sent, Skipped, Waiting
from tests.flows.planning.test_planner import split_party
from tests.support.touchpoints import planned, recipient, settled, touchpoint
from tests.support.trips import CHIARA, utc

BOOKED = utc("2027-01-10T10:00")
SURVEY = touchpoint("survey", "return_arrival", "+2d", "18:30")


def saying(words: str) -> Text:
    """An English text."""
    return Text(forms={"en": {"other": words}})


@pytest.mark.parametrize(
    ("words", "second"),
    [
        ("Two questions, {traveller.first_name}", Skipped),
        ("Ask {agency.name}", Skipped),
        ("Tips for {place.name}: {place.tips}", Skipped),
        ("Welcome home, {travellers}", Waiting),
        ("Your trip: {trip.glance}", Waiting),
    ],
)
def test_what_reads_the_same_is_said_once(words: str, second: type) -> None:
    """Only what speaks of the way or of the people goes again to those who travel otherwise."""
    one = replace(SURVEY, text=saying(words))
    told = planned(split_party(), one, now=BOOKED).answers
    assert [type(answer) for answer in told] == [Waiting, second]
    refused = told[1]
    if isinstance(refused, Skipped):
        assert (refused.reason, refused.travellers) == (Reason.NOT_FOR_THIS_TRIP, (CHIARA.id,))


def test_it_stays_said_after_it_went() -> None:
    """When the first has it, the others' stays refused; when the first's was stopped at the claim, theirs goes."""
    party, at = split_party(), utc("2027-05-21T16:30")
    (due, _) = planned(party, SURVEY, now=at).answers
    assert isinstance(due, Due)
    for state, reason, expected in (("sent", "", Skipped), ("skipped", "day_full", Due)):
        history = (settled(due, at=at, state=state, reason=reason),)
        told = planned(party, SURVEY, now=at, history=history).answers
        assert [type(answer) for answer in told] == [Sent, expected]


def test_who_has_a_chat_hears_it_there() -> None:
    """In Chiara's own chat the survey is hers."""
    chat = recipient(split_party(), CHIARA.id)
    told = planned(split_party(), SURVEY, now=BOOKED, recipient=chat).answers
    assert [type(answer) for answer in told] == [Waiting]


def test_what_is_not_for_the_first_goes_to_the_others() -> None:
    """A refusal for those who come first says nothing about the others."""
    landed = touchpoint("landed", "arrival", audience=Audience(nights_to=5))
    told = planned(split_party(), landed, now=BOOKED).answers
    assert [type(answer) for answer in told] == [Skipped, Waiting]


def test_an_agents_word_goes() -> None:
    """What an agent wants said now is said."""
    words = {("survey", "trip:chiara-de-vries"): Overridden(word=Override.NOW)}
    told = planned(split_party(), SURVEY, now=BOOKED, overrides=words).answers
    assert [type(answer) for answer in told] == [Waiting, Due]


def test_a_digest_folds_it_once() -> None:
    """A late joiner's digest names it once."""
    late = replace(touchpoint("contact", "booked", "+1d", "12:00"), late=Late.DIGEST)
    known = utc("2027-02-10T10:00")
    plan = planned(split_party(), late, now=known, known=known, library=Library(touchpoints=(late,)))
    assert plan.digest is not None
    assert [one.key.occurrence for one in plan.digest.folded] == ["trip"]
