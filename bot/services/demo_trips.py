"""The trips that the demo plays, as the CSV that an agency would import. The people are invented, the places are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.imports.paper import read_bytes
from bot.services.demo_papers import SamplePaper
from flows.trips.trip import Booking

_HEADER = (
    "reference,booked,occasion,traveller,lead,minor,born,kind,carrier,number,operator,name,"
    "from,from_city,from_country,departs,to,to_city,to_country,arrives,address\n"
)
_FAMILY = (
    "Ann de Vries,yes,no,1988-06-14",
    "Bruno de Vries,no,no,1986-11-02",
    "Chiara de Vries,no,yes,2018-08-21",
    "Dan de Vries,no,yes,2022-03-30",
)
_COUPLE = ("Dan Jansen,yes,no,1979-09-05", "Chiara Rossi,no,no,1981-01-17")
_BUSINESS = ("Bruno Meijer,yes,no,1984-04-08",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTrip:
    """One trip to choose. symbol: family, couple or business. occasion: what is celebrated, or "". papers: what the agency
    attached."""

    id: str
    reference: str
    title: str
    about: str
    symbol: str
    party: tuple[str, ...]
    booked: str
    rows: tuple[str, ...]
    occasion: str = ""
    papers: tuple[SamplePaper, ...] = ()

    @property
    def booking(self) -> Booking:
        """As the import reads it."""
        lines = [
            f"{self.reference},{self.booked},{self.occasion},{person},{row}"
            for row in self.rows
            for person in self.party
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
        papers=(
            SamplePaper(
                name="E-tickets TP 669",
                segment="TP 669",
                lines=(
                    "TP 669  Amsterdam (AMS) - Lisbon (LIS)",
                    "26.03.2027  09:40 - 11:35",
                    "Ann, Bruno, Chiara, Dan de Vries",
                    "LIS27A",
                ),
            ),
            SamplePaper(
                name="Voucher Casa do Rio",
                segment="Casa do Rio",
                lines=(
                    "Casa do Rio, Rua do Exemplo 12, Lisboa",
                    "26.03.2027 - 02.04.2027  (7)",
                    "Ann, Bruno, Chiara, Dan de Vries",
                    "LIS27A",
                ),
            ),
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
        occasion="anniversary",
        papers=(
            SamplePaper(
                name="E-tickets KL 1597",
                segment="KL 1597",
                lines=(
                    "KL 1597  Amsterdam (AMS) - Roma (FCO)",
                    "04.06.2027  09:35 - 11:45",
                    "Dan Jansen, Chiara Rossi",
                    "ROM27C",
                ),
            ),
            SamplePaper(
                name="Voucher Albergo Esempio",
                segment="Albergo Esempio",
                lines=(
                    "Albergo Esempio, Via dell'Esempio 3, Roma",
                    "04.06.2027 - 07.06.2027  (3)",
                    "Dan Jansen, Chiara Rossi",
                    "ROM27C",
                ),
            ),
        ),
    ),
    DemoTrip(
        id="tokyo",
        reference="NRT27B",
        title="Business over the date line",
        about="Amsterdam – Tokyo – Newark – Amsterdam",
        symbol="business",
        party=_BUSINESS,
        booked="2027-08-16T08:05:00Z",
        rows=(
            "flight,KL,861,KLM,,AMS,,,2027-10-04 14:40,NRT,,,2027-10-05 09:45,",
            'stay,,,,Hotel Rei,Hotel Rei,Tokyo,JP,2027-10-05,,,,2027-10-06,"1-2-3 Shimbashi, Tokyo"',
            "flight,UA,78,United Airlines,,NRT,,,2027-10-06 19:53,EWR,,,2027-10-06 18:59,",
            'stay,,,,Liberty House,Liberty House,New York,US,2027-10-06,,,,2027-10-07,"100 Sample Street, New York"',
            "flight,UA,70,United Airlines,,EWR,,,2027-10-07 18:10,AMS,,,2027-10-08 07:40,",
        ),
        papers=(
            SamplePaper(
                name="E-ticket KL 861",
                segment="KL 861",
                lines=(
                    "KL 861  Amsterdam (AMS) - Tokyo (NRT)",
                    "04.10.2027  14:40 - 05.10.2027  09:45",
                    "Bruno Meijer",
                    "NRT27B",
                ),
            ),
        ),
    ),
)


def first_booked() -> datetime:
    """When the first of them is booked; the demo's clock starts shortly before."""
    return min(datetime.fromisoformat(trip.booked) for trip in TRIPS)
