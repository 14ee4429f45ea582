"""What /documents, /calendar and /card answer, and the tap on a document's name.

Not here: the files themselves (bot.steps.talk.handouts), the events of a calendar (calendar), the card's text (card).
"""

from __future__ import annotations

from flows.talk.buttons import label
from flows.talk.called import headed
from flows.talk.card import card
from flows.talk.contact import contact_lines
from flows.talk.dialogue import Known, State, Tapped, TripKnown
from flows.talk.effects import BringCalendar, BringDocument, Effect, Say, Turn
from flows.talk.markup import escape
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable
from flows.trips.documents import Document

MOST_DOCUMENTS = 30
"""So many have a button; nobody reads on."""


def documents_of(trip: TripKnown) -> tuple[Document, ...]:
    """Those that are for somebody this chat serves, in the order in which they were attached."""
    served = frozenset(trip.travellers)
    return tuple(one for one in trip.trip.documents if one.is_for(served))


def list_documents(known: Known, words: Wording) -> tuple[Effect, ...]:
    """/documents: a button for each, and the trip for the calendar."""
    current = known.current
    assert current is not None, "a joined chat talks about a trip"
    found = documents_of(current)
    if not found:
        text = headed(current.facts, f"{words.say('documents.none')}\n\n{contact_lines(known, words)}")
        return (Say(message=OutgoingMessage(text=sendable(text), buttons=calendar_button(current, words))),)
    rows = tuple(
        (
            Button(
                label=f"📄 {label(escape(one.name))}",
                action="document.bring",
                data={"trip": str(current.id), "document": one.id},
            ),
        )
        for one in found[:MOST_DOCUMENTS]
    )
    text = headed(current.facts, words.say("documents.title", destination=current.destination))
    return (Say(message=OutgoingMessage(text=text, buttons=(*rows, *calendar_button(current, words)))),)


def calendar_button(trip: TripKnown, words: Wording) -> Rows:
    """Add to calendar."""
    data = {"what": "calendar", "trip": str(trip.id)}
    return ((Button(label=words.bare("documents.calendar"), action="show", data=data),),)


def bring_calendar(known: Known, words: Wording) -> tuple[Effect, ...]:
    """/calendar: the trip as a file."""
    assert known.current is not None, "a joined chat talks about a trip"
    return (BringCalendar(trip=known.current.id),)


def show_card(known: Known, words: Wording) -> tuple[Effect, ...]:
    """/card: what the pinned card says, at the end of the chat."""
    current = known.current
    assert current is not None, "a joined chat talks about a trip"
    if current.facts is None:
        return (Say(message=OutgoingMessage(text=words.say("trip.nothing"))),)
    told = [words.say("trip.unsettled")] if current.unsettled else []
    text = "\n\n".join((*told, card(current.facts).text))
    return (Say(message=OutgoingMessage(text=sendable(text))),)


def bring(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A document's name was tapped: the file again, if it is still this chat's."""
    wanted, document = tapped.data.get("trip", ""), tapped.data.get("document", "")
    for trip in known.trips:
        if str(trip.id) == wanted and any(one.id == document for one in documents_of(trip)):
            return Turn(state=state, effects=(BringDocument(trip=trip.id, document=document),))
    return Turn(state=state, effects=(Say(message=OutgoingMessage(text=words.say("documents.gone"))),))
