"""The rows of the closed list of placeholders that speak of where one goes, of what is looked up, and of what happens on the
way.

Not here: the trip's own (samples).
"""

from __future__ import annotations

from flows.library.sampled import (
    BIRTHDAY,
    CHANGE,
    CITY,
    CLOCK,
    DAY,
    EVERYWHERE,
    LEG,
    STAY,
    VISIT,
    Row,
    each,
    everywhere_as,
)

ROWS: tuple[Row, ...] = (
    ("place.name", "the place the message is about", EVERYWHERE, CITY),
    (
        "place.good",
        "content/places",
        EVERYWHERE,
        everywhere_as("Azulejos, hills and light: every corner has its tiles."),
    ),
    (
        "place.tips",
        "content/places",
        EVERYWHERE,
        everywhere_as("• Trams are full at noon.\n• Shoes with grip for the hills."),
    ),
    (
        "place.arrive",
        "content/places",
        EVERYWHERE,
        everywhere_as("• The metro leaves from the airport.\n• Taxis wait outside."),
    ),
    (
        "place.facts",
        "content/places",
        EVERYWHERE,
        everywhere_as("• Seven hills, and a viewpoint on each.\n• Trams climb what legs would rather not."),
    ),
    (
        "place.dishes",
        "content/places",
        EVERYWHERE,
        everywhere_as("• Pastel de nata\n• Bacalhau\n• Caldo verde"),
    ),
    (
        "place.customs",
        "content/places",
        EVERYWHERE,
        each(
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
        each(
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
        each(
            "Zachte dagen, frisse avonden: een trui komt van pas.",
            "Mild days and fresh evenings: a jumper comes in handy.",
            "Journées douces, soirées fraîches : un pull sera utile.",
            "Milde Tage, frische Abende: Ein Pullover ist praktisch.",
        ),
    ),
    ("country.name", "the place's country", EVERYWHERE, everywhere_as("Portugal")),
    (
        "country.currency",
        "content/countries",
        EVERYWHERE,
        each("euro (€)", "euro (€)", "euro (€)", "Euro (€)"),
    ),
    (
        "country.plug",
        "content/countries",
        EVERYWHERE,
        each("type C en F, 230 V", "types C and F, 230 V", "types C et F, 230 V", "Typ C und F, 230 V"),
    ),
    ("country.side", "content/countries", EVERYWHERE, each("rechts", "right", "à droite", "rechts")),
    (
        "country.roaming",
        "home and the destination",
        EVERYWHERE,
        each(
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
        each(
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
        each(
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
        {locale: f"{day}: Dia da Liberdade" for locale, day in DAY.items()},
    ),
    (
        "trip.weather",
        "lookups: the forecast",
        EVERYWHERE,
        each(
            "wo 12 mei ☀️ 14–23 °C\ndo 13 mei 🌧 13–18 °C",
            "Wed 12 May ☀️ 14–23 °C\nThu 13 May 🌧 13–18 °C",
            "mer. 12 mai ☀️ 14–23 °C\njeu. 13 mai 🌧 13–18 °C",
            "Mi., 12. Mai ☀️ 14–23 °C\nDo., 13. Mai 🌧 13–18 °C",
        ),
    ),
    ("weather.today", "lookups: the forecast", EVERYWHERE, everywhere_as("🌧 13–18 °C")),
    (
        "trip.documents",
        "documents attached to the trip",
        EVERYWHERE,
        everywhere_as("📄 Voucher Hotel Alfama"),
    ),
    (
        "documents.here",
        "documents attached to the leg, stay or visit",
        LEG | STAY | VISIT,
        everywhere_as("📄 Voucher Hotel Alfama"),
    ),
    (
        "trip.changes",
        "what became different since booking",
        EVERYWHERE,
        each(
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
        each(
            "KL 1697: vertrek was 14:10, nu 06:40",
            "KL 1697: departure was 14:10, now 06:40",
            "KL 1697 : départ prévu à 14:10, désormais à 06:40",
            "KL 1697: Abflug war 14:10, jetzt 06:40",
        ),
    ),
    ("change.segment", "the change", CHANGE, everywhere_as("KL 1697")),
    (
        "trip.leave_home",
        "the traveller's travel time to the first departure",
        EVERYWHERE,
        each("woensdag 05:40", "Wednesday 05:40", "mercredi 05:40", "Mittwoch 05:40"),
    ),
    (
        "leg.leave_home",
        "the traveller's travel time to the first departure",
        LEG,
        each("woensdag 05:40", "Wednesday 05:40", "mercredi 05:40", "Mittwoch 05:40"),
    ),
    (
        "leg.wait",
        "the wait after the leg",
        LEG,
        each("55 minuten", "55 minutes", "55 minutes", "55 Minuten"),
    ),
    ("stay.phone", "the stay", STAY, everywhere_as("+351 21 000 00 00")),
    (
        "checklist.open",
        "what is not ticked yet",
        EVERYWHERE,
        each(
            "☐ Paspoort\n☐ Oplader",
            "☐ Passport\n☐ Charger",
            "☐ Passeport\n☐ Chargeur",
            "☐ Reisepass\n☐ Ladegerät",
        ),
    ),
    ("birthday.name", "whose birthday it is", BIRTHDAY, everywhere_as("Chiara")),
    ("emergency.numbers", "content/emergency", EVERYWHERE, everywhere_as("🆘 112")),
    ("emergency.general", "content/emergency", EVERYWHERE, everywhere_as("112")),
    (
        "clock.change",
        "the change of the clock",
        CLOCK,
        each(
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
        each(
            "in de nacht van zaterdag op zondag 28 maart",
            "overnight from Saturday to Sunday 28 March",
            "dans la nuit du samedi au dimanche 28 mars",
            "in der Nacht von Samstag auf Sonntag, 28. März",
        ),
    ),
    (
        "zone.difference",
        "home and the destination",
        EVERYWHERE,
        each(
            "1 uur vroeger dan thuis",
            "1 hour earlier than at home",
            "1 heure de moins que chez vous",
            "1 Stunde früher als zu Hause",
        ),
    ),
)
