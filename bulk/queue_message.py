"""What lies in the queue: JSON, for whatever can write into the queue would run programs through a pickle."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from huey.registry import Message
from huey.serializer import Serializer

log = logging.getLogger(__name__)
MOMENTS = ("eta", "expires_resolved")


class JsonMessages(Serializer):  # type: ignore[misc]
    """A message or a plain value as JSON. What is neither (a pickle of an older program) becomes `unknown()`.

    Nothing of it is lost: what is to be done stands in the database.
    """

    def __init__(self, unknown: Callable[[], tuple[str, tuple[Any, ...]]]) -> None:
        """`unknown`: the name of the task, and its arguments, that looks for everything that waits."""
        super().__init__()
        self._unknown = unknown

    def _serialize(self, data: Any) -> bytes:
        if not isinstance(data, Message):
            return json.dumps({"value": data}).encode()
        row = {name: value for name, value in data._asdict().items() if value is not None}
        row |= {name: row[name].isoformat() for name in MOMENTS if name in row}
        return json.dumps({"message": row}).encode()

    def _deserialize(self, data: Any) -> Any:
        try:
            read = json.loads(bytes(data))
            return _message(read["message"]) if "message" in read else read["value"]
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("pesan antrean yang tidak dikenal dibuang; yang menunggu dicari di basis data")
            name, arguments = self._unknown()
            return Message(id=secrets.token_hex(16), name=name, retries=0, retry_delay=0, args=arguments, kwargs={})


def _message(row: dict[str, Any]) -> Message:
    row |= {name: datetime.fromisoformat(row[name]) for name in MOMENTS if name in row}
    return Message(**{**row, "args": tuple(row["args"])})
