"""What raw updates mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.inbound import ALLOWED_UPDATES, READERS, read_update
from flows.talk.inbound import Inbound, InboundKind

ANN = {"id": 4001, "is_bot": False, "first_name": "Ann", "last_name": "de Vries", "language_code": "nl"}
PRIVATE = {"id": 4001, "type": "private", "first_name": "Ann"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Agents"}


def message(**fields: Any) -> dict[str, Any]:
    """An update with a message of Ann's in her private chat."""
    return {"update_id": 1, "message": {"message_id": 7, "date": 0, "chat": PRIVATE, "from": ANN, **fields}}


def from_ann(kind: InboundKind, **fields: Any) -> Inbound:
    """What a message of Ann's means."""
    known: dict[str, Any] = {
        "chat": 4001,
        "sender": 4001,
        "sender_name": "Ann de Vries",
        "language": "nl",
        "message_id": 7,
    }
    return Inbound(kind=kind, **{**known, **fields})


def test_words_are_text() -> None:
    """A written message is text, with who, where and in which language."""
    assert read_update(message(text="Hello")) == from_ann(InboundKind.TEXT, text="Hello")


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/start", "start", ""),
        ("/start Zx9_-k", "start", "Zx9_-k"),
        ("/Trip@Reisgenoot_Bot", "trip", ""),
        (
            "/broadcast stage=on_site\nen: Hello\nnl: Hallo",
            "broadcast",
            "stage=on_site\nen: Hello\nnl: Hallo",
        ),
    ],
)
def test_commands_lose_slash_and_name(text: str, command: str, argument: str) -> None:
    """A command comes without slash and bot name, in lower case; the rest is its argument."""
    assert read_update(message(text=text), bot_username="reisgenoot_bot") == from_ann(
        InboundKind.COMMAND, text=text, command=command, argument=argument
    )


def test_a_command_to_another_bot_is_left_to_it() -> None:
    """A command that names another bot is nothing for us, unless we do not know our own name."""
    update = message(text="/start@other_bot", chat=GROUP)

    assert read_update(update, bot_username="reisgenoot_bot") is None
    assert read_update(update) is not None


@pytest.mark.parametrize("text", ["/", "/usr/bin", "/é", "see /trip"])
def test_a_slash_alone_makes_no_command(text: str) -> None:
    """What only looks like a command is text."""
    assert read_update(message(text=text)) == from_ann(InboundKind.TEXT, text=text)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"photo": [{"file_id": "p"}], "caption": "My ticket"},
            from_ann(InboundKind.MEDIA, text="My ticket"),
        ),
        (
            {"voice": {"file_id": "v"}, "media_group_id": "13", "caption": "Two"},
            from_ann(InboundKind.MEDIA, text="Two", album="13"),
        ),
        ({"sticker": {"file_id": "s"}}, from_ann(InboundKind.MEDIA)),
        ({"contact": {"phone_number": "+31", "first_name": "Ann"}}, from_ann(InboundKind.MEDIA)),
        ({"voice": {"file_id": "v"}}, from_ann(InboundKind.MEDIA)),
        (
            {"location": {"latitude": 38.71, "longitude": -9}},
            from_ann(InboundKind.LOCATION, latitude=38.71, longitude=-9.0),
        ),
        (
            {"text": "Yes", "reply_to_message": {"message_id": 5}},
            from_ann(InboundKind.TEXT, text="Yes", reply_to=5),
        ),
        (
            {"text": "Yes", "reply_to_message": {"message_id": 5, "forum_topic_created": {}}},
            from_ann(InboundKind.TEXT, text="Yes"),
        ),
        ({"text": "a\x00b\ud83c"}, from_ann(InboundKind.TEXT, text="ab\N{REPLACEMENT CHARACTER}")),
        ({"pinned_message": {}}, None),
        ({"location": {"latitude": 91, "longitude": 0}}, None),
        ({"location": {"latitude": True, "longitude": 0}}, None),
        ({"location": {"latitude": float("nan"), "longitude": 0}}, None),
        ({"text": "Hi", "from": {"id": 9, "is_bot": True, "first_name": "Other"}}, None),
        ({"text": "Hi", "is_automatic_forward": True}, None),
        ({"text": "Hi", "chat": {"id": -5, "type": "channel"}}, None),
        ({"text": "Hi", "chat": {"id": 2**63, "type": "private"}}, None),
    ],
)
def test_every_kind_of_message_has_its_meaning(fields: dict[str, Any], expected: Inbound | None) -> None:
    """Photos, places, replies and service messages are told apart; what no database takes is dropped."""
    assert read_update(message(**fields)) == expected


def test_edits_say_so() -> None:
    """An edited text and a moving live location are marked as edits."""
    words = {"update_id": 2, "edited_message": message(text="Hello!")["message"]}
    place = {
        "update_id": 3,
        "edited_message": message(location={"latitude": 1.5, "longitude": 2.5, "live_period": 60})["message"],
    }

    assert read_update(words) == from_ann(InboundKind.TEXT, text="Hello!", edited=True)
    assert read_update(place) == from_ann(InboundKind.LOCATION, latitude=1.5, longitude=2.5, edited=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP},
    ],
)
def test_an_anonymous_admin_is_nobody(fields: dict[str, Any]) -> None:
    """A group admin who hides has no id that a role could hang on."""
    assert read_update(message(text="/here", chat=GROUP, **fields)) == Inbound(
        kind=InboundKind.COMMAND,
        chat=-1001,
        private=False,
        sender=None,
        sender_name="Agents",
        text="/here",
        command="here",
        message_id=7,
        anonymous=True,
        title="Agents",
    )


def test_a_tap_names_its_token_and_message() -> None:
    """A tap brings the button's token, the message under which it stood, and what to acknowledge."""
    query = {"id": "t1", "from": ANN, "data": "k3", "message": {"message_id": 12, "chat": PRIVATE, "date": 0}}

    assert read_update({"update_id": 4, "callback_query": query}) == from_ann(
        InboundKind.TAP, token="k3", tap_id="t1", message_id=12
    )


@pytest.mark.parametrize("missing", ["id", "data", "message"])
def test_a_tap_without_its_parts_is_nothing(missing: str) -> None:
    """A tap in a game or an inline message is none of ours."""
    query = {"id": "t1", "from": ANN, "data": "k3", "message": {"message_id": 12, "chat": PRIVATE}}
    del query[missing]

    assert read_update({"update_id": 4, "callback_query": query}) is None


@pytest.mark.parametrize(
    ("chat", "member", "kind"),
    [
        (PRIVATE, {"status": "kicked"}, InboundKind.BLOCKED),
        (PRIVATE, {"status": "member"}, InboundKind.UNBLOCKED),
        (GROUP, {"status": "member"}, InboundKind.GROUP_JOINED),
        (GROUP, {"status": "administrator"}, InboundKind.GROUP_JOINED),
        (GROUP, {"status": "restricted", "is_member": True}, InboundKind.GROUP_JOINED),
        (GROUP, {"status": "restricted", "is_member": False}, InboundKind.GROUP_LEFT),
        (GROUP, {"status": "left"}, InboundKind.GROUP_LEFT),
        (GROUP, {"status": "kicked"}, InboundKind.GROUP_LEFT),
    ],
)
def test_membership_tells_who_can_be_reached(
    chat: dict[str, Any], member: dict[str, Any], kind: InboundKind
) -> None:
    """Blocking, unblocking, and being put into or out of a group are seen at once."""
    update = {"update_id": 5, "my_chat_member": {"chat": chat, "from": ANN, "new_chat_member": member}}

    inbound = read_update(update)

    assert inbound is not None
    assert (inbound.kind, inbound.chat, inbound.sender, inbound.private) == (
        kind,
        chat["id"],
        4001,
        chat is PRIVATE,
    )


@pytest.mark.parametrize("chat", [{"id": -7, "type": "channel"}, {"type": "private"}])
def test_membership_elsewhere_is_nothing(chat: dict[str, Any]) -> None:
    """A channel, or a chat without an id, is none of ours."""
    change = {"chat": chat, "from": ANN, "new_chat_member": {"status": "member"}}

    assert read_update({"update_id": 5, "my_chat_member": change}) is None


def test_a_moved_group_names_old_and_new() -> None:
    """Both the old group's farewell and the new one's greeting say from where to where."""
    old = {"id": -987, "type": "group", "title": "Agents"}
    expected = Inbound(kind=InboundKind.GROUP_MOVED, chat=-987, private=False, new_chat=-1001, title="Agents")

    assert read_update(message(chat=old, migrate_to_chat_id=-1001)) == expected
    assert read_update(message(chat=GROUP, migrate_from_chat_id=-987)) == expected


def test_we_ask_for_what_we_read() -> None:
    """The kinds of update asked for are those that have a reader."""
    assert tuple(READERS) == ALLOWED_UPDATES


FIELDS = st.sampled_from(
    [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat",
        "from",
        "id",
        "type",
        "text",
        "data",
        "status",
        "new_chat_member",
        "location",
        "latitude",
        "longitude",
        "sender_chat",
        "reply_to_message",
        "migrate_to_chat_id",
        "photo",
        "caption",
        "is_bot",
    ]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["private", "supergroup", "member", "kicked", "/start@x y", "\ud83c"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=30,
)


@given(JSON, JSON, st.sampled_from(ALLOWED_UPDATES))
def test_nonsense_raises_nothing(whole: object, part: object, field: str) -> None:
    """Any JSON is read or let go, never stumbled over, and what is read can be stored."""
    for update in (
        whole,
        {field: part},
        {field: {"chat": PRIVATE, "from": part, "text": part, "location": part}},
    ):
        inbound = read_update(update, bot_username="reisgenoot_bot")
        if inbound is not None:
            json.dumps([inbound.chat, inbound.text, inbound.sender_name], ensure_ascii=False).encode()
