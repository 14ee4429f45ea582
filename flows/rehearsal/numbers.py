"""Emergency numbers against what the phonenumbers package confirms. The only room that knows it.

Not here: the numbers (content/emergency), who verified them on the spot (verified_on, which a person sets).
"""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers
from phonenumbers.shortnumberinfo import is_emergency_number

from flows.library.document import Fault
from flows.library.library import Library
from flows.library.place import EmergencyNumbers

KINDS = ("general", "police", "ambulance", "fire")
SOURCE = f"phonenumbers {phonenumbers.__version__}"


def faults_of(library: Library) -> Iterator[Fault]:
    """Numbers that the package does not confirm and no person has verified."""
    for numbers in library.emergency.values():
        given = {kind: getattr(numbers, kind) for kind in KINDS if getattr(numbers, kind)}
        if not given:
            yield _fault(numbers, f"there is no number for {numbers.country}: add one or take the entry out")
        if not numbers.source:
            yield _fault(numbers, f"the numbers of {numbers.country} need a source:")
        if numbers.country not in phonenumbers.SUPPORTED_SHORT_REGIONS:
            yield _fault(numbers, f"{numbers.country} is no country that phonenumbers knows")
            continue
        for kind, number in given.items():
            if numbers.verified_on or is_emergency_number(number, numbers.country):
                continue
            yield _fault(
                numbers,
                f"{kind} {number} of {numbers.country} is not confirmed by {SOURCE}:"
                " correct it, or check it on the spot and set verified_on",
            )


def _fault(numbers: EmergencyNumbers, why: str) -> Fault:
    return Fault(file=numbers.origin.file, line=numbers.origin.line, why=why)
