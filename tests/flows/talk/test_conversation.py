"""reply(state, inbound, known, now=): what follows from one thing that came in, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.library.survey import Answer, Question, Survey
from flows.library.text import LOCALES, Text
from flows.talk.commands import COMMANDS
from flows.talk.conversation import reply
from flows.talk.dialogue import (
    IDLE,
    Feedback,
    Invitation,
    Known,
    ListKnown,
    State,
    Step,
    Tapped,
    TripKnown,
)
from flows.talk.effects import (
    AddItems,
    Answered,
    BringCalendar,
    ChooseTrip,
    DropItem,
    Edit,
    Hold,
    Join,
    Pause,
    Redraw,
    Relay,
    Remember,
    Request,
    Say,
    SetLocale,
    SetOffers,
    SetStopped,
    ShowChecklist,
    ShowSurvey,
    Store,
    TellAgents,
    Tick,
    Tried,
    Turn,
)
from flows.talk.facts import Facts
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.kept import OwnItem
from flows.talk.length import visible_length
from flows.talk.markup import markup_fault
from flows.talk.matching import build_index
from flows.talk.menu import LAYOUT, menu
from flows.talk.wording import Wording
from flows.trips.life import life
from flows.trips.trip import Trip
from tests.support.chats import sentence, shipped_library
from tests.support.trips import ANN, italy_round_trip, lisbon_family

NOW = datetime(2027, 5, 14, 11, 0, tzinfo=UTC)
AGENCY = {"name": "Verre <Reizen>", "phone": "+31 20 555 01 23"}
SCORE = Question(id="overall", ask=Text(forms={"en": {"other": "How?"}}), answer=Answer.SCORE)
SECOND = Question(
    id="food",
    ask=Text(forms={"en": {"other": "Food?"}}),
    answer=Answer.SCORE,
    labels=("1", "2", "3", "4", "5"),
)
STORY = Question(id="story", ask=Text(forms={"en": {"other": "What?"}}), answer=Answer.OPEN)
THANKS, SORRY = Text(forms={"en": {"other": "Thanks"}}), Text(forms={"en": {"other": "Sorry"}})
SURVEY = Survey(id="s", questions=(SCORE, SECOND, STORY), thanks=THANKS, thanks_low=SORRY)


def trip_known(trip: Trip, number: int = 1, locale: str = "en") -> TripKnown:
    lived = life(trip, trip.booking.lead.id)
    found = lived.estimate(now=NOW)
    facts = Facts(
        lives=(lived,),
        library=shipped_library(),
        locale=locale,
        now=NOW,
        holder=ANN.id,
        place=found.place,
        agency=AGENCY,
    )
    return TripKnown(
        id=number,
        trip=trip,
        holder=ANN.id,
        travellers=tuple(one.id for one in trip.travellers),
        estimate=found,
        facts=facts,
    )


def joined(locale: str = "en", **given: Any) -> Known:
    lisbon = trip_known(lisbon_family(), 1, locale)
    base = Known(
        library=shipped_library(),
        locale=locale,
        agency=AGENCY,
        trips=(lisbon,),
        current=lisbon,
        reachable=True,
    )
    return replace(base, **given)


REDRAWN: list[type] = [Redraw, Answered]
STRANGER = Known(library=shipped_library(), agency=AGENCY)


def text(said: str, **given: Any) -> Inbound:
    return Inbound(kind=InboundKind.TEXT, chat=1, sender=1, sender_name="Ann", text=said, **given)


def command(name: str, argument: str = "") -> Inbound:
    return Inbound(
        kind=InboundKind.COMMAND, chat=1, text=f"/{name} {argument}", command=name, argument=argument
    )


def tapped(known: Known, action: str, state: State = IDLE, **data: str) -> Turn:
    pressed = Tapped(
        action=action, data=data, message_id=9, delivery=4, touchpoint="pulse", occurrence="trip"
    )
    inbound = Inbound(kind=InboundKind.TAP, chat=1, token="t", tap_id="x")
    return reply(state, inbound, replace(known, tapped=pressed), now=NOW)


def answer(inbound: Inbound, known: Known, state: State = IDLE) -> Turn:
    return reply(state, inbound, known, now=NOW)


def kinds(turn: Turn) -> list[type]:
    return [type(effect) for effect in turn.effects]


def said(turn: Turn) -> list[str]:
    return [effect.message.text for effect in turn.effects if isinstance(effect, Say)]


def toast(turn: Turn) -> str:
    return next(effect.text for effect in turn.effects if isinstance(effect, Answered))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [*COMMANDS, "unknown"])
@pytest.mark.parametrize("who", ["stranger", "joined", "silent"])
def test_every_command_answers_in_every_language(name: str, locale: str, who: str) -> None:
    """Something valid for Telegram is said, whoever asks; a value never breaks the markup."""
    known = replace(STRANGER, locale=locale) if who == "stranger" else joined(locale)
    if who == "silent":
        known = replace(known, agency={}, reachable=False, stopped=True)
    turn = answer(command(name), known)
    assert said(turn) or {ShowChecklist, BringCalendar} & set(kinds(turn))
    for spoken in said(turn):
        assert (markup_fault(spoken), visible_length(spoken) <= 4096, "{" in spoken) == ("", True, False)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_menu_word_acts_like_its_command_in_any_language(locale: str) -> None:
    """The menu of one language works after a change to another."""
    shown = menu(Wording(library=shipped_library(), locale=locale))
    for row, names in zip(shown, LAYOUT, strict=True):
        for label, name in zip(row, names, strict=True):
            assert answer(text(label), joined()) == answer(command(name), joined())


def test_a_code_asks_for_the_factor_whatever_it_points_to() -> None:
    """Open, shut and unknown: the same question, and only the state knows."""
    trip = lisbon_family()
    opened = Invitation(id=7, open=True, trip=trip, traveller=ANN.id)
    turns = [
        answer(text("ABCD2345"), replace(STRANGER, given=given))
        for given in (opened, replace(opened, open=False), None)
    ]
    assert [turn.state.invitation for turn in turns] == [7, 7, 0]
    assert len({str(turn.effects) for turn in turns}) == 1


def test_the_factor_joins_or_counts() -> None:
    """The surname joins; another word is a try of chat and code."""
    pending = State(step=Step.FACTOR, invitation=7)
    known = replace(
        STRANGER, invitation=Invitation(id=7, open=True, trip=lisbon_family(), traveller=ANN.id, tries=3)
    )
    assert kinds(answer(text("de vries"), known, pending)) == [Join, Say, Say]
    assert kinds(answer(text("de vries"), replace(known, offers=False), pending)) == [Join, Say]
    wrong = answer(text("Jansen"), known, pending)
    assert wrong.effects[0] == Tried(tries=1, invitation=7)
    assert wrong.state == pending


def test_the_fifth_try_locks_chat_and_code_and_tells_the_agents() -> None:
    """Both at once here: 24 hours for the chat, until reissued for the code."""
    pending = State(step=Step.FACTOR, invitation=7)
    known = replace(
        STRANGER,
        tries=4,
        invitation=Invitation(id=7, open=True, trip=lisbon_family(), traveller=ANN.id, tries=4),
    )
    turn = answer(text("Jansen"), known, pending)
    assert kinds(turn) == [Tried, TellAgents, TellAgents, Say]
    assert turn.effects[0] == Tried(
        tries=0, locked_until=NOW + timedelta(hours=24), invitation=7, closes=True
    )
    assert turn.state == IDLE


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_lock_ends_to_the_second_and_forgets_the_tries(seconds: int) -> None:
    """A second before its end nothing opens; from then on a wrong try is the first again."""
    until = NOW - timedelta(seconds=seconds)
    known = replace(STRANGER, tries=4, locked_until=until)
    pending = State(step=Step.FACTOR)
    given = answer(text("Jansen"), known, pending)
    coded = answer(command("start", "ABCD2345"), known)
    assert (Tried in kinds(given), coded.state.step is Step.FACTOR) == (seconds == 0, seconds == 0)


def test_a_code_in_place_of_a_factor_costs_the_try() -> None:
    """Guessing codes in a row is guessing; the last one locks."""
    pending = State(step=Step.FACTOR)
    assert kinds(answer(text("ABCD2345"), STRANGER, pending)) == [Tried, Say]
    locked = answer(text("ABCD2345"), replace(STRANGER, tries=4), pending)
    assert (kinds(locked), locked.state) == ([Tried, TellAgents, Say], IDLE)


def test_a_surname_of_eight_letters_is_no_code() -> None:
    """SCHREYER is a try at the factor, not another code."""
    turn = answer(text("SCHREYER"), STRANGER, State(step=Step.FACTOR))
    assert sentence("join.wrong") in said(turn)[0]


def test_eight_letters_of_a_joined_traveller_are_words() -> None:
    """Only a code that opens something is taken for one."""
    assert kinds(answer(text("BREKFAST"), joined())) == [Relay, Say]
    opened = Invitation(id=7, open=True, trip=italy_round_trip(), traveller=ANN.id)
    turn = answer(text("BREKFAST"), joined(given=opened))
    assert turn.state == State(step=Step.FACTOR, invitation=7)
    wrong = answer(text("nobody"), joined(invitation=opened), turn.state)
    assert wrong.state == IDLE


def test_free_text_is_relayed_and_said_to_be() -> None:
    """In one turn; in a talk with an agent nothing is said; without a group the truth is."""
    assert kinds(answer(text("Zzz"), joined())) == [Relay, Say]
    assert kinds(answer(text("Zzz"), joined(held=True))) == [Relay]
    assert sentence("relay.nobody") in said(answer(text("Zzz"), joined(reachable=False)))[0]
    assert answer(text("Zzz", edited=True), joined()).effects[0] == Relay(text="Zzz", note="edited")


@pytest.mark.parametrize("typed", ["Bruno had a heart attack", "🆘", "Hij is bewusteloos"])
def test_an_emergency_is_marked_for_the_agents(typed: str) -> None:
    """The numbers at once, and a mark above what they read, in whatever language it was written."""
    turn = reply(IDLE, text(typed), joined(), now=NOW, topics=build_index(shipped_library()))
    said, relayed, _ = turn.effects
    assert isinstance(said, Say)
    assert "112" in said.message.text
    assert relayed == Relay(text=typed, note="emergency", facts={"topic": "emergency"})


@pytest.mark.parametrize("typed", ["stop", "STOP", "Stop!", "stopp"])
@pytest.mark.parametrize("step", [Step.IDLE, Step.OPEN, Step.ITEM])
def test_stop_needs_no_slash(typed: str, step: Step) -> None:
    """As to a text message; who has not joined is asked for a code as ever."""
    turn = reply(State(step=step), text(typed), joined(), now=NOW)
    assert SetStopped(value=True) in turn.effects
    assert turn.state == IDLE
    assert (
        SetStopped(value=True)
        not in reply(IDLE, text(typed), Known(library=shipped_library(), locale="en"), now=NOW).effects
    )


def test_a_topic_is_answered_as_well() -> None:
    """Answer, relay with the topic, and a word about it."""
    library = shipped_library()
    topic = next(iter(library.topics.values()))
    turn = reply(IDLE, text(topic.words["en"][0]), joined(), now=NOW, topics=build_index(library))
    assert kinds(turn) == [Say, Relay, Say]


def test_places_and_files_are_received_politely() -> None:
    """A photo is told to the agents; a place gets thanks once, a live one is silent after that."""
    photo = Inbound(kind=InboundKind.MEDIA, chat=1, text="leg")
    place = Inbound(kind=InboundKind.LOCATION, chat=1, latitude=1.0, longitude=2.0)
    assert kinds(answer(photo, joined())) == [Relay, Say]
    assert kinds(answer(place, joined())) == [Say]
    assert answer(replace(place, edited=True), joined()).effects == ()
    assert [kinds(answer(one, STRANGER)) for one in (photo, place)] == [[Say], [Say]]


def test_what_is_no_message_changes_nothing() -> None:
    """A block is the shell's business."""
    state = State(step=Step.FACTOR)
    assert answer(Inbound(kind=InboundKind.BLOCKED, chat=1), STRANGER, state) == Turn(state=state)


def test_a_survey_goes_on_question_by_question() -> None:
    """Score, score, story, thanks; each answer is kept."""
    known = joined(feedback=Feedback(survey=SURVEY))
    first = tapped(known, "survey.score", survey="s", question="overall", score="4")
    assert kinds(first) == [Store, Redraw, Answered]  # the second score is asked where the first one stood
    known = joined(feedback=Feedback(survey=SURVEY, given={"overall": "4"}))
    second = tapped(known, "survey.score", survey="s", question="food", score="5")
    assert second.state == State(step=Step.OPEN, trip=1, holder=ANN.id, survey="s", question="story")
    known = joined(feedback=Feedback(survey=SURVEY, given={"overall": "4", "food": "5"}))
    last = answer(text("tiles"), known, second.state)
    assert (last.state, said(last)) == (IDLE, ["Thanks"])
    skip = answer(command("skip"), known, second.state)
    assert skip.effects[0] == Store(trip=1, holder=ANN.id, survey="s", question="story")


def test_a_survey_with_taps_behind_the_story_comes_again_below_it() -> None:
    """What is tapped far above would not be seen: after a written answer the survey stands at the end of the chat."""
    survey = replace(SURVEY, questions=(STORY, SCORE))
    state = State(step=Step.OPEN, trip=1, holder=ANN.id, survey="s", question="story")
    turn = answer(text("tiles"), joined(feedback=Feedback(survey=survey)), state)
    assert (turn.state, turn.effects[-1]) == (IDLE, ShowSurvey(survey="s"))


def test_nought_is_a_score_like_any_other() -> None:
    """From 0 to 0 of 10 nothing is told twice; up from it, that it was a slip."""
    ten = replace(SCORE, lowest=0, highest=10)
    nought = Feedback(survey=replace(SURVEY, questions=(ten, STORY), low=6), given={"overall": "0"})
    for score, notes in (("0", []), ("7", ["score_up"])):
        turn = tapped(joined(feedback=nought), "survey.score", survey="s", question="overall", score=score)
        assert [one.note for one in turn.effects if isinstance(one, Relay)] == notes


def test_a_low_score_is_told_and_thanked_with_regret() -> None:
    """The agents hear of the score, and of the story."""
    low = tapped(
        joined(feedback=Feedback(survey=SURVEY)), "survey.score", survey="s", question="overall", score="2"
    )
    assert kinds(low) == [Store, Relay, Hold, Pause, Redraw, Answered]
    known = joined(feedback=Feedback(survey=SURVEY, given={"overall": "2", "food": "5"}))
    state = State(step=Step.OPEN, trip=1, holder=ANN.id, survey="s", question="story")
    last = answer(text("cold"), known, state)
    assert (Relay in kinds(last), said(last)) == (True, ["Sorry"])


@pytest.mark.parametrize(
    "data",
    [
        {"question": "overall", "score": "6"},
        {"question": "overall", "score": "x"},
        {"question": "story", "score": "3"},
        {"question": "gone", "score": "3"},
    ],
)
def test_a_score_that_does_not_fit_is_refused(data: dict[str, Any]) -> None:
    """Out of range, not a number, an open question, an unknown one."""
    turn = tapped(joined(feedback=Feedback(survey=SURVEY)), "survey.score", **data)
    assert kinds(turn) == [Answered]


def test_skipping_by_button_counts_once() -> None:
    """A question that was answered stays so; an unknown survey is refused."""
    given = {"overall": "4", "food": "5", "story": "x"}
    done = joined(feedback=Feedback(survey=SURVEY, given=given))
    assert "already" in toast(tapped(done, "survey.skip", question="story"))
    assert sentence("tap.invalid") in toast(tapped(joined(), "survey.skip", question="story"))
    assert "already" in toast(tapped(done, "survey.score", question="overall", score="5"))
    state = State(step=Step.OPEN, trip=1, holder=ANN.id, survey="s", question="story")
    assert kinds(answer(text("more"), done, state)) == [Relay, Say]


def test_moods_are_kept_and_poor_ones_told() -> None:
    """Good: thanks. Poor: told, an agent called, advertising stopped; said to be told only when a group hears it."""
    assert kinds(tapped(joined(), "pulse.mood", mood="good")) == [Store, Redraw, Answered, Say]
    assert kinds(tapped(joined(), "pulse.mood", mood="poor")) == [
        Store,
        Relay,
        Hold,
        Pause,
        Redraw,
        Answered,
        Say,
    ]
    alone = said(tapped(joined(reachable=False), "pulse.mood", mood="poor"))
    assert "/contact" in alone[0]
    assert kinds(tapped(joined(moods=True), "pulse.mood", mood="good")) == REDRAWN
    assert kinds(tapped(joined(), "pulse.mood", mood="odd")) == [Answered]


def test_offers_are_shown_accepted_put_off_and_refused() -> None:
    """Each is remembered; an accepted one stays accepted, and what agents decided stays decided."""
    offer = next(iter(shipped_library().offers))
    assert kinds(tapped(joined(), "offer.details", offer=offer)) == [Remember, Redraw, Answered]
    assert kinds(tapped(joined(offered="never"), "offer.details", offer=offer)) == REDRAWN
    assert kinds(tapped(joined(), "offer.accept", offer=offer)) == [Remember, Request, Redraw, Answered, Say]
    assert "/contact" in said(tapped(joined(reachable=False), "offer.accept", offer=offer))[0]
    assert tapped(joined(), "offer.later", offer=offer).effects[0] == Remember(offer=offer, state="later")
    assert tapped(joined(), "offer.never", offer=offer).effects[0] == Remember(offer=offer, state="never")
    assert kinds(tapped(joined(offered="accepted"), "offer.never", offer=offer)) == REDRAWN
    for decided in ("confirmed", "refused"):
        for action in ("offer.accept", "offer.later", "offer.never", "offer.withdraw"):
            assert kinds(tapped(joined(offered=decided), action, offer=offer)) == REDRAWN
    assert kinds(tapped(joined(), "offer.accept", offer="gone")) == [Answered]


def test_not_now_twice_is_no_but_a_double_tap_is_once() -> None:
    """Under another message it is heard as never; under the same one it stays not now."""
    offer = next(iter(shipped_library().offers))
    for under, word in ((3, "never"), (4, "later")):
        turn = tapped(joined(offered="later", offered_by=under), "offer.later", offer=offer)
        assert turn.effects[0] == Remember(offer=offer, state=word)


def test_no_offers_at_all_is_asked_only_of_who_takes_offers() -> None:
    """After never, one tap ends them; who takes none is not asked."""
    offer = next(iter(shipped_library().offers))
    assert Say in kinds(tapped(joined(offers=True), "offer.never", offer=offer))
    assert Say not in kinds(tapped(joined(offers=False), "offer.never", offer=offer))


LISTED = ListKnown(delivery=7, touchpoint="packing", size=9, own=(OwnItem(number=3, text="Book"),))


@pytest.mark.parametrize(
    ("typed", "effects"),
    [
        ("hat", (AddItems(list=7, texts=("hat",)),)),
        ("hat; cap,\n• hat", (AddItems(list=7, texts=("hat", "cap")),)),
        ("- book", (DropItem(list=7, number=3),)),
        ("- hat", (AddItems(list=7, texts=("hat",)),)),
        ("BOOK", ()),
        (" , ;", ()),
        ("x" * 61, ()),
        (",".join(f"i{n}" for n in range(20)), (AddItems(list=7, texts=tuple(f"i{n}" for n in range(19))),)),
    ],
)
def test_words_for_a_list_are_taken_apart(typed: str, effects: tuple[object, ...]) -> None:
    """By line, comma and semicolon; a minus takes off what is there; doubles and too long ones change nothing,
    and of too many the first come on."""
    turn = answer(command("checklist", typed), joined(listed=LISTED))
    assert tuple(one for one in turn.effects if not isinstance(one, Say)) == effects
    assert len(said(turn)) == 1


def test_items_may_follow_each_other() -> None:
    """Tent, then lamp, a few words each, for five minutes; a question, a sentence, a command or a later word is none."""
    known = joined(listed=LISTED)
    state = State(
        step=Step.ITEM, trip=1, holder=ANN.id, delivery=7, until=(NOW + timedelta(hours=1)).isoformat()
    )
    first = answer(text("tent"), known, state)
    assert (first.effects[0], first.state.step) == (AddItems(list=7, texts=("tent",)), Step.ITEM)
    again = answer(text("head lamp"), known, first.state)
    assert (again.effects[0], again.state) == (AddItems(list=7, texts=("head lamp",)), first.state)
    for said_to_us in (
        "When do we leave?",
        "Can you please ring me about the hotel",
        "Bruno had a heart attack",
    ):
        turn = reply(first.state, text(said_to_us), known, now=NOW, topics=build_index(shipped_library()))
        assert any(isinstance(one, Relay) for one in turn.effects), said_to_us
        assert turn.state == IDLE
    assert answer(command("help"), known, first.state).state == IDLE
    late = reply(
        first.state,
        text("lamp"),
        known,
        now=NOW + timedelta(minutes=5),
        topics=build_index(shipped_library()),
    )
    assert isinstance(late.effects[0], Relay)


def test_an_unreadable_wait_for_an_item_is_no_wait() -> None:
    """A state without a moment counts as nothing awaited."""
    assert State.read({"step": "item", "delivery": 7, "until": "soon"}) == IDLE
    kept = State(step=Step.ITEM, trip=1, holder=ANN.id, delivery=7, until=NOW.isoformat())
    assert State.read(kept.document) == kept


def test_the_other_buttons() -> None:
    """Ticks, consent, quiet, language, show, share, menu, Got it."""
    assert kinds(tapped(joined(), "checklist.tick", item="passport", person="")) == [Tick, Answered]
    assert kinds(tapped(joined(), "consent.set", purpose="offers", value="yes")) == [
        SetOffers,
        Edit,
        Answered,
    ]
    assert kinds(tapped(joined(), "consent.set", purpose="messages", value="yes")) == [
        SetStopped,
        Say,
        Answered,
    ]
    assert kinds(tapped(joined(), "consent.set", purpose="messages", value="no")) == [
        SetStopped,
        SetOffers,
        Say,
        Answered,
    ]
    assert kinds(tapped(joined(), "language.set", locale="nl")) == [SetLocale, Say, Answered]
    assert kinds(tapped(STRANGER, "language.set", locale="nl")) == [SetLocale, Say, Answered]
    assert kinds(tapped(joined(), "show", what="trip")) == [Say, Answered]
    assert kinds(tapped(joined(), "share")) == [Say, Answered]
    assert kinds(tapped(joined(), "menu")) == [Say, Answered]
    assert kinds(tapped(joined(), "ack")) == [Store, Answered]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("gone", {}),
        ("checklist.tick", {}),
        ("checklist.add", {}),
        ("checklist.remove", {}),
        ("checklist.drop", {"list": "7", "number": "3"}),
        ("survey.choose", {"question": "x", "choice": "y", "to": "on"}),
        ("survey.done", {"question": "x"}),
        ("survey.back", {"question": "x"}),
        ("offer.withdraw", {"offer": "gone"}),
        ("consent.set", {"purpose": "soul"}),
        ("language.set", {"locale": "xx"}),
        ("show", {"what": "secrets"}),
        ("broadcast.confirm", {"id": "1"}),
    ],
)
def test_buttons_without_meaning_are_refused(action: str, data: dict[str, Any]) -> None:
    """Each is acknowledged with a word and changes nothing."""
    assert kinds(tapped(joined(), action, **data)) == [Answered]


def test_an_unknown_button_and_a_stranger_get_the_same_word() -> None:
    """Whoever taps what is not theirs learns nothing."""
    inbound = Inbound(kind=InboundKind.TAP, chat=1, token="t", tap_id="x")
    assert toast(answer(inbound, joined())) == toast(tapped(STRANGER, "show", what="trip"))


def test_a_chosen_trip_is_shown_and_kept() -> None:
    """The button of another trip makes it the one that is talked about."""
    italy = trip_known(italy_round_trip(), 2)
    lisbon = trip_known(lisbon_family(), 1)
    turn = tapped(joined(trips=(lisbon, italy)), "show", what="trip", trip="2")
    assert turn.effects[0] == ChooseTrip(trip=2)
    assert "ITALY-2" in said(turn)[0]


def test_other_trips_are_told_apart() -> None:
    """Each by where it goes and when; two that are called the same by their references too."""
    lisbon, italy = trip_known(lisbon_family(), 1), trip_known(italy_round_trip(), 2)
    twin = trip_known(replace(lisbon.trip, booking=replace(lisbon.trip.booking, reference="LISBON-5")), 3)

    def labels(*trips: TripKnown) -> list[str]:
        turn = answer(command("trip"), joined(trips=(lisbon, *trips)))
        (one,) = [effect for effect in turn.effects if isinstance(effect, Say)]
        return [button.label for row in one.message.buttons for button in row]

    assert labels() == []
    assert labels(italy) == ["🧳 Rome, Florence and Venice, 10–17 Sept"]
    assert labels(twin) == ["🧳 Lisbon, 12–19 May · LISBON-5"]


def test_a_language_change_asks_the_awaited_question_again() -> None:
    """In the new language, with the answer field."""
    state = State(step=Step.OPEN, trip=1, holder=ANN.id, survey="s", question="story")
    turn = tapped(joined(feedback=Feedback(survey=SURVEY)), "language.set", state, locale="de")
    assert (kinds(turn), turn.state) == ([SetLocale, Say, Say, Answered], state)
