"""The registration desk on the screen: search, one tap, cards, counts under an ETag, and how it refuses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from documents import issue
from models import kode_hadir
from models.base import db
from models.musrenbang import StatusMusrenbang
from models.naskah import StatusNaskah
from models.pemangku_kepentingan import Unsur
from models.rapat import DaftarHadir, Rapat
from models.waktu import sekarang
from tests import dunia
from tests.admin.layar import Layar, salah, teks
from tests.orang import token

HANYA_MELIHAT = "Anda dapat melihat daftar ini. Menandai hadir dilakukan oleh Tim, Bidang dan sekretariat."
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def rapat(app: Flask) -> dict[str, Any]:
    """A pleno of today's Musrenbang: its id, the ids of three who are invited, and the codes of their cards."""
    with app.app_context():
        m = dunia.di_ujung()
        u = dunia.undangan(m)
        u.status = StatusNaskah.TERBIT
        r = dunia.rapat(m, hadir=0)
        issue.perform(r, "isi_daftar_hadir", dunia.aktor("tim_musrenbang"))
        rows = db.session.scalars(db.select(DaftarHadir).filter_by(rapat_id=r.id).order_by(DaftarHadir.urutan)).all()
        return {
            "id": r.id,
            "meja": f"/meja/{r.id}/",
            "tamu": [row.id for row in rows],
            "kode": [kode_hadir.buat(p.id) for p in u.penerima],
        }


def kirim(layar: Layar, alamat: str, dari: str, **isi: Any) -> Any:
    return layar.client.post(alamat, data={"csrf_token": token(layar.client.get(dari).text), **isi})


def tandai(layar: Layar, rapat: dict[str, Any], **isi: Any) -> Any:
    return kirim(layar, rapat["meja"] + "tandai/", rapat["meja"], **isi)


def hadir(app: Flask, id_: int) -> bool:
    with app.app_context():
        return bool(db.session.get_one(DaftarHadir, id_).hadir)


def test_a_guest_is_found_and_marked_with_one_tap_and_the_wrong_tap_taken_back(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    halaman = tim.buka(rapat["meja"] + "?q=tokoh+2")
    assert "1 nama cocok" in teks(halaman)
    assert halaman.count('aria-label="Hadir: Tokoh 2 (Demo)"') == 1
    jawab = tandai(tim, rapat, id=rapat["tamu"][1])
    assert jawab.status_code == 302
    sesudah = tim.buka(jawab.headers["Location"])
    assert re.search(r"Tokoh 2 \(Demo\) hadir pukul \d\d\.\d\d", teks(sesudah))
    assert "1 dari 3 hadir" in teks(sesudah)
    versi = re.search(r'urung/.*?name="version" value="(\d+)"', sesudah, re.S)[1]  # type: ignore[index]
    jawab = kirim(tim, rapat["meja"] + "urung/", rapat["meja"], id=rapat["tamu"][1], version=versi)
    assert "Tokoh 2 (Demo) tidak lagi ditandai hadir." in teks(tim.buka(jawab.headers["Location"]))
    assert not hadir(app, rapat["tamu"][1])


@SQLITE
def test_taking_back_and_standing_in_ask_for_what_was_seen(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    id_, meja = rapat["tamu"][0], rapat["meja"]
    tandai(tim, rapat, id=id_)
    wakil = {"diwakili_oleh": "Sekcam (Demo)"}
    for versi in ({}, {"version": "1"}, {"version": "x"}):
        assert kirim(tim, meja + "urung/", meja, id=id_, **versi).status_code == 409, versi
        assert kirim(tim, meja + "wakil/", meja, id=id_, **wakil, **versi).status_code == 409, versi
    with app.app_context():
        row = db.session.get_one(DaftarHadir, id_)
        assert (row.hadir, row.diwakili_oleh) == (True, None)


def test_the_second_phone_is_told_since_when_the_guest_is_present(
    tim: Layar, layar: Callable[[str], Layar], rapat: dict[str, Any]
) -> None:
    lain = layar("sekretariat")
    lain.buka(rapat["meja"])
    assert tandai(tim, rapat, id=rapat["tamu"][0]).status_code == 302
    jawab = tandai(lain, rapat, id=rapat["tamu"][0])
    assert jawab.status_code == 409
    assert re.search(r"Tokoh 1 \(Demo\) sudah hadir pukul \d\d\.\d\d\.", salah(jawab.text)[0])
    sesuai = lain.client.post(
        rapat["meja"] + "tandai/",
        data={"csrf_token": token(lain.client.get(rapat["meja"]).text), "kode": rapat["kode"][0]},
        headers={"Accept": "application/json"},
    )
    assert sesuai.status_code == 409
    assert "sudah hadir pukul" in sesuai.json["pesan"]


@SQLITE
def test_the_address_on_a_card_leads_to_the_desk_with_its_guest_and_one_button(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    jawab = tim.client.get(f"/hadir/{rapat['kode'][2]}")
    assert jawab.headers["Location"] == f"{rapat['meja']}?kode={rapat['kode'][2]}"  # the only rapat of this Musrenbang
    halaman = tim.buka(jawab.headers["Location"])
    assert "Tokoh 3 (Demo)" in teks(halaman)
    assert f'name="kode" value="{rapat["kode"][2]}"' in halaman
    assert not hadir(app, rapat["tamu"][2])  # looking marks nobody
    assert tandai(tim, rapat, kode=rapat["kode"][2]).status_code == 302
    assert hadir(app, rapat["tamu"][2])
    assert re.search(r"Sudah hadir pukul \d\d\.\d\d", teks(tim.buka(jawab.headers["Location"])))


@SQLITE
def test_a_card_opened_on_a_phone_comes_to_the_desk_that_this_phone_keeps(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        satu = db.session.get_one(Rapat, rapat["id"])
        kedua = dunia.rapat(satu.musrenbang_id and db.session.get_one(dunia.Musrenbang, satu.musrenbang_id), hadir=0).id
    asal = tim.client.get(f"/hadir/{rapat['kode'][0]}").headers["Location"]
    assert asal == f"/meja/?kode={rapat['kode'][0]}"  # two of them: the person chooses
    pilihan = tim.buka(asal)
    assert f'href="/meja/{kedua}/?kode={rapat["kode"][0]}"' in pilihan
    tim.buka(f"/meja/{kedua}/")
    assert tim.client.get(f"/hadir/{rapat['kode'][0]}").headers["Location"].startswith(f"/meja/{kedua}/?")


@SQLITE
def test_who_is_not_signed_in_is_told_to_show_the_card_and_learns_nothing(
    client: FlaskClient, rapat: dict[str, Any]
) -> None:
    for kode in (rapat["kode"][0], "2-AAAAAAAA", "%00<script>"):
        jawab = client.get(f"/hadir/{kode}")
        assert jawab.status_code == 200
        assert "Tunjukkan kartu ini kepada petugas" in teks(jawab.text)
        assert "Tokoh" not in jawab.text
        assert "<script>" not in jawab.text.replace('<script src="', "")
    assert client.get(rapat["meja"]).status_code == 302
    assert client.post(rapat["meja"] + "tandai/", data={"id": "1"}).status_code in (400, 401)


@SQLITE
@pytest.mark.parametrize(
    ("diketik", "kalimat"),
    [
        ("2-AAAAAAAA", "Kode “2-AAAAAAAA” tidak dikenal. Periksa hurufnya pada kartu undangan, atau cari namanya."),
        ("https://lain.invalid/hadir/2-AAAAAAAA", "Kode “2-AAAAAAAA” tidak dikenal."),
        ("https://lain.invalid/sesuatu", "tidak dikenal"),
        ("\0", "tidak dikenal"),
    ],
)
def test_a_wrong_code_is_a_sentence_with_what_to_do(
    tim: Layar, rapat: dict[str, Any], diketik: str, kalimat: str
) -> None:
    jawab = tandai(tim, rapat, kode=diketik)
    assert jawab.status_code == 400
    assert kalimat in salah(jawab.text)[0]


@SQLITE
def test_a_scanned_card_without_javascript_shows_its_guest_and_a_name_with_a_hyphen_is_still_a_name(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        dunia.simpan(DaftarHadir(rapat_id=rapat["id"], urutan=9, nama="Abdul-RahmanNR"))
    alamat = html.escape(f"https://192.168.1.5:8443/hadir/{rapat['kode'][0]}")
    halaman = tim.client.get(rapat["meja"], query_string={"q": alamat})
    assert 'class="kartu tamu-kartu"' in halaman.text
    assert "Tokoh 1 (Demo)" in teks(halaman.text)
    nama = tim.buka(rapat["meja"] + "?q=Abdul-RahmanNR")
    assert "1 nama cocok" in teks(nama)


@SQLITE
def test_the_code_of_a_letter_is_explained(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    with app.app_context():
        d = dunia.distribusi(dunia.musrenbang(2029))
        kode = "ACDEFHJKLMNP"
        row = db.session.execute(db.select(dunia.Dokumen).filter_by(naskah_id=d.undangan_id)).scalar_one()
        row.kode_periksa = kode
        db.session.commit()
    for diketik in (f"https://panel.invalid/periksa/{kode}", "ACDE-FHJK-LMNP"):
        assert "kode keaslian surat" in salah(tandai(tim, rapat, kode=diketik).text)[0]


@SQLITE
def test_the_counts_cost_nothing_while_nothing_changes(tim: Layar, rapat: dict[str, Any]) -> None:
    alamat = rapat["meja"] + "hitungan/"
    awal = tim.client.get(alamat)
    assert awal.json["unsur"] == [["Tokoh masyarakat", 0, 3]]
    cap = awal.headers["ETag"]
    kosong = tim.client.get(alamat, headers={"If-None-Match": cap})
    assert (kosong.status_code, kosong.data) == (304, b"")
    tandai(tim, rapat, id=rapat["tamu"][0])
    baru = tim.client.get(alamat, headers={"If-None-Match": cap})
    assert (baru.status_code, baru.json["hadir"], baru.json["jumlah"]) == (200, 1, 3)


@SQLITE
def test_a_guest_without_undangan_and_a_stand_in_by_their_forms(tim: Layar, rapat: dict[str, Any]) -> None:
    tamu = rapat["meja"] + "tamu/"
    kosong = tim.kirim(tamu, nama=" ")
    assert kosong.status_code == 409
    assert "Isi nama" in salah(kosong.text)[0]
    jawab = tim.kirim(tamu, nama="Warga (Demo)", lembaga="RW 02", unsur="tokoh masyarakat")
    sesudah = teks(tim.buka(jawab.headers["Location"]))
    assert "Warga (Demo) hadir pukul" in sesudah
    assert "1 dari 4 hadir 1 tanpa undangan" in sesudah
    dua_kali = tim.kirim(tamu, nama="warga (demo)", lembaga="RW 02")
    assert dua_kali.status_code == 409
    assert "sudah hadir pukul" in salah(dua_kali.text)[0]
    assert 'value="warga (demo)"' in dua_kali.text

    wakil = rapat["meja"] + f"wakil/?tamu={rapat['tamu'][0]}"
    jawab = tim.kirim(wakil, id=rapat["tamu"][0], diwakili_oleh="Sekcam (Demo)", jabatan_wakil="Sekretaris")
    assert "diwakili Sekcam (Demo), Sekretaris" in teks(tim.buka(jawab.headers["Location"]))
    lama = tim.client.post(
        wakil,
        data={
            "csrf_token": token(tim.client.get(wakil).text),
            "id": rapat["tamu"][0],
            "version": "1",
            "diwakili_oleh": "Lain (Demo)",
        },
    )
    assert lama.status_code == 409
    assert re.search(r"sudah hadir pukul \d\d\.\d\d, diwakili Sekcam", salah(lama.text)[0])
    assert 'value="Lain (Demo)"' in lama.text


@SQLITE
def test_a_closed_list_says_so_and_offers_nothing_to_tap(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    rincian = f"/rapat/details/?id={rapat['id']}"
    tim.kirim(f"/rapat/move/tutup_daftar_hadir/?id={rapat['id']}", dari=rincian)
    halaman = tim.buka(rapat["meja"])
    assert "sudah ditutup" in teks(halaman)
    assert "/tandai/" not in halaman
    assert HANYA_MELIHAT not in teks(halaman)  # closed for everybody: whoever keeps the desk reads of no missing right
    jawab = kirim(tim, rapat["meja"] + "tandai/", rapat["meja"], id=rapat["tamu"][0])
    assert jawab.status_code == 409
    assert "sudah ditutup" in salah(jawab.text)[0]
    assert not hadir(app, rapat["tamu"][0])
    ubah = tim.client.get(f"/daftar-hadir/edit/?id={rapat['tamu'][0]}")
    assert ubah.status_code == 403
    assert "sudah ditutup" in teks(ubah.text)


@SQLITE
def test_the_desk_of_a_musrenbang_that_ended_says_so_and_offers_nothing_to_tap(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    tandai(tim, rapat, id=rapat["tamu"][0])
    with app.app_context():
        m = db.session.get_one(dunia.Musrenbang, db.session.get_one(Rapat, rapat["id"]).musrenbang_id)
        m.status = StatusMusrenbang.SELESAI
        db.session.commit()
    for bagian in ("", "?tampil=hadir", f"?baru={rapat['tamu'][0]}", f"?kode={rapat['kode'][1]}", "?q=tokoh"):
        halaman = tim.buka(rapat["meja"] + bagian)
        assert "sudah berakhir" in teks(halaman)
        assert not re.search(r"/(tandai|urung|wakil|tamu|kertas)/", halaman), bagian
    for bagian in ("daftar/", f"daftar/?ids={rapat['tamu'][1]}"):
        assert not re.search(r"/(tandai|urung|wakil|tamu|kertas)/", tim.buka(rapat["meja"] + bagian)), bagian
    assert tandai_tanpa_meja(tim, rapat, 1).status_code == 409
    assert not hadir(app, rapat["tamu"][1])


@SQLITE
def test_who_only_reads_sees_the_counts_and_no_button(layar: Callable[[str], Layar], rapat: dict[str, Any]) -> None:
    pengawas = layar("pengawas")
    halaman = pengawas.buka(rapat["meja"])
    assert "0 dari 3 hadir" in teks(halaman)
    assert HANYA_MELIHAT in teks(halaman)
    assert "/tandai/" not in halaman
    assert tandai(pengawas, rapat, id=rapat["tamu"][0]).status_code == 403
    assert pengawas.client.get(rapat["meja"] + "kertas/").status_code == 403


@SQLITE
@pytest.mark.parametrize(("nama", "ada"), [("tim_musrenbang", True), ("pengawas", False)])
def test_the_way_to_another_phone_is_shown_to_whom_it_is_open(
    layar: Callable[[str], Layar], rapat: dict[str, Any], nama: str, ada: bool
) -> None:
    assert ('href="/sambung/"' in layar(nama).buka("/meja/")) is ada


@SQLITE
def test_addresses_that_lead_nowhere_are_not_found(tim: Layar, rapat: dict[str, Any]) -> None:
    for alamat in ("/meja/abc/", "/meja/999999/", "/meja/99999999999999/", rapat["meja"] + "wakil/?tamu=999999"):
        assert tim.client.get(alamat).status_code == 404
    assert tandai(tim, rapat, id="x").status_code == 404
    assert tandai(tim, rapat, id="999999").status_code == 404


@SQLITE
def test_a_paper_sheet_keeps_what_was_typed_beside_what_is_wrong(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    kertas = rapat["meja"] + "kertas/"
    isi = {"siapa": ["1", "Tokohh 2 (Demo)", "Warga (Demo)"], "pukul": ["08.15", "", ""], "baru": ["2"]}
    isi |= {"diwakili_oleh": ["", "Sekcam (Demo)", ""], "jabatan_wakil": ["", "", ""]}
    jawab = kirim(tim, kertas, kertas, **isi)
    assert jawab.status_code == 400
    assert "Belum ada yang disimpan: 1 baris perlu diperiksa." in salah(jawab.text)
    assert "Maksud Anda “Tokoh 2 (Demo)”?" in teks(jawab.text)
    for diketik in ("Tokohh 2 (Demo)", "08.15", "Sekcam (Demo)", "Warga (Demo)"):
        assert f'value="{diketik}"' in jawab.text
    assert 'name="baru" value="2" checked' in jawab.text
    assert not hadir(app, rapat["tamu"][0])

    isi["siapa"][1] = "2"
    jawab = kirim(tim, kertas, kertas, **isi)
    assert "3 orang dicatat hadir, 1 di antaranya tamu baru." in teks(tim.buka(jawab.headers["Location"]))
    assert hadir(app, rapat["tamu"][0])
    ulang = kirim(tim, kertas, kertas, siapa=["1"])
    assert "Tidak diubah karena sudah ditandai: Tokoh 1 (Demo) sudah hadir pukul 08.15." in teks(
        tim.buka(ulang.headers["Location"])
    )


@SQLITE
def test_a_whole_sheet_is_ticked_in_its_order_and_saved_at_once(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    lembar = rapat["meja"] + "kertas/?cara=urut"
    halaman = tim.buka(lembar)
    assert [int(i) for i in re.findall(r'name="id" value="(\d+)"', halaman)] == rapat["tamu"]
    assert teks(halaman).index("Tokoh 1 (Demo)") < teks(halaman).index("Tokoh 2 (Demo)")
    satu, dua, tiga = rapat["tamu"]
    isi = {"id": rapat["tamu"], "hadir": [satu], "pukul": "08.15"}
    isi |= {"diwakili_oleh": ["", "Sekcam (Demo)", ""], "jabatan_wakil": ["", "", "Lurah"]}
    jawab = kirim(tim, lembar, lembar, **isi)
    assert jawab.status_code == 400, "a jabatan without a name"
    assert "Belum ada yang disimpan: 1 baris perlu diperiksa." in salah(jawab.text)
    assert 'value="Sekcam (Demo)"' in jawab.text
    assert not hadir(app, satu)
    jawab = kirim(tim, lembar, lembar, **{**isi, "jabatan_wakil": ["", "Sekcam", ""]})
    assert "2 orang dicatat hadir." in teks(sesudah := tim.buka(jawab.headers["Location"]))
    assert "Sudah hadir pukul 08.15" in teks(sesudah)
    assert [hadir(app, i) for i in (satu, dua, tiga)] == [True, True, False]
    with app.app_context():
        assert db.session.get_one(DaftarHadir, dua).diwakili_oleh == "Sekcam (Demo)"
    asing = kirim(tim, lembar, lembar, id=["999999"], hadir=["999999"])
    assert asing.status_code == 400
    assert "Nama ini tidak ada lagi" in teks(asing.text) or "perlu diperiksa" in teks(asing.text)


@SQLITE
def test_a_sheet_of_three_hundred_names_is_saved_at_once(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    with app.app_context():
        dunia.simpan(
            *(DaftarHadir(rapat_id=rapat["id"], urutan=n, nama=f"Hadir {n}", unsur=Unsur.TOKOH) for n in range(10, 310))
        )
    lembar = rapat["meja"] + "kertas/?cara=urut"
    ids = re.findall(r'name="id" value="(\d+)"', tim.buka(lembar))
    jawab = kirim(tim, lembar, lembar, id=ids, hadir=ids)
    assert "303 orang dicatat hadir." in teks(tim.buka(jawab.headers["Location"]))


@SQLITE
def test_the_desk_is_in_the_menu_and_on_the_page_of_the_rapat(tim: Layar, rapat: dict[str, Any]) -> None:
    assert f'href="{rapat["meja"]}"' in tim.buka(f"/rapat/details/?id={rapat['id']}")
    pilih = tim.buka("/meja/")
    assert f'href="{rapat["meja"]}"' in pilih
    assert 'href="/meja/" aria-current="page"' in pilih


@SQLITE
def test_the_page_of_a_rapat_offers_the_desk_to_whoever_keeps_it_and_a_look_to_whoever_reads(
    layar: Callable[[str], Layar], rapat: dict[str, Any]
) -> None:
    for nama, jaga in (("tim_musrenbang", True), ("sekretariat", True), ("pengawas", False)):
        halaman = layar(nama).buka(f"/rapat/details/?id={rapat['id']}")
        kata = ("Buka meja pendaftaran" in teks(halaman), "Lihat kehadiran" in teks(halaman))
        assert kata == (jaga, not jaga), nama
        assert (f'href="{rapat["meja"]}kertas/?cara=urut"' in halaman) == jaga, nama


@SQLITE
def test_a_deleted_rapat_has_no_desk(tim: Layar, rapat: dict[str, Any], app: Flask) -> None:
    assert rapat["meja"] in tim.buka("/meja/")
    tim.buka(rapat["meja"])  # this phone keeps it
    with app.app_context():
        db.session.get_one(Rapat, rapat["id"]).deleted_at = sekarang()
        db.session.commit()
    for bagian in ("", "daftar/", "hitungan/", "tamu/", "kertas/"):
        tim.buka(rapat["meja"] + bagian, 404)
    assert tandai_tanpa_meja(tim, rapat).status_code == 404
    assert not hadir(app, rapat["tamu"][0])
    assert rapat["meja"] not in tim.buka("/meja/")
    assert tim.client.get(f"/hadir/{rapat['kode'][0]}").headers["Location"] == f"/meja/?kode={rapat['kode'][0]}"


def tandai_tanpa_meja(layar: Layar, rapat: dict[str, Any], tamu: int = 0) -> Any:
    return kirim(layar, rapat["meja"] + "tandai/", "/meja/", id=rapat["tamu"][tamu])


@SQLITE
def test_a_card_at_the_desk_of_another_musrenbang_marks_nobody_and_leads_to_its_own(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        lain = dunia.rapat(dunia.di_ujung(2028), hadir=0)
        meja, banyak = f"/meja/{lain.id}/", db.select(db.func.count()).select_from(DaftarHadir)
        sebelum = db.session.scalar(banyak)
    halaman = tim.client.get(f"{meja}?kode={rapat['kode'][0]}")
    assert halaman.status_code == 409
    assert "bukan rapat ini" in teks(halaman.text)
    assert kirim(tim, meja + "tandai/", meja, kode=rapat["kode"][0]).status_code == 409
    with app.app_context():
        assert db.session.scalar(banyak) == sebelum
    assert not hadir(app, rapat["tamu"][0])
    asal = tim.client.get(f"/hadir/{rapat['kode'][0]}").headers["Location"]  # though this phone keeps the other desk
    assert asal == f"{rapat['meja']}?kode={rapat['kode'][0]}"


@SQLITE
def test_a_card_leads_to_the_one_desk_that_is_open_and_nobody_is_called_present_who_is_not(
    tim: Layar, rapat: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        m = db.session.get_one(dunia.Musrenbang, db.session.get_one(Rapat, rapat["id"]).musrenbang_id)
        dunia.rapat(m, hadir=0).hadir_ditutup_pada = sekarang()
        db.session.commit()
    asal = tim.client.get(f"/hadir/{rapat['kode'][0]}").headers["Location"]
    assert asal == f"{rapat['meja']}?kode={rapat['kode'][0]}"
    lama = f"{rapat['meja']}?baru={rapat['tamu'][0]}"  # the address after a tap that was taken back meanwhile
    assert "/urung/" not in tim.buka(lama)
    tandai(tim, rapat, id=rapat["tamu"][0])
    assert "/urung/" in tim.buka(lama)
