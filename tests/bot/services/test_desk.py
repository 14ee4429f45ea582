"""Staff and their group: codes, linking, who may say what where, /who, /hold, /release, /stage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.services import staff
from bot.steps.desk import audience
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, OTHER_GROUP, SAM, STRANGER, open_house
from tests.support.trips import italy_round_trip

WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
ON_SITE = datetime(2027, 5, 14, 11, 0, tzinfo=UTC)


async def test_a_staff_code_links_and_is_used_up() -> None:
    """Jo is linked; the same code in another chat is an unknown code like any other."""
    async with open_house() as house:
        code = await staff.invite(house.runtime, "Jo Smit", "admin")
        assert "linked as admin" in (await house.say(JO, f"/start {code.code.lower()}"))[0]
        assert "surname" in (await house.say(STRANGER, code.code))[0]
        assert [(one.name, one.person) for one in await staff.listed(house.runtime)] == [("Jo Smit", JO)]


@pytest.mark.parametrize(("after", "linked"), [(WEEK - SECOND, True), (WEEK, False)])
async def test_a_staff_code_holds_for_seven_days(after: timedelta, linked: bool) -> None:
    """A second before it links, at the second it does not."""
    async with open_house() as house:
        code = await staff.invite(house.runtime, "Jo", "agent")
        house.clock.move(house.clock.trip() + after)
        assert ("linked" in (await house.say(JO, code.code))[0]) is linked


async def test_a_locked_chat_links_nobody() -> None:
    """Five wrong tries shut out staff codes too."""
    async with open_house() as house:
        for number in range(2, 8):
            await house.say(STRANGER, f"ZZZZ999{number}")
        code = await staff.invite(house.runtime, "Jo", "admin")
        assert "too many" in (await house.say(STRANGER, code.code))[0]
        assert (await staff.listed(house.runtime))[0].person is None


async def test_a_fresh_code_replaces_the_old_one_and_revoking_ends_all() -> None:
    """A new phone links with a new code; a revoked person's word does not count."""
    async with open_house() as house:
        old = await staff.invite(house.runtime, "Jo", "admin")
        new = await staff.invite(house.runtime, "Jo", "admin")
        assert "surname" in (await house.say(JO, old.code))[0]
        assert "linked" in (await house.say(JO, new.code))[0]
        await house.say(JO, "/here", chat=GROUP)
        assert await staff.revoke(house.runtime, "Jo")
        assert "do not know you" in (await house.say(JO, "/who", chat=GROUP))[0]
        assert await staff.revoke(house.runtime, "Jo") is False


@pytest.mark.parametrize(("name", "role"), [("", "agent"), ("x" * 81, "agent"), ("Jo", "boss")])
async def test_bad_invitations_are_refused(name: str, role: str) -> None:
    """A name and one of two roles, or nothing is written."""
    async with open_house() as house:
        with pytest.raises(ValueError):
            await staff.invite(house.runtime, name, role)
        assert await staff.listed(house.runtime) == []


async def test_the_group_is_greeted_and_bound_by_an_admin_only() -> None:
    """An agent may not, a stranger may not, an admin may."""
    async with open_house() as house:
        await house.membership(STRANGER, "member", chat=GROUP)
        assert "/here" in house.texts(GROUP)[-1]
        await house.staff(JO, "admin")
        await house.staff(SAM)
        assert "do not know you" in (await house.say(STRANGER, "/here", chat=GROUP))[0]
        assert "Only an admin" in (await house.say(SAM, "/here", chat=GROUP))[0]
        assert "agents' group now" in (await house.say(JO, "/here", chat=GROUP))[0]


async def test_an_anonymous_admin_is_told_to_show_up() -> None:
    """Nobody can know who hides, so nothing is obeyed."""
    async with open_house() as house:
        hidden = {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Agents"}}
        assert "Remain anonymous" in (await house.say(JO, "/here", chat=GROUP, **hidden))[0]
        assert (await house.chat_row(GROUP)).agents is False


async def test_binding_another_group_unbinds_the_first() -> None:
    """The first is told, and its commands are refused from then on."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/here", chat=OTHER_GROUP)
        assert "nothing arrives here" in house.texts(GROUP)[-1]
        assert "not the agents' group" in (await house.say(JO, "/who", chat=GROUP))[0]
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        assert "Zzz?" in house.texts(OTHER_GROUP)[-1]


async def test_other_bots_commands_in_an_unbound_group_are_left_alone() -> None:
    """A group of somebody else's hears nothing about commands that are not ours."""
    async with open_house() as house:
        assert await house.say(STRANGER, "/weather", chat=OTHER_GROUP) == []


async def test_help_lists_the_commands() -> None:
    """Each with its line."""
    async with open_house() as house:
        await house.agents()
        said = (await house.say(SAM, "/help", chat=GROUP))[0]
        named = [name in said for name in ("/who", "/hold", "/release", "/stage", "/broadcast", "/here")]
        assert named == [True] * 6


async def test_commands_in_private_are_a_travellers() -> None:
    """An agent's private /who is no agent's command: travellers' data stays in the group."""
    async with open_house() as house:
        await house.agents()
        assert "Send me the code" in (await house.say(JO, "/who"))[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/who", 2),
        ("/who stage=on_site", 1),
        ("/who STAGE=ON_SITE place=lisboa", 1),
        ("/who place=LIS", 1),
        ("/who place=Rome", 1),
        ("/who ref=italy-2", 1),
        ("/who stage=afterwards", 0),
        ("/who place=Lisbon ref=ITALY-2", 0),
    ],
)
async def test_who_lists_by_stage_place_and_reference(asked: str, found: int) -> None:
    """Conditions narrow together; places are known by city, code and in any of our languages."""
    async with open_house(now=ON_SITE) as house:
        await house.add_trip(italy_round_trip())
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, reference="ITALY-2")
        said = (await house.say(JO, asked, chat=GROUP))[0]
        assert (said.count("\n"), said == "Nobody.") == (found, found == 0)


@pytest.mark.parametrize(
    "asked", ["/who colour=red", "/who stage=drunk", "/who page=x", "/who page=-1", "/who stage="]
)
async def test_who_with_odd_arguments_answers_in_words(asked: str) -> None:
    """Unknown keys and stages are named; odd pages show the first."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        assert len((await house.say(JO, asked, chat=GROUP))[0]) > 5


async def test_an_agents_word_is_found_far_from_the_timetable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is on site by an agent's word months before the papers begin is listed, however few are read at once."""
    monkeypatch.setattr(audience, "BATCH", 1)
    async with open_house(now=datetime(2027, 4, 1, 10, 0, tzinfo=UTC)) as house:
        await house.add_trip(italy_round_trip())
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, reference="ITALY-2")
        assert await house.say(JO, "/who stage=on_site", chat=GROUP) == ["Nobody."]
        await house.say(JO, "/stage ITALY-2 on_site", chat=GROUP)
        found = (await house.say(JO, "/who stage=on_site", chat=GROUP))[0]
        assert ("ITALY-2" in found, "LISBON-4" in found) == (True, False)
        assert (await house.say(JO, "/who", chat=GROUP))[0].count("\n") == 2


async def test_hold_and_release() -> None:
    """/hold takes the talk for four hours, /release gives it back."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        assert "Jo has LISBON-4" in (await house.say(JO, "/hold lisbon-4", chat=GROUP))[0]
        row = await house.chat_row(ANN_CHAT)
        assert (row.hold_until, row.held_by) == (house.clock.trip() + timedelta(hours=4), "Jo")
        assert "talks to LISBON-4 again" in (await house.say(JO, "/release LISBON-4", chat=GROUP))[0]
        assert (await house.chat_row(ANN_CHAT)).hold_until is None


async def test_commands_with_a_wrong_reference_say_so() -> None:
    """Missing, unknown and hostile references, and a trip that nobody joined."""
    async with open_house() as house:
        await house.agents()
        said = [
            (await house.say(JO, text, chat=GROUP))[0]
            for text in (
                "/hold",
                "/hold NOPE",
                "/hold <b>",
                "/release LISBON-4",
                "/stage LISBON-4",
                "/stage X on_site",
            )
        ]
        parts = [
            "Add the reference",
            "no booking NOPE",
            "no booking &lt;b&gt;",
            "Nobody of",
            "Like this",
            "no booking X",
        ]
        assert [part in one for part, one in zip(parts, said, strict=True)] == [True] * 6


async def test_a_pinned_stage_holds_until_the_timetable_rules_again() -> None:
    """The agent's word counts at once and past the next edge; `timetable` takes it back (S24)."""
    async with open_house(now=ON_SITE) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        assert "now: afterwards" in (await house.say(JO, "/stage LISBON-4 afterwards", chat=GROUP))[0]
        await house.move(datetime(2027, 5, 19, 18, tzinfo=UTC))
        assert "afterwards" in (await house.say(JO, "/who ref=LISBON-4", chat=GROUP))[0]
        said = (await house.say(JO, "/stage LISBON-4 timetable", chat=GROUP))[0]
        assert "follows the timetable again: in transit" in said
