"""Answers to taps: answerCallbackQuery.

Not here: the tap itself (people).
"""

from __future__ import annotations

from bot.simulator.errors import bad_request
from bot.simulator.params import Params
from bot.simulator.world import World

LONGEST = 200


def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery: once, and while the tap is young."""
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or tap.answered or world.monotonic() - tap.since > world.tap_lifetime:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > LONGEST:
        raise bad_request("MESSAGE_TOO_LONG")
    if params.text("url"):
        raise bad_request("URL_INVALID")
    tap.answered, tap.text, tap.alert = True, text, params.flag("show_alert")
    world.changed()
    return True
