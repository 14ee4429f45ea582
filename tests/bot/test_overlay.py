"""An agency's overlay through the commands: the example to start from, faults that can be opened, what a traveller reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot import content
from bot.content_commands import content_faults
from bot.steps.desk.broadcast_text import read_texts
from flows.library.document import OVERLAY, Severity
from flows.library.library import Library
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, House, open_house, sentence, wording
from tests.support.shell import Shell, shell

__all__ = ["shell"]

CITY_TRIP = Path(__file__).parent.parent / "stories" / "city_trip_in_five_days.csv"


@pytest.fixture
def example(shell: Shell) -> Path:
    """The example as the command writes it."""
    assert shell("content", "example", "ours").code == 0
    return shell.folder / "ours"


@pytest.fixture(scope="module")
def spanish() -> Library:
    """The library of the example."""
    return content.load(content.shipped() / content.EXAMPLE)


def break_text(folder: Path) -> str:
    """A placeholder that does not exist, in a text of the overlay; gives its file and line."""
    file = folder / "stages/ours.yaml"
    file.write_text(file.read_text().replace("{travellers}", "{travelers}"))
    line = next(number for number, row in enumerate(file.read_text().split("\n"), 1) if "{travelers}" in row)
    return f"stages/ours.yaml:{line}"


def test_the_example_has_nothing_to_mend(example: Path) -> None:
    """All that is said of it is how far its Spanish has come."""
    told = content_faults(example)
    assert [(fault.severity, fault.file) for fault in told] == [(Severity.WARNING, f"{OVERLAY}overlay.yaml")]
    assert "have Spanish" in told[0].why
    assert str(told[0]).startswith(f"{example}/overlay.yaml:")


def test_the_example_is_written_once(shell: Shell, example: Path) -> None:
    """What an editor made of it is never written over; an empty folder will do."""
    (example / "overlay.yaml").write_text("over: shipped\n")
    said = shell("content", "example", "ours")
    assert (said.code, "is there already" in said.err) == (2, True)
    assert (example / "overlay.yaml").read_text() == "over: shipped\n"
    (shell.folder / "empty").mkdir()
    assert shell("content", "example", "empty").code == 0


def test_the_example_is_no_part_of_what_ships() -> None:
    """It lies within the shipped content, and is not read with it."""
    assert [name for name in content.gather()[0] if content.EXAMPLE in name] == []
    assert "texel" not in {place.id for place in content.load().places}


def test_the_example_changes_what_it_says_and_no_more(spanish: Library) -> None:
    """One Dutch text, one place, some Spanish; all else is as it ships."""
    shipped = content.load()
    changed = [
        one.id for one, ours in zip(shipped.touchpoints, spanish.touchpoints, strict=True) if one != ours
    ]
    assert sorted(changed) == ["booking_confirmed", "safe_travels_ground"]
    assert {place.id for place in spanish.places} - {place.id for place in shipped.places} == {"texel"}
    assert (shipped.locales, spanish.locales) == (("nl", "en", "fr", "de"), ("nl", "en", "fr", "de", "es"))


def test_a_fault_opens_from_where_the_editor_stands(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named as the folder or the file was; one file of an overlay is judged alone."""
    where = break_text(example)
    monkeypatch.chdir(example.parent)
    (fault,) = [str(one) for one in content_faults(Path("ours")) if one.severity is Severity.ERROR]
    assert fault.startswith(
        f"ours/{where}: the Dutch of the text uses {{travelers}}; did you mean {{travellers}}?"
    )
    (alone,) = content_faults(Path("ours/stages/ours.yaml"))
    assert str(alone) == fault
    assert content_faults(Path("ours/words/spanish.yaml")) == []


def test_both_files_of_a_fault_open(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two files of the overlay change one text."""
    monkeypatch.chdir(example.parent)
    shutil.copy("ours/stages/ours.yaml", "ours/stages/zz.yaml")
    text = (example / "stages/zz.yaml").read_text()
    (example / "stages/zz.yaml").write_text(text.replace("Goede reis", "Dag"))
    told = [str(fault).replace("\n", "") for fault in content_faults(Path("ours"))]
    assert "ours/stages/zz.yaml:4: this is changed already by ours/stages/ours.yaml:4: keep one" in told


def test_publish_refuses_and_then_takes_an_overlay(shell: Shell, example: Path) -> None:
    """Mended, it is in force; the folder may also be the agency's setting, and a rollback takes it back."""
    good = (example / "stages/ours.yaml").read_text()
    where = break_text(example)
    said = shell("publish", "ours")
    assert (said.code, f"ours/{where}: " in said.err) == (1, True)
    (example / "stages/ours.yaml").write_text(good)
    assert "Edition 1 is in force" in shell("publish", "ours").out
    assert "in force already" in shell("publish", "ours").out
    assert "Edition 2 is in force" in shell("rollback").out
    shell.set(content="ours")
    assert "Edition 3 is in force" in shell("publish").out
    assert "also in Spanish" in shell("check").out


def test_a_booking_is_rehearsed_in_the_added_language(shell: Shell, example: Path) -> None:
    """Spanish where there is some, English elsewhere; without the overlay the language is not known."""
    options = ("rehearse", str(CITY_TRIP), "--locale", "es", "--json")
    (trip,) = json.loads(shell(*options, "--content", "ours").out)["trips"]
    texts = {row["touchpoint"]: row["text"] for row in trip["touchpoints"] if row["outcome"] == "sent"}
    assert "Tu viaje a Barcelona está reservado, Ann." in texts["booking_confirmed"]
    assert "2 noches" in texts["booking_confirmed"]
    assert wording("who_travels") in texts["who_travels"]
    refused = shell(*options)
    assert (refused.code, "--locale takes nl, en, fr, de." in refused.err) == (2, True)


def test_trips_are_tried_in_the_added_language(shell: Shell, example: Path) -> None:
    """What is read in English until then is no finding."""
    said = shell("lint", "--trips", "--content", "ours", "--made", "1", "--json")
    told = json.loads(said.out)
    assert told["locales"] == ["nl", "en", "fr", "de", "es"]
    assert told["spoken"]["es"] > 0
    assert [one for one in told["findings"] if one["kind"] == "other_language"] == []


async def test_a_traveller_with_spanish_joins_in_spanish(spanish: Library) -> None:
    """Telegram says which language; the code, the second factor, the menu and the confirmation follow."""
    async with open_house(library=spanish) as house:
        assert (await house.say(ANN_CHAT, "Hola", language="es"))[0].startswith(
            "¡Hola! Soy el compañero de viaje"
        )
        issued = (await house.codes())["ann-de-vries"]
        await house.say(ANN_CHAT, issued.code, language="es")
        assert house.texts(ANN_CHAT)[-1].startswith("¡Gracias! Una comprobación más")
        await house.say(ANN_CHAT, "12 de mayo", language="es")
        assert (await house.chat_row(ANN_CHAT)).locale == "es"
        assert house.find(ANN_CHAT, "¡Te damos la bienvenida, Ann!").message.menu is not None
        assert "Tu viaje a Lisboa está reservado" in house.find(ANN_CHAT, "Localizador").text
        assert house.find(ANN_CHAT, "🧳").text.startswith("🧳 <b>Lisboa</b>")


async def test_what_has_no_spanish_comes_in_english(spanish: Library) -> None:
    """A whole answer, and never half of one."""
    async with open_house(library=spanish) as house:
        await house.join(ANN_CHAT, language="es")
        (told,) = await house.say(ANN_CHAT, "/stop")
        assert told.startswith(sentence("stop.done"))
        assert [button.label for row in house.find(ANN_CHAT, told).message.buttons for button in row] == [
            sentence("stop.resume")
        ]


async def test_languages_are_chosen_by_their_own_names(spanish: Library) -> None:
    """Spanish stands beside the shipped ones, and back goes as well."""
    async with open_house(library=spanish) as house:
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Español")
        assert (house.texts(ANN_CHAT)[-1], await _locale(house)) == ("A partir de ahora, en español.", "es")
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, "¿En qué idioma"), "Nederlands")
        assert await _locale(house) == "nl"


async def test_an_unknown_language_of_telegrams_stays_the_agencys(spanish: Library) -> None:
    """Nobody added Italian."""
    async with open_house(library=spanish) as house:
        await house.say(BRUNO_CHAT, "Ciao", language="it")
        assert (await house.chat_row(BRUNO_CHAT)).locale == "en"


async def _locale(house: House) -> str:
    return (await house.chat_row(ANN_CHAT)).locale


async def test_a_topic_is_found_by_its_spanish_words(spanish: Library) -> None:
    """And answered in Spanish."""
    async with open_house(library=spanish) as house:
        await house.join(ANN_CHAT, language="es")
        told = await house.say(ANN_CHAT, "¿Cuál es la contraseña del wifi?")
        assert told[0].startswith("Pregunta en tu alojamiento")


def test_a_broadcast_has_a_text_for_the_added_language() -> None:
    """The line that begins it is known where the content speaks it."""
    typed = "en: Strike\nes: Huelga"
    assert read_texts(typed, "en", ("nl", "en", "fr", "de", "es")) == {"en": "Strike", "es": "Huelga"}
    assert read_texts(typed, "en") == {"en": "Strike\nes: Huelga"}
