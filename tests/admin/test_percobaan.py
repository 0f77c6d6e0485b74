"""Wrong sign-ins: counted by name and by address on every process together, held back for a while, never for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import percobaan
from models.sesi import HasilMasuk
from models.waktu import jam, sekarang
from tests.admin.layar import Layar, teks
from tests.admin.test_sesi import sesi
from tests.orang import SANDI, Orang, token

MENIT = timedelta(minutes=1)


def coba(client: FlaskClient, nama: str, sandi: str = "keliru", alamat: str = "10.0.0.1") -> Any:
    data = {"nama_pengguna": nama, "sandi": sandi, "csrf_token": token(client.get("/login").text)}
    return client.post("/login", data=data, environ_overrides={"REMOTE_ADDR": alamat})


def riwayat(app: Flask) -> list[Any]:
    from models.base import db
    from models.sesi import RiwayatMasuk

    with app.app_context():
        return list(db.session.scalars(db.select(RiwayatMasuk).order_by(RiwayatMasuk.id)))


@pytest.mark.parametrize("nama", ["kepala_badan", "orang_asing"])
def test_the_eleventh_wrong_try_of_a_name_waits_and_the_wait_ends(app: Flask, client: FlaskClient, nama: str) -> None:
    for i in range(10):
        assert coba(client, nama, alamat=f"10.0.0.{i}").status_code == 401
    jawab = coba(client, nama, SANDI, "10.0.1.1")
    assert jawab.status_code == 429
    assert 0 < int(jawab.headers["Retry-After"]) <= 300
    assert "Cobalah lagi setelah pukul" in jawab.text
    assert nama in jawab.text, "what was typed stays"
    kini = sekarang()
    for _ in range(15):  # to try meanwhile does not make it longer
        assert coba(client, nama, SANDI, "10.0.1.1").status_code == 429
    with jam(kini + 5 * MENIT):
        assert coba(client, nama, SANDI, "10.0.1.1").status_code == (302 if nama == "kepala_badan" else 401)


def test_who_is_wrong_holds_the_names_that_were_tried_and_not_the_office_behind_the_same_address(
    app: Flask, client: FlaskClient
) -> None:
    """The eleventh person of the office has the right password, and the right code."""
    from tests.admin.test_faktor import kirim_kode, kode, pasang, sandi_saja

    masuk = app.test_client()
    assert coba(masuk, "tim_musrenbang", SANDI).status_code == 302
    rahasia, _ = pasang(Layar(masuk))
    for nama in ("kepala_badan", "pengawas"):
        for _ in range(12):
            coba(client, nama, alamat="127.0.0.1")
    assert coba(app.test_client(), "kepala_badan", SANDI, "127.0.0.1").status_code == 429
    assert coba(app.test_client(), "sekretariat", SANDI, "127.0.0.1").status_code == 302
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), kode(rahasia)).status_code == 302


def test_an_address_that_tries_many_names_waits_and_others_do_not(app: Flask, client: FlaskClient) -> None:
    """One password with every name of a list; whoever has signed in here before comes in all the same."""
    kenal = app.test_client()
    assert coba(kenal, "tim_musrenbang", SANDI).status_code == 302
    kenal.post("/logout", data={"csrf_token": token(kenal.get("/").text)})
    for i in range(percobaan.TERBANYAK_ALAMAT):
        assert coba(client, f"nama{i}").status_code == 401
    assert coba(client, "pengawas", SANDI).status_code == 429
    assert coba(kenal, "pengawas", SANDI).status_code == 429, "it is known to one account only"
    assert coba(kenal, "tim_musrenbang", SANDI).status_code == 302
    assert coba(app.test_client(), "pengawas", SANDI, "10.9.9.9").status_code == 302


def test_a_browser_that_the_account_knows_does_not_wait_for_what_strangers_try(app: Flask, client: FlaskClient) -> None:
    """The whole office stands behind one address, and a name is no secret."""
    assert coba(client, "kepala_badan", SANDI).status_code == 302
    client.post("/logout", data={"csrf_token": token(client.get("/").text)})
    asing = app.test_client()
    for _ in range(12):
        coba(asing, "kepala_badan")
    assert coba(asing, "kepala_badan", SANDI).status_code == 429
    assert coba(client, "kepala_badan", SANDI).status_code == 302
    client.post("/logout", data={"csrf_token": token(client.get("/").text)})
    for _ in range(10):
        assert coba(client, "kepala_badan").status_code == 401
    assert coba(client, "kepala_badan", SANDI).status_code == 429, "its own wrong tries count"


def test_wrong_tries_in_a_known_browser_hold_back_nobody_else(app: Flask, client: FlaskClient) -> None:
    """One colleague who mistypes ten times must not keep the others of the office's one address out."""
    assert coba(client, "kepala_badan", SANDI).status_code == 302
    client.post("/logout", data={"csrf_token": token(client.get("/").text)})
    for _ in range(10):
        assert coba(client, "kepala_badan").status_code == 401
    assert coba(app.test_client(), "pengawas", SANDI).status_code == 302
    assert coba(app.test_client(), "kepala_badan", SANDI, "10.9.9.9").status_code == 302


def test_no_transaction_is_open_while_a_password_is_looked_at(
    app: Flask, client: FlaskClient, orang: Orang, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite it would hold the one write lock of the whole office."""
    from models import sandi
    from models.base import db

    terbuka = []
    asli = sandi.cocok

    def lihat(*isi: Any) -> bool:
        terbuka.append(db.session().in_transaction())
        return asli(*isi)

    monkeypatch.setattr(sandi, "cocok", lihat)
    assert coba(client, "kepala_badan").status_code == 401
    assert coba(client, "tim_musrenbang", SANDI).status_code == 302
    Layar(client).kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi=SANDI)
    assert terbuka == [False] * 3


def test_a_forged_cookie_of_a_known_browser_is_worth_nothing(app: Flask, client: FlaskClient, orang: Orang) -> None:
    client.set_cookie("peramban_kenal", f'["x", [{orang.kepala_badan}]]', path="/login")
    for _ in range(10):
        coba(app.test_client(), "kepala_badan")
    assert coba(client, "kepala_badan", SANDI).status_code == 429


def test_whether_a_name_is_an_account_is_told_by_no_answer(app: Flask, client: FlaskClient) -> None:
    jawaban = []
    for nama in ("kepala_badan", "orang_asing"):
        satu = [coba(client, nama, alamat=f"10.1.{len(nama)}.{i}") for i in range(11)]
        jawaban.append(
            [(j.status_code, re.sub(r"\d+", "", teks(j.text)).replace(nama, "").replace("()", "")) for j in satu]
        )
    assert jawaban[0] == jawaban[1]


def test_a_hundred_at_once_are_counted_like_a_hundred_in_a_row(app: Flask) -> None:
    """All have written their attempt before the first looks: what the processes of a server may do."""
    from models import percobaan
    from models.base import db

    with app.app_context():
        semua = [percobaan.mulai(db.session, "kepala_badan", None, percobaan.Asal(f"10.3.0.{i}")) for i in range(25)]
        lolos = [baris for baris in semua if percobaan.ditahan_sampai(db.session, baris) is None]
        assert lolos == []
        semua = [percobaan.mulai(db.session, "pengawas", None, percobaan.Asal(f"10.4.0.{i}")) for i in range(10)]
        assert all(percobaan.ditahan_sampai(db.session, baris) is None for baris in semua)


def test_a_typed_name_that_is_no_account_is_kept_as_a_digest_only(
    app: Flask, client: FlaskClient, orang: Orang
) -> None:
    coba(client, "kata-sandi-saya")
    coba(client, "kepala_badan")
    asing, kenal = riwayat(app)
    assert asing.pengguna_id is None
    assert kenal.pengguna_id == orang.kepala_badan
    for baris in (asing, kenal):
        isi = " ".join(str(x) for x in vars(baris).values())
        assert "kata-sandi-saya" not in isi
        assert re.fullmatch("[0-9a-f]{64}", baris.nama_sidik)


def test_what_is_old_is_forgotten_at_a_sign_in(app: Flask, client: FlaskClient, orang: Orang) -> None:
    coba(client, "orang_asing")
    coba(client, "pengawas")
    orang.masuk("tim_musrenbang")
    with jam(sekarang() + timedelta(days=31)):
        assert coba(client, "pengawas", SANDI).status_code == 302
    assert [b.hasil.value for b in riwayat(app)] == ["kata sandi salah", "berhasil", "berhasil"]
    assert len(sesi(app)) == 1


def test_the_attempts_with_an_account_are_kept_for_a_year(app: Flask, client: FlaskClient, orang: Orang) -> None:
    coba(client, "pengawas")
    for hari, ada in ((364, 2), (366, 2)):  # the first one is still there, then it is gone and the next has come
        with jam(sekarang() + timedelta(days=hari)):
            assert coba(app.test_client(), "pengawas", SANDI).status_code == 302
        assert len(riwayat(app)) == ada, hari


@pytest.mark.parametrize("hasil", list(HasilMasuk))
def test_what_went_wrong_counts_and_what_went_well_does_not(app: Flask, hasil: HasilMasuk) -> None:
    """A wrong code or confirmation is a try like a wrong password; waiting is none, else no wait would end."""
    from models.base import db

    salah = {HasilMasuk.SALAH, HasilMasuk.KODE_SALAH, HasilMasuk.KONFIRMASI_SALAH}
    with app.app_context():
        for _ in range(percobaan.TERBANYAK):
            percobaan.mulai(db.session, "pengawas", None, percobaan.Asal("10.0.0.1"), hasil)
        baris = percobaan.mulai(db.session, "pengawas", None, percobaan.Asal("10.0.0.1"))
        assert (percobaan.ditahan_sampai(db.session, baris) is not None) is (hasil in salah)


def test_a_wrong_confirmation_is_written_down_as_one_and_a_right_one_not_at_all(app: Flask, orang: Orang) -> None:
    from admin import masuk
    from models.base import db
    from models.pengguna import Pengguna

    with app.test_request_context("/"):
        pengguna = db.session.scalar(db.select(Pengguna).filter_by(nama_pengguna="kepala_badan"))
        masuk.login_user(masuk.Akun(pengguna, "x"))
        for sandi in ("bukan ini", SANDI):
            assert masuk.confirm_own(sandi) is (sandi == SANDI)
    assert [b.hasil for b in riwayat(app)] == [HasilMasuk.KONFIRMASI_SALAH]


def test_a_wrong_code_at_the_sign_in_is_written_down_as_one(app: Flask, orang: Orang) -> None:
    from models import faktor
    from models.base import db
    from models.pengguna import Pengguna

    with app.app_context():
        pengguna = db.session.scalar(db.select(Pengguna).filter_by(nama_pengguna="kepala_badan"))
        satu, _ = faktor.aplikasi_baru(db.session, pengguna.id)
        satu.sah, pengguna.faktor_sejak = True, sekarang()
        db.session.commit()
    client = app.test_client()
    lanjut = coba(client, "kepala_badan", SANDI).headers["Location"]
    assert riwayat(app)[-1].hasil is HasilMasuk.SEPARUH
    client.post(lanjut, data={"kode": "000000", "csrf_token": token(client.get(lanjut).text)})
    assert riwayat(app)[-1].hasil is HasilMasuk.KODE_SALAH


def test_one_sees_the_attempts_with_ones_account_and_is_told_of_failures(app: Flask, layar: Callable) -> None:
    layar("kepala_badan")
    kini = sekarang()
    with jam(kini + 2 * MENIT):
        for _ in range(3):
            coba(app.test_client(), "kepala_badan", alamat="203.0.113.9")
    with jam(kini + 30 * MENIT):
        client = app.test_client()
        assert coba(client, "kepala_badan", SANDI).status_code == 302
        halaman = client.get("/akun/").text
    assert "3 percobaan masuk dengan nama Anda gagal" in teks(halaman)
    assert teks(halaman).count("203.0.113.9") == 3
    assert "Kata sandi salah" in teks(halaman)
    assert "203.0.113.9" not in Layar(layar("pengawas").client).buka("/akun/")


def test_failures_that_were_told_at_the_last_sign_in_are_not_told_again(app: Flask, layar: Callable) -> None:
    layar("kepala_badan")
    kini, dikatakan = sekarang(), []
    with jam(kini + 2 * MENIT):
        coba(app.test_client(), "kepala_badan", alamat="203.0.113.9")
    for menit in (30, 60):
        with jam(kini + menit * MENIT):
            client = app.test_client()
            assert coba(client, "kepala_badan", SANDI).status_code == 302
            dikatakan.append("percobaan masuk dengan nama Anda gagal" in teks(client.get("/akun/").text))
    assert dikatakan == [True, False]


def dikatakan(client: FlaskClient) -> str | None:
    """How many failed attempts the page after the sign-in tells of; None: it tells of none."""
    found = re.search(r"(\d+) percobaan masuk dengan nama Anda gagal", teks(client.get("/sandi/").text))
    return found[1] if found else None


def test_what_failed_elsewhere_a_moment_ago_is_told_and_ones_own_typing_is_not(app: Flask, layar: Callable) -> None:
    """From the one address of the office, too; afterwards it lies before a good sign-in, and nobody would tell it."""
    layar("kepala_badan")
    for _ in range(3):
        coba(app.test_client(), "kepala_badan")
    milik = app.test_client()
    for _ in range(2):
        coba(milik, "kepala_badan")
    assert coba(milik, "kepala_badan", SANDI).status_code == 302
    assert dikatakan(milik) == "3"
    assert dikatakan(layar("kepala_badan").client) is None


def test_who_failed_here_long_before_may_have_been_another(app: Flask, layar: Callable) -> None:
    layar("kepala_badan")
    kini, client = sekarang(), app.test_client()
    coba(client, "kepala_badan")
    with jam(kini + 6 * MENIT):
        assert coba(client, "kepala_badan", SANDI).status_code == 302
        assert dikatakan(client) == "1"


def test_wrong_codes_after_the_right_password_are_told_of_all_things(app: Flask, tim: Layar) -> None:
    from tests.admin.test_faktor import kirim_kode, kode, pasang, sandi_saja

    rahasia, _ = pasang(tim)
    asing, milik = sandi_saja(app, "tim_musrenbang"), sandi_saja(app, "tim_musrenbang")
    for _ in range(3):
        assert kirim_kode(asing, "000000").status_code == 401
    assert kirim_kode(milik, "000000").status_code == 401
    assert kirim_kode(milik, kode(rahasia)).status_code == 302
    assert dikatakan(milik) == "3"


def test_a_wrong_confirmation_in_a_session_is_no_attempt_to_sign_in(app: Flask, layar: Callable) -> None:
    jawab = layar("kepala_badan").kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi="bukan ini")
    assert jawab.status_code == 400
    with jam(sekarang() + 30 * MENIT):
        assert dikatakan(layar("kepala_badan").client) is None
