"""Who travels on the sample trips: one party of each persona.

Not here: where to (sample_trips).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows.trips.trip import Traveller

PARENT = Traveller(id="ann", name="Ann Jansen", first_name="Ann", surname="Jansen", lead=True)
PARTNER = Traveller(id="bruno", name="Bruno Jansen", first_name="Bruno", surname="Jansen")
CHILD = Traveller(id="chiara", name="Chiara Jansen", first_name="Chiara", surname="Jansen", minor=True)

FAMILY = (PARENT, PARTNER, CHILD)
WITH_BIRTHDAY = (PARENT, PARTNER, replace(CHILD, born=date(2021, 5, 15)))
COUPLE = (PARENT, PARTNER)
SOLO = (PARENT,)
SENIORS = (replace(PARENT, born=date(1958, 3, 2)), replace(PARTNER, born=date(1955, 11, 20)))
GROUP = (
    PARENT,
    *(
        Traveller(id=name.lower(), name=f"{name} Jansen", first_name=name, surname="Jansen")
        for name in ("Bruno", "Dan", "Eva", "Femke", "Gijs")
    ),
)
