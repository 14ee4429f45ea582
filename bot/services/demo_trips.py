"""The trips that the demo plays, as the CSV that an agency would import. The people are invented, the places are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.imports.paper import read_bytes
from flows.trips.trip import Booking

_HEADER = (
    "reference,booked,traveller,lead,minor,kind,carrier,number,operator,name,"
    "from,from_city,from_country,departs,to,to_city,to_country,arrives,address\n"
)
_FAMILY = ("Ann de Vries,yes,no", "Bruno de Vries,no,no", "Chiara de Vries,no,yes", "Dan de Vries,no,yes")
_COUPLE = ("Dan Jansen,yes,no", "Chiara Rossi,no,no")
_BUSINESS = ("Bruno Meijer,yes,no",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTrip:
    """One trip to choose. symbol: family, couple or business."""

    id: str
    reference: str
    title: str
    about: str
    symbol: str
    party: tuple[str, ...]
    booked: str
    rows: tuple[str, ...]

    @property
    def booking(self) -> Booking:
        """As the import reads it."""
        lines = [
            f"{self.reference},{self.booked},{person},{row}" for row in self.rows for person in self.party
        ]
        return next(iter(read_bytes(f"{self.id}.csv", (_HEADER + "\n".join(lines) + "\n").encode())))


TRIPS = (
    DemoTrip(
        id="lisbon",
        reference="LIS27A",
        title="Family to Lisbon",
        about="Amsterdam – Lisbon, seven nights",
        symbol="family",
        party=_FAMILY,
        booked="2027-01-09T10:24:00Z",
        rows=(
            "flight,TP,669,TAP Air Portugal,,AMS,,,2027-03-26 09:40,LIS,,,2027-03-26 11:35,",
            'stay,,,,Casa do Rio,Casa do Rio,Lisbon,PT,2027-03-26,,,,2027-04-02,"Rua do Exemplo 12, Lisbon"',
            "flight,TP,668,TAP Air Portugal,,LIS,,,2027-04-02 12:40,AMS,,,2027-04-02 16:35,",
        ),
    ),
    DemoTrip(
        id="italy",
        reference="ROM27C",
        title="Rome, Florence, Venice",
        about="Three cities by train, seven nights",
        symbol="couple",
        party=_COUPLE,
        booked="2027-02-14T19:40:00Z",
        rows=(
            "flight,KL,1597,KLM,,AMS,,,2027-06-04 09:35,FCO,,,2027-06-04 11:45,",
            'stay,,,,Albergo Esempio,Albergo Esempio,Rome,IT,2027-06-04,,,,2027-06-07,"Via dell\'Esempio 3, Rome"',
            "train,,9520,Trenitalia,,Roma Termini,Rome,IT,2027-06-07 11:10,Firenze S. M. Novella,Florence,IT,2027-06-07 12:42,",
            'stay,,,,Pensione Arno,Pensione Arno,Florence,IT,2027-06-07,,,,2027-06-09,"Lungarno Esempio 8, Florence"',
            "train,,9414,Trenitalia,,Firenze S. M. Novella,Florence,IT,2027-06-09 10:20,Venezia S. Lucia,Venice,IT,2027-06-09 12:34,",
            'stay,,,,Locanda Laguna,Locanda Laguna,Venice,IT,2027-06-09,,,,2027-06-11,"Calle Esempio 21, Venice"',
            "flight,KL,1656,KLM,,VCE,,,2027-06-11 13:05,AMS,,,2027-06-11 15:05,",
        ),
    ),
    DemoTrip(
        id="tokyo",
        reference="NRT27B",
        title="Business over the date line",
        about="Amsterdam – Tokyo – Newark – Amsterdam",
        symbol="business",
        party=_BUSINESS,
        booked="2027-08-20T08:05:00Z",
        rows=(
            "flight,KL,861,KLM,,AMS,,,2027-10-04 14:40,NRT,,,2027-10-05 09:45,",
            'stay,,,,Hotel Rei,Hotel Rei,Tokyo,JP,2027-10-05,,,,2027-10-08,"1-2-3 Shimbashi, Tokyo"',
            "flight,UA,78,United Airlines,,NRT,,,2027-10-08 19:53,EWR,,,2027-10-08 18:59,",
            'stay,,,,Liberty House,Liberty House,New York,US,2027-10-08,,,,2027-10-11,"100 Sample Street, New York"',
            "flight,UA,70,United Airlines,,EWR,,,2027-10-11 18:10,AMS,,,2027-10-12 07:40,",
        ),
    ),
)


def first_booked() -> datetime:
    """When the first of them is booked; the demo's clock starts shortly before."""
    return min(datetime.fromisoformat(trip.booked) for trip in TRIPS)
