"""The state of the system: what must hold for the panel to be trusted, each with the sentence that says how it stands.

To add a part, write a function that answers a Butir and name it in BUTIR. /readyz, /metrics and the page read the same.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from flask_admin import expose
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

import migrations
from admin.masuk import saya
from admin.page import PageView
from bulk import antrean
from documents import huruf, kata
from jaga import jangkar
from migrations import Fit
from models import keadaan, setelan, transaksi
from models.base import db
from models.keadaan import KeadaanSistem
from models.pengguna import Pengguna
from models.pesan import Ditolak, Pesan
from models.rantai import Rantai
from models.waktu import lokal, sekarang
from sop.access import Verb, may

BAIK, PERHATIAN, BAHAYA = "selesai", "perhatian", "bahaya"
KATA = {BAIK: Pesan("Baik"), PERHATIAN: Pesan("Perlu perhatian"), BAHAYA: Pesan("Bahaya")}
TERBUKTI_PALING_LAMA = timedelta(days=35)
PERIKSA_PALING_LAMA = timedelta(days=2)
DISK_SEMPIT, DISK_HABIS = 1 << 30, 200 << 20  # bytes that are free
JAM_LONGGAR = timedelta(minutes=5)
ANTREAN_LAMA = timedelta(minutes=5)
BASIS = Pesan("Basis data")
log = logging.getLogger("musrenbang")
Ingatan = dict[str, KeadaanSistem]


@dataclass(frozen=True)
class Butir:
    """One part of the state. `wajib`: without it the panel cannot serve."""

    kode: str
    judul: Pesan
    tingkat: str
    kalimat: Pesan
    wajib: bool = False

    @property
    def kata(self) -> Pesan:
        return KATA[self.tingkat]


def _basis(_: Ingatan) -> Butir:
    mesin = db.engine.dialect.name
    perintah = "SELECT sqlite_version()" if mesin == "sqlite" else "SHOW server_version"
    nama = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[mesin]
    try:
        versi = str(db.session.scalar(text(perintah))).split()[0]
        di_tempat = transaksi.file_in_place(db.session.connection())
    except SQLAlchemyError:
        forget()
        return Butir("basis", BASIS, BAHAYA, Pesan("Basis data tidak menjawab."), wajib=True)
    if not di_tempat:
        dipindahkan = Pesan(
            "Berkas basis data dipindahkan atau diganti selagi panel berjalan: yang disimpan sesudahnya dapat hilang. "
            "Hentikan panel, kembalikan berkasnya, lalu mulai lagi."
        )
        return Butir("basis", BASIS, BAHAYA, dipindahkan, wajib=True)
    return Butir("basis", BASIS, BAIK, Pesan("{nama} {versi} menjawab.", nama=nama, versi=versi), wajib=True)


def _migrasi(_: Ingatan) -> Butir:
    judul, cocok = Pesan("Revisi basis data"), migrations.fit(db.session.connection())
    if cocok is Fit.READY:
        kalimat = Pesan("Revisi {n}, yang terbaru.", n=migrations.revisi_terbaru())
        return Butir("migrasi", judul, BAIK, kalimat, wajib=True)
    if cocok is Fit.NEWER:
        return Butir("migrasi", judul, PERHATIAN, migrations.NEWER_SERVED, wajib=True)
    return Butir("migrasi", judul, BAHAYA, migrations.NOT_SERVED[cocok], wajib=True)


def _disk(_: Ingatan) -> Butir:
    tingkat, mb = _bebas(setelan.kini().var)
    return Butir("disk", Pesan("Ruang disk"), tingkat, Pesan("Tersisa {n} MB pada disk data.", n=kata.bilangan(mb)))


def _disk_cadangan(_: Ingatan) -> Butir:
    """Of the disk that takes the backups, where it is another one. The panel serves without it, also when it fails."""
    judul, dipakai = Pesan("Disk cadangan"), setelan.kini()
    folder = dipakai.backup_dir
    try:
        if folder.is_relative_to(dipakai.var) and (
            not folder.exists() or folder.stat().st_dev == dipakai.var.stat().st_dev
        ):
            satu = Pesan("Cadangan berada pada disk folder data panel. Salin juga ke tempat lain.")
            return Butir("disk_cadangan", judul, BAIK, satu)
        tingkat, mb = _bebas(folder)
    except OSError:  # not there, not mounted, broken
        hilang = Pesan("Folder cadangan {folder} tidak ada atau tidak terbaca.", folder=str(folder))
        return Butir("disk_cadangan", judul, BAHAYA, hilang)
    return Butir("disk_cadangan", judul, tingkat, Pesan("Tersisa {n} MB pada disk cadangan.", n=kata.bilangan(mb)))


def _bebas(folder: Path) -> tuple[str, int]:
    """(how bad it is, MB that are free on the disk of this folder)"""
    bebas = shutil.disk_usage(folder).free
    return BAHAYA if bebas < DISK_HABIS else PERHATIAN if bebas < DISK_SEMPIT else BAIK, bebas >> 20


def _jam(_: Ingatan) -> Butir:
    """Compared with the highest moment of the diary: a clock that jumped leaves it there, whatever is written after."""
    akhir = db.session.scalar(db.select(db.func.max(Rantai.waktu)))
    if akhir is None or akhir <= sekarang() + JAM_LONGGAR:
        return Butir("jam", Pesan("Jam"), BAIK, Pesan("{saat} WIB.", saat=f"{lokal(sekarang()):%d-%m-%Y %H.%M}"))
    kalimat = Pesan(
        "Jam komputer mundur, atau pernah maju: riwayat memuat {saat} WIB.", saat=f"{lokal(akhir):%d-%m-%Y %H.%M}"
    )
    return Butir("jam", Pesan("Jam"), PERHATIAN, kalimat)


def _pencetak(_: Ingatan) -> Butir:
    nama = huruf.nama_huruf()
    return Butir("pencetak", Pesan("Pencetak naskah"), BAIK, Pesan("Siap, dengan huruf {nama}.", nama=nama))


def _cadangan(ingatan: Ingatan) -> Butir:
    judul, selang = Pesan("Cadangan terakhir"), setelan.kini().backup_interval
    if selang == 0:
        return Butir("cadangan", judul, PERHATIAN, Pesan("Pencadangan otomatis dimatikan (BACKUP_INTERVAL=0)."))
    return _berkala("cadangan", judul, ingatan.get(keadaan.CADANGAN), 2 * timedelta(minutes=selang))


def _pemulihan(ingatan: Ingatan) -> Butir:
    """Red after 35 days: a backup that was never brought back is a hope."""
    gagal = ingatan.get(keadaan.LATIHAN)
    row = gagal if gagal and not gagal.baik else ingatan.get(keadaan.TERBUKTI)
    return _berkala("pemulihan", Pesan("Pemulihan yang terakhir terbukti"), row, TERBUKTI_PALING_LAMA)


def _arsip(ingatan: Ingatan) -> Butir:
    return _berkala("arsip", Pesan("Pemeriksaan arsip"), ingatan.get(keadaan.ARSIP), PERIKSA_PALING_LAMA)


def _riwayat(ingatan: Ingatan) -> Butir:
    return _berkala("riwayat", Pesan("Pemeriksaan rantai riwayat"), ingatan.get(keadaan.RIWAYAT), PERIKSA_PALING_LAMA)


def anchors_beside() -> Pesan | None:
    """The warning that whoever can change the diary can take its witnesses away as well."""
    if not jangkar.beside_database():
        return None
    return Pesan(
        "Jangkar riwayat berada di samping datanya ({folder}): siapa yang dapat mengubah riwayat dapat pula "
        "menghapusnya. Isi ANCHOR_DIR dengan folder di disk atau mesin lain.",
        folder=str(setelan.kini().anchor_dir),
    )


def _jangkar(_: Ingatan) -> Butir:
    judul = Pesan("Jangkar riwayat")
    if beside := anchors_beside():
        return Butir("jangkar", judul, PERHATIAN, beside)
    return Butir("jangkar", judul, BAIK, Pesan("Folder {folder}.", folder=str(setelan.kini().anchor_dir)))


def _berkala(kode: str, judul: Pesan, row: KeadaanSistem | None, paling_lama: timedelta) -> Butir:
    """Something that runs by itself: never, failed, too long ago, or well."""
    if row is None:
        return Butir(kode, judul, PERHATIAN, Pesan("Belum pernah dijalankan."))
    saat = f"{lokal(row.waktu):%d-%m-%Y %H.%M}"
    if not row.baik:
        sebab = row.isi.get("sebab") or "; ".join(t["kalimat"] for t in row.isi.get("temuan", [])[:3])
        return Butir(kode, judul, BAHAYA, Pesan("Gagal pada {saat} WIB: {sebab}", saat=saat, sebab=sebab))
    if sekarang() - row.waktu > paling_lama:
        hari = (sekarang() - row.waktu).days
        return Butir(kode, judul, BAHAYA, Pesan("Terakhir {saat} WIB, sudah {n} hari.", saat=saat, n=hari))
    return Butir(kode, judul, BAIK, Pesan("{saat} WIB.", saat=saat))


def _pemindai(_: Ingatan) -> Butir:
    judul = Pesan("Pemindai virus")
    if shutil.which("clamdscan") or shutil.which("clamscan"):
        return Butir("pemindai", judul, BAIK, Pesan("ClamAV terpasang pada komputer ini."))
    return Butir("pemindai", judul, PERHATIAN, Pesan("ClamAV tidak ada: berkas yang diunggah tidak dipindai."))


def _csp(ingatan: Ingatan) -> Butir:
    """Of this month: something on a page that the policy stopped is a mistake of ours, or somebody's attempt."""
    judul, row = Pesan("Laporan CSP"), ingatan.get(keadaan.CSP)
    if row is None or row.isi["bulan"] != f"{sekarang():%Y-%m}":
        return Butir("csp", judul, BAIK, Pesan("Tidak ada laporan bulan ini."))
    kalimat = Pesan(
        "{n} laporan bulan ini; yang terakhir {saat} WIB: {aturan} menahan {ditahan} pada {halaman}.",
        n=row.isi["jumlah"],
        saat=f"{lokal(row.waktu):%d-%m-%Y %H.%M}",
        aturan=row.isi["aturan"],
        ditahan=row.isi["ditahan"],
        halaman=row.isi["halaman"],
    )
    return Butir("csp", judul, PERHATIAN, kalimat)


def _antrean(_: Ingatan) -> Butir:
    """What stands open, by the database; and whether the worker can still be woken for it."""
    judul, terbuka = Pesan("Antrean"), antrean.waiting()
    sejak = min((w.since for w in terbuka.values() if w.since), default=None)
    kalimat = Pesan("{n} pekerjaan belum selesai.", n=sum(w.count for w in terbuka.values()))
    if sejak and sekarang() - sejak > ANTREAN_LAMA:
        kalimat += Pesan(" Yang tertua tidak disentuh sejak {saat} WIB.", saat=f"{lokal(sejak):%d-%m-%Y %H.%M}")
        return Butir("antrean", judul, PERHATIAN, kalimat)
    if not antrean.reachable():
        kalimat += Pesan(" Antreannya tidak terbaca; pekerja menemukan pekerjaannya sendiri dalam satu menit.")
        return Butir("antrean", judul, PERHATIAN, kalimat)
    return Butir("antrean", judul, BAIK, kalimat)


def _pekerja(_: Ingatan) -> Butir:
    hidup, tanda = keadaan.worker(db.session)
    judul = Pesan("Pekerja latar")
    if hidup:
        return Butir("pekerja", judul, BAIK, Pesan("Berjalan."))
    return Butir("pekerja", judul, BAHAYA if tanda else PERHATIAN, worker_missing(tanda))


def idle_worker() -> Pesan | None:
    """For the page of work that waits: that nobody is there to do it, and whom to tell."""
    hidup, _ = keadaan.worker(db.session)
    return (
        None if hidup else Pesan("Pekerja latar tidak berjalan, jadi pekerjaan ini menunggu. Beri tahu administrator.")
    )


def worker_missing(last: datetime | None) -> Pesan:
    """What to do where nobody works off what waits."""
    if last is None:
        return Pesan(
            "Pekerja latar belum pernah berjalan: pekerjaan panjang dan surel menunggu. Jalankan layanan panel-pekerja "
            "di satu mesin."
        )
    return Pesan(
        "Pekerja latar tidak berjalan sejak {saat} WIB: pekerjaan panjang, surel dan cadangan menunggu. Jalankan "
        "layanan panel-pekerja di satu mesin.",
        saat=f"{lokal(last):%d-%m-%Y %H.%M}",
    )


def _versi(_: Ingatan) -> Butir:
    paket = ", ".join(f"{nama} {metadata.version(nama)}" for nama in ("Flask", "Flask-Admin", "SQLAlchemy"))
    return Butir(
        "versi",
        Pesan("Versi"),
        BAIK,
        Pesan("Panel {versi}, Python {py}, {paket}.", versi=setelan.versi(), py=platform.python_version(), paket=paket),
    )


BUTIR: tuple[Callable[[Ingatan], Butir], ...] = (
    _basis,
    _migrasi,
    _disk,
    _disk_cadangan,
    _jam,
    _pencetak,
    _cadangan,
    _pemulihan,
    _riwayat,
    _jangkar,
    _arsip,
    _pemindai,
    _csp,
    _pekerja,
    _antrean,
    _versi,
)


def semua() -> list[Butir]:
    """The whole state, in the order of the table; without a database that can be served only what hinders it."""
    tidak = [b for satu in (_basis, _migrasi) if (b := _tanya(satu, {})).tingkat == BAHAYA]
    if tidak:
        return tidak[:1]
    ingatan = keadaan.semua(db.session)
    return [_tanya(satu, ingatan) for satu in BUTIR]


def _tanya(satu: Callable[[Ingatan], Butir], ingatan: Ingatan) -> Butir:
    """A part that cannot be asked takes no other with it."""
    try:
        return satu(ingatan)
    except Exception as galat:
        forget()
        kode = satu.__name__.strip("_")
        log.warning("keadaan %s tidak dapat ditanyakan: %s", kode, type(galat).__name__)
        return Butir(
            kode,
            Pesan("Bagian {kode}", kode=kode),
            BAHAYA if satu is _migrasi else PERHATIAN,
            Pesan("Tidak dapat ditanyakan."),
            wajib=satu is _migrasi,
        )


def forget() -> None:
    """After a question that failed: the next one begins with a transaction of its own."""
    with contextlib.suppress(SQLAlchemyError):
        db.session.rollback()


def bahaya() -> list[Butir]:
    """What the home page of those who look after the system shows in red; two queries."""
    if not may(saya(), Verb.BACA, Pengguna):
        return []
    ingatan = keadaan.semua(db.session)
    return [
        b
        for satu in (_disk, _disk_cadangan, _cadangan, _pemulihan, _riwayat, _arsip, _pekerja)
        if (b := _tanya(satu, ingatan)).tingkat == BAHAYA
    ]


class KeadaanView(PageView):
    """`/keadaan/`: for those who look after the accounts, and for supervision."""

    name, url = "Keadaan sistem", "/keadaan"

    @expose("/")
    def index(self) -> str:
        if not may(saya(), Verb.BACA, Pengguna):
            raise Ditolak("Halaman ini untuk administrator dan pengawas.")
        butir = semua()
        kurang = [b for b in butir if b.tingkat != BAIK]
        return self.render("admin/keadaan.html", butir=butir, kurang=kurang)  # type: ignore[no-any-return]
