"""Distribution before the screen: WhatsApp links, the queue of e-mails, reminders, addressees from the address book."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from models.arsip import Arsip
from models.base import db
from models.distribusi import CaraKirim, Distribusi, StatusDistribusi
from models.kiriman import Kiriman, StatusKiriman
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengaturan import Pengaturan
from models.riwayat import Riwayat
from models.undangan import PenerimaUndangan, Undangan
from models.waktu import hari_ini
from tests import dunia, peladen_surel
from tests.admin.layar import Layar, baris, salah, teks
from tests.peladen_surel import Kotak

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
Buka = Callable[[str], Layar]


@pytest.fixture
def kiriman(app: Flask) -> Callable[..., int]:
    """`kiriman(surel=…, telepon=…)`: one paper to one addressee, in an office that is no demonstration; its id."""

    def buat(**isi: Any) -> int:
        with app.app_context():
            m = db.session.scalar(db.select(dunia.Musrenbang).limit(1)) or dunia.di_ujung()
            dunia.peladen_surel()
            return dunia.distribusi(m, **isi).id

    return buat


@pytest.fixture
def kotak(app: Flask) -> Iterator[Kotak]:
    with peladen_surel.peladen() as (kotak, port):
        with app.app_context():
            dunia.peladen_surel(port)
        yield kotak


def tautan_wa(halaman: str) -> str | None:
    found = re.search(r'href="(https://wa\.me/[^"]+)"', halaman)
    return html.unescape(found[1]) if found else None


def terbuka(orang: Layar, id_: int) -> str:
    """The page of a distribusi after “Tampilkan”, or as it is for whoever has no such button."""
    alamat = f"/distribusi/details/?id={id_}"
    halaman = orang.buka(alamat)
    if "/distribusi/pribadi/" not in halaman:
        return halaman
    return orang.kirim("/distribusi/pribadi/", alamat, id=str(id_)).text


# --- WhatsApp ---------------------------------------------------------------------------------------------------------


@SQLITE
def test_the_link_opens_a_chat_with_the_words_of_the_settings(kiriman: Callable[..., int], layar: Buka) -> None:
    id_ = kiriman(telepon="0812-3456-7890")
    halaman = terbuka(layar("tim_musrenbang"), id_)
    tautan = urlsplit(str(tautan_wa(halaman)))
    assert (tautan.scheme, tautan.netloc, tautan.path) == ("https", "wa.me", "/6281234567890")
    (pesan,) = parse_qs(tautan.query)["text"]
    assert pesan.startswith("Yth. Tokoh 1 (Demo), kami sampaikan undangan Musrenbang pada Senin, 23 Maret 2026 pukul ")
    assert re.search(r'<a class="tombol" href="https://wa.me[^>]+target="_blank" rel="noopener noreferrer">', halaman)


@SQLITE
def test_who_may_not_see_telephone_numbers_sees_no_link_either(kiriman: Callable[..., int], layar: Buka) -> None:
    id_ = kiriman(telepon="0812-3456-7890", surel="rahasia@contoh.id")
    for nama, boleh in {
        "sekretariat": True,
        "sub_koordinator": True,
        "kepala_bidang": False,
        "pengawas": False,
    }.items():
        assert tautan_wa(layar(nama).buka(f"/distribusi/details/?id={id_}")) is None, nama
        halaman = terbuka(layar(nama), id_)
        assert bool(tautan_wa(halaman)) is boleh, nama
        for pribadi in ("6281234567890", "0812-3456-7890", "rahasia@contoh.id"):
            assert boleh or pribadi not in halaman, (nama, pribadi)
        assert ("Catat dikirim lewat WhatsApp" in halaman) is (nama == "sub_koordinator"), nama


@SQLITE
@pytest.mark.parametrize(
    ("telepon", "kalimat"),
    [
        (None, "Tokoh 1 (Demo) belum mempunyai nomor telepon."),
        ("(0251) 8338052", "“(0251) 8338052” bukan nomor telepon seluler"),
    ],
)
def test_without_a_mobile_number_the_page_says_why_there_is_no_link(
    app: Flask, kiriman: Callable[..., int], layar: Buka, telepon: str | None, kalimat: str
) -> None:
    id_ = kiriman()
    with app.app_context():
        db.session.execute(db.update(Distribusi).filter_by(id=id_).values(telepon=telepon))
        db.session.commit()
    tim = layar("tim_musrenbang")
    halaman = tim.buka(f"/distribusi/details/?id={id_}")
    if telepon is not None:  # the reason names the number, which is covered until it is asked for
        assert telepon not in halaman
        halaman = terbuka(tim, id_)
    assert tautan_wa(halaman) is None
    assert kalimat in teks(halaman)


@SQLITE
def test_a_number_of_the_address_book_is_covered_and_can_be_shown(
    app: Flask, kiriman: Callable[..., int], layar: Buka
) -> None:
    id_ = kiriman()
    with app.app_context():
        row = db.session.get_one(Distribusi, id_)
        row.telepon = row.surel = None
        row.pemangku_kepentingan = PemangkuKepentingan(nama="Ketua (Demo)", unsur=Unsur.TOKOH, telepon="0812-3456-7890")
        db.session.commit()
    tim = layar("tim_musrenbang")
    halaman = tim.buka(f"/distribusi/details/?id={id_}")
    assert "Tampilkan" in teks(halaman)
    assert "6281234567890" not in halaman
    assert tautan_wa(terbuka(tim, id_))


@SQLITE
def test_a_demonstration_has_no_link(app: Flask, kiriman: Callable[..., int], layar: Buka) -> None:
    id_ = kiriman(telepon="0812-3456-7890")
    with app.app_context():
        db.session.execute(db.update(dunia.Musrenbang).values(demonstrasi=True))
        db.session.commit()
    halaman = layar("tim_musrenbang").buka(f"/distribusi/details/?id={id_}")
    assert tautan_wa(halaman) is None
    assert "Dari data demonstrasi tidak ada yang dikirim" in teks(halaman)


@SQLITE
def test_what_was_sent_by_whatsapp_is_recorded_as_such(
    kiriman: Callable[..., int], tim: Layar, ambil: Callable[..., Any]
) -> None:
    id_ = kiriman(telepon="0812-3456-7890")
    alamat = f"/distribusi/move/kirim/?id={id_}&cara=WhatsApp"
    assert '<option value="WhatsApp" selected>' in tim.buka(alamat)
    tim.simpan(alamat, tanggal=hari_ini().isoformat(), cara="WhatsApp")
    row = ambil(Distribusi, id_)
    assert (row.status, row.cara) == (StatusDistribusi.DIKIRIM, CaraKirim.WHATSAPP)
    assert "selected" not in tim.buka(f"/distribusi/move/terima/?id={id_}").split("Diterima pukul")[1][:300]


@SQLITE
def test_the_hour_of_receipt_is_kept_and_told(
    app: Flask, kiriman: Callable[..., int], tim: Layar, ambil: Callable[..., Any]
) -> None:
    id_ = kiriman()
    tim.simpan(f"/distribusi/move/terima/?id={id_}", tanggal=hari_ini().isoformat(), diterima_jam="09.30")
    assert ambil(Distribusi, id_).diterima_jam == time(9, 30)
    assert "Diterima pukul 09.30 WIB" in teks(tim.buka(f"/distribusi/details/?id={id_}"))
    with app.app_context():
        diari = db.session.scalars(db.select(Riwayat.sesudah).filter_by(kind="distribusi", aksi="terima")).one()
    assert '"diterima_jam":"09:30:00"' in diari
    assert salah(tim.kirim(f"/distribusi/move/lengkapi_bukti/?id={id_}").text)


# --- e-mail -----------------------------------------------------------------------------------------------------------


def test_a_selection_is_queued_and_the_queue_says_what_became_of_it(
    app: Flask, kotak: Kotak, kiriman: Callable[..., int], tim: Layar, layar: Buka
) -> None:
    with app.app_context():
        port = int(db.session.scalar(db.select(Pengaturan.nilai).filter_by(kunci="surel.port")))
    ids = [kiriman(surel=s) for s in ("satu@contoh.id", "dua@contoh.id", "")]
    with app.app_context():
        dunia.peladen_surel(port)
    pilih = {"rowid": ",".join(map(str, ids)), "aksi": "kirim_surel"}
    tanya = tim.kirim("/distribusi/action/", dari="/distribusi/", **pilih)
    assert "Kalimat tambahan" in tanya.text
    jawab = tim.kirim("/distribusi/action/", dari="/distribusi/", lanjut="1", tambahan="Salam", **pilih)
    laporan = teks(tim.buka(jawab.headers["Location"]))
    assert "2 dari 3 berhasil" in laporan
    assert "Tokoh 1 (Demo) belum mempunyai alamat surel." in laporan

    with app.app_context():
        from bulk import kiriman as antrean

        assert antrean.antar() == 2
    daftar = tim.buka("/kiriman/")
    assert len(baris(daftar)) == 2
    assert "satu@contoh.id" not in daftar
    assert teks(daftar).count("Terkirim") >= 2
    rincian = tim.buka(f"/distribusi/details/?id={ids[0]}")
    assert "Kiriman surel" in teks(rincian)
    assert "••••••" in daftar
    satu = f"/kiriman/details/?id={min(baris(daftar))}"
    assert "satu@contoh.id" in tim.kirim("/kiriman/pribadi/", satu, id=str(min(baris(daftar)))).text
    bidang = layar("kepala_bidang")
    assert "••••••" in bidang.buka("/kiriman/")
    assert bidang.kirim("/kiriman/pribadi/", satu, id=str(min(baris(daftar)))).status_code == 403


@SQLITE
def test_the_buttons_say_why_nothing_can_be_sent_yet(app: Flask, kiriman: Callable[..., int], tim: Layar) -> None:
    id_ = kiriman()
    with app.app_context():
        db.session.execute(db.update(Pengaturan).filter_by(kunci="surel.server").values(nilai=""))
        db.session.commit()
    halaman = teks(tim.buka(f"/distribusi/details/?id={id_}"))
    assert "Peladen surel belum diatur; administrator mengisinya di Pengaturan" in halaman


@SQLITE
def test_a_message_that_waits_can_be_cancelled_by_those_who_work_on_it(
    app: Flask, kiriman: Callable[..., int], tim: Layar, layar: Buka, ambil: Callable[..., Any]
) -> None:
    id_ = kiriman()
    tim.simpan(f"/distribusi/move/kirim_surel/?id={id_}")
    with app.app_context():
        surel = db.session.scalars(db.select(Kiriman.id)).one()
    layar("pengawas").buka(f"/kiriman/move/batalkan/?id={surel}", 403)
    tim.simpan(f"/kiriman/move/batalkan/?id={surel}")
    assert ambil(Kiriman, surel).status is StatusKiriman.DIBATALKAN
    assert 'href="/kiriman/new/' not in tim.buka("/kiriman/")
    tim.buka(f"/kiriman/edit/?id={surel}", 403)


@SQLITE
def test_the_administrator_sends_a_test_message_and_reads_the_answer(kotak: Kotak, layar: Buka) -> None:
    admin = layar("administrator")
    assert 'href="/kiriman/uji/"' in admin.buka("/kiriman/")
    assert admin.kirim("/kiriman/uji/", tujuan="saya@contoh.id").status_code == 302
    assert "menerima surel uji untuk saya@contoh.id" in teks(admin.buka("/kiriman/uji/"))
    assert kotak.tujuan == ["saya@contoh.id"]

    kotak.jawab["saya@contoh.id"] = ["550 tidak dikenal"]
    gagal = admin.kirim("/kiriman/uji/", tujuan="saya@contoh.id")
    assert gagal.status_code == 409
    assert "Peladen surel menjawab 550 tidak dikenal" in salah(gagal.text)
    assert 'value="saya@contoh.id"' in gagal.text
    keliru = admin.kirim("/kiriman/uji/", tujuan="saya")
    assert keliru.status_code == 400
    assert any("bukan alamat surel" in s for s in salah(keliru.text))
    assert len(kotak.surat) == 1


@SQLITE
@pytest.mark.parametrize("nama", ["tim_musrenbang", "sekretariat", "kepala_badan", "pengawas"])
def test_nobody_else_sends_test_messages(kotak: Kotak, layar: Buka, nama: str) -> None:
    orang = layar(nama)
    assert "/kiriman/uji/" not in orang.buka("/kiriman/")
    orang.buka("/kiriman/uji/", 403)
    assert orang.kirim("/kiriman/uji/", dari="/kiriman/", tujuan="saya@contoh.id").status_code == 403
    assert kotak.surat == []


@SQLITE
def test_no_test_message_leaves_a_demonstration(app: Flask, kotak: Kotak, layar: Buka) -> None:
    from models import setelan

    setelan.pasang(app.config["SETELAN"])  # the tests' panel is a demonstration
    admin = layar("administrator")
    assert "Dari data demonstrasi tidak ada yang dikirim" in teks(admin.buka("/kiriman/uji/"))
    assert admin.kirim("/kiriman/uji/", tujuan="saya@contoh.id").status_code == 409
    assert (kotak.surat, kotak.sambungan) == ([], 0)


@SQLITE
def test_what_the_panel_records_by_itself_is_asked_of_nobody(
    app: Flask, kiriman: Callable[..., int], tim: Layar, ambil: Callable[..., Any]
) -> None:
    id_ = kiriman()
    alamat, buka = f"/distribusi/move/kirim/?id={id_}", f"/distribusi/details/?id={id_}"
    assert "Distribusi: Disiapkan" in teks(tim.buka("/"))
    usang = tim.buka(alamat)  # opened before the e-mail was asked for
    assert "dibaca" not in usang
    tim.simpan(f"/distribusi/move/kirim_surel/?id={id_}")

    halaman = teks(tim.buka(buka))
    assert "Surelnya menunggu giliran. Panel mencatatnya dikirim setelah peladen surel menerimanya" in halaman
    assert "Berikutnya: tekan “Catat dikirim”" not in halaman
    assert "Distribusi: Disiapkan" not in teks(tim.buka("/"))

    isi = {"tanggal": hari_ini().isoformat(), "cara": "pos/kurir"}
    tolak = tim.kirim(alamat, **isi)
    assert tolak.status_code == 409
    assert salah(tolak.text) == ["Baca dahulu peringatan di bawah ini, lalu lanjutkan."]
    assert "Bila ini dilanjutkan, surel itu dibatalkan." in teks(tolak.text)
    assert 'name="dibaca"' in tolak.text
    banyak = {"rowid": str(id_), "aksi": "kirim", "lanjut": "1", **isi}
    assert tim.kirim("/distribusi/action/", dari="/distribusi/", **banyak).status_code == 409
    surel = tim.kirim(alamat, dibaca="1", **{**isi, "cara": "surel"})
    assert (surel.status_code, "Surelnya menunggu giliran" in surel.text) == (409, True)
    assert ambil(Kiriman, 1).status is StatusKiriman.ANTRE

    with app.app_context():
        db.session.execute(db.update(Kiriman).values(status=StatusKiriman.MENGIRIM))
        db.session.commit()
    assert "Surelnya sedang diserahkan kepada peladen surel" in teks(tim.buka(buka))
    assert "tidak dapat ditarik lagi" in teks(tim.buka(alamat))

    with app.app_context():
        db.session.execute(db.update(Kiriman).values(status=StatusKiriman.ANTRE))
        db.session.commit()
    tim.simpan(alamat, dibaca="1", **isi)
    assert ambil(Distribusi, id_).cara is CaraKirim.POS
    assert ambil(Kiriman, 1).status is StatusKiriman.DIBATALKAN


@SQLITE
def test_what_may_have_been_sent_is_sent_again_or_recorded_with_how_it_is_known(
    app: Flask, kiriman: Callable[..., int], tim: Layar, ambil: Callable[..., Any]
) -> None:
    from bulk.kiriman import MUNGKIN

    id_ = kiriman()
    tim.simpan(f"/distribusi/move/kirim_surel/?id={id_}")
    with app.app_context():
        db.session.execute(db.update(Kiriman).values(status=StatusKiriman.GAGAL, galat=MUNGKIN))
        db.session.commit()
    halaman = teks(tim.buka("/kiriman/details/?id=1"))
    assert "bila sudah sampai tekan “Catat sudah terkirim”, bila belum “Kirim ulang”" in halaman
    alamat = "/kiriman/move/catat_sudah/?id=1"
    assert tim.kirim(alamat).status_code == 400  # not without a word on how it is known
    tim.simpan(alamat, catatan="Ditelepon: sudah diterima pukul 10.")
    row, surel = ambil(Distribusi, id_), ambil(Kiriman, 1)
    assert (row.status, row.cara, row.dikirim_pada) == (StatusDistribusi.DIKIRIM, CaraKirim.SUREL, hari_ini())
    assert (surel.status, surel.galat) == (StatusKiriman.TERKIRIM, None)
    with app.app_context():
        diari = db.select(Riwayat.nama, Riwayat.catatan).filter_by(kind="distribusi", aksi="terkirim_surel")
        assert db.session.execute(diari).all() == [("Tim Musrenbang (Demo)", "Ditelepon: sudah diterima pukul 10.")]


# --- proof and reminders ----------------------------------------------------------------------------------------------


@SQLITE
def test_the_start_page_tells_those_who_can_act_what_has_no_proof(
    app: Flask, kiriman: Callable[..., int], layar: Buka
) -> None:
    lama = {"status": StatusDistribusi.DIKIRIM, "dikirim_pada": hari_ini() - timedelta(days=3)}
    with app.app_context():
        bukti = dunia.pindaian()
    tunggu = kiriman(**lama)
    kiriman(**lama, bukti_id=bukti)
    kiriman(status=StatusDistribusi.DIKIRIM, dikirim_pada=hari_ini() - timedelta(days=2))
    tim = layar("tim_musrenbang")
    beranda = tim.buka("/")
    alamat = re.search(
        r'<a href="([^"]+)">Distribusi: belum ada bukti terima</a> <span class="lencana perhatian">1<', beranda
    )
    assert alamat
    assert baris(tim.buka(html.unescape(alamat[1]))) == [tunggu]
    assert "belum ada bukti terima" not in layar("pengawas").buka("/")
    with app.app_context():
        db.session.execute(db.update(Pengaturan).filter_by(kunci="distribusi.ingatkan_hari").values(nilai="10"))
        db.session.commit()
    assert "belum ada bukti terima" not in tim.buka("/")


def test_the_list_tells_and_filters_who_has_given_proof(app: Flask, kiriman: Callable[..., int], tim: Layar) -> None:
    with app.app_context():
        bukti = dunia.pindaian()
    ada, belum = kiriman(bukti_id=bukti), kiriman()
    semua = tim.buka("/distribusi/?urut=-berbukti")
    assert baris(semua) == [ada, belum]
    assert "Ada bukti" in teks(semua)
    assert baris(tim.buka("/distribusi/?berbukti=ya")) == [ada]
    assert baris(tim.buka("/distribusi/?berbukti=tidak")) == [belum]
    tim.buka("/distribusi/?berbukti=mungkin", 400)


# --- the archive ------------------------------------------------------------------------------------------------------


def test_the_state_of_retention_is_that_of_today(tulis: Callable[..., list[int]], musrenbang: int, tim: Layar) -> None:
    besok, kemarin = hari_ini() + timedelta(days=1), hari_ini() - timedelta(days=1)
    akhir = {
        "belum diarsipkan": (None, None, "draf"),
        "tanpa jadwal retensi": (None, None, "diarsipkan"),
        "aktif": (hari_ini(), besok, "diarsipkan"),
        "inaktif": (kemarin, hari_ini(), "diarsipkan"),
        "habis: menunggu penilaian": (kemarin, kemarin, "diarsipkan"),
    }
    for keadaan, (aktif, inaktif, status) in akhir.items():
        isi = {"uraian": keadaan, "aktif_sampai": aktif, "inaktif_sampai": inaktif, "status": status}
        (id_,) = tulis(Arsip, musrenbang_id=musrenbang, kode_klasifikasi_id=1, **isi)
        assert baris(tim.buka(f"/arsip/?retensi={keadaan.replace(' ', '+')}")) == [id_], keadaan
        assert keadaan.capitalize() in teks(tim.buka(f"/arsip/details/?id={id_}")).split("Retensi")[1][:60]
    assert len(baris(tim.buka("/arsip/?urut=retensi"))) == 5


# --- addressees from the address book ---------------------------------------------------------------------------------


@SQLITE
def test_a_selection_of_the_address_book_is_put_on_a_draft(
    app: Flask, layar: Buka, tim: Layar, tulis: Callable[..., list[int]]
) -> None:
    with app.app_context():
        m = dunia.di_ujung()
        draf, terbit = dunia.undangan(m, 1), dunia.undangan(m, 0)
        terbit.status = type(terbit.status).TERBIT
        db.session.commit()
        id_, terbit_id, sudah = draf.id, terbit.id, draf.penerima[0].pemangku_kepentingan_id
    media, dprd = tulis(
        PemangkuKepentingan, 2, nama=lambda i: f"Orang {i}", unsur=lambda i: [Unsur.MEDIA, Unsur.DPRD][i]
    )
    assert '<option value="ke_undangan">Tambahkan ke undangan</option>' in tim.buka("/pemangku-kepentingan/")
    pilih = {"rowid": [str(media), str(dprd), str(sudah)], "aksi": "ke_undangan"}
    tanya = tim.kirim("/pemangku-kepentingan/action/", dari="/pemangku-kepentingan/", **pilih)
    assert f'<option value="{id_}">' in tanya.text
    assert f'<option value="{terbit_id}">' not in tanya.text

    salah_pilih = {**pilih, "lanjut": "1", "undangan_id": str(terbit_id)}
    tolak = tim.kirim("/pemangku-kepentingan/action/", dari="/pemangku-kepentingan/", **salah_pilih)
    assert (tolak.status_code, salah(tolak.text)) == (400, ["Pilih undangannya."])
    jadi = {**pilih, "lanjut": "1", "undangan_id": str(id_)}
    jawab = tim.kirim("/pemangku-kepentingan/action/", dari="/pemangku-kepentingan/", **jadi)
    assert jawab.headers["Location"] == f"/undangan/details/?id={id_}"
    assert "2 penerima ditambahkan, 1 sudah ada." in teks(tim.buka(jawab.headers["Location"]))
    with app.app_context():
        urut = db.select(PenerimaUndangan.pemangku_kepentingan_id).filter_by(undangan_id=id_)
        assert db.session.scalars(urut.order_by(PenerimaUndangan.urutan)).all() == [sudah, dprd, media]
        assert db.session.scalars(db.select(PenerimaUndangan).filter_by(undangan_id=terbit_id)).all() == []

    pengawas = layar("pengawas")
    assert "ke_undangan" not in pengawas.buka("/pemangku-kepentingan/")
    jawab = pengawas.kirim("/pemangku-kepentingan/action/", dari="/pemangku-kepentingan/", **jadi)
    assert jawab.status_code == 403


@SQLITE
def test_addressees_are_added_by_group(app: Flask, tim: Layar, tulis: Callable[..., list[int]]) -> None:
    with app.app_context():
        id_ = dunia.undangan(dunia.di_ujung(), 0).id
    unsur = [Unsur.MEDIA, Unsur.DPRD, Unsur.USAHA]
    tulis(PemangkuKepentingan, 3, nama=lambda i: f"Wakil {unsur[i].value}", unsur=lambda i: unsur[i])
    alamat = f"/undangan/move/isi_kelompok/?id={id_}"
    kosong = tim.kirim(alamat)
    assert (kosong.status_code, salah(kosong.text)) == (
        409,
        ["Pilih sekurang-kurangnya satu unsur, perangkat daerah, wilayah atau nama."],
    )
    assert tim.kirim(alamat, unsur="tidak ada").status_code == 400
    tim.simpan(alamat, unsur=["media", "DPRD"])
    with app.app_context():
        nama = [str(p) for p in db.session.get_one(Undangan, id_).penerima]
    assert nama == ["Wakil DPRD", "Wakil media"]
