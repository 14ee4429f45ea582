"""What the columns of other people's tables are called, in English, Dutch, French and German, and what stands in them.

Not here: drafting a mapping from it (proposal).
"""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, ...]] = {
    "reference": (
        "reference", "booking", "booking reference", "booking number", "booking no", "booking id", "reservation",
        "reservation number", "file number", "order number", "record locator", "pnr", "boeking", "boekingsnummer",
        "boekingsnr", "dossier", "dossiernummer", "dossiernr", "reserveringsnummer", "reservering", "referentie",
        "ordernummer", "référence", "numéro de dossier", "n° dossier", "numéro de réservation", "n° de réservation",
        "réservation", "buchung", "buchungsnummer", "buchungsnr", "vorgang", "vorgangsnummer", "vorgangsnr",
        "reservierungsnummer", "auftragsnummer",
    ),
    "booked": (
        "booked", "booking date", "booked on", "date booked", "sold on", "boekingsdatum", "boekdatum", "geboekt op",
        "date de réservation", "réservé le", "buchungsdatum", "gebucht am",
    ),
    "traveller": (
        "traveller", "traveler", "passenger", "passenger name", "traveller name", "name of passenger", "full name",
        "pax", "pax name", "guest", "guest name", "client", "customer", "reiziger", "naam reiziger", "passagier",
        "naam", "klant", "gast", "deelnemer", "voyageur", "nom du voyageur", "passager", "nom et prénom", "nom complet",
        "reisender", "reiseteilnehmer", "teilnehmer", "fluggast", "reisegast", "kunde",
    ),
    "kind": (
        "kind", "type", "service", "service type", "segment type", "product", "product type", "soort", "dienst",
        "producttype", "soort dienst", "prestation", "type de prestation", "type de service", "art", "leistung",
        "leistungsart", "leistungstyp",
    ),
    "carrier": (
        "carrier", "airline", "airline code", "carrier code", "iata code airline", "maatschappij", "luchtvaartmaatschappij",
        "mij", "compagnie", "compagnie aérienne", "fluggesellschaft", "airlinecode", "gesellschaft",
    ),
    "number": (
        "number", "flight", "flight number", "flight no", "flightnr", "train number", "vlucht", "vluchtnummer", "vluchtnr",
        "treinnummer", "nummer", "vol", "numéro de vol", "n° de vol", "n° vol", "numéro", "numéro de train", "flug",
        "flugnummer", "flugnr", "zugnummer",
    ),
    "operator": (
        "operator", "supplier", "company", "operated by", "leverancier", "uitvoerder", "fournisseur", "opérateur",
        "anbieter", "veranstalter", "leistungsträger",
    ),
    "name": (
        "name", "description", "title", "service name", "hotel", "hotel name", "accommodation", "omschrijving",
        "hotelnaam", "accommodatie", "description du service", "libellé", "hôtel", "nom de l'hôtel", "hébergement",
        "bezeichnung", "beschreibung", "hotelname", "unterkunft",
    ),
    "from": (
        "from", "origin", "departure airport", "departure station", "departs from", "departure place", "dep", "from city",
        "pick-up", "pickup", "van", "vertrekluchthaven", "vertrekhaven", "vertrekplaats", "vertrek van", "opstapplaats",
        "de", "départ de", "aéroport de départ", "gare de départ", "ville de départ", "lieu de départ", "origine", "von",
        "abflughafen", "abflugort", "abfahrtsort", "startort", "ab", "place", "location", "plaats", "lieu", "ort",
    ),
    "to": (
        "to", "destination", "arrival airport", "arrival station", "arrives at", "arr", "to city", "drop-off", "naar",
        "bestemming", "aankomstluchthaven", "aankomsthaven", "aankomstplaats", "à", "vers", "arrivée à",
        "aéroport d'arrivée", "gare d'arrivée", "ville d'arrivée", "nach", "zielflughafen", "zielort", "ziel",
        "ankunftsort",
    ),
    "departs": (
        "departs", "departure", "departure date", "date of departure", "start", "start date", "begin", "from date",
        "check-in", "check in", "checkin", "check-in date", "arrival date hotel", "date", "travel date", "vertrek",
        "vertrekdatum", "datum", "datum van", "begindatum", "startdatum", "aankomst hotel", "reisdatum", "inchecken",
        "départ", "date de départ", "date départ", "date de début", "date", "début", "date d'arrivée hôtel", "abreise",
        "abflug", "abreisedatum", "abflugdatum", "abfahrt", "datum von", "beginn", "anreise", "anreisedatum", "reisebeginn",
    ),
    "departs time": (
        "departure time", "dep time", "time of departure", "start time", "time", "etd", "std", "vertrektijd", "tijd vertrek",
        "vertrek tijd", "begintijd", "tijd", "heure de départ", "heure départ", "heure", "heure de début", "abflugzeit",
        "abfahrtszeit", "abreisezeit", "uhrzeit", "startzeit", "zeit",
    ),
    "arrives": (
        "arrives", "arrival", "arrival date", "date of arrival", "end", "end date", "until", "to date", "check-out",
        "check out", "checkout", "check-out date", "aankomst", "aankomstdatum", "datum tot", "einddatum", "uitchecken",
        "arrivée", "date d'arrivée", "date arrivée", "date de fin", "fin", "ankunft", "ankunftsdatum", "datum bis", "ende",
        "enddatum", "reiseende",
    ),
    "arrives time": (
        "arrival time", "arr time", "time of arrival", "end time", "eta", "sta", "aankomsttijd", "tijd aankomst",
        "aankomst tijd", "eindtijd", "heure d'arrivée", "heure arrivée", "heure de fin", "ankunftszeit", "endzeit",
    ),
    "first": (
        "first name", "firstname", "given name", "forename", "voornaam", "roepnaam", "prénom", "vorname",
    ),
    "between": ("tussenvoegsel", "tussenvoegsels", "middle name", "prefix", "particule", "namenszusatz"),
    "last": ("last name", "lastname", "surname", "family name", "achternaam", "familienaam", "nom", "nom de famille", "nachname", "familienname"),
    "lead": ("lead", "lead passenger", "main traveller", "main passenger", "booker", "hoofdboeker", "hoofdreiziger", "contactpersoon", "voyageur principal", "hauptreisender", "anmelder"),
    "minor": ("minor", "child", "kind ja nee", "kind j n", "minderjarig", "enfant", "mineur", "minderjährig"),
    "born": ("born", "date of birth", "birth date", "birthday", "dob", "geboortedatum", "geboren", "date de naissance", "né le", "geburtsdatum"),
    "status": ("status", "state", "booking status", "boekingsstatus", "statut", "état", "buchungsstatus"),
    "address": ("address", "street", "hotel address", "adres", "straat", "adresse", "rue", "anschrift"),
    "phone": ("phone", "telephone", "tel", "hotel phone", "telefoon", "telefoonnummer", "téléphone", "telefon", "telefonnummer"),
    "from_city": ("city", "from town", "hotel city", "stad", "woonplaats hotel", "ville", "stadt"),
    "from_country": ("country", "from country", "hotel country", "land", "land van vertrek", "pays", "pays de départ", "abreiseland"),
    "to_country": ("to country", "destination country", "land van bestemming", "pays de destination", "zielland"),
    "from_zone": ("time zone", "timezone", "tijdzone", "fuseau horaire", "zeitzone"),
    "occasion": ("occasion", "gelegenheid", "occasion spéciale", "anlass"),
}  # fmt: skip
"""What is meant -> what it may be called. "departs time", "first", "between" and "last" are parts of our columns."""

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "flight": ("flight", "air", "vlucht", "vol", "flug", "lucht", "vliegen", "luftverkehr"),
        "train": ("train", "rail", "trein", "bahn", "zug"),
        "bus": ("bus", "coach", "touringcar", "autocar", "fernbus"),
        "ferry": ("ferry", "boat", "veerboot", "boot", "bateau", "traversier", "fähre", "schiff"),
        "car": ("own car", "eigen auto", "voiture personnelle", "eigener pkw", "eigenes auto"),
        "transfer": ("transfer", "taxi", "transfert"),
        "stay": (
            "stay", "hotel", "accommodation", "lodging", "room", "verblijf", "accommodatie", "overnachting", "kamer",
            "hôtel", "hébergement", "séjour", "chambre", "unterkunft", "aufenthalt", "übernachtung", "zimmer",
        ),
        "visit": (
            "visit", "excursion", "activity", "tour", "ticket", "event", "excursie", "activiteit", "uitstap",
            "activité", "visite", "ausflug", "aktivität", "besichtigung", "eintritt",
        ),
        "rental_car": (
            "rental car", "car rental", "car hire", "hired car", "huurauto", "autohuur", "location de voiture",
            "voiture de location", "mietwagen", "leihwagen",
        ),
    },
    "status": {
        "cancelled": (
            "cancelled", "canceled", "xx", "hx", "geannuleerd", "annulé", "annulée", "storniert", "storno", "abgesagt",
        ),
        "confirmed": (
            "confirmed", "ok", "hk", "booked", "definitief", "bevestigd", "geboekt", "confirmé", "confirmée",
            "bestätigt", "fest", "gebucht",
        ),
    },
}  # fmt: skip
"""Our column -> our word -> theirs."""
