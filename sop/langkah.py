"""Walking: entering a step, going on when all its rows are done, going back for another round."""

from __future__ import annotations

from models.base import db
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusMusrenbang, StatusPelaksanaan
from models.pesan import SopError
from models.sop import Langkah
from models.unit_kerja import JenisUnit, UnitKerja
from models.waktu import sekarang

TERBUKA = (StatusPelaksanaan.MENUNGGU, StatusPelaksanaan.BERJALAN)


def langkah_sop(musrenbang: Musrenbang) -> list[Langkah]:
    """The steps of the revision the Musrenbang is pinned to, in order."""
    return musrenbang.sop_revisi.langkah if musrenbang.sop_revisi else []


def bidang_aktif() -> list[UnitKerja]:
    """Every Bidang of Bapperida that takes part ("seluruh Bidang", SOP steps 1, 2 and 11)."""
    return list(
        db.session.scalars(
            db.select(UnitKerja)
            .filter_by(jenis=JenisUnit.BIDANG, aktif=True, deleted_at=None)
            .order_by(UnitKerja.urutan)
        )
    )


def baris_terbuka(musrenbang: Musrenbang) -> list[PelaksanaanLangkah]:
    """The rows of the current step that are not done yet."""
    return list(
        db.session.scalars(
            db.select(PelaksanaanLangkah)
            .where(PelaksanaanLangkah.musrenbang_id == musrenbang.id, PelaksanaanLangkah.status.in_(TERBUKA))
            .order_by(PelaksanaanLangkah.id)
        )
    )


def masuki(musrenbang: Musrenbang, langkah: Langkah, status: StatusPelaksanaan = StatusPelaksanaan.MENUNGGU) -> None:
    """Make `langkah` the current one, with a row per Bidang where the SOP says so; a second time is a new putaran."""
    lalu = db.session.scalar(
        db.select(db.func.max(PelaksanaanLangkah.putaran)).filter_by(musrenbang_id=musrenbang.id, langkah_id=langkah.id)
    )
    units: list[UnitKerja | None] = [*bidang_aktif()] if langkah.per_unit_kerja else [None]
    if not units:
        raise SopError("Belum ada Bidang yang aktif; lengkapi daftar unit kerja lebih dahulu.")
    for unit in units:
        db.session.add(
            PelaksanaanLangkah(
                musrenbang=musrenbang,
                musrenbang_id=musrenbang.id,
                langkah=langkah,
                langkah_id=langkah.id,
                unit_kerja=unit,
                unit_kerja_id=unit.id if unit else None,
                putaran=(lalu or 0) + 1,
                status=status,
                masuk_pada=sekarang(),
            )
        )
    if status in TERBUKA:
        musrenbang.langkah, musrenbang.langkah_id = langkah, langkah.id


def maju(musrenbang: Musrenbang) -> None:
    """Go on to the next step when no row of the current one is open; after the last the Musrenbang is done."""
    db.session.flush()
    if baris_terbuka(musrenbang):
        return
    assert musrenbang.langkah is not None
    berikut = [x for x in langkah_sop(musrenbang) if x.urutan > musrenbang.langkah.urutan]
    if berikut:
        masuki(musrenbang, berikut[0])
    else:
        musrenbang.status = StatusMusrenbang.SELESAI


def tutup_terbuka(musrenbang: Musrenbang, status: StatusPelaksanaan) -> None:
    for row in baris_terbuka(musrenbang):
        row.status, row.selesai_pada = status, sekarang()
    db.session.flush()


def menit_per_bidang(rows: list[PelaksanaanLangkah]) -> dict[int | None, int]:
    """Minutes worked on one step, summed over its rounds, for each Bidang (key None where there is one row only)."""
    hasil: dict[int | None, int] = {}
    for row in rows:
        if row.menit is not None:
            hasil[row.unit_kerja_id] = hasil.get(row.unit_kerja_id, 0) + row.menit
    return hasil


def menit_langkah(rows: list[PelaksanaanLangkah]) -> int | None:
    """What is held against the norm: Bidang work side by side, so the longest of them; None while none is entered."""
    return max(menit_per_bidang(rows).values(), default=None)
