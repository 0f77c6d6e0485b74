"""Passkeys: made with the password, asked for at the sign-in, each challenge answered once, removed again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.admin.layar import Layar
from tests.admin.test_faktor import kirim_kode, sandi_saja
from tests.admin.test_sesi import hidup
from tests.kunci_tiruan import Kunci, b64
from tests.orang import SANDI, Orang, token

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


def tawaran(layar: Layar) -> dict[str, Any]:
    jawab = layar.kirim("/akun/faktor/kunci/mulai/", dari="/akun/faktor/", sandi=SANDI)
    assert jawab.status_code == 200, jawab.text
    return json.loads(jawab.text)  # type: ignore[no-any-return]


def daftarkan(layar: Layar, kunci: Kunci) -> list[str]:
    isi = kunci.buat(tawaran(layar))
    jawab = layar.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=isi)
    assert jawab.status_code == 200, jawab.text
    return re.findall(r"<code>([a-z2-7-]{19})</code>", jawab.text)


def tanya(client: FlaskClient) -> dict[str, Any]:
    halaman = client.get("/masuk/kode/").text
    assert 'data-kunci="masuk"' in halaman
    jawab = client.post("/masuk/kunci/", data={"csrf_token": token(halaman)})
    assert jawab.status_code == 200
    return json.loads(jawab.text)  # type: ignore[no-any-return]


def kirim(client: FlaskClient, kredensial: str) -> Any:
    data = {"csrf_token": token(client.get("/masuk/kode/").text), "kredensial": kredensial}
    return client.post("/masuk/kode/", data=data)


def test_a_passkey_opens_the_account_after_the_password(app: Flask, tim: Layar) -> None:
    kunci = Kunci()
    assert len(daftarkan(tim, kunci)) == 10
    for _ in range(2):
        client = sandi_saja(app, "tim_musrenbang")
        assert not hidup(client)
        assert kirim(client, kunci.buktikan(tanya(client))).headers["Location"] == "/"
        assert hidup(client)


def test_a_challenge_is_answered_once_and_in_its_own_session(app: Flask, tim: Layar) -> None:
    kunci = Kunci()
    daftarkan(tim, kunci)
    satu, dua = sandi_saja(app, "tim_musrenbang"), sandi_saja(app, "tim_musrenbang")
    jawaban = kunci.buktikan(tanya(satu))
    tanya(dua)
    assert kirim(dua, jawaban).status_code == 401
    assert kirim(satu, jawaban).status_code == 302
    tiga = sandi_saja(app, "tim_musrenbang")
    assert kirim(tiga, jawaban).status_code == 401, "asked for nothing"
    lama = kunci.buktikan(tanya(tiga))
    assert kirim(tiga, "{}").status_code == 401
    assert kirim(tiga, lama).status_code == 401, "a wrong answer spends the challenge"


def test_the_key_of_somebody_else_a_copied_one_and_another_site_open_nothing(
    app: Flask, layar: Callable[[str], Layar]
) -> None:
    kunci, asing = Kunci(), Kunci()
    daftarkan(layar("tim_musrenbang"), kunci)
    daftarkan(layar("pengawas"), asing)
    client = sandi_saja(app, "tim_musrenbang")
    asing.id, semula = kunci.id, asing.id
    assert kirim(client, asing.buktikan(tanya(client))).status_code == 401, "its id, but not its secret"
    asing.id = semula
    pertanyaan = tanya(client)
    pertanyaan["allowCredentials"].append({"id": b64(semula)})
    assert kirim(client, asing.buktikan(pertanyaan)).status_code == 401
    kunci.asal = "http://panel.jahat.id"
    assert kirim(client, kunci.buktikan(tanya(client))).status_code == 401, "a page that looks like ours"
    kunci.asal, kunci.hitungan = "http://localhost", 0
    assert kirim(client, kunci.buktikan(tanya(client))).status_code == 401, "its counter went back: it was copied"


def test_a_copy_of_a_key_is_seen_by_its_counter_once_the_owner_has_used_it(app: Flask, tim: Layar) -> None:
    kunci = Kunci()
    daftarkan(tim, kunci)
    salinan = kunci.hitungan
    client = sandi_saja(app, "tim_musrenbang")
    assert kirim(client, kunci.buktikan(tanya(client))).status_code == 302
    kunci.hitungan = salinan
    client = sandi_saja(app, "tim_musrenbang")
    assert kirim(client, kunci.buktikan(tanya(client))).status_code == 401


@pytest.mark.parametrize(
    "isi", ["", "{}", "[]", "null", '{"id": "x"}', "x" * 30_000, '{"id":1,"rawId":2,"response":3}']
)
def test_a_broken_answer_is_refused_with_a_sentence(app: Flask, tim: Layar, isi: str) -> None:
    tawaran(tim)
    jawab = tim.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=isi)
    assert jawab.status_code == 400
    assert "Kunci sandi tidak diterima" in jawab.text
    daftarkan(tim, Kunci())
    client = sandi_saja(app, "tim_musrenbang")
    tanya(client)
    assert kirim(client, isi or "?").status_code == 401


def test_a_key_is_made_with_the_password_only_and_once(tim: Layar, layar: Callable[[str], Layar]) -> None:
    jawab = tim.kirim("/akun/faktor/kunci/mulai/", dari="/akun/faktor/", sandi="keliru")
    assert (jawab.status_code, jawab.json) == (400, {"pesan": "Kata sandi tidak cocok."})
    kunci = Kunci()
    isi = kunci.buat(tawaran(tim))
    assert tim.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=isi).status_code == 200
    assert tim.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=isi).status_code == 400
    lain = layar("pengawas")
    isi = kunci.buat(tawaran(lain))
    assert lain.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=isi).status_code == 400


def test_a_key_that_is_removed_opens_nothing_and_paper_still_does(app: Flask, tim: Layar, orang: Orang) -> None:
    kunci = Kunci()
    kertas = daftarkan(tim, kunci)
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), kertas[0]).status_code == 302
    id_ = re.search(r'<option value="(\d+)">', tim.buka("/akun/faktor/"))[1]  # type: ignore[index]
    assert tim.kirim("/akun/faktor/hapus/", dari="/akun/faktor/", sandi=SANDI, id=id_).status_code == 302
    assert hidup(orang.masuk("tim_musrenbang"))


def test_without_the_password_there_is_no_challenge(client: FlaskClient) -> None:
    jawab = client.post("/masuk/kunci/", data={"csrf_token": token(client.get("/login").text)})
    assert jawab.status_code == 403
