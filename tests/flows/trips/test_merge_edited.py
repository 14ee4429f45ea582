"""A paper over a booking that an agent edited: what stays, what wins, what is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import EditRefused
from flows.trips.editing import apply
from flows.trips.edits import (
    AddTraveller,
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    ReinstateTrip,
    Relabel,
    Rename,
    Reroute,
    Retime,
    Split,
    When,
)
from flows.trips.merge import Change, Merged, merge
from flows.trips.suspicion import Suspicion
from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Segment
from tests.flows.trips.test_merge import papers
from tests.support.trips import ANN, BRUNO, CHIARA, COUPLE, FAMILY, booking, flight, place, stay, when

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T14:10", "2027-05-12T16:15", id="out")
BACK = flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back")
HOTEL = stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel")
PAPERS = booking(OUT, HOTEL, BACK, travellers=FAMILY)


def edited(*edits: Edit, papers: Booking = PAPERS) -> Booking:
    """What is held after an agent made these edits."""
    return apply(papers, edits).booking


def read_over(*edits: Edit, read: Booking, papers: Booking = PAPERS) -> Merged:
    """`read` laid over the papers that an agent edited so."""
    return merge(edited(*edits, papers=papers), read, base=papers)


def named(found: Merged) -> list[tuple[Suspicion, str, str, str]]:
    """Its findings: kind, label, was, now."""
    return [(one.kind, one.label, one.was, one.now) for one in found.suspicious]


EARLY = Retime(segment="KL1697", departs=When(clock=time(6, 40)), arrives=When(clock=time(8, 45)))


@pytest.mark.parametrize(
    "edit",
    [
        EARLY,
        Retime(segment="out", departs=When(day=date(2027, 5, 13))),
        Reroute(segment="out", origin=place("BRU")),
        Relabel(segment="out", carrier="KL", number="1699"),
        CancelSegment(segment="Hotel Alfama"),
        CancelTrip(),
        DropTraveller(traveller="Bruno"),
        DropTraveller(traveller="Ann"),
        AddTraveller(name="Eva de Vries"),
        Rename(traveller="Chiara", name="Clara"),
        Split(segments=("out",), travellers=("Ann", "Chiara")),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_an_edit_survives_the_same_paper(edit: Edit) -> None:
    """Papers that only repeat themselves undo nothing, and it is no news."""
    held = edited(edit)
    found = merge(held, PAPERS, base=PAPERS)
    assert (found.change, found.booking, found.papers, found.suspicious) == (
        Change.UNCHANGED,
        held,
        PAPERS,
        (),
    )


def test_a_newer_paper_wins_and_the_conflict_is_named() -> None:
    """The agent wrote 06:40, papers now say 07:10: that is when it leaves, and the agents hear both."""
    moved = replace(OUT, departs=when("2027-05-12T07:10", "Europe/Amsterdam"))
    found = read_over(EARLY, read=booking(moved, HOTEL, BACK, travellers=FAMILY))
    assert found.lines == ("KL 1697 departs 06:40 → 07:10",)
    assert named(found) == [
        (Suspicion.OVERRULED, "KL 1697", "12 May 2027 06:40", "12 May 2027 07:10"),
    ]
    again = merge(found.booking, booking(moved, HOTEL, BACK, travellers=FAMILY), base=found.papers)
    assert (again.change, again.suspicious) == (Change.UNCHANGED, ())


def test_an_end_that_only_moved_along_gives_way_with_its_start() -> None:
    """Nobody wrote the arrival of 08:45: when papers say another departure, theirs is believed again."""
    alone = Retime(segment="out", departs=When(clock=time(6, 40)))
    moved = replace(OUT, departs=when("2027-05-12T15:10", "Europe/Amsterdam"))
    found = read_over(alone, read=booking(moved, HOTEL, BACK, travellers=FAMILY))
    assert (found.booking.segments[0].departs, found.booking.segments[0].arrives) == (
        moved.departs,
        OUT.arrives,
    )


def test_an_end_that_would_be_before_its_start_gives_way_too() -> None:
    """An arrival that an agent wrote does not stay behind a departure that papers moved past it."""
    moved = replace(OUT, departs=when("2027-05-12T15:10", "Europe/Amsterdam"))
    found = read_over(EARLY, read=booking(moved, HOTEL, BACK, travellers=FAMILY))
    assert found.booking.segments[0].arrives == OUT.arrives


def test_a_place_that_papers_move_too_is_the_papers() -> None:
    """The agent wrote Brussels, papers now say Paris: both are named."""
    moved = replace(OUT, origin=place("CDG"))
    found = read_over(
        Reroute(segment="out", origin=place("BRU")), read=booking(moved, HOTEL, BACK, travellers=FAMILY)
    )
    assert found.booking.segments[0].origin == place("CDG")
    assert (Suspicion.OVERRULED, "KL 1697", "Zaventem", "Charles de Gaulle") in named(found)


def test_who_was_added_keeps_what_no_paper_names() -> None:
    """Eva joined all by hand; a paper that brings one more traveller does not take her off, nor put that one everywhere."""
    finn = replace(BRUNO, id="finn", name="Finn Bos", first_name="Finn", surname="Bos")
    found = read_over(
        AddTraveller(name="Eva de Vries"),
        read=booking(replace(BACK, travellers=(finn.id,)), travellers=(finn,)),
    )
    everyone = [*(one.id for one in FAMILY), "eva-de-vries", "finn"]
    assert [one.id for one in found.booking.travellers] == everyone
    riders = {one.id: set(one.travellers or everyone) for one in found.booking.segments}
    assert riders == {
        "out": set(everyone) - {"finn"},
        "hotel": set(everyone) - {"finn"},
        "back": set(everyone),
    }


def test_papers_that_come_round_to_an_agent_are_no_news() -> None:
    """The paper says what the agent wrote: nothing changed, nothing is in conflict, and from now on papers say so."""
    held = edited(EARLY)
    found = merge(held, held, base=PAPERS)
    assert (found.change, found.suspicious) == (Change.UNCHANGED, ())
    assert found.papers.segments[0].departs == held.segments[0].departs


def test_a_name_that_an_agent_put_right_stays_one_person() -> None:
    """Papers may call Chiara as before or as the agent did, alone too: nobody joins."""
    correction = Rename(traveller="Chiara", name="Clara Rossi", first_name="Clara", surname="Rossi")
    mine = next(one for one in edited(correction).travellers if one.id == CHIARA.id)
    for person in (CHIARA, replace(mine, id="clara-rossi")):
        found = read_over(correction, read=booking(OUT, travellers=(person,)))
        assert (found.change, found.booking.travellers) == (Change.UNCHANGED, edited(correction).travellers)


def test_a_new_name_on_paper_wins_over_an_agents() -> None:
    """Ann by the papers, Anna by the agent, Anne by the papers now: Anne, and both are named."""
    said = replace(ANN, name="Anne de Vries", first_name="Anne")
    read = booking(OUT, HOTEL, BACK, travellers=(said, *FAMILY[1:]))
    found = read_over(Rename(traveller="Ann", name="Anna"), read=read)
    assert found.lines == ("Anna de Vries → Anne de Vries",)
    assert named(found) == [(Suspicion.OVERRULED, "Ann de Vries", "Anna de Vries", "Anne de Vries")]


def test_who_was_dropped_is_not_brought_back_by_a_new_line() -> None:
    """A new flight for Bruno alone is left out and named; one for all is taken by those who are left."""
    alone = flight("TP11", "LIS", "FCO", "2027-05-14T10:00", "2027-05-14T14:00", travellers=(BRUNO,), id="x")
    drop = DropTraveller(traveller="Bruno")
    found = read_over(drop, read=booking(OUT, HOTEL, alone, BACK, travellers=FAMILY))
    assert (found.change, named(found)) == (
        Change.UNCHANGED,
        [(Suspicion.DROPPED, "TP 11", "", "")],
    )
    again = merge(found.booking, booking(OUT, HOTEL, alone, BACK, travellers=FAMILY), base=found.papers)
    assert again.suspicious == ()
    shared = read_over(drop, read=booking(OUT, HOTEL, replace(alone, travellers=()), BACK, travellers=FAMILY))
    assert shared.lines == ("new: TP 11, Lisbon → Rome, 14 May 2027 10:00",)
    assert [one.id for one in shared.booking.travellers] == [one.id for one in FAMILY if one.id != BRUNO.id]


def test_what_an_agent_cancelled_stays_cancelled_when_papers_move_it() -> None:
    """It is named; that the papers cancel it too is no news."""
    moved = replace(BACK, departs=when("2027-05-19T18:30", "Europe/Lisbon"))
    read = booking(OUT, HOTEL, moved, travellers=FAMILY)
    found = read_over(CancelSegment(segment="back"), read=read)
    assert (found.booking.segments[2].cancelled, found.change) == (True, Change.CHANGED)
    assert named(found) == [(Suspicion.OVER_CANCELLED, "KL 1698", "", "")]
    off = booking(replace(BACK, cancelled=True), travellers=FAMILY)
    assert read_over(CancelSegment(segment="back"), read=off).change is Change.UNCHANGED


def test_a_trip_that_an_agent_cancelled_stays_cancelled() -> None:
    """Papers that bring something new for it are named."""
    more = stay("Hotel Baixa", "LIS", "2027-05-19", "2027-05-20", id="more")
    found = read_over(CancelTrip(), read=booking(OUT, HOTEL, BACK, more, travellers=FAMILY))
    assert found.booking.cancelled
    assert named(found) == [(Suspicion.OVER_CANCELLED, PAPERS.reference, "", "")]


def test_a_trip_that_an_agent_reinstated_stays_on() -> None:
    """The papers' old cancellation comes again: the agent's word holds; a new paper for it changes nothing of that."""
    off = replace(PAPERS, cancelled=True)
    held = edited(ReinstateTrip(), papers=off)
    found = merge(held, booking(travellers=FAMILY, cancelled=True), base=off)
    assert (found.change, found.booking.cancelled) == (Change.UNCHANGED, False)


def test_who_was_added_by_hand_is_one_with_the_paper() -> None:
    """The agent adds Eva, and then the paper names her in capitals and the other way round: one Eva."""
    eva = replace(ANN, id="eva-de-vries", name="Eva de Vries", first_name="Eva", lead=False)
    found = read_over(
        AddTraveller(name="Eva de Vries"),
        read=booking(OUT, HOTEL, BACK, travellers=(*FAMILY, replace(eva, id="x", name="DE VRIES/EVA MRS"))),
    )
    assert [one.id for one in found.booking.travellers] == [*(one.id for one in FAMILY), "eva-de-vries"]
    assert all(not one.travellers for one in found.booking.segments)


def test_a_split_holds_while_papers_name_everyone() -> None:
    """Ann and Chiara fly; a paper that only moves the flight for all four moves it for those two."""
    moved = replace(OUT, departs=when("2027-05-12T15:10", "Europe/Amsterdam"), arrives=None)
    found = read_over(
        Split(segments=("out",), travellers=("Ann", "Chiara")),
        read=booking(moved, HOTEL, BACK, travellers=FAMILY),
    )
    assert found.booking.segments[0].travellers == (ANN.id, CHIARA.id)
    assert found.booking.segments[0].departs == moved.departs


def test_a_reference_that_was_given_out_again_is_suspicious() -> None:
    """Other people on other days with nothing in common; a mail for one more passenger of the same flight is not."""
    other = replace(BRUNO, id="b", name="Dora Novak", first_name="Dora", surname="Novak")
    later = flight("UA78", "NRT", "EWR", "2027-11-10T19:53", "2027-11-10T18:59", id="x")
    assert named(merge(PAPERS, booking(later, travellers=(other,)))) == [
        (Suspicion.REUSED, PAPERS.reference, "Ann de Vries", "Dora Novak")
    ]
    friend = merge(PAPERS, booking(replace(OUT, id="y"), travellers=(other,)))
    assert [one.kind for one in friend.suspicious] == [Suspicion.STRANGERS]
    cousin = replace(other, name="Dora de Vries", surname="de Vries")
    assert merge(PAPERS, booking(replace(OUT, id="y"), travellers=(cousin,))).suspicious == ()


@pytest.mark.parametrize(("days", "seen"), [(29, False), (30, True)])
def test_dates_that_move_by_months_are_suspicious(days: int, seen: bool) -> None:
    """From thirty days on; what comes back after it was cancelled was meant so."""
    moved = replace(OUT, departs=shifted(OUT.departs, days), arrives=None)
    found = merge(PAPERS, booking(moved, HOTEL, BACK, travellers=FAMILY))
    assert [(one.kind, one.days) for one in found.suspicious] == ([(Suspicion.SHIFTED, days)] if seen else [])
    off = replace(PAPERS, segments=(replace(OUT, cancelled=True), HOTEL, BACK))
    assert merge(off, booking(moved, HOTEL, BACK, travellers=FAMILY)).suspicious == ()


def shifted(time: Time, days: int) -> Time:
    """So many days later."""
    return replace(time, day=time.day + timedelta(days=days))


@st.composite
def edits(draw: st.DrawFn, held: Booking) -> list[Edit]:
    """What an agent may do to this booking, one after the other; what cannot be done is left out."""
    chosen: list[Edit] = []
    for _ in range(draw(st.integers(1, 4))):
        edit = draw(_edit(held))
        try:
            held = apply(held, [edit]).booking
        except EditRefused:
            continue
        chosen.append(edit)
    return chosen


def _edit(held: Booking) -> st.SearchStrategy[Edit]:
    person = st.sampled_from([one.id for one in held.travellers])
    people: st.SearchStrategy[Edit] = st.one_of(
        st.builds(DropTraveller, traveller=person),
        st.builds(Rename, traveller=person, name=st.sampled_from(["Zoë", "Eve Jansen", "José de Vries"])),
        st.builds(AddTraveller, name=st.sampled_from(["Eva de Vries", "Dan de Vries", "Finn Bos"])),
        st.just(CancelTrip()),
        st.just(ReinstateTrip()),
    )
    if not held.segments:
        return people
    one: st.SearchStrategy[str] = st.sampled_from(held.segments).map(_id)
    times = st.builds(
        When,
        day=st.none() | st.dates(date(2027, 5, 10), date(2027, 5, 14)),
        clock=st.sampled_from([time(6, 40), time(23, 50)]),
    )
    return people | st.one_of(
        st.builds(CancelSegment, segment=one),
        st.builds(Retime, segment=one, departs=times, arrives=st.none()),
        st.builds(Reroute, segment=one, destination=st.sampled_from([place("FCO"), place("LIS")])),
        st.builds(Relabel, segment=one, number=st.sampled_from(["7", "8"])),
        st.builds(
            Split,
            segments=st.tuples(one),
            travellers=st.lists(person, min_size=1, max_size=2, unique=True).map(tuple),
        ),
    )


def _id(segment: Segment) -> str:
    return segment.id


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(st.data(), papers(), papers())
def test_merging_twice_changes_nothing_beside_edits(
    data: st.DataObject, said: Booking, read: Booking
) -> None:
    """The same paper over an edited booking: unchanged; another one, read twice: once. What was held keeps its id."""
    # A paper as it is held: laid over itself it says nothing new.
    base = merge(said, said).booking
    held = apply_all(base, data.draw(edits(base)))
    same = merge(held, said, base=base)
    assert (same.change, same.booking, same.suspicious) == (Change.UNCHANGED, held, ())
    once = merge(held, read, base=base)
    again = merge(once.booking, read, base=once.papers)
    assert (again.change, again.lines, again.booking) == (Change.UNCHANGED, (), once.booking)
    ids = [one.id for one in once.booking.segments]
    assert len(ids) == len(set(ids))
    assert ids[: len(held.segments)] == [one.id for one in held.segments]
    party = [one.id for one in once.booking.travellers]
    assert len(party) == len(set(party))
    assert {one.id for one in held.travellers} <= set(party)
    gone = {one.id for one in base.travellers} - {one.id for one in held.travellers}
    assert not gone & set(party)
    live = [one for one in once.booking.segments if not one.cancelled]
    assert all(set(one.travellers) <= set(party) for one in live)


def apply_all(held: Booking, chosen: list[Edit]) -> Booking:
    """All of them; what changes nothing on the whole is what was held."""
    for edit in chosen:
        held = apply(held, [edit]).booking
    return held


def test_a_couple_on_paper_is_the_couple_that_is_held() -> None:
    """Titles, order, accents and capitals never double a traveller."""
    held = booking(OUT, travellers=COUPLE)
    for first, second in (
        ("Mrs Ann de Vries", "Dhr. Bruno de Vries"),
        ("DE VRIES/ANN MRS", "DE VRIES/BRUNO MR"),
        ("MME ANN DE VRIES", "M. Bruno de Vries"),
        ("de Vries Ánn", "Brúno de Vries"),
        ("Ann de Vries Mevr.", "Herr Bruno de Vries"),
    ):
        read = booking(
            OUT, travellers=(replace(ANN, id="a", name=first), replace(BRUNO, id="b", name=second))
        )
        assert merge(held, read).change is Change.UNCHANGED, (first, second)


def test_a_bare_cancellation_of_more_than_its_kind_is_suspicious() -> None:
    """A flight is called off by the reference alone, and a hotel is booked too; where only flights are left it is not."""
    bare = replace(
        booking(travellers=FAMILY), reference=PAPERS.reference, cancelled=True, bare=(Kind.FLIGHT,)
    )
    assert [one.kind for one in merge(PAPERS, bare).suspicious] == [Suspicion.BARE]
    stranger = replace(bare, travellers=(replace(BRUNO, id="b", name="Dora Novak", surname="Novak"),))
    assert Suspicion.BARE in [one.kind for one in merge(PAPERS, stranger).suspicious]
    flights = replace(PAPERS, segments=(OUT, replace(HOTEL, cancelled=True), BACK))
    assert merge(flights, bare).suspicious == ()
    assert merge(PAPERS, replace(bare, bare=())).suspicious == ()
    assert merge(None, bare).booking.bare == ()
