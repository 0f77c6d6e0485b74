"""Under which names the panel answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import inang
from models import setelan
from models.pesan import SopError

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def dari(env: dict[str, str]) -> frozenset[str]:
    return setelan._nama(env)


@pytest.fixture
def bernama(app: Flask) -> None:
    setelan.pasang(replace(setelan.kini(), allowed_hosts=frozenset({"panel.example", "10.0.0.7", "fd00::7"})))


@SQLITE
@pytest.mark.usefixtures("bernama")
@pytest.mark.parametrize(
    "host", ["panel.example", "PANEL.example:8000", "panel.example.", "10.0.0.7:8443", "[fd00::7]:8443"]
)
def test_its_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == 200


@SQLITE
@pytest.mark.usefixtures("bernama")
@pytest.mark.parametrize(
    "host",
    [
        "jahat.example",
        "panel.example.jahat.example",
        "panel.example@jahat.example",
        "panel.example:80:x",
        "[::1",
        "[::1]junk",
        "[fd00::7]jahat.example",
        "[fd00::7]:80x",
        "",
        "10.0.0.8",
    ],
)
@pytest.mark.parametrize("alamat", ["/login", "/static/panel.css", "/tidak-ada", "/healthz", "/periksa/"])
def test_any_other_name_gets_a_sentence_and_nothing_else(client: FlaskClient, host: str, alamat: str) -> None:
    jawab = client.get(alamat, headers={"Host": host})
    assert jawab.status_code == 400
    assert jawab.text == inang.KALIMAT or "jahat" not in jawab.text
    assert "Set-Cookie" not in jawab.headers
    assert "jahat" not in str(jawab.headers)


@SQLITE
@pytest.mark.usefixtures("bernama")
def test_this_machine_may_ask_at_its_own_address_and_nobody_else_may_say_so(client: FlaskClient) -> None:
    for host in ("127.0.0.1:8000", "localhost"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200
        jauh: Any = {"REMOTE_ADDR": "203.0.113.9"}
        assert client.get("/healthz", headers={"Host": host}, environ_overrides=jauh).status_code == 400


@SQLITE
def test_below_a_path_nothing_is_answered(client: FlaskClient) -> None:
    """A proxy that sends SCRIPT_NAME: of the addresses of a page half would carry it."""
    jawab = client.get("/login", environ_overrides={"SCRIPT_NAME": "/panel"})
    assert (jawab.status_code, jawab.text) == (400, inang.DI_BAWAH_JALUR)
    assert client.get("/login", headers={"X-Forwarded-Prefix": "/panel"}).status_code == 200


@SQLITE
def test_the_demonstration_answers_under_any_name(client: FlaskClient) -> None:
    assert client.get("/login", headers={"Host": "192.168.1.20:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("env", "nama"),
    [
        ({}, set()),
        ({"PUBLIC_URL": "https://Panel.example:8443/x"}, {"panel.example"}),
        (
            {"PUBLIC_URL": "https://panel.example", "ALLOWED_HOSTS": "a.example:8000, B.example c"},
            {"panel.example", "a.example", "b.example", "c"},
        ),
        ({"LAN": "https://10.0.0.7:8443 https://[fd00::7]:8443"}, {"10.0.0.7", "fd00::7"}),
        ({"LAN": "https://10.0.0.7:8443", "ALLOWED_HOSTS": "a"}, {"a", "10.0.0.7"}),
    ],
)
def test_the_names_come_from_the_list_or_from_the_public_address(env: dict[str, str], nama: set[str]) -> None:
    assert dari(env) == nama


@pytest.mark.parametrize(
    ("env", "kalimat"),
    [
        ({"PUBLIC_URL": "https://panel.example/panel/"}, "tidak boleh memuat jalur"),
        ({"PUBLIC_URL": "https://panel.example?x=1"}, "tidak boleh memuat jalur"),
        ({"PUBLIC_URL": "https://panel.example#x"}, "tidak boleh memuat jalur"),
        ({"PUBLIC_URL": "https://a:rahasia@panel.example"}, "bukan alamat"),
        ({"PUBLIC_URL": "https://panel.example:99999"}, "bukan alamat"),
        ({"PUBLIC_URL": "https://[::1"}, "bukan alamat"),
        ({"PUBLIC_URL": "https://panel .example"}, "bukan alamat"),
        ({"ALLOWED_HOSTS": "[::1"}, "ALLOWED_HOSTS memuat"),
    ],
)
def test_what_is_no_address_of_a_host_is_refused(tmp_path: Path, env: dict[str, str], kalimat: str) -> None:
    with pytest.raises(SopError, match=kalimat) as galat:
        setelan.dari_lingkungan({"VAR": str(tmp_path), **env})
    assert "rahasia" not in str(galat.value)


def test_the_public_address_may_have_a_port_and_a_last_slash(tmp_path: Path) -> None:
    for alamat in ("https://panel.example:8443/", "http://[fd00::7]:8000", "https://panel.example"):
        dibaca = setelan.dari_lingkungan({"VAR": str(tmp_path), "PUBLIC_URL": alamat})
        assert dibaca.public_url == alamat.rstrip("/")


@pytest.mark.parametrize(
    ("host", "nama"),
    [
        ("[::1]", "::1"),
        ("[::1]:8000", "::1"),
        ("[::1]junk", ""),
        ("[::1]:junk", ""),
        ("[::1", ""),
        ("panel.example:", "panel.example"),
        ("panel.example:8x", ""),
        (" Panel.Example. ", "panel.example"),
    ],
)
def test_the_name_in_a_host_header_is_all_of_it_or_none(host: str, nama: str) -> None:
    assert inang.name_of(host) == nama
