"""What is said of texts in an agency's own languages, and of placeholders that an overlay changes."""

from __future__ import annotations

from bot import content
from flows.library.document import OVERLAY, Severity
from flows.rehearsal.lint import lint
from tests.flows.rehearsal.test_lint import EACH, TIPS, WORDS


def told(settings: str = "over: shipped\nlocales: [es]", **files: str) -> list[tuple[Severity, str]]:
    """What is said of an overlay over the tips and the shipped words."""
    contents = {name: text.encode() for name, text in WORDS.items()} | {"stages/tips.yaml": TIPS.encode()}
    contents[f"{OVERLAY}overlay.yaml"] = settings.encode()
    contents |= {f"{OVERLAY}{name.replace('__', '/')}.yaml": text.encode() for name, text in files.items()}
    library, faults = content.inspect(contents)
    assert faults == ()
    return [(one.severity, str(one).replace(f"content/{OVERLAY}", "")) for one in lint(library)]


def test_what_an_added_language_lacks_is_one_warning() -> None:
    """However much there is to write: never an error, and a count by folder."""
    ((severity, why),) = told(stages__es='id: tips\ntext: {es: "Consejos para {trip.destination}"}')
    assert severity is Severity.WARNING
    assert why.startswith("overlay.yaml:2: 1 of ")
    assert "shipped texts have Spanish (stages 1 of 1, words 0 of " in why
    assert why.endswith("): English is read until then")


def test_the_overlays_own_files_are_counted_one_by_one() -> None:
    """A place of the agency's own that has no Spanish yet."""
    place = f"id: texel\ncities: Texel\nname: {EACH}\ntopics:\n  tips: {EACH}\n  good: {{nl: x, en: x, fr: x, de: x, es: x}}"
    assert (
        Severity.WARNING,
        "places/texel.yaml:3: 2 texts here have no Spanish: English is read until then",
    ) in told(places__texel=place)


def test_a_language_that_nobody_added_is_not_missed() -> None:
    """An overlay without languages of its own says nothing of them."""
    assert told("over: shipped", stages__x='id: tips\ntext: {nl: "Raad voor {trip.destination}"}') == []


def test_a_placeholder_that_the_overlay_adds_is_blamed_on_the_overlay() -> None:
    """The shipped languages did nothing wrong."""
    overlay = 'id: tips\ntext:\n  nl: "{trip.destination}: {trip.nights} nachten"'
    assert told("over: shipped", stages__x=overlay) == [
        (
            Severity.ERROR,
            "stages/x.yaml:3: the Dutch of the text has {trip.nights}, which no other language has: take it out, or "
            "write every language",
        )
    ]


def test_a_placeholder_that_the_overlay_forgets_is_told_there() -> None:
    """In a shipped language and in an added one."""
    overlay = "id: tips\ntext:\n  nl: Raad\n  es: Consejos"
    assert [why for severity, why in told(stages__x=overlay) if severity is Severity.ERROR] == [
        f"stages/x.yaml:{line}: the {tongue} of the text leaves out {{trip.destination}}, which another language has"
        for line, tongue in ((3, "Dutch"), (4, "Spanish"))
    ]


def test_plural_forms_of_an_added_language_are_asked_for() -> None:
    """Polish counts in more forms than English."""
    ((_, warned), *errors) = sorted(
        told(
            "over: shipped\nlocales: [pl]",
            words__pl="rendering.nights: {pl: {one: '{nights} noc', other: '{nights} nocy'}}",
        )
    )[::-1]
    assert "1 of " in warned
    assert [why for _, why in errors] == [
        f"words/pl.yaml:1: the Polish of rendering.nights has no plural form “{form}”: add it"
        for form in ("many", "few")
    ]
