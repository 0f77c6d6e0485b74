"""PageView: the one base of every page that is about no kind of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_admin import BaseView


class PageView(BaseView):  # type: ignore[misc]
    """A page with an address. Its class says `name` (the title) and `url`, and `endpoint` where that is not the last
    part of the address; who may open it is asked by `is_accessible`, or by the page itself."""

    name = url = endpoint = ""

    def __init__(self, **more: Any) -> None:
        endpoint = self.endpoint or self.url.rpartition("/")[2].replace("-", "_")
        super().__init__(name=self.name, endpoint=endpoint, url=self.url, **more)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # The original retries on TypeError and so hides where it came from.
        return fn(self, *args, **kwargs)
