"""A trip's documents as they are kept with it: JSON in, values out.

Not here: their bytes (files), attaching and handing over (bot.steps.documents).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.trips.documents import Document


def read_documents(kept: Iterable[Mapping[str, Any]]) -> tuple[Document, ...]:
    """The documents, in the order in which they were attached."""
    return tuple(
        Document(
            id=one["id"], name=one["name"], segment=one.get("segment"), travellers=tuple(one["travellers"])
        )
        for one in kept
    )


def document_entry(document: Document, file: str) -> dict[str, Any]:
    """A document as JSON values. file: the key of its bytes."""
    return {
        "id": document.id,
        "name": document.name,
        "segment": document.segment,
        "travellers": list(document.travellers),
        "file": file,
    }


def file_key(kept: Iterable[Mapping[str, Any]], document_id: str) -> str:
    """The key of a document's bytes; "" for an unknown one."""
    return next((str(one["file"]) for one in kept if one["id"] == document_id), "")
