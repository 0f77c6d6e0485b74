"""Real processes on one database: they start together, each does one thing, and tell what came of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import configure_mappers

from models import setelan
from models.base import db
from models.pesan import SopError
from tests.programs import FORKS

KUNCI = b"kunci riwayat uji"
# Rows of the tests that kill; the long form of the same tests: BANYAK_BARIS=100000.
JUMLAH_BANYAK = int(os.environ.get("BANYAK_BARIS", "3000"))
configure_mappers()  # once, before the processes part


def aplikasi(url: str, var: str) -> Flask:
    """The database alone, without the panel: that is quicker to build sixteen times."""
    setelan.pasang(setelan.Setelan(var=Path(var), diary_key=KUNCI, database_url=url))
    app = Flask("proses")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=setelan.pilihan_mesin(url))
    db.init_app(app)
    return app


def serentak(tugas: Callable[..., Any], url: str, var: Path, masukan: Sequence[Any]) -> list[Any]:
    """`tugas(masukan)` in one process each, started together; the answers in no order. A sentence for a SopError."""
    antre, gerbang = FORKS.Queue(), FORKS.Barrier(len(masukan))
    proses = [FORKS.Process(target=_jalan, args=(tugas, url, str(var), x, gerbang, antre)) for x in masukan]
    for p in proses:
        p.start()
    jawaban = [antre.get(timeout=900) for _ in proses]
    for p in proses:
        p.join(10)
    return jawaban


def tunggu_kunci(anak: Any, batas: float = 60) -> None:
    """Until the other process stands before a lock that this one holds (PostgreSQL), or has ended."""
    akhir = time.monotonic() + batas
    kueri = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with db.engine.connect() as koneksi:
        while anak.is_alive() and not koneksi.scalar(kueri):
            koneksi.rollback()
            assert time.monotonic() < akhir, "proses lain tidak sampai di kunci"
            time.sleep(0.02)


def mulai(tugas: Callable[..., Any], url: str, var: Path, masukan: Any) -> Any:
    """One process that is left to itself, to be killed."""
    p = FORKS.Process(target=_jalan, args=(tugas, url, str(var), masukan, None, None))
    p.start()
    return p


def _jalan(tugas: Callable[..., Any], url: str, var: str, masukan: Any, gerbang: Any, antre: Any) -> None:
    with aplikasi(url, var).app_context():
        if gerbang is not None:
            gerbang.wait(600)
        try:
            jawab = tugas(masukan)
        except SopError as galat:
            jawab = str(galat.pesan)
        except Exception as galat:  # the test that waits must hear of it
            jawab = repr(galat)
        db.session.remove()
        if antre is not None:
            antre.put(jawab)


# --- what they do -----------------------------------------------------------------------------------------------------


def terbitkan(isi: tuple[Sequence[int], int]) -> list[str]:
    """Number the letters; one in so many is rolled back at the last moment, left as it was, and numbered after all."""
    from documents import issue
    from models.nota_dinas import NotaDinas
    from tests import dunia

    ids, batal = isi
    nomor = []
    for i in ids:
        for menyesal in (True, False) if i % batal == 0 else (False,):
            surat = db.session.get_one(NotaDinas, i)
            issue.jalankan(surat, "terbitkan", dunia.aktor("sekretariat"))
            if menyesal:
                db.session.rollback()
                continue
            db.session.commit()
            nomor.append(str(surat.nomor))
    return nomor


def selesaikan(isi: tuple[int, str]) -> str:
    """Sign off the row of one Bidang in the name of its head."""
    from documents import issue
    from models.musrenbang import PelaksanaanLangkah
    from tests import dunia

    row_id, nama = isi
    row = db.session.get_one(PelaksanaanLangkah, row_id)
    return str(issue.perform(row, "selesaikan", dunia.aktor(nama), "", {"menit": 10}))


def simpan_acara(isi: dict[str, Any]) -> str:
    """Book a room for an acara."""
    from models.jadwal import Acara

    db.session.add(Acara(**isi))
    db.session.commit()
    return "tersimpan"


def buat_usulan(isi: dict[str, Any]) -> str:
    """A usulan without a code, which the panel makes."""
    from models.usulan import Usulan

    usulan = Usulan(**isi)
    db.session.add(usulan)
    db.session.commit()
    return usulan.kode


def buat_tahun(isi: tuple[int, int]) -> bool:
    """The next year with one usulan carried over; True: it was made here."""
    from bulk import tahun_baru
    from models.musrenbang import Musrenbang
    from tests import dunia

    lama, usulan = isi
    m = db.session.get_one(Musrenbang, lama)
    pilihan = tahun_baru.Pilihan(m.tahun + 1, "Musrenbang berikutnya", usulan=[usulan])
    hasil = tahun_baru.buat(m, pilihan, dunia.aktor("sub_koordinator"))
    db.session.commit()
    return hasil.baru


def kerjakan_operasi(operasi_id: int) -> None:
    from bulk import operasi, potongan

    # Small chunks, so that the kill falls between and within them; the default ones where there is enough to do.
    if JUMLAH_BANYAK < 10_000:
        potongan.POTONG_DETIK, potongan.MULAI = 0.05, 100
    operasi.kerjakan(operasi_id)


def terapkan_impor(isi: tuple[int, str]) -> None:
    """Apply an import in small sets, and stand still in the middle of its transaction until somebody kills this."""
    import time

    from bulk import operasi
    from bulk.impor import terap

    operasi_id, tanda = isi
    terap.POTONG = 100
    asli, kali = terap.cari_tulis.segarkan, [0]

    def segarkan(kind: str, ids: Any) -> None:
        asli(kind, ids)
        kali[0] += 1
        if kali[0] == 3:
            Path(tanda).write_text("di tengah")
            time.sleep(120)

    terap.cari_tulis.segarkan = segarkan
    operasi.kerjakan(operasi_id)


def kerjakan_tinjauan(operasi_id: int) -> None:
    """The same for an operation that is looked at first."""
    from bulk import operasi, tinjau

    tinjau.POTONG_DETIK, tinjau.MULAI, tinjau.TERKECIL, tinjau.TERBESAR = 0.05, 20, 20, 40
    operasi.kerjakan(operasi_id)


def antar_surel(_: None) -> int:
    """Send what waits in the queue of e-mails, as an office would: no demonstration."""
    from dataclasses import replace

    from bulk import kiriman

    setelan.pasang(replace(setelan.kini(), mode="production"))
    return kiriman.antar()


def tandai_hadir(isi: tuple[int, int, str]) -> str:
    """One tap at the registration desk, by this person."""
    from bulk import meja
    from models.rapat import Rapat
    from tests import dunia

    rapat_id, row_id, nama = isi
    meja.tandai(db.session.get_one(Rapat, rapat_id), row_id, dunia.aktor(nama))
    return "ditandai"


def tambah_tamu(isi: tuple[int, dict[str, str]]) -> str:
    from bulk import meja
    from models.rapat import Rapat
    from tests import dunia

    meja.tambah(db.session.get_one(Rapat, isi[0]), dunia.aktor("tim_musrenbang"), isi[1])
    return "ditambah"


def simpan_terus(catatan: str) -> None:
    """Save one room after the other, each with a stored file, and write down what the database has promised."""
    from models import berkas, riwayat
    from models.ruang import Ruang

    riwayat.sebagai(db.session, riwayat.Penulis(1, "Orang (Uji)", "tim"))
    with open(catatan, "a", encoding="ascii", buffering=1) as dijanjikan:
        for n in range(100_000):
            db.session.add_all(
                [Ruang(nama=f"Ruang {n}"), berkas.simpan(f"{n}.pdf", "application/pdf", b"%PDF-1.4 " + str(n).encode())]
            )
            db.session.commit()
            dijanjikan.write(f"{n}\n")


def terbitkan_terus(isi: tuple[str, Sequence[int]]) -> None:
    """Number one letter after the other, and write down what the database has promised."""
    from documents import issue
    from models.nota_dinas import NotaDinas
    from tests import dunia

    catatan, ids = isi
    with open(catatan, "a", encoding="ascii", buffering=1) as dijanjikan:
        for i in ids:
            surat = db.session.get_one(NotaDinas, i)
            issue.jalankan(surat, "terbitkan", dunia.aktor("sekretariat"))
            db.session.commit()
            dijanjikan.write(f"{i} {surat.nomor}\n")


def migrasi_sampai(isi: tuple[str, int]) -> None:
    """Upgrade an empty database, and die just before the n-th statement that changes it."""
    import signal

    from sqlalchemy import Engine, event

    import migrations

    url, batas = isi
    kali = [0]

    def mati(_k: Any, _c: Any, perintah: str, *_: Any) -> None:
        if perintah.lstrip().split(" ", 1)[0].upper() in ("CREATE", "ALTER", "INSERT", "UPDATE", "DELETE", "DROP"):
            kali[0] += 1
            if kali[0] == batas:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", mati)
    migrations.naik(url)


def terbitkan_sekali(surat: Sequence[tuple[int, int]]) -> list[str]:
    """Sign off each letter at the version that the screen showed; its number, or what was said."""
    from documents import issue
    from models.nota_dinas import NotaDinas
    from tests import dunia

    jawab = []
    for i, versi in surat:
        row = db.session.get_one(NotaDinas, i)
        try:
            issue.perform(row, "terbitkan", dunia.aktor("sekretariat"), version=versi)
            jawab.append(str(row.nomor))
        except SopError as galat:
            jawab.append(str(galat.pesan))
        except Exception as galat:
            db.session.rollback()
            jawab.append(repr(galat))
    return jawab


def tambah_kapasitas(isi: tuple[Sequence[int], int]) -> str:
    """Add one to each room as often as asked, reading it anew after every refusal, as people do."""
    from sqlalchemy.orm.exc import StaleDataError

    from models.ruang import Ruang

    ids, kali = isi
    for i in ids:
        for _ in range(kali):
            while True:
                ruang = db.session.get_one(Ruang, i)
                ruang.kapasitas = (ruang.kapasitas or 0) + 1
                try:
                    db.session.commit()
                    break
                except StaleDataError:
                    db.session.rollback()
    return "tersimpan"


def cabut_administrator(isi: tuple[int, int, str]) -> str:
    """(who acts, whose account, how): one administrator takes away another, as both saw themselves in office."""
    from models import riwayat
    from models.pengguna import Pengguna
    from models.waktu import sekarang

    oleh, siapa, cara = isi
    riwayat.sebagai(db.session, riwayat.Penulis(oleh, str(oleh), "Administrator"))
    akun = db.session.get_one(Pengguna, siapa)
    if cara == "peran":
        for peran in akun.daftar_peran:
            peran.deleted_at = sekarang()
    else:
        akun.aktif = cara != "nonaktif"
        akun.deleted_at = sekarang() if cara == "hapus" else None
    if cara != "hapus":  # else the commit writes it
        db.session.flush()
    time.sleep(0.2)  # on PostgreSQL both are here before one of them commits
    db.session.commit()
    return "dicabut"
