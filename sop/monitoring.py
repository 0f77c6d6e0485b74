"""What the log of the steps says about the use of a SOP in one half of a year, as the first draft of its monitoring."""

from __future__ import annotations

from models.base import db
from models.monitoring_sop import ButirMonitoring, MonitoringSop
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusPelaksanaan, TenggatLangkah
from models.pengaturan import nilai
from models.sop import Langkah
from sop.konteks import Konteks
from sop.langkah import menit_langkah

DICATAT = (StatusPelaksanaan.SELESAI, StatusPelaksanaan.DIKEMBALIKAN)
TAK_ADA = "Tidak ada pelaksanaan yang tercatat pada periode ini."


def isi_butir(m: MonitoringSop, k: Konteks) -> None:
    """A row for each step that has none yet, and the facts of the log where nobody has written a note."""
    ada = {b.langkah_id: b for b in m.butir}
    rows = _pelaksanaan(m)
    for langkah in m.sop_revisi.langkah:
        butir = ada.get(langkah.id)
        if butir is None:
            butir = ButirMonitoring(
                monitoring_sop_id=m.id, urutan=langkah.urutan, langkah_id=langkah.id, prosedur=langkah.aktivitas
            )
            db.session.add(butir)
        butir.catatan = butir.catatan or catatan(langkah, [r for r in rows if r.langkah_id == langkah.id])


def _pelaksanaan(m: MonitoringSop) -> list[PelaksanaanLangkah]:
    """What was recorded as done in the period, in the order in which it was done."""
    kueri = (
        db.select(PelaksanaanLangkah)
        .join(Langkah, PelaksanaanLangkah.langkah_id == Langkah.id)
        .join(Musrenbang, PelaksanaanLangkah.musrenbang_id == Musrenbang.id)
        .where(Langkah.sop_revisi_id == m.sop_revisi_id, Musrenbang.deleted_at.is_(None))
        .where(PelaksanaanLangkah.status.in_(DICATAT), PelaksanaanLangkah.tanggal.between(*m.periode))
        .order_by(PelaksanaanLangkah.musrenbang_id, PelaksanaanLangkah.id)
    )
    if m.musrenbang_id:
        kueri = kueri.where(PelaksanaanLangkah.musrenbang_id == m.musrenbang_id)
    return list(db.session.scalars(kueri))


def catatan(langkah: Langkah, rows: list[PelaksanaanLangkah]) -> str:
    """The facts of one step, a line for each Musrenbang; its name stands before them when there are several."""
    per: dict[int, list[PelaksanaanLangkah]] = {}
    for row in rows:
        per.setdefault(row.musrenbang_id, []).append(row)
    baris = []
    for punya in per.values():
        awal = f"{punya[0].musrenbang.nama}: " if len(per) > 1 else ""
        baris.append(awal + " ".join(_fakta(langkah, punya)))
    return "\n".join(baris) or TAK_ADA


def _fakta(langkah: Langkah, rows: list[PelaksanaanLangkah]) -> list[str]:
    fakta = []
    if (menit := menit_langkah(rows)) is not None:
        lebih = menit - langkah.waktu
        fakta.append(
            f"Waktu kerja {menit} menit, norma {langkah.waktu} menit"
            + (f" (melampaui norma {lebih} menit)." if lebih > langkah.waktu * _toleransi() / 100 else ".")
        )
    if (putaran := max(r.putaran for r in rows)) > 1:
        fakta.append(f"Dikerjakan {putaran} putaran.")
    if kembali := len({r.putaran for r in rows if r.status is StatusPelaksanaan.DIKEMBALIKAN}):
        fakta.append(f"Dikembalikan {kembali} kali.")
    return [*fakta, *_terlambat(langkah, rows)]


def _terlambat(langkah: Langkah, rows: list[PelaksanaanLangkah]) -> list[str]:
    """Only a deadline of the jadwal makes a step late."""
    batas = db.session.scalar(
        db.select(TenggatLangkah.batas).filter_by(
            musrenbang_id=rows[0].musrenbang_id, langkah_id=langkah.id, deleted_at=None
        )
    )
    akhir = max(r.tanggal for r in rows if r.tanggal)
    if batas is None or akhir <= batas:
        return []
    return [f"Terlambat {(akhir - batas).days} hari dari batas {batas:%d-%m-%Y}."]


def _toleransi() -> float:
    try:
        return float(nilai("sop.toleransi_menit_persen", "0").replace(",", ".") or 0)
    except ValueError:
        return 0
