"""How agents read who is meant: by name, also somebody who has left the party; never by our id.

Not here: how travellers are addressed (flows.talk.addressed).
"""

from __future__ import annotations

from bot.storage.trips import TripRow


def named(row: TripRow, traveller: str) -> str:
    """The whole name: as booked, else as papers or travellers last knew it, else what the id says of it."""
    for document in (row.booking, row.papers, row.told, row.said):
        for person in document.get("travellers", ()):
            if person["id"] == traveller:
                return str(person["name"])
    return " ".join(word.capitalize() for word in traveller.split("-"))
