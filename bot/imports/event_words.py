"""Words by which an event of a calendar tells what it is, in English, Dutch, French and German.

Not here: what is made of them (events).
"""

from __future__ import annotations

import re

from bot.imports.schema_org import clean

KINDS = (
    ("Flight", r"flight|vlucht|vol|flug"),
    ("Train", r"train|trein|zug|bahn|eurostar|thalys|(?-i:TGV|ICE)"),
    ("Bus", r"bus|coach|autocar|fernbus|touringcar"),
    ("Boat", r"ferry|veerboot|veerdienst|fähre|traversier|bateau"),
    (
        "Lodging",
        r"hotel|hostel|hôtel|h[ée]bergement|stay|accommodation|verblijf|overnachting|unterkunft|übernachtung|aufenthalt"
        r"|pension|apartment|appartement|ferienwohnung|b&b|lodge|resort|séjour",
    ),
    ("RentalCar", r"rental car|car rental|car hire|huurauto|autohuur|mietwagen|location de voiture"),
    ("Taxi", r"taxi|transfer|transfert"),
    ("FoodEstablishment", r"restaurant|dinner|lunch|diner|dîner|abendessen|tischreservierung"),
)
STOPS = {"Flight": "Airport", "Train": "Station", "Bus": "BusStop", "Boat": "BoatTerminal"}
NUMBERED = {"Flight": "flightNumber", "Train": "trainNumber", "Bus": "busNumber", "Boat": "boatNumber"}
TRIPS = {"Train": "TrainTrip", "Bus": "BusTrip", "Boat": "BoatTrip"}
FLIGHT = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]|[0-9][A-Z])[ -]?(\d{1,4})(?![\w-])")
NUMBER = re.compile(r"(?<![\w-])([A-Z]{0,4} ?\d{1,6})(?![\w:.-])")
WAYS = (
    re.compile(
        r"(?:\b(?:from|van|de|von|(?-i:ab))\s+)(?P<origin>.{2,80}?)\s+(?:to|naar|nach|à|vers)\s+(?P<target>.{2,80})",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<origin>[^→>]{2,80}?)\s*(?:→|->|=>|➔|✈|>)\s*(?P<target>[^→>]{2,80})"),
    re.compile(r"(?<!\w)(?P<origin>[A-Z]{3})\s*[-–/]\s*(?P<target>[A-Z]{3})(?!\w)"),
    re.compile(r"(?P<origin>[^\d–]{3,60}?)\s+[–-]\s+(?P<target>[^\d–]{3,60})"),
)
TOWARDS = re.compile(
    r"(?:flight|vlucht|vol|flug)\s+(?:to|naar|nach|à|vers)\s+(?P<target>[^()\n]{2,80})", re.IGNORECASE
)
REFERENCE = re.compile(
    r"(?:booking|reservation|confirmation|record locator|pnr|dossier|boeking|reservering|bevestiging|buchung|réservation"
    r"|reservierung|bestätigung|vorgang|référence|referentie|reference|buchungscode)"
    r"(?:s?[ -]?(?:reference|number|code|no|nr|nummer|ref|id|de (?:réservation|dossier|confirmation)|num[ée]ro|kenmerk))*"
    r"\.?\s*(?:[:#=]|\bis\b)\s*\(?#?(?P<value>(?-i:[A-Z0-9][A-Z0-9/_-]{2,29}))(?![\w])",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"^[ \t]*(?:(?P<several>passengers|travell?ers|guests|names|reizigers|passagiers|gasten|namen|voyageurs|passagers|noms"
    r"|reisende|gäste|fluggäste)|passenger|travell?er|guest|name|reiziger|passagier|gast|naam|voyageur|passager|nom|client"
    r"|reisender|fluggast)[ \t]*(?:\(s\)|name)?[ \t]*:[ \t]*(?P<value>\S.{1,200})$",
    re.IGNORECASE | re.MULTILINE,
)
PHONE = re.compile(
    r"^[ \t]*(?:phone|tel\.?|telefoon|téléphone|telefon)[ \t]*:[ \t]*(?P<value>\+?[\d ()/.-]{6,25})[ \t]*$",
    re.I | re.M,
)
CHECK = re.compile(
    r"(?P<which>check[ -]?in|check[ -]?out|inchecken|uitchecken|arrivée|départ|anreise|abreise)[^:\n]{0,20}:\s*"
    r"(?:from|vanaf|ab|until|tot|bis|à partir de)?\s*(?P<value>\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?)",
    re.IGNORECASE,
)
PEOPLE_APART = re.compile(r"\s*[;&\n]\s*|\s+(?:and|en|et|und)\s+")
LONGEST = 4_000


def coded(ends: tuple[str, str] | None) -> bool:
    """True when both ends are printed with an airport's code."""
    return ends is not None and all(re.search(r"\b[A-Z]{3}\b", end) for end in ends)


def way_in(text: str) -> tuple[str, str] | None:
    """From where to where, as the first line tells it."""
    line = text.strip().split("\n", 1)[0][:300]
    flies = FLIGHT.search(line) is not None
    line = FLIGHT.sub(" ", line)
    for pattern in WAYS:
        found = pattern.search(line)
        if found is None:
            continue
        origin, target = (clean(re.sub(r"[\s,;.(]+$", "", found[end])) or "" for end in ("origin", "target"))
        words = "|".join(words for _, words in KINDS[:4])
        origin = re.sub(rf"^(?:{words})\b[\s:]*", "", origin, flags=re.IGNORECASE)
        ends = origin.strip(" :,-–"), target.strip(" :,-–")
        # "KL 1697 - confirmed" has a dash too.
        if all(ends) and (pattern is not WAYS[-1] or not flies or coded(ends)):
            return ends
    return None
