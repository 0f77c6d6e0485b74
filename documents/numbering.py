"""Letter numbers: one counter row per class and year, taken inside the issuing transaction.

The row is locked by the UPDATE until commit, so parallel signers get consecutive numbers and a rollback leaves no gap.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Protocol

from sqlalchemy.dialects import postgresql, sqlite

from documents import kata
from documents.templat import isi_teks
from models.base import db
from models.kode_klasifikasi import KodeKlasifikasi
from models.naskah import Naskah
from models.nomor_surat import NomorSurat, RegisterNomor, StatusNomor
from models.pengaturan import KelasNaskah, Penomoran, nilai
from models.pengaturan import kelas as kelas_dari
from models.pesan import Keliru, SopError
from models.waktu import hari_ini

URUT_SISIPAN = r"(\d{1,6})(?:\.([a-z]{1,3}))?"


class Bernomor(Protocol):
    """A record that a class gives numbers to: every Naskah, and a distribusi for its surat pengantar."""

    id: Any
    musrenbang_id: Any
    nomor: Any
    JUDUL: Any

    @property
    def kind(self) -> str: ...

    @property
    def perihal(self) -> Any: ...


def ambil(record: Bernomor, tanggal: date, diketik: str = "") -> NomorSurat:
    """The next automatic number, or the one typed from the Surat Keluar register; flushed, not committed.

    Raises Keliru (field "nomor" or "tanggal") when it is used, leaves a gap, or is missing.
    """
    if isinstance(record, Naskah):
        record.pastikan_tanggal(tanggal)
    if tanggal > hari_ini():
        raise Keliru("Tanggal naskah tidak boleh di masa depan.", "tanggal")
    kelas = kelas_dari(record.kind)
    if kelas is None:
        raise SopError("Kelas naskah untuk {jenis} belum diatur.", jenis=record.JUDUL.lower())
    if kelas.penomoran is Penomoran.TANPA:
        raise SopError("Kelas naskah “{nama}” diatur tanpa nomor; minta administrator mengaturnya.", nama=kelas.nama)

    diketik = diketik.strip()
    urut, sisipan, teks = _baca(kelas, tanggal, diketik) if diketik else (None, "", "")
    if not diketik and kelas.penomoran is Penomoran.DIKETIK:
        raise Keliru("Ketik nomor dari register Surat Keluar.", "nomor")
    if diketik:
        teks = teks or bentuk(kelas, urut, sisipan, tanggal)
        _belum_dipakai(kelas, tanggal.year, urut, sisipan, teks)
    else:
        urut, teks = _otomatis(kelas, tanggal)

    nomor = NomorSurat(
        kelas=kelas.kode,
        tahun=tanggal.year,
        urut=urut,
        sisipan=sisipan,
        teks=teks,
        tanggal=tanggal,
        naskah_kind=record.kind,
        naskah_id=record.id,
        perihal=record.perihal,
        musrenbang_id=record.musrenbang_id,
    )
    db.session.add(nomor)
    db.session.flush()
    return nomor


def _otomatis(kelas: KelasNaskah, tanggal: date) -> tuple[int, str]:
    """The next number of the series; one that was typed elsewhere in the same form is passed over."""
    while True:
        urut = berikut(kelas.kode, tanggal.year)
        teks = bentuk(kelas, urut, "", tanggal)
        if _dipakai(kelas, tanggal.year, urut, "", teks) is None:
            return urut, teks


def berikut(kelas: str, tahun: int) -> int:
    """Take the next number of the counter; the row stays locked until the transaction ends."""
    _pastikan_register(kelas, tahun)
    return int(
        db.session.execute(
            db.update(RegisterNomor)
            .where(RegisterNomor.kelas == kelas, RegisterNomor.tahun == tahun)
            .values(terakhir=RegisterNomor.terakhir + 1)
            .returning(RegisterNomor.terakhir)
            .execution_options(synchronize_session=False)
        ).scalar_one()
    )


def perkiraan(record: Bernomor, tanggal: date) -> str | None:
    """The number that an automatic series would give on that day; another paper may take it first. Writes nothing."""
    kelas = kelas_dari(record.kind)
    if kelas is None or kelas.penomoran is not Penomoran.OTOMATIS:
        return None
    terakhir = db.session.scalar(db.select(RegisterNomor.terakhir).filter_by(kelas=kelas.kode, tahun=tanggal.year))
    urut = (terakhir or 0) + 1
    while _dipakai(kelas, tanggal.year, urut, "", teks := bentuk(kelas, urut, "", tanggal)) is not None:
        urut += 1
    return teks


def _pastikan_register(kelas: str, tahun: int) -> None:
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[db.session.get_bind().dialect.name]
    db.session.execute(insert(RegisterNomor).values(kelas=kelas, tahun=tahun, terakhir=0).on_conflict_do_nothing())


def _baca(kelas: KelasNaskah, tanggal: date, diketik: str) -> tuple[int | None, str, str]:
    """(urut, sisipan, whole text or "") of a typed number; one in a form of its own is taken as it stands."""
    if len(diketik) > 120:
        raise Keliru("Nomor terlalu panjang (paling banyak 120 huruf).", "nomor")
    cocok = _milik_kelas(kelas, tanggal, diketik)
    if "/" in diketik and cocok is None:
        if not re.fullmatch(r"[\w./() -]*\d[\w./() -]*", diketik):
            raise Keliru(
                "Nomor ini tidak seperti nomor surat: isinya huruf, angka, titik dan garis, dengan "
                "sekurang-kurangnya satu angka.",
                "nomor",
            )
        return None, "", diketik
    cocok = cocok or re.fullmatch(URUT_SISIPAN, diketik.lower(), re.ASCII)
    if not cocok or int(cocok[1]) == 0:
        raise Keliru(
            "Nomor ditulis sebagai angka (015), sisipan (015.a), atau nomor lengkap dengan garis miring.", "nomor"
        )
    urut, sisipan = int(cocok[1]), (cocok[2] or "").lower()
    _majukan_register(kelas, tanggal.year, urut, sisipan)
    return urut, sisipan, ""


def _milik_kelas(kelas: KelasNaskah, tanggal: date, diketik: str) -> re.Match[str] | None:
    """A whole number in the form of its class counts as the number in it, or the series would run into it one day."""
    pola = _isi_pola(kelas, "\0", tanggal)
    if pola.count("\0") != 1:
        return None
    return re.fullmatch(re.escape(pola).replace("\0", URUT_SISIPAN), diketik, re.ASCII | re.IGNORECASE)


def _majukan_register(kelas: KelasNaskah, tahun: int, urut: int, sisipan: str) -> None:
    """A typed number must not tear a gap into an automatic series; a sisipan stands behind a number that exists."""
    _pastikan_register(kelas.kode, tahun)
    register = db.session.execute(
        db.select(RegisterNomor)
        .filter_by(kelas=kelas.kode, tahun=tahun)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    if sisipan:
        if urut > register.terakhir and kelas.penomoran is Penomoran.OTOMATIS:
            raise Keliru(
                "Sisipan {n} hanya dapat mengikuti nomor yang sudah dipakai.", "nomor", n=f"{urut:03d}.{sisipan}"
            )
        return
    if kelas.penomoran is Penomoran.OTOMATIS and urut > register.terakhir + 1:
        raise Keliru(
            "Nomor {n} melompati register; nomor berikutnya {b}. Bila register berjalan di luar panel, "
            "minta administrator mengatur penomoran kelas naskah ini menjadi “diketik”.",
            "nomor",
            n=urut,
            b=register.terakhir + 1,
        )
    register.terakhir = max(register.terakhir, urut)
    db.session.flush()


def _dipakai(kelas: KelasNaskah, tahun: int, urut: int | None, sisipan: str, teks: str) -> NomorSurat | None:
    """Who has this text, or this number of the class (which may look different when the pattern names the month)?"""
    sama = db.and_(NomorSurat.kelas == kelas.kode, NomorSurat.urut == urut, NomorSurat.sisipan == sisipan)
    kueri = db.select(NomorSurat).where(NomorSurat.tahun == tahun, db.or_(NomorSurat.teks == teks, sama))
    found: NomorSurat | None = db.session.scalar(kueri.limit(1))
    return found


def _belum_dipakai(kelas: KelasNaskah, tahun: int, urut: int | None, sisipan: str, teks: str) -> None:
    if ada := _dipakai(kelas, tahun, urut, sisipan, teks):
        raise Keliru(
            "Nomor {teks} sudah dipakai untuk “{hal}”.", "nomor", teks=teks, hal=ada.perihal or ada.naskah_kind
        )


def bentuk(kelas: KelasNaskah, urut: int | None, sisipan: str, tanggal: date) -> str:
    """The number in the pattern of its class; without `urut` the empty slot of a draft."""
    sisipan = f".{sisipan}" if sisipan else ""
    return _isi_pola(kelas, "      " if urut is None else f"{urut:03d}{sisipan}", tanggal)


def _isi_pola(kelas: KelasNaskah, urut: str, tanggal: date) -> str:
    kode = db.session.get(KodeKlasifikasi, kelas.kode_klasifikasi_id or 0)
    isi = {
        "kode": kode.kode if kode else "",
        "urut": urut,
        "unit": kelas.unit or nilai("surat.unit"),
        "tahun": str(tanggal.year),
        "bulan_romawi": kata.romawi(tanggal.month),
    }
    return isi_teks(kelas.pola_nomor, isi)


def slot(record: Bernomor) -> str:
    """What stands for the number on a paper: the number, or the empty slot of its class."""
    kelas = kelas_dari(record.kind)
    return record.nomor or (bentuk(kelas, None, "", hari_ini()) if kelas else "")


def batalkan(kind: str, record_id: int) -> None:
    """Void the number of a paper; it stays in the register, visibly, and is never given again."""
    for nomor in db.session.scalars(db.select(NomorSurat).filter_by(naskah_kind=kind, naskah_id=record_id)):
        nomor.status = StatusNomor.DIBATALKAN
