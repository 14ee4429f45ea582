"""The state of a talk survives being kept as JSON."""

from __future__ import annotations

import json

import pytest

from flows.talk.dialogue import IDLE, State, Step


@pytest.mark.parametrize(
    "state",
    [
        IDLE,
        State(step=Step.FACTOR, invitation=7),
        State(step=Step.FACTOR),
        State(step=Step.OPEN, trip=3, holder="ann", survey="after_trip", question="story"),
    ],
)
def test_a_state_is_read_back_as_it_was(state: State) -> None:
    """Through JSON and back."""
    assert State.read(json.loads(json.dumps(state.document))) == state


@pytest.mark.parametrize("document", [{}, {"step": "gone"}, {"step": "open", "trip": "x"}, {"other": 1}])
def test_what_cannot_be_read_awaits_nothing(document: dict[str, object]) -> None:
    """A state of another version never stops a chat."""
    assert State.read(document) == IDLE
