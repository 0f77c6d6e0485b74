"""The second factor: codes of an app, each once; codes on paper, each once; demanded of who signs or administers."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP, parse_uri

from admin.masuk import SETENGAH
from documents import kata
from models import faktor
from models.base import db
from models.sesi import Sesi
from models.waktu import jam, sekarang
from tests.admin.layar import Layar, teks
from tests.admin.test_sesi import atur, hidup
from tests.orang import SANDI, Orang, token

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL


def kode(rahasia: str, geser: int = 0) -> str:
    return TOTP(rahasia).at(sekarang(), counter_offset=geser)


def pasang(layar: Layar) -> tuple[str, list[str]]:
    """Install an app; its secret and the codes on paper."""
    halaman = layar.kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi=SANDI).text
    rahasia = re.search(r'class="sidik">([A-Z2-7 ]+)<', halaman)[1].replace(" ", "")  # type: ignore[index]
    id_ = re.search(r'name="id" value="(\d+)"', halaman)[1]  # type: ignore[index]
    with jam(sekarang()):  # no step may end between the making of the code and its reading
        jawab = layar.kirim("/akun/faktor/aplikasi/sahkan/", dari="/akun/faktor/", id=id_, kode=kode(rahasia, -1))
    return rahasia, re.findall(r"<code>([a-z2-7-]{19})</code>", jawab.text)


def sandi_saja(app: Flask, nama: str) -> FlaskClient:
    client = app.test_client()
    data = {"nama_pengguna": nama, "sandi": SANDI, "csrf_token": token(client.get("/login").text)}
    jawab = client.post("/login?next=/usulan/", data=data)
    assert jawab.headers["Location"] == "/masuk/kode/?next=/usulan/"
    return client


def test_half_a_session_opens_nothing_even_as_the_cookie_of_a_whole_one(app: Flask, tim: Layar) -> None:
    pasang(tim)
    client = sandi_saja(app, "tim_musrenbang")
    with client.session_transaction() as kuki:
        setengah = kuki[SETENGAH]

    def masuk() -> bool:
        with client.session_transaction() as kuki:
            kuki["_user_id"] = setengah
        return hidup(client)

    assert not masuk()
    with app.app_context():  # nothing but this keeps it out
        db.session.execute(db.update(Sesi).where(Sesi.menunggu).values(menunggu=False))
        db.session.commit()
    assert masuk()


def test_a_password_that_somebody_else_knows_is_told_at_the_next_sign_in(app: Flask, tim: Layar) -> None:
    """He stands before the code, and only the person can know that it was not he; once told, it is not told again."""
    rahasia, _ = pasang(tim)
    for _ in range(2):
        sandi_saja(app, "tim_musrenbang")
    dikatakan = []
    for geser, menit in ((0, 0), (1, 8)):  # who looks for his phone for eight minutes is not warned of himself
        client, kini = sandi_saja(app, "tim_musrenbang"), sekarang()
        with jam(kini + timedelta(minutes=menit)):
            assert kirim_kode(client, kode(rahasia, geser)).status_code == 302
            dikatakan.append(dikenal_orang(client))
    assert dikatakan == ["2", None]


def test_on_a_computer_that_several_share_an_earlier_try_is_told_as_well(app: Flask, tim: Layar) -> None:
    rahasia, _ = pasang(tim)
    kini, client = sekarang(), sandi_saja(app, "tim_musrenbang")
    with jam(kini + timedelta(hours=20)):
        data = {"nama_pengguna": "tim_musrenbang", "sandi": SANDI, "csrf_token": token(client.get("/login").text)}
        client.post("/login?next=/usulan/", data=data)
        assert kirim_kode(client, kode(rahasia)).status_code == 302
        assert dikenal_orang(client) == "1"


def dikenal_orang(client: FlaskClient) -> str | None:
    """How often the page after the sign-in says that somebody typed the password and stood before the code."""
    found = re.search(r"kata sandi Anda (\d+) kali diketik dengan benar", teks(client.get("/sandi/").text))
    return found[1] if found else None


def kirim_kode(client: FlaskClient, isi: str) -> Any:
    halaman = client.get("/masuk/kode/?next=/usulan/")
    return client.post("/masuk/kode/?next=/usulan/", data={"csrf_token": token(halaman.text), "kode": isi})


@pytest.mark.parametrize(("detik", "angka"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_the_codes_are_those_of_rfc_6238(app: Flask, detik: int, angka: str) -> None:
    """With a secret that stands in the database as it always has: base32, encrypted under the account key."""
    rahasia = base64.b32encode(b"12345678901234567890")
    with app.app_context(), jam(datetime.fromtimestamp(detik, UTC)):
        satu, _ = faktor.aplikasi_baru(db.session, 1)
        satu.rahasia = faktor._sandi().encrypt(rahasia).decode()
        assert [faktor.pakai_kode(db.session, satu, angka) for _ in range(2)] == [True, False]
        db.session.rollback()


def test_an_app_is_told_whose_code_it_makes() -> None:
    rahasia = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    dibaca = parse_uri(faktor.alamat(rahasia, "tim & ketua"))
    assert isinstance(dibaca, TOTP)
    assert (dibaca.issuer, dibaca.name, dibaca.secret) == ("Panel Musrenbang", "tim & ketua", rahasia)
    assert (dibaca.digits, dibaca.interval, dibaca.digest().name) == (6, 30, "sha1")


def test_after_the_password_the_code_is_asked_and_nothing_is_open_before(app: Flask, tim: Layar) -> None:
    rahasia, paper = pasang(tim)
    assert len(set(paper)) == 10
    client = sandi_saja(app, "tim_musrenbang")
    assert not hidup(client)
    assert client.get("/usulan/").headers["Location"].startswith("/login")
    assert kirim_kode(client, "000000").status_code == 401
    jawab = kirim_kode(client, kode(rahasia))
    assert jawab.headers["Location"] == "/usulan/"
    assert hidup(client)
    assert teks(client.get("/akun/").text).count("Kode salah") == 1


def test_a_code_works_once_on_every_device(app: Flask, tim: Layar) -> None:
    rahasia, _ = pasang(tim)
    sekali = kode(rahasia)
    satu, dua = sandi_saja(app, "tim_musrenbang"), sandi_saja(app, "tim_musrenbang")
    assert kirim_kode(satu, sekali).status_code == 302
    assert kirim_kode(dua, sekali).status_code == 401
    assert kirim_kode(dua, kode(rahasia, -1)).status_code == 401, "an earlier one neither"
    with jam(sekarang() + timedelta(seconds=30)):
        assert kirim_kode(dua, kode(rahasia)).status_code == 302
    with jam(sekarang() + timedelta(minutes=5)):
        tiga = sandi_saja(app, "tim_musrenbang")
        assert kirim_kode(tiga, kode(rahasia, -2)).status_code == 401, "thirty seconds and a clock a little wrong"


def test_a_code_on_paper_works_once(app: Flask, tim: Layar) -> None:
    _, paper = pasang(tim)
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), paper[3].upper()).status_code == 302
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), paper[3]).status_code == 401
    assert "yang tersisa: 9" in teks(tim.buka("/akun/faktor/"))
    baru = tim.kirim("/akun/faktor/pemulihan/", dari="/akun/faktor/", sandi=SANDI).text
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), paper[4]).status_code == 401
    satu = re.findall(r"<code>([a-z2-7-]{19})</code>", baru)[0]
    assert kirim_kode(sandi_saja(app, "tim_musrenbang"), satu).status_code == 302


def test_codes_are_not_guessed(app: Flask, tim: Layar) -> None:
    rahasia, _ = pasang(tim)
    client = sandi_saja(app, "tim_musrenbang")
    for i in range(10):
        assert kirim_kode(client, f"{i:06}").status_code == 401
    assert kirim_kode(client, kode(rahasia)).status_code == 429


def test_the_half_session_ends_after_ten_minutes_and_with_its_use(app: Flask, tim: Layar) -> None:
    rahasia, _ = pasang(tim)
    client = sandi_saja(app, "tim_musrenbang")
    lama = client.get_cookie("panel_musrenbang").value
    with jam(sekarang() + timedelta(minutes=11)):
        assert client.get("/masuk/kode/").headers["Location"] == "/login"
    assert kirim_kode(client, kode(rahasia)).status_code == 302
    pencuri = app.test_client()
    pencuri.set_cookie("panel_musrenbang", lama)
    assert pencuri.get("/masuk/kode/").headers["Location"] == "/login"


def test_neither_secret_nor_codes_are_readable_in_the_database(app: Flask, tim: Layar) -> None:
    from models.base import db
    from models.faktor import Faktor, KodePemulihan

    rahasia, paper = pasang(tim)
    with app.app_context():
        row = db.session.scalars(db.select(Faktor)).one()
        assert rahasia not in row.rahasia
        assert faktor.rahasia_of(row) == rahasia
        tersimpan = {k.kode_hash for k in db.session.scalars(db.select(KodePemulihan))}
    assert all(re.fullmatch("[0-9a-f]{64}", satu) for satu in tersimpan)
    assert not tersimpan & {satu.replace("-", "") for satu in paper}


def test_every_change_asks_for_the_password(tim: Layar) -> None:
    assert tim.kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi="keliru").status_code == 400
    pasang(tim)
    for alamat in ("/akun/faktor/pemulihan/", "/akun/faktor/hapus/"):
        jawab = tim.kirim(alamat, dari="/akun/faktor/", sandi="keliru", id="1")
        assert jawab.status_code == 400
        assert "Kata sandi tidak cocok" in jawab.text


def test_an_app_that_shows_a_wrong_code_is_not_installed(app: Flask, tim: Layar, orang: Orang) -> None:
    halaman = tim.kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi=SANDI).text
    id_ = re.search(r'name="id" value="(\d+)"', halaman)[1]  # type: ignore[index]
    jawab = tim.kirim("/akun/faktor/aplikasi/sahkan/", dari="/akun/faktor/", id=id_, kode="000000")
    assert jawab.status_code == 400
    assert orang.masuk("tim_musrenbang").get("/").status_code == 200


def test_an_app_that_was_begun_half_an_hour_ago_is_begun_anew(tim: Layar, orang: Orang) -> None:
    """Its secret may have been photographed from a screen that was left alone."""
    halaman = tim.kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi=SANDI).text
    rahasia = re.search(r'class="sidik">([A-Z2-7 ]+)<', halaman)[1].replace(" ", "")  # type: ignore[index]
    id_ = re.search(r'name="id" value="(\d+)"', halaman)[1]  # type: ignore[index]
    with jam(sekarang() + timedelta(minutes=30, seconds=1)):
        jawab = tim.kirim("/akun/faktor/aplikasi/sahkan/", dari="/akun/faktor/", id=id_, kode=kode(rahasia))
    assert jawab.status_code == 404
    assert orang.masuk("tim_musrenbang").get("/").status_code == 200, "nothing was installed"


def test_nobody_touches_the_factor_of_somebody_else(app: Flask, tim: Layar, layar: Callable[[str], Layar]) -> None:
    pasang(tim)
    asing = layar("pengawas")
    assert asing.kirim("/akun/faktor/hapus/", dari="/akun/faktor/", sandi=SANDI, id="1").status_code == 404
    assert asing.kirim("/pengguna/faktor/", dari="/", id="4").status_code == 403
    sandi_saja(app, "tim_musrenbang")


def test_removing_the_last_one_opens_the_account_by_its_password_again(tim: Layar, orang: Orang) -> None:
    pasang(tim)
    halaman = tim.buka("/akun/faktor/")
    id_ = re.search(r'<option value="(\d+)">', halaman)[1]  # type: ignore[index]
    assert tim.kirim("/akun/faktor/hapus/", dari="/akun/faktor/", sandi=SANDI, id=id_).status_code == 302
    assert hidup(orang.masuk("tim_musrenbang"))


def test_the_administrator_sets_a_factor_back_and_the_diary_knows(
    app: Flask, tim: Layar, layar: Callable[[str], Layar], orang: Orang
) -> None:
    pasang(tim)
    admin, id_ = layar("administrator"), orang.tim_musrenbang
    alamat = f"/pengguna/details/?id={id_}"
    assert admin.kirim("/pengguna/faktor/", dari=alamat, id=str(id_), konfirmasi=SANDI).status_code == 302
    assert not hidup(tim.client)
    assert hidup(orang.masuk("tim_musrenbang"))
    catatan = teks(admin.buka(alamat)).lower()
    assert "faktor keduanya disetel ulang" in catatan
    assert "memasang faktor kedua" in catatan


def test_the_first_factor_ends_what_was_opened_without_it(tim: Layar, orang: Orang) -> None:
    lain = orang.masuk("tim_musrenbang")
    pasang(tim)
    assert hidup(tim.client)
    assert not hidup(lain)


def test_who_signs_or_administers_must_have_one_where_it_is_demanded(
    app: Flask, layar: Callable[[str], Layar], orang: Orang
) -> None:
    assert hidup(orang.masuk("kepala_badan")), "a demonstration does not demand it"
    atur(app, "akun.wajib_faktor_kedua", "ya")
    for nama in ("kepala_badan", "administrator"):
        kepala = layar(nama)
        assert kepala.client.get("/usulan/").headers["Location"] == "/akun/faktor/"
        assert kepala.client.get("/akun/").headers["Location"] == "/akun/faktor/"
        jawab = kepala.kirim("/tema/", dari="/akun/faktor/", tema="gelap", kembali="/")
        assert jawab.headers["Location"] == "/akun/faktor/"
        assert "Peran Anda memerlukan faktor kedua" in kepala.buka("/akun/faktor/")
        pasang(kepala)
        assert kepala.client.get("/usulan/").status_code == 200
    assert layar("tim_musrenbang").client.get("/usulan/").status_code == 200


def test_it_is_demanded_in_production_unless_the_office_says_no(app: Flask) -> None:
    from dataclasses import replace

    from models import aturan_akun, setelan

    with app.app_context():
        assert not aturan_akun.wajib_faktor()
        setelan.pasang(replace(setelan.kini(), mode="production"))
        assert aturan_akun.wajib_faktor()
    atur(app, "akun.wajib_faktor_kedua", "tidak")
    with app.app_context():
        assert not aturan_akun.wajib_faktor()


def test_every_role_that_a_signing_move_names_is_among_them() -> None:
    from sop.access import BERFAKTOR
    from sop.lifecycle import GERAK

    penanda = {p for g in GERAK if g.aksi == "tanda_tangani" and g.tetap for p in g.peran}
    assert penanda
    assert penanda <= BERFAKTOR


def test_strangers_keep_nobody_out_of_his_own_browser_with_a_factor_either(
    app: Flask, layar: Callable[[str], Layar]
) -> None:
    kepala = layar("kepala_badan")
    rahasia, _ = pasang(kepala)
    client = kepala.client
    client.post("/logout", data={"csrf_token": token(client.get("/").text)})
    with jam(sekarang() + timedelta(minutes=10)):
        _salah_dari_mana_mana(app, "kepala_badan")
        data = {"nama_pengguna": "kepala_badan", "sandi": SANDI, "csrf_token": token(client.get("/login").text)}
        assert client.post("/login", data=data).headers["Location"].startswith("/masuk/kode/")
        assert kirim_kode(client, kode(rahasia)).status_code == 302


def test_strangers_stop_no_confirmation_in_a_known_browser(app: Flask, layar: Callable[[str], Layar]) -> None:
    kepala = layar("kepala_badan")
    _salah_dari_mana_mana(app, "kepala_badan")
    assert kepala.kirim("/akun/faktor/aplikasi/", dari="/akun/faktor/", sandi=SANDI).status_code == 200


def _salah_dari_mana_mana(app: Flask, nama: str) -> None:
    asing = app.test_client()
    for i in range(10):
        data = {"nama_pengguna": nama, "sandi": "keliru", "csrf_token": token(asing.get("/login").text)}
        asing.post("/login", data=data, environ_overrides={"REMOTE_ADDR": f"203.0.113.{i}"})


def test_the_old_session_ends_with_a_sign_in_that_asks_for_a_factor_too(
    app: Flask, layar: Callable[[str], Layar]
) -> None:
    tim = layar("tim_musrenbang")
    rahasia, _ = pasang(tim)
    client = tim.client
    lama = client.get_cookie("panel_musrenbang")
    assert lama is not None
    data = {"nama_pengguna": "tim_musrenbang", "sandi": SANDI, "csrf_token": token(client.get("/akun/").text)}
    assert client.post("/login", data=data).status_code == 302
    assert kirim_kode(client, kode(rahasia)).status_code == 302
    pencuri = app.test_client()
    pencuri.set_cookie("panel_musrenbang", lama.value)
    assert not hidup(pencuri)


def test_a_code_does_not_stand_for_the_old_password(layar: Callable[[str], Layar]) -> None:
    tim = layar("tim_musrenbang")
    rahasia, _ = pasang(tim)
    baru = "Jerapah-menari-di-atap-77"
    assert tim.kirim("/sandi/", lama=kode(rahasia), baru=baru, ulang=baru).status_code == 400
    assert tim.kirim("/sandi/", lama=SANDI, baru=baru, ulang=baru).status_code == 302


@pytest.mark.parametrize("alamat", ["/akun/faktor/aplikasi/", "/akun/faktor/pemulihan/", "/akun/faktor/hapus/"])
def test_a_password_is_not_guessed_where_the_factor_is_changed(tim: Layar, alamat: str) -> None:
    for _ in range(10):
        assert tim.kirim(alamat, dari="/akun/faktor/", sandi="keliru").status_code == 400
    jawab = tim.kirim(alamat, dari="/akun/faktor/", sandi=SANDI)
    assert (jawab.status_code, "Terlalu banyak percobaan" in teks(jawab.text)) == (429, True)


def test_codes_on_paper_come_only_with_a_factor_that_they_stand_for(tim: Layar) -> None:
    jawab = tim.kirim("/akun/faktor/pemulihan/", dari="/akun/faktor/", sandi=SANDI)
    assert (jawab.status_code, "Pasang dahulu satu faktor kedua." in teks(jawab.text)) == (400, True)


@pytest.mark.parametrize("kredensial", ["", "{}", "[", '{"id":"x","rawId":"x","type":"public-key","response":{}}'])
def test_a_passkey_that_answers_no_question_of_ours_is_not_installed(app: Flask, tim: Layar, kredensial: str) -> None:
    jawab = tim.kirim("/akun/faktor/kunci/daftar/", dari="/akun/faktor/", kredensial=kredensial)
    assert (jawab.status_code, "Kunci sandi tidak diterima" in teks(jawab.text)) == (400, True)
    with app.app_context():
        assert not db.session.scalars(db.select(faktor.Faktor)).all()


def test_the_file_of_codes_says_which_panel_whose_account_and_when(tim: Layar) -> None:
    tambah = "Tambah aplikasi kode</button>"
    assert f'<button class="utama">{tambah}' in tim.buka("/akun/faktor/")
    with jam(sekarang()):
        pasang(tim)
        halaman = tim.kirim("/akun/faktor/pemulihan/", dari="/akun/faktor/", sandi=SANDI).text
        kini = kata.saat(sekarang())
    berkas = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', halaman)[1]).split("\r\n")  # type: ignore[index]
    assert berkas[:3] == ["Panel Musrenbang: kode pemulihan", f"Akun tim_musrenbang, dibuat {kini}", ""]
    assert [x for x in berkas[3:] if x] == re.findall(r"<code>([a-z2-7-]{19})</code>", halaman)
    assert f"<button>{tambah}" in tim.buka("/akun/faktor/")
