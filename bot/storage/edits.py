"""How an agent's edits are kept as JSON until they are confirmed, and read back as the values they were."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import get_args

from pydantic import TypeAdapter

from flows.trips.edits import Edit

_KINDS: dict[str, TypeAdapter[Edit]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Edit)}


def edits_document(edits: Sequence[Edit]) -> str:
    """The edits as a JSON text, without what is empty."""
    kept = [
        [type(one).__name__, _KINDS[type(one).__name__].dump_python(one, mode="json", exclude_defaults=True)]
        for one in edits
    ]
    return json.dumps(kept, ensure_ascii=False)


def read_edits_document(text: str) -> tuple[Edit, ...]:
    """The edits that were kept."""
    return tuple(_KINDS[kind].validate_python(said) for kind, said in json.loads(text))
