"""A little pack of content for talks: one checklist with its reminder, a pulse, a survey, and offers; the shipped words.

When each comes to the family that flies to Lisbon on 12 May 2027 (tests.support.trips) stands beside it. Not here: the
pack that ships (content).
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot import content
from flows.library.library import Library

PACKING_AT = datetime(2027, 5, 7, 16, 1, tzinfo=UTC)
REMINDER_AT = datetime(2027, 5, 10, 16, 1, tzinfo=UTC)
BOAT_AT = datetime(2027, 4, 22, 15, 1, tzinfo=UTC)
BOAT_THERE_AT = datetime(2027, 5, 13, 16, 1, tzinfo=UTC)
PULSE_AT = datetime(2027, 5, 14, 12, 1, tzinfo=UTC)
SURVEY_AT = datetime(2027, 5, 21, 16, 31, tzinfo=UTC)
TIP_AT = datetime(2027, 5, 14, 16, 1, tzinfo=UTC)
LOUNGE_AT = datetime(2027, 5, 29, 15, 1, tzinfo=UTC)

EN_NL = "{{en: {0}, nl: {1}}}"
PACKING = """id: packing
kind: checklist
class: service
when: {anchor: departure, offset: -5d, at: "18:00"}
text: {en: "Pack for {trip.destination}", nl: "Inpakken voor {trip.destination}"}
items:
  - {id: tickets, per: party, text: {en: Tickets, nl: Kaartjes}}
  - {id: passport, text: {en: Passport, nl: Paspoort}}
  - {id: hat, text: {en: Hat, nl: Hoed}}
"""
FILES = {
    "stages/a/packing.yaml": PACKING,
    "stages/a/reminder.yaml": """id: reminder
kind: reminder
class: service
checklist: packing
when: {anchor: departure, offset: -2d, at: "18:00"}
text: {en: "Still open:\\n{checklist.open}", nl: "Nog open:\\n{checklist.open}"}
""",
    "stages/a/pulse.yaml": """id: pulse
kind: pulse
class: service
when: {anchor: arrival, offset: 2d, at: "13:00"}
text: {en: "How is it?", nl: "Hoe gaat het?"}
""",
    "stages/a/survey.yaml": """id: survey
kind: survey
class: service
survey: after
when: {anchor: return_arrival, offset: 2d, at: "18:30"}
text: {en: "A few questions, {traveller.first_name}.", nl: "Een paar vragen, {traveller.first_name}."}
""",
    "stages/a/tip.yaml": """id: tip
class: service
when: {anchor: arrival, offset: 2d, at: "17:00"}
text: {en: "A tip", nl: "Een tip"}
""",
    **{
        f"stages/a/{name}.yaml": f"id: {name}\nkind: offer\nclass: marketing\noffer: {offer}\n"
        f'when: {{anchor: {anchor}, offset: {offset}, at: "17:00"}}\n'
        f"text: {EN_NL.format(f'Would you like a {offer}?', f'Wil je een {offer}?')}\n"
        for name, offer, anchor, offset in (
            ("boat", "boat", "departure", "-20d"),
            ("boat_there", "boat", "arrival", "1d"),
            ("lounge", "lounge", "return_arrival", "10d"),
        )
    },
    "offers/boat.yaml": """id: boat
"on": "yes"
title: {en: "A boat <i>trip</i>", nl: "Een <i>boottocht</i>"}
details: {en: "Two hours on the river.", nl: "Twee uur op de rivier."}
""",
    "offers/lounge.yaml": "id: lounge\n'on': 'yes'\ntitle: {en: Lounge, nl: Lounge}\ndetails: {en: Quiet, nl: Rustig}\n",
    "surveys/after.yaml": """id: after
low: 6
scale: nps
questions:
  - id: overall
    answer: score
    lowest: 0
    highest: 10
    ask: {en: "Would you recommend us?", nl: "Zou je ons aanraden?"}
  - id: wrong
    answer: choice
    after: {question: overall, from: 0, to: 6}
    ask: {en: "What fell short?", nl: "Wat viel tegen?"}
    choices:
      - {id: hotel, text: {en: Hotel, nl: Hotel}}
      - {id: food, text: {en: Food, nl: Eten}}
      - {id: help, text: {en: Help, nl: Hulp}}
  - id: story
    answer: open
    ask: {en: "Tell us more.", nl: "Vertel meer."}
thanks: {en: "Thank you.", nl: "Dank je."}
thanks_low: {en: "Thank you for being frank.", nl: "Dank voor je eerlijkheid."}
""",
}


def little_pack(**changed: str) -> Library:
    """The pack; changed: other text for a file ("stages__a__packing"), "" to leave it out."""
    files = dict(FILES)
    for name, text in changed.items():
        files[f"{name.replace('__', '/')}.yaml"] = text
    words = {name: data for name, data in content.gather()[0].items() if name.startswith("words/")}
    library, faults = content.inspect(words | {name: text.encode() for name, text in files.items() if text})
    mine = [str(fault) for fault in faults if fault.file.split("/")[0] in ("stages", "offers", "surveys")]
    assert mine == [], mine
    return library
