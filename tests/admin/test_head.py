"""HEAD is answered as GET on every page: the same status and headers, and no body."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask
from flask.testing import FlaskClient

from tests.orang import Orang

CHANGES = {"Date", "Set-Cookie", "Content-Length", "Location", "ETag", "Last-Modified"}


def addresses(app: Flask) -> Iterator[str]:
    """Every rule that is read without anything in its address."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield rule.rule


def difference(client: FlaskClient, address: str) -> str | None:
    get = client.get(address)
    get.get_data()
    head = client.head(address)
    if head.get_data():
        return f"{address}: a body"
    if head.status_code != get.status_code:
        return f"{address}: {head.status_code}, not {get.status_code}"
    told = [{(k, v) for k, v in one.headers.items() if k not in CHANGES} for one in (get, head)]
    return None if told[0] == told[1] else f"{address}: {told[0] ^ told[1]}"


def test_every_page_answers_head_as_get(app: Flask, orang: Orang, ukuran: Callable[[int, int], int]) -> None:
    """At every commit what a stranger asks for and every seventh page of each person; in the battery all of them."""
    every = ukuran(7, 1)
    asked = sorted(addresses(app))
    people = [(app.test_client(), 1)]
    people += [(orang.masuk(name), every) for name in ("administrator", "tim_musrenbang", "kepala_badan")]
    wrong = [
        found for n, (client, step) in enumerate(people) for a in asked[n::step] if (found := difference(client, a))
    ]
    assert not wrong, "\n".join(wrong)
    assert len(asked) > 200
