"""The rows of the closed list of placeholders that speak of the trip and its agency: name, whose fact it is, where it
exists, and how it reads in each locale.

Not here: what is known of where one goes (samples_abroad), what a placeholder is (placeholders), where values come from
(flows.talk.values).
"""

from __future__ import annotations

from flows.library.sampled import (
    CITY,
    DAY,
    EVERYWHERE,
    GLANCE,
    LEG,
    STAY,
    TIMED,
    VISIT,
    Row,
    each,
    everywhere_as,
)
from flows.library.samples_abroad import ROWS as ABROAD

ROWS: tuple[Row, ...] = (
    ("traveller.first_name", "the chat's holder", EVERYWHERE, everywhere_as("Ann")),
    (
        "travellers",
        "those the message speaks of",
        EVERYWHERE,
        each(
            "Ann, Bruno en Chiara", "Ann, Bruno and Chiara", "Ann, Bruno et Chiara", "Ann, Bruno und Chiara"
        ),
    ),
    ("trip.reference", "the booking", EVERYWHERE, everywhere_as("LISBON-4")),
    ("trip.destination", "the trip's main destination", EVERYWHERE, CITY),
    (
        "trip.called",
        "where the trip goes and when, as it is told from others",
        EVERYWHERE,
        each("Lissabon, 12–19 mei", "Lisbon, 12–19 May", "Lisbonne, 12–19 mai", "Lissabon, 12.–19. Mai"),
    ),
    ("trip.departure", "the first departure's day", EVERYWHERE, DAY),
    ("trip.departure_time", "the first departure's time", EVERYWHERE, everywhere_as("09:40")),
    (
        "trip.return",
        "the way home's day",
        EVERYWHERE,
        each("woensdag 19 mei", "Wednesday 19 May", "mercredi 19 mai", "Mittwoch, 19. Mai"),
    ),
    ("trip.nights", "nights between leaving and the way home", EVERYWHERE, everywhere_as("7")),
    ("trip.days_to_go", "days until the departure", EVERYWHERE, everywhere_as("12")),
    (
        "trip.party",
        "the whole party",
        EVERYWHERE,
        each(
            "Ann, Bruno en Chiara", "Ann, Bruno and Chiara", "Ann, Bruno et Chiara", "Ann, Bruno und Chiara"
        ),
    ),
    ("trip.glance", "the trip at a glance", EVERYWHERE, GLANCE),
    (
        "trip.here",
        "where we believe they are, and why",
        EVERYWHERE,
        each(
            "📍 Nog niet onderweg. KL 1697: wo 12 mei, 09:40–11:45. Dat zegt je boeking.",
            "📍 Not on the way yet. KL 1697: Wed 12 May, 09:40–11:45. That is what your booking says.",
            "📍 Pas encore en route. KL 1697 : mer. 12 mai, 09:40–11:45. C'est ce que dit votre réservation.",
            "📍 Noch nicht unterwegs. KL 1697: Mi., 12. Mai, 09:40–11:45. So steht es in Ihrer Buchung.",
        ),
    ),
    (
        "trip.route",
        "the way under way or next",
        EVERYWHERE,
        {
            locale: f"✈️ {day} 09:40–11:45 Amsterdam → {CITY[locale]} (KL 1697)"
            for locale, day in each("wo 12 mei", "Wed 12 May", "mer. 12 mai", "Mi., 12. Mai").items()
        },
    ),
    (
        "trip.be_there",
        "when to be at the first departure",
        EVERYWHERE,
        each("woensdag 06:40", "Wednesday 06:40", "mercredi 06:40", "Mittwoch 06:40"),
    ),
    ("trip.today", "what is fixed today", EVERYWHERE, everywhere_as("🎟 10:00 Oceanário de Lisboa")),
    ("trip.tomorrow", "what is fixed tomorrow", EVERYWHERE, everywhere_as("🎟 10:00 Oceanário de Lisboa")),
    ("leg.label", "the leg", LEG, everywhere_as("KL 1697")),
    ("leg.from", "the leg", LEG, everywhere_as("Amsterdam")),
    ("leg.to", "the leg", LEG, CITY),
    ("leg.departs", "the leg", LEG, TIMED),
    (
        "leg.arrives",
        "the leg",
        LEG,
        each(
            "11:45 (plaatselijke tijd Lissabon)",
            "11:45 (Lisbon time)",
            "11:45 (heure locale, Lisbonne)",
            "11:45 (Ortszeit Lissabon)",
        ),
    ),
    (
        "leg.be_there",
        "when to be at the leg's departure",
        LEG,
        each("woensdag 06:40", "Wednesday 06:40", "mercredi 06:40", "Mittwoch 06:40"),
    ),
    (
        "leg.connection",
        "the wait after the leg",
        LEG,
        each(
            "2 uur 20 minuten in Doha",
            "2 hours 20 minutes in Doha",
            "2 heures 20 minutes, escale : Doha",
            "2 Stunden 20 Minuten in Doha",
        ),
    ),
    (
        "leg.next",
        "the next leg of the same way",
        LEG,
        each(
            "QR 273 naar Amsterdam, 08:05",
            "QR 273 to Amsterdam, 08:05",
            "QR 273 vers Amsterdam, 08:05",
            "QR 273 nach Amsterdam, 08:05",
        ),
    ),
    ("stay.name", "the stay", STAY, everywhere_as("Hotel Alfama")),
    ("stay.address", "the stay", STAY, everywhere_as("Rua de São Tomé 1, 1100-561 Lisboa")),
    ("stay.check_in", "the stay", STAY, {locale: f"{day}, 15:00" for locale, day in DAY.items()}),
    (
        "stay.check_out",
        "the stay",
        STAY,
        each(
            "woensdag 19 mei, 11:00",
            "Wednesday 19 May, 11:00",
            "mercredi 19 mai, 11:00",
            "Mittwoch, 19. Mai, 11:00",
        ),
    ),
    ("stay.check_in_time", "the stay", STAY, everywhere_as("15:00")),
    ("stay.check_out_time", "the stay", STAY, everywhere_as("11:00")),
    ("stay.nights", "the stay", STAY, everywhere_as("7")),
    ("visit.name", "the visit", VISIT, everywhere_as("Oceanário de Lisboa")),
    ("visit.start", "the visit", VISIT, {locale: f"{day}, 10:00" for locale, day in DAY.items()}),
    ("visit.place", "the visit", VISIT, CITY),
    *ABROAD,
    ("agency.name", "the agency's settings", EVERYWHERE, everywhere_as("Reisbureau Zonnig")),
    ("agency.phone", "the agency's settings", EVERYWHERE, everywhere_as("+31 20 555 01 23")),
    ("agency.email", "the agency's settings", EVERYWHERE, everywhere_as("hallo@example.com")),
    ("agency.hours", "the agency's settings", EVERYWHERE, everywhere_as("09:00–17:30")),
)
