"""A trip played with values alone: from when, for whom, in which languages, and what an agent must say first.

Not here: that it equals the playing through the services (tests/bot/services/test_rehearsal), what is wrong (test_findings).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import content
from flows.library.library import Library
from flows.library.text import LOCALES
from flows.planning.due import PlanningSettings, Reason
from flows.rehearsal.playing import played
from flows.rehearsal.said import Played
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.trip import Traveller, Trip
from tests.support.trips import ANN, BRUNO, CHIARA, FAMILY, lisbon_family, utc

DAY = "when: {{anchor: departure, offset: -{days}d, at: '10:00'}}\n"
TEXT = "text: {en: A word, nl: Een woord, fr: Un mot, de: Ein Wort}\n"
CHANGE = Change(
    id="c1",
    at=utc("2027-04-01T09:00"),
    kind=ChangeKind.CHANGED,
    lines=(
        Changed(
            segment="out", label="KL 1697", what=What.DEPARTS, was="2027-05-12T09:40", now="2027-05-12T10:40"
        ),
    ),
)


def pack(**touchpoints: str) -> Library:
    """The shipped words with these touchpoints: name -> YAML without id, class and text."""
    words = {name: data for name, data in content.gather()[0].items() if name.startswith("words/")}
    mine = {
        f"stages/a/{name}.yaml": f"id: {name}\nclass: operational\n{yaml}{TEXT if 'text:' not in yaml else ''}".encode()
        for name, yaml in touchpoints.items()
    }
    library, faults = content.inspect(words | mine)
    assert [str(fault) for fault in faults if fault.file in mine] == []
    return library


def lived(library: Library, trip: Trip | None = None, **more: object) -> Played:
    return played(trip or lisbon_family(), library, settings=PlanningSettings(), **more)  # type: ignore[arg-type]


def names(course: Played) -> list[str]:
    return [said.key.touchpoint for said in course.said]


def test_every_language_is_rendered_at_once() -> None:
    """One message, four texts, each in its own tongue."""
    (said,) = lived(pack(word=DAY.format(days=5))).said
    texts = {locale: rendered.message.text for locale, rendered in said.rendered.items()}
    assert texts == {"nl": "Een woord", "en": "A word", "fr": "Un mot", "de": "Ein Wort"}
    assert tuple(texts) == LOCALES


def test_who_joins_late_reads_what_was_missed_in_one_message() -> None:
    """Two that were due before are folded; the one that lies ahead comes at its time."""
    library = pack(
        first=f"late: digest\n{DAY.format(days=20)}",
        second=f"late: digest\n{DAY.format(days=15)}",
        ahead=DAY.format(days=5),
    )
    joined = utc("2027-05-01T10:00")
    course = lived(library, known=joined)
    assert (names(course), course.said[0].at) == (["digest", "ahead"], joined)
    assert names(lived(library)) == ["first", "second", "ahead"]


def test_a_change_goes_when_it_is_known_and_an_agent_let_it_go() -> None:
    """Not before it happened; marked as let go, so that it collides with nothing; without a change nothing of it."""
    library = pack(
        news="per: change\nrelease: agent\nfor: {changes: [changed]}\nwhen: {anchor: change, offset: 0m}\n"
    )
    (said,) = lived(library, replace(lisbon_family(), changes=(CHANGE,))).said
    assert (said.at, said.released, said.key.occurrence) == (CHANGE.at, True, "c1")
    assert names(lived(library)) == []


def test_what_only_the_traveller_can_tell_is_skipped_with_its_reason_until_told() -> None:
    """How far home is: told, everyone reads when to leave; not told, it is missing in every language."""
    when = "when: {anchor: departure, offset: -1d, at: '18:00'}\n"
    library = pack(leave=f"{when}text: {{en: '{{trip.leave_home}}', nl: '{{trip.leave_home}}'}}\n")
    silent = lived(library)
    assert {(one.key.touchpoint, one.reason) for one in silent.unsaid} == {("leave", Reason.FACT_MISSING)}
    (said,) = lived(library, travel_minutes=60).said
    assert "05:40" in said.rendered["en"].message.text


def _party(*travellers: Traveller) -> Trip:
    trip = lisbon_family()
    return replace(trip, booking=replace(trip.booking, travellers=travellers))


def _born(person: Traveller, year: int) -> Traveller:
    return replace(person, born=date(year, 1, 2))


@pytest.mark.parametrize(
    ("party", "heard"),
    [
        (_party(ANN), ["solo"]),
        (_party(ANN, BRUNO), ["couple"]),
        (_party(*FAMILY), ["family"]),
        (_party(_born(ANN, 1950), _born(BRUNO, 1952)), ["couple", "seniors"]),
    ],
)
def test_each_kind_of_party_hears_its_own_word(party: Trip, heard: list[str]) -> None:
    """Conditions on personas hold in a rehearsal: only for whom a word is meant hears it."""
    kinds = ("solo", "couple", "family", "seniors")
    library = pack(**{kind: f"for: {{personas: [{kind}]}}\n{DAY.format(days=5)}" for kind in kinds})
    assert names(lived(library, party)) == heard


def test_an_agents_word_on_a_persona_wins() -> None:
    """Two colleagues in one booking are no couple once an agent said so."""
    library = pack(couple=f"for: {{personas: [couple]}}\n{DAY.format(days=5)}")
    two = _party(ANN, BRUNO)
    assert names(lived(library, two)) == ["couple"]
    assert names(lived(library, replace(two, corrections=(("couple", False),)))) == []


def test_one_word_reaches_a_whole_party_once() -> None:
    """The party shares the lead's phone: a birthday on the way is said to the one whose it is."""
    child = replace(CHIARA, born=date(2017, 5, 14))
    library = pack(birthday="per: birthday\nwhen: {anchor: birthday, offset: 0d, at: '09:00'}\n")
    (said,) = lived(library, _party(ANN, BRUNO, child)).said
    assert (said.key.occurrence, said.zone) == (child.id, "Europe/Lisbon")


def test_it_ends_after_the_last_word_that_a_pack_may_say() -> None:
    """75 days after coming home are played, a word on the 76th is not."""
    library = pack(
        within="when: {anchor: return_arrival, offset: 74d, at: '10:00'}\n",
        beyond="when: {anchor: return_arrival, offset: 77d, at: '10:00'}\n",
    )
    course = lived(library)
    assert names(course) == ["within"]
    assert course.said[0].at - course.life.timeline[-1].since < timedelta(days=75)
