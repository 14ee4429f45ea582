"""The rows of the closed list of placeholders: name, whose fact it is, where it exists, and how it reads in each locale.

Not here: what a placeholder is (placeholders) and where values come from (flows.talk.values).
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.library.text import LOCALES
from flows.library.touchpoint import Per

EVERYWHERE = frozenset(Per)
LEG, STAY, VISIT = frozenset({Per.LEG}), frozenset({Per.STAY}), frozenset({Per.VISIT})
CLOCK = frozenset({Per.CLOCK_CHANGE})
BIRTHDAY, CHANGE = frozenset({Per.BIRTHDAY}), frozenset({Per.CHANGE})


def _all(words: str) -> dict[str, str]:
    return dict.fromkeys(LOCALES, words)


def _each(nl: str, en: str, fr: str, de: str) -> dict[str, str]:
    return {"nl": nl, "en": en, "fr": fr, "de": de}


_GLANCE = _each(
    "<b>wo 12 mei</b>\n✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)\n🏨 Hotel Alfama · 7 nachten",
    "<b>Wed 12 May</b>\n✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)\n🏨 Hotel Alfama · 7 nights",
    "<b>mer. 12 mai</b>\n✈️ 09:40–11:45 Amsterdam → Lisbonne (KL 1697)\n🏨 Hotel Alfama · 7 nuits",
    "<b>Mi., 12. Mai</b>\n✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)\n🏨 Hotel Alfama · 7 Nächte",
)
_DAY = _each("woensdag 12 mei", "Wednesday 12 May", "mercredi 12 mai", "Mittwoch, 12. Mai")
_TIMED = {locale: f"{day}, 09:40" for locale, day in _DAY.items()}
_CITY = _each("Lissabon", "Lisbon", "Lisbonne", "Lissabon")
_HERE = _each("Lissabon", "Lisbon", "Lisbonne", "Lissabon")

ROWS: tuple[tuple[str, str, frozenset[Per], Mapping[str, str]], ...] = (
    ("traveller.first_name", "the chat's holder", EVERYWHERE, _all("Ann")),
    (
        "travellers",
        "those the message speaks of",
        EVERYWHERE,
        _each(
            "Ann, Bruno en Chiara", "Ann, Bruno and Chiara", "Ann, Bruno et Chiara", "Ann, Bruno und Chiara"
        ),
    ),
    ("trip.reference", "the booking", EVERYWHERE, _all("LISBON-4")),
    ("trip.destination", "the trip's main destination", EVERYWHERE, _CITY),
    ("trip.departure", "the first departure's day", EVERYWHERE, _DAY),
    ("trip.departure_time", "the first departure's time", EVERYWHERE, _all("09:40")),
    (
        "trip.return",
        "the way home's day",
        EVERYWHERE,
        _each("woensdag 19 mei", "Wednesday 19 May", "mercredi 19 mai", "Mittwoch, 19. Mai"),
    ),
    ("trip.nights", "nights between leaving and the way home", EVERYWHERE, _all("7")),
    ("trip.days_to_go", "days until the departure", EVERYWHERE, _all("12")),
    (
        "trip.party",
        "the whole party",
        EVERYWHERE,
        _each(
            "Ann, Bruno en Chiara", "Ann, Bruno and Chiara", "Ann, Bruno et Chiara", "Ann, Bruno und Chiara"
        ),
    ),
    ("trip.glance", "the trip at a glance", EVERYWHERE, _GLANCE),
    (
        "trip.route",
        "the way under way or next",
        EVERYWHERE,
        {
            locale: f"✈️ {day} 09:40–11:45 Amsterdam → {_CITY[locale]} (KL 1697)"
            for locale, day in _each("wo 12 mei", "Wed 12 May", "mer. 12 mai", "Mi., 12. Mai").items()
        },
    ),
    (
        "trip.be_there",
        "when to be at the first departure",
        EVERYWHERE,
        _each("woensdag 06:40", "Wednesday 06:40", "mercredi 06:40", "Mittwoch 06:40"),
    ),
    ("trip.today", "what is fixed today", EVERYWHERE, _all("🎟 10:00 Oceanário de Lisboa")),
    ("trip.tomorrow", "what is fixed tomorrow", EVERYWHERE, _all("🎟 10:00 Oceanário de Lisboa")),
    ("leg.label", "the leg", LEG, _all("KL 1697")),
    ("leg.from", "the leg", LEG, _all("Amsterdam")),
    ("leg.to", "the leg", LEG, _CITY),
    ("leg.departs", "the leg", LEG, _TIMED),
    (
        "leg.arrives",
        "the leg",
        LEG,
        _each(
            "11:45 (tijd in Lissabon)",
            "11:45 (Lisbon time)",
            "11:45 (heure locale, Lisbonne)",
            "11:45 (Ortszeit Lissabon)",
        ),
    ),
    (
        "leg.be_there",
        "when to be at the leg's departure",
        LEG,
        _each("woensdag 06:40", "Wednesday 06:40", "mercredi 06:40", "Mittwoch 06:40"),
    ),
    (
        "leg.connection",
        "the wait after the leg",
        LEG,
        _each(
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
        _each(
            "QR 273 naar Amsterdam, 08:05",
            "QR 273 to Amsterdam, 08:05",
            "QR 273 vers Amsterdam, 08:05",
            "QR 273 nach Amsterdam, 08:05",
        ),
    ),
    ("stay.name", "the stay", STAY, _all("Hotel Alfama")),
    ("stay.address", "the stay", STAY, _all("Rua de São Tomé 1, 1100-561 Lisboa")),
    ("stay.check_in", "the stay", STAY, {locale: f"{day}, 15:00" for locale, day in _DAY.items()}),
    (
        "stay.check_out",
        "the stay",
        STAY,
        _each(
            "woensdag 19 mei, 11:00",
            "Wednesday 19 May, 11:00",
            "mercredi 19 mai, 11:00",
            "Mittwoch, 19. Mai, 11:00",
        ),
    ),
    ("stay.nights", "the stay", STAY, _all("7")),
    ("visit.name", "the visit", VISIT, _all("Oceanário de Lisboa")),
    ("visit.start", "the visit", VISIT, {locale: f"{day}, 10:00" for locale, day in _DAY.items()}),
    ("visit.place", "the visit", VISIT, _CITY),
    ("place.name", "the place the message is about", EVERYWHERE, _HERE),
    (
        "place.good",
        "content/places",
        EVERYWHERE,
        _all("Azulejos, hills and light: every corner has its tiles."),
    ),
    (
        "place.tips",
        "content/places",
        EVERYWHERE,
        _all("• Trams are full at noon.\n• Shoes with grip for the hills."),
    ),
    (
        "place.arrive",
        "content/places",
        EVERYWHERE,
        _all("• The metro leaves from the airport.\n• Taxis wait outside."),
    ),
    (
        "place.facts",
        "content/places",
        EVERYWHERE,
        _all("• Seven hills, and a viewpoint on each.\n• Trams climb what legs would rather not."),
    ),
    ("place.dishes", "content/places", EVERYWHERE, _all("• Pastel de nata\n• Bacalhau\n• Caldo verde")),
    (
        "place.customs",
        "content/places",
        EVERYWHERE,
        _each(
            "• Bij binnenkomst groet je: bom dia.",
            "• One greets on entering: bom dia.",
            "• On salue en entrant : bom dia.",
            "• Beim Eintreten grüßt man: bom dia.",
        ),
    ),
    (
        "place.rainy",
        "content/places",
        EVERYWHERE,
        _each(
            "• Het tegelmuseum, in een oud klooster.",
            "• The tile museum, in an old convent.",
            "• Le musée de l'azulejo, dans un ancien couvent.",
            "• Das Fliesenmuseum in einem alten Kloster.",
        ),
    ),
    (
        "place.season",
        "content/climates",
        EVERYWHERE,
        _each(
            "Zachte dagen, frisse avonden: een trui komt van pas.",
            "Mild days and fresh evenings: a jumper comes in handy.",
            "Journées douces, soirées fraîches : un pull sera utile.",
            "Milde Tage, frische Abende: Ein Pullover ist praktisch.",
        ),
    ),
    ("country.name", "the place's country", EVERYWHERE, _all("Portugal")),
    (
        "country.currency",
        "content/countries",
        EVERYWHERE,
        _each("euro (€)", "euro (€)", "euro (€)", "Euro (€)"),
    ),
    (
        "country.plug",
        "content/countries",
        EVERYWHERE,
        _each("type C en F, 230 V", "types C and F, 230 V", "types C et F, 230 V", "Typ C und F, 230 V"),
    ),
    ("country.side", "content/countries", EVERYWHERE, _each("rechts", "right", "à droite", "rechts")),
    (
        "country.roaming",
        "home and the destination",
        EVERYWHERE,
        _each(
            "bellen en internet zoals thuis",
            "calls and data as at home",
            "appels et internet comme chez vous",
            "Telefon und Internet wie zu Hause",
        ),
    ),
    (
        "country.differences",
        "home and the destination",
        EVERYWHERE,
        _each(
            "🕒 1 uur vroeger dan thuis\n🔌 Stekker type G, 230 V\n🚗 Verkeer rijdt links",
            "🕒 1 hour earlier than at home\n🔌 Plug type G, 230 V\n🚗 Traffic drives on the left",
            "🕒 1 heure de moins que chez vous\n🔌 Prise de type G, 230 V\n🚗 On roule à gauche",
            "🕒 1 Stunde früher als zu Hause\n🔌 Stecker Typ G, 230 V\n🚗 Linksverkehr",
        ),
    ),
    (
        "country.phrases",
        "content/languages",
        EVERYWHERE,
        _each(
            "dank je wel: <b>obrigado / obrigada</b>\nalsjeblieft: <b>por favor</b>",
            "thank you: <b>obrigado / obrigada</b>\nplease: <b>por favor</b>",
            "merci : <b>obrigado / obrigada</b>\ns'il vous plaît : <b>por favor</b>",
            "danke: <b>obrigado / obrigada</b>\nbitte: <b>por favor</b>",
        ),
    ),
    (
        "trip.holidays",
        "lookups: public holidays",
        EVERYWHERE,
        {locale: f"{day}: Dia da Liberdade" for locale, day in _DAY.items()},
    ),
    (
        "trip.weather",
        "lookups: the forecast",
        EVERYWHERE,
        _each(
            "wo 12 mei ☀️ 14–23 °C\ndo 13 mei 🌧 13–18 °C",
            "Wed 12 May ☀️ 14–23 °C\nThu 13 May 🌧 13–18 °C",
            "mer. 12 mai ☀️ 14–23 °C\njeu. 13 mai 🌧 13–18 °C",
            "Mi., 12. Mai ☀️ 14–23 °C\nDo., 13. Mai 🌧 13–18 °C",
        ),
    ),
    ("weather.today", "lookups: the forecast", EVERYWHERE, _all("🌧 13–18 °C")),
    ("trip.documents", "documents attached to the trip", EVERYWHERE, _all("📄 Voucher Hotel Alfama")),
    (
        "documents.here",
        "documents attached to the leg, stay or visit",
        LEG | STAY | VISIT,
        _all("📄 Voucher Hotel Alfama"),
    ),
    (
        "trip.changes",
        "what became different since booking",
        EVERYWHERE,
        _each(
            "KL 1697: vertrek was 14:10, nu 06:40",
            "KL 1697: departure was 14:10, now 06:40",
            "KL 1697 : départ prévu à 14:10, désormais à 06:40",
            "KL 1697: Abflug war 14:10, jetzt 06:40",
        ),
    ),
    (
        "change.lines",
        "the change",
        CHANGE,
        _each(
            "KL 1697: vertrek was 14:10, nu 06:40",
            "KL 1697: departure was 14:10, now 06:40",
            "KL 1697 : départ prévu à 14:10, désormais à 06:40",
            "KL 1697: Abflug war 14:10, jetzt 06:40",
        ),
    ),
    ("change.segment", "the change", CHANGE, _all("KL 1697")),
    (
        "trip.leave_home",
        "the traveller's travel time to the first departure",
        EVERYWHERE,
        _each("woensdag 05:40", "Wednesday 05:40", "mercredi 05:40", "Mittwoch 05:40"),
    ),
    (
        "leg.leave_home",
        "the traveller's travel time to the first departure",
        LEG,
        _each("woensdag 05:40", "Wednesday 05:40", "mercredi 05:40", "Mittwoch 05:40"),
    ),
    (
        "leg.wait",
        "the wait after the leg",
        LEG,
        _each("55 minuten", "55 minutes", "55 minutes", "55 Minuten"),
    ),
    ("stay.phone", "the stay", STAY, _all("+351 21 000 00 00")),
    (
        "checklist.open",
        "what is not ticked yet",
        EVERYWHERE,
        _each(
            "☐ Paspoort\n☐ Oplader",
            "☐ Passport\n☐ Charger",
            "☐ Passeport\n☐ Chargeur",
            "☐ Reisepass\n☐ Ladegerät",
        ),
    ),
    ("birthday.name", "whose birthday it is", BIRTHDAY, _all("Chiara")),
    ("emergency.numbers", "content/emergency", EVERYWHERE, _all("🆘 112")),
    ("emergency.general", "content/emergency", EVERYWHERE, _all("112")),
    (
        "clock.change",
        "the change of the clock",
        CLOCK,
        _each(
            "1 uur vooruit (01:00 wordt 02:00)",
            "1 hour forward (01:00 becomes 02:00)",
            "1 heure en avant (01:00 devient 02:00)",
            "1 Stunde vor (aus 01:00 wird 02:00)",
        ),
    ),
    (
        "clock.night",
        "the change of the clock",
        CLOCK,
        _each(
            "in de nacht van zaterdag op zondag 28 maart",
            "in the night from Saturday to Sunday 28 March",
            "dans la nuit du samedi au dimanche 28 mars",
            "in der Nacht von Samstag auf Sonntag, 28. März",
        ),
    ),
    (
        "zone.difference",
        "home and the destination",
        EVERYWHERE,
        _each(
            "1 uur vroeger dan thuis",
            "1 hour earlier than at home",
            "1 heure de moins que chez vous",
            "1 Stunde früher als zu Hause",
        ),
    ),
    ("agency.name", "the agency's settings", EVERYWHERE, _all("Reisbureau Zonnig")),
    ("agency.phone", "the agency's settings", EVERYWHERE, _all("+31 20 555 01 23")),
    ("agency.email", "the agency's settings", EVERYWHERE, _all("hallo@example.com")),
    ("agency.hours", "the agency's settings", EVERYWHERE, _all("09:00–17:30")),
)
