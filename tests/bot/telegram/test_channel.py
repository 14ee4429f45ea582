"""Messages out to Telegram, over real HTTP on loopback."""

from __future__ import annotations

import json

import pytest

from bot.channel import Channel
from bot.errors import ChannelError, ChatMoved, NotSent, Refused, TooFast, Uncertain, Unreachable
from bot.telegram.door import Door
from flows.talk.message import Button, OutgoingMessage
from tests.support.bare_telegram import BareTelegram

ANN = 4001
HELLO = OutgoingMessage(text="Hello <b>Ann</b>")


async def test_a_message_leaves_as_html_without_preview(door: Door, telegram: BareTelegram) -> None:
    """A plain message goes as HTML, with link previews off, and its id comes back."""
    channel: Channel = door.channel

    assert await channel.send(ANN, HELLO) == 1

    (asked,) = telegram.sent("sendMessage")
    assert asked.fields == {
        "chat_id": "4001",
        "text": "Hello <b>Ann</b>",
        "parse_mode": "HTML",
        "disable_notification": "false",
        "link_preview_options": '{"is_disabled": true}',
    }


async def test_buttons_carry_a_token_or_an_address(door: Door, telegram: BareTelegram) -> None:
    """Rows of buttons become an inline keyboard; a token travels as callback data, an address as itself."""
    rows = (
        (Button(label="Passport", action="checklist.tick", token="k3"), Button(label="Tent", token="k4")),
        (Button(label="Map", url="https://example.org/a?b=c&d"),),
    )

    await door.channel.send(ANN, OutgoingMessage(text="Pack", buttons=rows, silent=True, reply_to=77))

    (asked,) = telegram.sent("sendMessage")
    assert json.loads(asked.fields["reply_markup"]) == {
        "inline_keyboard": [
            [{"text": "Passport", "callback_data": "k3"}, {"text": "Tent", "callback_data": "k4"}],
            [{"text": "Map", "url": "https://example.org/a?b=c&d"}],
        ]
    }
    assert asked.fields["disable_notification"] == "true"
    assert json.loads(asked.fields["reply_parameters"]) == {
        "message_id": 77,
        "allow_sending_without_reply": True,
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            OutgoingMessage(text="Menu", menu=(("My trip", "Tips"), ("Contact",))),
            {
                "keyboard": [[{"text": "My trip"}, {"text": "Tips"}], [{"text": "Contact"}]],
                "resize_keyboard": True,
                "is_persistent": True,
            },
        ),
        (OutgoingMessage(text="No menu", menu=()), {"remove_keyboard": True}),
        (
            OutgoingMessage(text="What did you like?", ask="x" * 65),
            {"force_reply": True, "input_field_placeholder": "x" * 64},
        ),
    ],
)
async def test_a_menu_and_a_question_become_their_keyboards(
    door: Door, telegram: BareTelegram, message: OutgoingMessage, expected: object
) -> None:
    """A menu stays under the field, an empty one goes away, a question opens the field with its hint."""
    await door.channel.send(ANN, message)

    (asked,) = telegram.sent("sendMessage")
    assert json.loads(asked.fields["reply_markup"]) == expected


@pytest.mark.parametrize(
    "message",
    [
        OutgoingMessage(text=""),
        OutgoingMessage(text=" <b> </b>\n"),
        OutgoingMessage(text="a" * 4097),
        OutgoingMessage(text="\N{PALM TREE}" * 2049),
        OutgoingMessage(text="half \ud83c"),
        OutgoingMessage(text="x", buttons=((Button(label="Long", token="t" * 65),),)),
        OutgoingMessage(text="x", buttons=((Button(label="Bytes", token="é" * 33),),)),
        OutgoingMessage(text="x", buttons=((Button(label="Nothing behind it"),),)),
        OutgoingMessage(text="x", buttons=((Button(label=" ", token="k1"),),)),
    ],
)
async def test_what_telegram_would_refuse_never_leaves(
    door: Door, telegram: BareTelegram, message: OutgoingMessage
) -> None:
    """Empty or too long texts, half characters and unusable buttons are refused before they leave."""
    with pytest.raises(Refused):
        await door.channel.send(ANN, message)
    with pytest.raises(Refused):
        await door.channel.edit(ANN, 5, message)

    assert telegram.sent("sendMessage") + telegram.sent("editMessageText") == []


@pytest.mark.parametrize(
    "message",
    [
        OutgoingMessage(text="<b>" + "a" * 4094 + "</b>&amp;&#x41;"),
        OutgoingMessage(text="\N{PALM TREE}" * 2048),
        OutgoingMessage(text="x", buttons=((Button(label="Just", token="t" * 64),),)),
    ],
)
async def test_what_just_fits_leaves(door: Door, telegram: BareTelegram, message: OutgoingMessage) -> None:
    """Texts of 4096 visible units and tokens of 64 bytes still go."""
    assert await door.channel.send(ANN, message) == 1


FAULTS = [
    (403, "Forbidden: bot was blocked by the user", Unreachable),
    (403, "Forbidden: user is deactivated", Unreachable),
    (400, "Bad Request: chat not found", Unreachable),
    (400, "Bad Request: PEER_ID_INVALID", Unreachable),
    (400, "Bad Request: not enough rights to send text messages to the chat", Unreachable),
    (400, "Bad Request: can't parse entities: unsupported start tag", Refused),
    (400, "Bad Request: BUTTON_URL_INVALID", Refused),
    (413, "Request Entity Too Large", Refused),
    (500, "Internal Server Error", NotSent),
    (503, "Service Unavailable", NotSent),
    (502, "Bad Gateway", Uncertain),
    (504, "Gateway Timeout", Uncertain),
    (401, "Unauthorized", NotSent),
    (404, "Not Found", NotSent),
    (409, "Conflict", NotSent),
    (407, "Proxy Authentication Required", NotSent),
]


@pytest.mark.parametrize(("status", "description", "expected"), FAULTS)
async def test_every_answer_has_one_meaning(
    door: Door, telegram: BareTelegram, status: int, description: str, expected: type[ChannelError]
) -> None:
    """Each way in which Telegram says no becomes one error of the channel, and is not tried again here."""
    telegram.fail("sendMessage", status, description)

    with pytest.raises(ChannelError) as caught:
        await door.channel.send(ANN, HELLO)

    assert type(caught.value) is expected
    assert len(telegram.sent("sendMessage")) == 1


async def test_a_flood_says_how_long_to_wait(door: Door, telegram: BareTelegram) -> None:
    """A 429 carries Telegram's own wait; one without it carries five seconds."""
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 37", parameters={"retry_after": 37})
    telegram.fail("sendMessage", 429, body=b"<html>slow down</html>")
    telegram.fail("sendMessage", 429, "Too Many Requests")
    waits = []

    for _ in range(3):
        with pytest.raises(TooFast) as caught:
            await door.channel.send(ANN, HELLO)
        waits.append(caught.value.retry_after)

    assert waits == [37.0, 5.0, 5.0]


async def test_a_moved_group_names_its_new_id(door: Door, telegram: BareTelegram) -> None:
    """A group that became a supergroup answers with where it is now."""
    telegram.fail(
        "sendMessage",
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": -100987},
    )

    with pytest.raises(ChatMoved) as caught:
        await door.channel.send(-987, HELLO)

    assert caught.value.chat == -100987


@pytest.mark.parametrize("status", [301, 400, 403, 404, 409])
async def test_a_proxys_page_is_not_telegrams_word(door: Door, telegram: BareTelegram, status: int) -> None:
    """A page from something in between neither marks a chat as blocked nor a message as refused."""
    telegram.fail("sendMessage", status, body=b"<html>Access denied by your network</html>")

    with pytest.raises(NotSent):
        await door.channel.send(ANN, HELLO)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"ok":true}', b'{"ok":false}', b'{"ok":true,"result":{"a":1}}']
)
async def test_a_yes_that_cannot_be_read_is_uncertain(
    door: Door, telegram: BareTelegram, body: bytes
) -> None:
    """A 200 whose body makes no sense may or may not mean that the message arrived."""
    telegram.fail("sendMessage", 200, body=body)

    with pytest.raises(Uncertain):
        await door.channel.send(ANN, HELLO)


async def test_an_edit_replaces_text_and_buttons(door: Door, telegram: BareTelegram) -> None:
    """An edit carries the new text and buttons for that message; unchanged content is no error."""
    telegram.fail(
        "editMessageText",
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message",
    )
    message = OutgoingMessage(text="Pack", buttons=((Button(label="Tent", token="k4"),),))

    await door.channel.edit(ANN, 12, message)
    await door.channel.edit(ANN, 12, message)

    asked = telegram.sent("editMessageText")[1].fields
    assert (asked["chat_id"], asked["message_id"], asked["text"]) == ("4001", "12", "Pack")
    assert json.loads(asked["reply_markup"]) == {
        "inline_keyboard": [[{"text": "Tent", "callback_data": "k4"}]]
    }


@pytest.mark.parametrize(
    "description", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"]
)
async def test_an_edit_of_what_is_gone_is_refused(
    door: Door, telegram: BareTelegram, description: str
) -> None:
    """A message that is gone or too old to edit is refused for good."""
    telegram.fail("editMessageText", 400, description)

    with pytest.raises(Refused):
        await door.channel.edit(ANN, 12, HELLO)


async def test_a_stale_tap_is_let_go(door: Door, telegram: BareTelegram) -> None:
    """A tap is answered with its notice cut to 200; one that is too old is no error, a flood still is."""
    telegram.fail(
        "answerCallbackQuery",
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    telegram.fail("answerCallbackQuery", 429, parameters={"retry_after": 2})

    await door.channel.acknowledge("t1", "Noted")
    with pytest.raises(TooFast):
        await door.channel.acknowledge("t1", "Noted")
    await door.channel.acknowledge("t2", "n" * 201)
    await door.channel.acknowledge("t3")

    assert [asked.fields for asked in telegram.sent("answerCallbackQuery")[2:]] == [
        {"callback_query_id": "t2", "text": "n" * 200},
        {"callback_query_id": "t3"},
    ]


async def test_typing_is_shown(door: Door, telegram: BareTelegram) -> None:
    """The chat shows that an answer is on its way."""
    await door.channel.typing(ANN)

    (asked,) = telegram.sent("sendChatAction")
    assert asked.fields == {"chat_id": "4001", "action": "typing"}


async def test_an_answer_with_little_more_than_an_id_still_counts(door: Door, telegram: BareTelegram) -> None:
    """A server that stands in for Telegram took the message: it must not go again for want of a date in the answer."""
    telegram.fail("sendMessage", 200, body=b'{"ok":true,"result":{"message_id":77,"chat":{"id":1}}}')
    assert await door.channel.send(ANN, HELLO) == 77
