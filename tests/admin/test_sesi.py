"""Sessions: seen and ended by their owner, ended by the administrator, by rest and by age; and noted without a wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from models.waktu import jam, sekarang
from tests.admin.layar import Layar, teks
from tests.orang import SANDI, Orang, token

MENIT = timedelta(minutes=1)


def sesi(app: Flask) -> list[Any]:
    from models.base import db
    from models.sesi import Sesi

    with app.app_context():
        return list(db.session.scalars(db.select(Sesi).order_by(Sesi.id)))


def atur(app: Flask, kunci: str, nilai: str) -> None:
    from models.base import db
    from models.pengaturan import Pengaturan

    with app.app_context():
        db.session.scalars(db.select(Pengaturan).filter_by(kunci=kunci)).one().nilai = nilai
        db.session.commit()


def hidup(client: Any) -> bool:
    return bool(client.get("/sandi/").status_code == 200)


def test_a_session_that_rests_ends_and_says_so(orang: Orang) -> None:
    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    with jam(kini + 59 * MENIT):
        assert hidup(client)
    with jam(kini + 59 * MENIT + 66 * MENIT):
        jawab = client.get("/usulan/")
        assert jawab.headers["Location"] == "/login?next=/usulan/"
        assert "Sesi Anda sudah berakhir" in client.get("/login").text


def test_a_session_in_use_ends_by_its_age(orang: Orang) -> None:
    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    for menit in range(30, 12 * 60, 30):
        with jam(kini + menit * MENIT):
            assert hidup(client), menit
    with jam(kini + 12 * 60 * MENIT):
        assert not hidup(client)


def test_the_limits_are_settings(app: Flask, orang: Orang) -> None:
    atur(app, "akun.sesi_diam_menit", "10")
    atur(app, "akun.sesi_paling_lama_jam", "1")
    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    with jam(kini + 16 * MENIT):
        assert not hidup(client)
    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    for menit in range(8, 60, 8):
        with jam(kini + menit * MENIT):
            assert hidup(client)
    with jam(kini + 61 * MENIT):
        assert not hidup(client)


def test_the_use_is_written_down_once_in_five_minutes_and_costs_no_query_else(app: Flask, orang: Orang) -> None:
    from models.base import db

    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    hidup(client)  # what is remembered of settings and names is read
    tulis: list[str] = []

    def dengar(_k: Any, _c: Any, perintah: str, *_: Any) -> None:
        tulis.append(perintah)

    with app.app_context():
        mesin = db.engine
    event.listen(mesin, "before_cursor_execute", dengar)
    try:
        assert hidup(client)
        assert not [p for p in tulis if p.startswith("UPDATE")]
        biasa = len(tulis)
        with jam(kini + 6 * MENIT):
            tulis.clear()
            assert hidup(client)
            assert len([p for p in tulis if p.startswith("UPDATE sesi")]) == 1
            tulis.clear()
            assert hidup(client)
            assert len(tulis) <= biasa
    finally:
        event.remove(mesin, "before_cursor_execute", dengar)
    assert (sesi(app)[0].terakhir_pada - kini) >= 6 * MENIT


def test_a_page_does_not_wait_for_a_writer_to_note_the_use(app: Flask, orang: Orang, basis: Any) -> None:
    """An import may hold the one write lock of SQLite for a minute."""
    import time

    from models.base import db
    from models.sesi import Sesi

    client, kini = orang.masuk("tim_musrenbang"), sekarang()
    dulu = sesi(app)[0].terakhir_pada
    with app.app_context(), jam(kini + 6 * MENIT):
        db.session.execute(db.update(Sesi).values(alamat="lain"))  # the lock of the row, of the file on SQLite
        mulai = time.monotonic()
        assert hidup(client)
        assert time.monotonic() - mulai < 5
        db.session.rollback()
    assert sesi(app)[0].terakhir_pada == dulu


def test_one_sees_ones_devices_and_ends_another(layar: Callable[[str], Layar], orang: Orang, app: Flask) -> None:
    tim, lain = layar("tim_musrenbang"), orang.masuk("tim_musrenbang")
    halaman = tim.buka("/akun/")
    assert teks(halaman).count("perangkat ini") == 1
    nomor = [int(n) for n in re.findall(r'name="id" value="(\d+)"', halaman)]
    assert sorted(nomor) == [s.id for s in sesi(app)]
    jawab = tim.kirim("/akun/keluar/", dari="/akun/", id=str(max(nomor)))
    assert jawab.headers["Location"] == "/akun/"
    assert not hidup(lain)
    assert hidup(tim.client)


def terakhir_dipakai(halaman: str) -> list[str]:
    return [teks(isi).strip() for isi in re.findall(r'data-l="Terakhir dipakai">(.*?)</td>', halaman)]


def test_the_last_use_is_told_only_as_exactly_as_it_is_known(layar: Callable[[str], Layar], orang: Orang) -> None:
    """It is written down once in five minutes, after the page: a device in use may bear a mark of minutes ago."""
    kini = sekarang()
    with jam(kini):
        ini, lain = layar("administrator"), orang.masuk("administrator")
    for menit, kata in ((4, "dalam 5 menit terakhir"), (7, "7 menit lalu")):
        for alamat in ("/akun/", f"/pengguna/details/?id={orang.administrator}"):
            with jam(kini + menit * MENIT):
                dipakai = terakhir_dipakai(ini.buka(alamat))
            assert sorted(dipakai) == sorted(["sekarang", kata]), alamat
    assert hidup(lain)


def test_who_has_typed_only_the_password_is_no_device_yet(tim: Layar, app: Flask) -> None:
    from tests.admin.test_faktor import pasang, sandi_saja

    pasang(tim)
    semula = tim.buka("/akun/").count("/akun/keluar/")
    sandi_saja(app, "tim_musrenbang")
    assert tim.buka("/akun/").count("/akun/keluar/") == semula


def test_nobody_ends_the_session_of_somebody_else(layar: Callable[[str], Layar], orang: Orang, app: Flask) -> None:
    korban = orang.masuk("kepala_badan")
    (milik,) = sesi(app)
    tim = layar("tim_musrenbang")
    tim.kirim("/akun/keluar/", dari="/akun/", id=str(milik.id))
    assert hidup(korban)
    assert tim.kirim("/pengguna/keluarkan/", dari="/akun/", id=str(orang.kepala_badan)).status_code == 403
    assert hidup(korban)


def test_one_leaves_all_devices_at_once(layar: Callable[[str], Layar], orang: Orang) -> None:
    tim, lain, asing = layar("tim_musrenbang"), orang.masuk("tim_musrenbang"), orang.masuk("pengawas")
    assert tim.kirim("/akun/keluar-semua/", dari="/akun/").headers["Location"] == "/login"
    assert not hidup(tim.client)
    assert not hidup(lain)
    assert hidup(asing)


def test_leaving_this_device_from_the_list_signs_out(tim: Layar, app: Flask) -> None:
    (satu,) = sesi(app)
    assert tim.kirim("/akun/keluar/", dari="/akun/", id=str(satu.id)).headers["Location"] == "/login"
    assert not hidup(tim.client)


def test_the_administrator_ends_the_sessions_of_a_person_and_the_diary_knows(
    layar: Callable[[str], Layar], orang: Orang
) -> None:
    admin, korban = layar("administrator"), orang.masuk("sekretariat")
    alamat = f"/pengguna/details/?id={orang.sekretariat}"
    assert "Perangkat yang sedang masuk" in admin.buka(alamat)
    assert admin.kirim("/pengguna/keluarkan/", dari=alamat, id=str(orang.sekretariat)).status_code == 302
    assert not hidup(korban)
    assert "sesinya diakhiri" in teks(admin.buka(alamat)).lower()


def test_one_reads_what_was_done_to_ones_account_and_by_whom(
    layar: Callable[[str], Layar], orang: Orang, app: Flask
) -> None:
    admin, id_ = layar("administrator"), str(orang.sekretariat)
    assert "Yang dilakukan pada akun ini" not in layar("sekretariat").buka("/akun/")
    tautan = ""
    for tindakan in ("keluarkan", "faktor", "tautan"):
        jawab = admin.kirim(f"/pengguna/{tindakan}/", dari=f"/pengguna/details/?id={id_}", id=id_, konfirmasi=SANDI)
        tautan = re.search(r"/sandi-baru/[\w-]+", jawab.text)  # type: ignore[assignment]
    baru = "kopi pagi di Suryakencana"
    tamu = Layar(app.test_client())
    assert tamu.kirim(tautan[0], baru=baru, ulang=baru).status_code == 302  # type: ignore[index]
    data = {"nama_pengguna": "sekretariat", "sandi": baru, "csrf_token": token(tamu.buka("/login"))}
    assert tamu.client.post("/login", data=data).status_code == 302
    bagian = tamu.buka("/akun/").split('id="tindakan-akun"')[1].split("</section>")[0]
    baris = [re.findall(r'data-l="(?:Tindakan|Oleh)">(.*?)</td>', satu) for satu in bagian.split("<tr>")[2:]]
    assert [(apa, oleh.split(" (")[0]) for apa, oleh in baris] == [
        ("Mengganti kata sandi", "Sekretariat"),
        ("Diberi tautan kata sandi", "Administrator"),
        ("Faktor keduanya disetel ulang", "Administrator"),
        ("Sesinya diakhiri", "Administrator"),
    ]
    assert "lewat tautan kata sandi" in baris[0][1]
    assert "Yang dilakukan pada akun ini" not in layar("pengawas").buka("/akun/")


def test_a_closed_account_is_out_at_its_next_request(app: Flask, orang: Orang) -> None:
    from models.base import db
    from models.pengguna import Pengguna

    client = orang.masuk("sekretariat")
    assert hidup(client)
    with app.app_context():
        db.session.get(Pengguna, orang.sekretariat).aktif = False
        db.session.commit()
    assert not hidup(client)


def test_a_role_that_is_given_or_taken_counts_at_the_next_request(app: Flask, orang: Orang) -> None:
    from models.base import db
    from models.pengguna import PeranPengguna
    from models.peran import Peran
    from models.waktu import sekarang

    client = orang.masuk("sekretariat")
    assert client.get("/pengguna/").status_code == 403
    with app.app_context():
        db.session.add(PeranPengguna(pengguna_id=orang.sekretariat, peran=Peran.PENGAWAS))
        db.session.commit()
    assert client.get("/pengguna/").status_code == 200
    with app.app_context():
        peran = db.update(PeranPengguna).filter_by(pengguna_id=orang.sekretariat, peran=Peran.PENGAWAS)
        db.session.execute(peran.values(deleted_at=sekarang()))
        db.session.commit()
    assert client.get("/pengguna/").status_code == 403


@pytest.mark.parametrize("cara", ["borang", "massal", "hapus"])
def test_who_is_let_in_again_signs_in_anew(app: Flask, orang: Orang, cara: str) -> None:
    """A cookie that slept through the closing of its account is not awake again when the account is."""
    from models.base import db
    from models.pengguna import Pengguna

    client, id_ = orang.masuk("sekretariat"), orang.sekretariat
    with app.app_context():
        for tutup in (True, False):
            if cara == "massal":
                db.session.execute(db.update(Pengguna).where(Pengguna.id == id_).values(aktif=not tutup))
            elif cara == "hapus":
                db.session.get(Pengguna, id_).deleted_at = sekarang() if tutup else None
            else:
                db.session.get(Pengguna, id_).aktif = not tutup
            db.session.commit()
    assert not hidup(client)
    assert hidup(orang.masuk("sekretariat"))


def test_a_sign_in_over_an_old_session_ends_it(app: Flask, orang: Orang) -> None:
    client = orang.masuk("tim_musrenbang")
    kuki = client.get_cookie("panel_musrenbang").value
    halaman = client.get("/akun/").text
    data = {"nama_pengguna": "tim_musrenbang", "sandi": SANDI, "csrf_token": token(halaman)}
    assert client.post("/login", data=data).status_code == 302
    pencuri = app.test_client()
    pencuri.set_cookie("panel_musrenbang", kuki)
    assert not hidup(pencuri)
    assert hidup(client)


def test_nothing_that_the_browser_held_before_goes_along_into_a_new_session(app: Flask) -> None:
    """Session fixation: a token of forms that somebody else planted must be worth nothing afterwards."""
    client = app.test_client()
    with client.session_transaction() as kuki:
        kuki["ditanam"] = "oleh orang lain"
    ditanam = token(client.get("/login").text)
    data = {"nama_pengguna": "tim_musrenbang", "sandi": SANDI, "csrf_token": ditanam}
    assert client.post("/login", data=data).status_code == 302
    with client.session_transaction() as kuki:
        assert "ditanam" not in kuki
    assert client.post("/logout", data={"csrf_token": ditanam}).status_code == 400
    assert hidup(client)


@pytest.mark.parametrize(
    ("agen", "nama"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            "Chrome di Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox di Linux"),
        ("curl/8.1", "curl"),
        (None, "tidak dikenal"),
    ],
)
def test_a_browser_is_called_by_the_name_that_people_know(agen: str | None, nama: str) -> None:
    from admin.sesi import browser_name

    assert browser_name(agen) == nama


def test_the_sign_in_before_this_one_is_that_of_no_other_device_since(app: Flask, orang: Orang) -> None:
    from documents import kata

    def sebelumnya(client: Any) -> str:
        isi = teks(client.get("/akun/").text)
        return re.search(r"Terakhir masuk sebelum ini (.*?) Faktor kedua", isi)[1]  # type: ignore[index]

    kini = sekarang()

    def masuk(menit: int) -> Any:
        with jam(kini + menit * MENIT):
            return orang.masuk("tim_musrenbang")

    def pukul(menit: int) -> str:
        return kata.saat(kini + menit * MENIT)

    pertama, kedua, ketiga = masuk(0), masuk(5), masuk(10)
    with jam(kini + 11 * MENIT):
        assert sebelumnya(ketiga).startswith(pukul(5))
        assert sebelumnya(kedua).startswith(pukul(0))
        assert sebelumnya(pertama) == "Belum pernah"
        for _ in range(31):  # as many attempts as the page lists
            gagal = app.test_client()
            data = {"nama_pengguna": "tim_musrenbang", "sandi": "keliru", "csrf_token": token(gagal.get("/login").text)}
            gagal.post("/login", data=data)
        assert sebelumnya(ketiga).startswith(pukul(5))
