"""Keyboards as Telegram takes them: what a reply_markup may be, in Telegram's words when it may not."""

from __future__ import annotations

from typing import Any

from bot.simulator.entities import checked_link
from bot.simulator.errors import bad_request

Markup = dict[str, Any]
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
MOST_BUTTONS = 100


def checked(markup: object, *, inline_only: bool = False) -> Markup | None:
    """The markup as Telegram stores it, None for none. Raises ApiRefusal (400)."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [[_inline(button) for button in row] for row in _rows(markup, "inline_keyboard")]
        rows = [row for row in rows if row]
        if sum(len(row) for row in rows) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    if inline_only and markup:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        words = [[_word(button) for button in row] for row in _rows(markup, "keyboard")]
        if not any(words):
            raise bad_request("reply markup is empty")
        return {**markup, "keyboard": [row for row in words if row]}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        hint = markup.get("input_field_placeholder", "")
        if len(hint) > 64:
            raise bad_request("INPUT_FIELD_PLACEHOLDER_TOO_LONG")
        return dict(markup)
    if markup:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return None


def _rows(markup: Markup, name: str) -> list[list[object]]:
    rows = markup[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the reply markup must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" of the reply markup must be an Array of Arrays')
    return rows


def _inline(button: object) -> Markup:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: Exactly one action is allowed for a button")
    kept = dict(button)
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        link = checked_link(str(button["url"]))
        if link is None:
            scheme, found, _ = str(button["url"]).partition("://")
            why = (
                "Unsupported URL protocol" if found and scheme not in ("http", "https") else "Wrong HTTP URL"
            )
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {why}")
        kept["url"] = link
    return kept


def _word(button: object) -> Markup:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not button["text"].strip():
        raise bad_request("can't parse keyboard button: Button text must be non-empty")
    return dict(button)
