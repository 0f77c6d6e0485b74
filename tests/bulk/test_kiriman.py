"""E-mails against a real SMTP server on loopback: what arrives, what is tried again, and that nothing goes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bulk import kiriman, operasi, smtp_client
from bulk.smtp_client import Patience
from models import setelan
from models.base import db
from models.distribusi import CaraKirim, Distribusi, StatusDistribusi
from models.dokumen import Dokumen, StatusDokumen
from models.kiriman import JenisKiriman, Kiriman, StatusKiriman
from models.musrenbang import Musrenbang
from models.operasi import JenisOperasi
from models.pengaturan import Pengaturan
from models.pesan import SopError
from models.riwayat import Riwayat, verify
from models.transaksi import membaca
from models.waktu import WIB, hari_ini, jam, sekarang
from sop import workflow
from tests import dunia, peladen, peladen_surel, proses
from tests.conftest import Basis
from tests.peladen_surel import Kotak

RAHASIA = "kunci-uji-0123456789-abcdefghijklmnop"
# The patience of RFC 5321, a hundredth of it.
SCALED = Patience(connect=2.0, greeting=3.0, command=3.0, data=1.2, block=1.8, end=6.0, stop=0.5)
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def kotak(session: Any) -> Iterator[Kotak]:
    """A mail server, and settings that name it."""
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        yield kotak


def antrekan(m: Musrenbang, jumlah: int = 1, **isi: Any) -> list[Distribusi]:
    """Papers whose e-mails a person has just asked for."""
    rows = [dunia.distribusi(m, f"tokoh{n}@contoh.id", **isi) for n in range(jumlah)]
    for row in rows:
        workflow.move(row, "kirim_surel", dunia.aktor("tim_musrenbang"))
    db.session.commit()
    return rows


def surel(row: Distribusi | int) -> Kiriman:
    """The message of a distribution, as it stands in the database now."""
    id_ = row if isinstance(row, int) else row.id
    db.session.rollback()
    kueri = db.select(Kiriman).filter_by(distribusi_id=id_, jenis=JenisKiriman.NASKAH).order_by(Kiriman.id.desc())
    found: Kiriman = db.session.scalars(kueri.execution_options(populate_existing=True)).first()
    return found


def badan(pesan: Any) -> str:
    return str(pesan.get_body().get_content()).replace("\r\n", "\n").rstrip()


def atur(kunci: str, nilai: str) -> None:
    db.session.execute(db.update(Pengaturan).filter_by(kunci=kunci).values(nilai=nilai))
    db.session.commit()


# --- what arrives -----------------------------------------------------------------------------------------------------


def test_the_addressee_gets_the_frozen_paper_with_the_words_of_the_settings(session: Any, kotak: Kotak) -> None:
    m = dunia.di_ujung()
    row = dunia.distribusi(m, "Ketua.RW@bücher.example")
    row.penerima = "Ketua RW 02, “Kampung Dèsa” (Demo)"
    row.undangan.nomor, row.undangan.tanggal = "000.7.1.3/001", hari_ini()
    session.commit()
    workflow.move(row, "kirim_surel", dunia.aktor("tim_musrenbang"), isian={"tambahan": "Parkir di Jalan Juanda."})
    session.commit()

    assert kiriman.antar() == 1

    (pesan,) = kotak.baca()
    assert kotak.tujuan == ["Ketua.RW@xn--bcher-kva.example"]
    assert pesan["To"].addresses[0].display_name == "Ketua RW 02, “Kampung Dèsa” (Demo)"
    assert str(pesan["From"]) == "Bapperida Kota Bogor <bapperida@contoh.go.id>"
    assert str(pesan["Subject"]) == "Naskah uji (Nomor 000.7.1.3/001)"
    assert str(pesan["Message-ID"]) == surel(row).message_id
    assert abs(pesan["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=1)
    isi = badan(pesan)
    assert isi.startswith("Yth. Ketua RW 02, “Kampung Dèsa” (Demo)\n")
    assert "Hari, tanggal: Senin, 23 Maret 2026\nPukul: 09.00" in isi
    assert isi.endswith("\n\nParkir di Jalan Juanda.\n\nBapperida Kota Bogor")
    (lampiran,) = pesan.iter_attachments()
    assert (lampiran.get_content_type(), lampiran.get_filename()) == ("application/pdf", "Undangan.pdf")
    assert lampiran.get_content() == dunia.PINDAIAN  # byte for byte what was frozen


def test_what_was_sent_stands_in_the_distribution_and_its_diary(session: Any, kotak: Kotak) -> None:
    (row,) = antrekan(dunia.di_ujung())
    assert (row.status, surel(row).status) == (StatusDistribusi.DISIAPKAN, StatusKiriman.ANTRE)
    kiriman.antar()
    session.refresh(row)
    assert (row.status, row.cara, row.dikirim_pada) == (StatusDistribusi.DIKIRIM, CaraKirim.SUREL, hari_ini())
    assert (surel(row).status, surel(row).percobaan, surel(row).galat) == (StatusKiriman.TERKIRIM, 1, None)
    diari = session.scalars(db.select(Riwayat).filter_by(kind="distribusi", record_id=row.id).order_by(Riwayat.id))
    assert [(d.aksi, d.nama) for d in diari][1:] == [
        ("kirim_surel", "Tim Musrenbang (Demo)"),
        ("terkirim_surel", "Sistem"),
    ]
    assert verify(session).rusak is None
    assert kiriman.antar() == 0
    assert len(kotak.surat) == 1


@SQLITE
def test_many_messages_go_over_few_connections_in_their_order(session: Any, kotak: Kotak) -> None:
    m = dunia.di_ujung()
    rows = [dunia.distribusi(m, f"tokoh{n}@contoh.id") for n in range(120)]
    ids = [row.id for row in rows]
    op = operasi.buat(JenisOperasi.GERAK, Distribusi, ids, dunia.aktor("tim_musrenbang"), judul="x", aksi="kirim_surel")
    operasi.kerjakan(op.id)
    session.refresh(op)
    assert op.berhasil == 120
    assert kiriman.antar() == 120
    assert kotak.tujuan == [f"tokoh{n}@contoh.id" for n in range(120)]
    assert kotak.sambungan == 3
    assert len({str(p["Message-ID"]) for p in kotak.baca()}) == 120


@SQLITE
def test_a_name_or_a_subject_cannot_open_another_line_of_the_head(session: Any, kotak: Kotak) -> None:
    m = dunia.di_ujung()
    (row,) = antrekan(m)
    k = surel(row)
    k.kepada = "Tokoh\r\nBcc: lain@contoh.id"
    row.undangan.perihal = "Undangan\nBcc: lain@contoh.id\r\n\r\nIsi palsu"
    session.commit()
    kiriman.antar()
    (pesan,) = kotak.baca()
    assert pesan["Bcc"] is None
    assert kotak.tujuan == ["tokoh0@contoh.id"]
    assert "Bcc: lain@contoh.id Isi palsu" in str(pesan["Subject"])
    for buruk in ("a@contoh.id\r\nRCPT TO:<b@contoh.id>", "a@contoh.id, b@contoh.id", "<a@contoh.id>", "a b@x.id"):
        row = dunia.distribusi(m, "tokoh@contoh.id")
        session.execute(db.update(Distribusi).filter_by(id=row.id).values(surel=buruk))
        session.commit()
        session.refresh(row)
        with pytest.raises(SopError, match="bukan alamat surel"):
            workflow.move(row, "kirim_surel", dunia.aktor("tim_musrenbang"))
        session.rollback()


@SQLITE
def test_a_line_that_is_a_single_dot_does_not_end_the_message(session: Any, kotak: Kotak) -> None:
    row = dunia.distribusi(dunia.di_ujung())
    workflow.move(row, "kirim_surel", dunia.aktor("tim_musrenbang"), isian={"tambahan": "satu\n.\n..dua\n.tiga"})
    session.commit()
    kiriman.antar()
    assert "\n\nsatu\n.\n..dua\n.tiga\n\n" in badan(kotak.baca()[0])


@SQLITE
def test_the_report_goes_to_a_bidang_with_its_own_words(session: Any, kotak: Kotak) -> None:
    m = dunia.di_ujung()
    laporan = dunia.CONTOH["laporan"](m)
    (row,) = antrekan(m)
    session.execute(db.update(Dokumen).values(kode="laporan", naskah_kind="laporan", naskah_id=laporan.id))
    session.execute(
        db.update(Distribusi).filter_by(id=row.id).values(undangan_id=None, laporan_id=laporan.id, penerima="Bidang IK")
    )
    session.commit()
    assert kiriman.antar() == 1
    (pesan,) = kotak.baca()
    assert badan(pesan).startswith("Yth. Bidang IK\n\nBersama surel ini kami sampaikan laporan nomor - tanggal - hal")


# --- what does not go at once -----------------------------------------------------------------------------------------


def test_a_server_that_is_busy_is_asked_again_later_with_growing_pauses(session: Any, kotak: Kotak) -> None:
    kotak.jawab["tokoh0@contoh.id"] = ["451 coba lagi", "452 penuh"]
    (row,) = antrekan(dunia.di_ujung())
    kini = sekarang()
    for percobaan, (menit, kode) in enumerate(((1, "451"), (5, "452")), 1):
        with jam(kini):
            assert kiriman.antar() == 0
        k = surel(row)
        assert (k.status, k.percobaan, k.coba_lagi_pada) == (
            StatusKiriman.ANTRE,
            percobaan,
            kini + timedelta(minutes=menit),
        )
        assert kode in str(k.galat)
        with jam(kini + timedelta(minutes=menit, seconds=-1)):
            assert kiriman.antar() == 0
        assert surel(row).percobaan == percobaan  # not before its time
        kini += timedelta(minutes=menit)
    with jam(kini):
        assert kiriman.antar() == 1
    assert (surel(row).status, surel(row).percobaan) == (StatusKiriman.TERKIRIM, 3)
    assert len(kotak.surat) == 1


@SQLITE
def test_after_the_last_attempt_it_is_given_up_with_a_sentence(session: Any, kotak: Kotak) -> None:
    kotak.jawab["tokoh0@contoh.id"] = ["451 tokoh0@contoh.id sibuk"] * 9
    (row,) = antrekan(dunia.di_ujung())
    kini = sekarang()
    for menit in (0, *kiriman.JEDA):
        kini += timedelta(minutes=menit)
        with jam(kini):
            kiriman.antar()
    k = surel(row)
    assert (k.status, k.coba_lagi_pada) == (StatusKiriman.GAGAL, None)
    assert str(k.galat) == "Peladen surel menjawab 451 … sibuk Sudah dicoba 6 kali."  # no address in it
    session.refresh(row)
    assert row.status is StatusDistribusi.DISIAPKAN


def test_an_address_that_is_refused_fails_at_once_and_stops_nobody_else(session: Any, kotak: Kotak) -> None:
    kotak.jawab["tokoh1@contoh.id"] = ["550 5.1.1 tidak dikenal"]
    rows = antrekan(dunia.di_ujung(), 3)
    assert kiriman.antar() == 2
    assert [surel(r).status.value for r in rows] == ["terkirim", "gagal", "terkirim"]
    assert [surel(r).percobaan for r in rows] == [1, 1, 1]
    assert str(surel(rows[1]).galat) == "Peladen surel menjawab 550 5.1.1 tidak dikenal"
    assert kotak.tujuan == ["tokoh0@contoh.id", "tokoh2@contoh.id"]


@SQLITE
def test_what_failed_is_sent_again_as_the_same_message_when_a_person_says_so(session: Any, kotak: Kotak) -> None:
    kotak.jawab_data = ["554 ditolak penyaring"]
    (row,) = antrekan(dunia.di_ujung())
    kiriman.antar()
    gagal = surel(row)
    assert gagal.status is StatusKiriman.GAGAL
    tanda = gagal.message_id
    row.surel = "baru@contoh.id"
    session.commit()
    workflow.move(surel(row), "ulangi", dunia.aktor("tim_musrenbang"))
    session.commit()
    assert kiriman.antar() == 1
    assert kotak.tujuan == ["baru@contoh.id"]
    assert str(kotak.baca()[0]["Message-ID"]) == tanda


def test_a_server_that_is_away_leaves_everything_waiting(session: Any) -> None:
    dunia.peladen_surel()  # nobody listens there
    rows = antrekan(dunia.di_ujung(), 3)
    assert kiriman.antar() == 0
    for row in rows:
        k = surel(row)
        assert (k.status, k.percobaan) == (StatusKiriman.ANTRE, 1)
        assert str(k.galat).startswith("Peladen surel 127.0.0.1:9 tidak dapat dihubungi (")
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        with jam(sekarang() + timedelta(minutes=2)):
            assert kiriman.antar() == 3
        assert len(kotak.surat) == 3


def test_a_message_that_is_cancelled_does_not_go(session: Any, kotak: Kotak) -> None:
    satu, dua = antrekan(dunia.di_ujung(), 2)
    workflow.move(surel(satu), "batalkan", dunia.aktor("tim_musrenbang"))
    session.commit()
    assert kiriman.antar() == 1
    assert kotak.tujuan == ["tokoh1@contoh.id"]
    assert [surel(r).status.value for r in (satu, dua)] == ["dibatalkan", "terkirim"]


@SQLITE
def test_a_message_that_is_cancelled_while_the_server_is_asked_does_not_go(session: Any, kotak: Kotak) -> None:
    (row,) = antrekan(dunia.di_ujung())
    id_ = surel(row).id
    pesan = kiriman._siapkan(id_)
    workflow.move(surel(row), "batalkan", dunia.aktor("tim_musrenbang"))
    session.commit()
    smtp = kiriman.sambung(kiriman.server())
    assert isinstance(pesan, EmailMessage)
    assert kiriman._kirim(smtp, id_, pesan) == 0
    assert kotak.surat == []
    assert surel(row).status is StatusKiriman.DIBATALKAN


@SQLITE
def test_what_is_recorded_as_brought_by_hand_does_not_go_by_mail_as_well(session: Any, kotak: Kotak) -> None:
    (row,) = antrekan(dunia.di_ujung())
    workflow.move(row, "kirim", dunia.aktor("tim_musrenbang"), isian={"tanggal": hari_ini(), "cara": CaraKirim.POS})
    session.commit()
    assert row.cara is CaraKirim.POS
    assert kiriman.antar() == 0
    assert (kotak.surat, surel(row).status) == ([], StatusKiriman.DIBATALKAN)


@SQLITE
@pytest.mark.parametrize(
    ("ubah", "status", "kalimat"),
    [
        ({"status": StatusDokumen.DIBATALKAN}, "gagal", "Naskahnya tidak lagi berlaku"),
        (
            {"sha256": "0" * 64},
            "gagal",
            "Berkas naskah ini tidak lagi sama dengan yang dibekukan.",
        ),
    ],
)
def test_a_paper_that_is_voided_or_changed_does_not_go(
    session: Any, kotak: Kotak, ubah: dict[str, Any], status: str, kalimat: str
) -> None:
    (row,) = antrekan(dunia.di_ujung())
    session.execute(db.update(Dokumen).values(**ubah))
    session.commit()
    assert kiriman.antar() == 0
    assert (surel(row).status.value, kotak.surat) == (status, [])
    assert str(surel(row).galat).startswith(kalimat)


@SQLITE
def test_a_text_that_names_what_it_cannot_says_so_and_stops_nobody_else(session: Any, kotak: Kotak) -> None:
    satu, dua = antrekan(dunia.di_ujung(), 2)
    atur("surel.undangan.isi", "Yth. {penerima.__class__}")
    kiriman._siapkan(surel(satu).id)
    atur("surel.undangan.isi", "Yth. {penerima}")
    assert kiriman.antar() == 1
    assert surel(satu).status is StatusKiriman.GAGAL
    assert "tidak dikenal dalam teks ini" in str(surel(satu).galat)
    assert surel(dua).status is StatusKiriman.TERKIRIM


# --- nothing from a demonstration -------------------------------------------------------------------------------------


@pytest.mark.parametrize("cara", ["mode", "musrenbang"])
def test_nothing_leaves_a_demonstration_however_it_is_asked(session: Any, kotak: Kotak, cara: str) -> None:
    m = dunia.di_ujung()
    row = antrekan(m)[0]  # queued while it was none, as a row that somebody smuggled in
    lain = dunia.distribusi(m, "lain@contoh.id", status=StatusDistribusi.DIKIRIM, dikirim_pada=hari_ini())
    if cara == "mode":
        setelan.pasang(replace(setelan.kini(), mode="demo"))
    else:
        m.demonstrasi = True
        session.commit()
    larangan = "Dari data demonstrasi tidak ada yang dikirim ke alamat sebenarnya."
    with pytest.raises(SopError, match=larangan):
        workflow.move(lain, "ingatkan", dunia.aktor("tim_musrenbang"))
    session.rollback()
    if cara == "mode":
        with pytest.raises(SopError, match=larangan):
            kiriman.uji("admin@contoh.id")
    assert kiriman.antar() == 0
    assert (kotak.surat, kotak.sambungan) == ([], 0)
    assert (surel(row).status, str(surel(row).galat)) == (StatusKiriman.DIBATALKAN, larangan)


# --- reminders --------------------------------------------------------------------------------------------------------


def test_an_addressee_is_reminded_once_a_day_and_only_without_proof(session: Any, kotak: Kotak) -> None:
    m = dunia.di_ujung()
    kirim = {"status": StatusDistribusi.DIKIRIM, "dikirim_pada": hari_ini()}
    satu, dua = (dunia.distribusi(m, "sama@contoh.id", **kirim) for _ in range(2))
    berbukti = dunia.distribusi(m, "lain@contoh.id", bukti_id=dunia.pindaian(), **kirim)
    ids = [satu.id, dua.id, berbukti.id]
    tim = dunia.aktor("tim_musrenbang")
    op = operasi.buat(JenisOperasi.GERAK, Distribusi, ids, tim, judul="x", aksi="ingatkan")
    assert {b.record_id: str(b.pesan) for b in operasi.laporan(op.id) if not b.berhasil} == {
        dua.id: "Tokoh 1 (Demo) sudah diingatkan hari ini.",
        berbukti.id: "Bukti terimanya sudah ada.",
    }
    assert kiriman.antar() == 1
    (pesan,) = kotak.baca()
    assert str(pesan["Subject"]).startswith("Pengingat tanda terima: ")
    assert "Kami belum menerima tanda terimanya." in badan(pesan)
    session.refresh(satu)
    assert satu.status is StatusDistribusi.DIKIRIM
    with jam(sekarang().astimezone(WIB).replace(hour=1) + timedelta(days=1)):
        workflow.move(dua, "ingatkan", dunia.aktor("tim_musrenbang"))
        session.commit()
        assert kiriman.antar() == 1


# --- security of the connection ---------------------------------------------------------------------------------------


@SQLITE
@pytest.mark.parametrize("keamanan", ["starttls", "ssl"])
def test_the_connection_is_secured_and_signed_in(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keamanan: str
) -> None:
    pem, konteks = peladen_surel.sertifikat(tmp_path)
    tls = {"tls_context": konteks, "require_starttls": True} if keamanan == "starttls" else {"ssl_context": konteks}
    with peladen_surel.peladen(**tls, auth_required=True, auth_require_tls=keamanan == "starttls") as (kotak, port):
        dunia.peladen_surel(port, keamanan=keamanan, pengguna="bapperida")
        setelan.pasang(replace(setelan.kini(), smtp_password="sandi-surel"))
        (row,) = antrekan(dunia.di_ujung())

        assert kiriman.antar() == 0  # a certificate that nobody vouches for
        assert "Sertifikat peladen surel tidak dapat dipercaya" in str(surel(row).galat)

        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        setelan.pasang(replace(setelan.kini(), smtp_password="salah"))
        with jam(sekarang() + timedelta(minutes=2)):
            assert kiriman.antar() == 0
        assert str(surel(row).galat).startswith("Peladen surel menolak akun atau kata sandinya (535).")

        setelan.pasang(replace(setelan.kini(), smtp_password="sandi-surel"))
        with jam(sekarang() + timedelta(minutes=10)):
            assert kiriman.antar() == 1
        assert kotak.masuk[-1] == (b"bapperida", b"sandi-surel")
        assert "sandi-surel" not in repr(setelan.kini()) + repr(kiriman.server())


@SQLITE
@pytest.mark.parametrize(("nama", "hari"), [("surel.lain.example", 1), ("127.0.0.1", -1)])
def test_a_certificate_of_another_name_or_of_yesterday_is_refused(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nama: str, hari: int
) -> None:
    pem, konteks = peladen_surel.sertifikat(tmp_path, nama, hari)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with peladen_surel.peladen(tls_context=konteks, require_starttls=True) as (kotak, port):
        dunia.peladen_surel(port, keamanan="starttls")
        (row,) = antrekan(dunia.di_ujung())
        assert kiriman.antar() == 0
        assert "Sertifikat peladen surel tidak dapat dipercaya" in str(surel(row).galat)
        assert kotak.surat == []


@SQLITE
def test_a_server_without_starttls_gets_neither_password_nor_message(session: Any, kotak: Kotak) -> None:
    atur("surel.keamanan", "starttls")
    (row,) = antrekan(dunia.di_ujung())
    assert kiriman.antar() == 0
    assert str(surel(row).galat) == "Peladen surel tidak menawarkan STARTTLS, jadi tidak ada yang dikirim kepadanya."
    atur("surel.keamanan", "tanpa")
    atur("surel.pengguna", "bapperida")
    atur("surel.server", "surel.contoh.go.id")
    with jam(sekarang() + timedelta(minutes=2)):
        assert kiriman.antar() == 0
    assert "tidak dikirim lewat sambungan tanpa sandi" in str(surel(row).galat)


def test_the_administrator_reads_what_the_server_says_to_a_test_message(session: Any, kotak: Kotak) -> None:
    assert kiriman.uji("admin@contoh.id").endswith("menerima surel uji untuk admin@contoh.id.")
    assert str(kotak.baca()[0]["Subject"]) == "Surel uji Panel Musrenbang"
    kotak.jawab["admin@contoh.id"] = ["550 tidak dikenal"]
    with pytest.raises(SopError, match="550 tidak dikenal"):
        kiriman.uji("admin@contoh.id")


# --- a worker that dies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saat", "setelahnya", "salinan"),
    [
        ("RCPT", [StatusKiriman.ANTRE, StatusKiriman.ANTRE, StatusKiriman.ANTRE], [1, 1, 1]),  # nothing handed over
        ("DATA", [StatusKiriman.MENGIRIM, StatusKiriman.ANTRE, StatusKiriman.ANTRE], [1, 1, 1]),  # taken, not recorded
    ],
)
def test_a_worker_that_is_killed_leaves_no_second_copy_and_the_rest_goes_on(
    session: Any, kotak: Kotak, basis: Basis, var: Path, saat: str, setelahnya: list[StatusKiriman], salinan: list[int]
) -> None:
    rows = [row.id for row in antrekan(dunia.di_ujung(), 3)]
    kotak.tahan = saat
    session.remove()
    anak = proses.mulai(proses.antar_surel, basis.url, var, None)
    _tunggu(lambda: kotak.menahan, "tidak mulai mengirim")
    os.kill(anak.pid, signal.SIGKILL)
    anak.join(10)
    kotak.tahan = ""
    with membaca():
        assert [surel(r).status for r in rows] == setelahnya
        session.rollback()

    tertinggal = kiriman.lanjutkan()
    kiriman.antar()

    assert [kotak.tujuan.count(f"tokoh{n}@contoh.id") for n in range(3)] == salinan
    assert tertinggal == setelahnya.count(StatusKiriman.MENGIRIM)
    if saat == "DATA":  # told to a person, who looks before sending again
        assert (surel(rows[0]).status, str(surel(rows[0]).galat)) == (StatusKiriman.GAGAL, kiriman.MUNGKIN)
        assert [o.aksi for o in workflow.moves(surel(rows[0]), dunia.aktor("tim_musrenbang"))] == [
            "ulangi",
            "catat_sudah",
        ]
    assert [surel(r).status for r in rows[1:]] == [StatusKiriman.TERKIRIM] * 2
    assert kiriman.antar() == 0


@SQLITE
def test_an_answer_that_never_comes_is_not_taken_for_a_no(
    session: Any, kotak: Kotak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_client, "QUEUE", replace(SCALED, end=0.5))
    (row,) = antrekan(dunia.di_ujung())
    kotak.tahan = "DATA"
    assert kiriman.antar() == 0
    kotak.tahan = ""
    assert (surel(row).status, str(surel(row).galat)) == (StatusKiriman.GAGAL, kiriman.MUNGKIN)
    assert kiriman.antar() == 0
    assert len(kotak.surat) == 1


def test_two_workers_at_once_send_each_message_once(session: Any, kotak: Kotak, basis: Basis, var: Path) -> None:
    antrekan(dunia.di_ujung(), 20)
    session.remove()
    assert sum(proses.serentak(proses.antar_surel, basis.url, var, [None] * 3)) == 20
    assert sorted(kotak.tujuan) == sorted(f"tokoh{n}@contoh.id" for n in range(20))


@SQLITE
def test_the_worker_of_the_panel_sends_by_itself_and_ends_when_it_is_told(
    session: Any, kotak: Kotak, basis: Basis, tmp_path: Path
) -> None:
    """`app.py --worker`, as `make run` starts it: nobody has to wake it."""
    env = peladen.lingkungan(
        tmp_path,
        MODE="production",
        ALLOWED_HOSTS="panel.example",
        DATABASE_URL=basis.url,
        DIARY_KEY=proses.KUNCI.decode(),
        ACCOUNT_KEY=setelan.kini().account_key.decode(),
        SECRET_KEY=RAHASIA,
    )
    pekerja = subprocess.Popen([sys.executable, "app.py", "--worker"], cwd=peladen.AKAR, env=env)
    try:
        antrekan(dunia.di_ujung(), 2)
        session.remove()
        _tunggu(lambda: len(kotak.surat) == 2, "surel tidak dikirim")
        pekerja.send_signal(signal.SIGTERM)
        pekerja.wait(15)
    finally:
        pekerja.kill()
    assert set(session.scalars(db.select(Kiriman.status))) == {StatusKiriman.TERKIRIM}


def _tunggu(syarat: Callable[[], object], keluhan: str, detik: float = 60) -> None:
    batas = time.monotonic() + detik
    while not syarat():
        assert time.monotonic() < batas, keluhan
        time.sleep(0.02)
