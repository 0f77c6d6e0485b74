"""The database of the measurement: the demonstration year, filled up to 3,300 decided usulan."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from sqlalchemy import func, insert, select

from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PerangkatDaerah
from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan, Usulan
from models.wilayah import Tingkat, Wilayah

JUMLAH = 3300
SANDI = "Ukur-Panel-2026"
HASIL = (HasilUsulan.DITERIMA,) * 7 + (HasilUsulan.DITERIMA_PERUBAHAN, HasilUsulan.DITUNDA, HasilUsulan.DITOLAK)
PEKERJAAN = ("Perbaikan drainase", "Betonisasi jalan lingkungan", "Rehabilitasi posyandu", "Pelatihan wirausaha", "PJU")


def isi(session: Any) -> int:
    """Add usulan to the newest Musrenbang until it has JUMLAH; returns its id."""
    musrenbang_id = session.scalar(select(Musrenbang.id).order_by(Musrenbang.id.desc()).limit(1))
    ada = session.scalar(select(func.count()).where(Usulan.musrenbang_id == musrenbang_id))
    session.execute(insert(Usulan), _baris(session, musrenbang_id, JUMLAH - ada))
    session.commit()
    return int(musrenbang_id)


def _baris(session: Any, musrenbang_id: int, jumlah: int) -> list[dict[str, Any]]:
    kelurahan = cycle(
        session.execute(select(Wilayah.id, Wilayah.induk_id).where(Wilayah.tingkat == Tingkat.KELURAHAN)).all()
    )
    opd = cycle(session.scalars(select(PerangkatDaerah.id)).all())
    kelompok = cycle(session.scalars(select(KelompokSidang.id)).all())
    alasan = cycle(session.scalars(select(AlasanPenolakan.id)).all())
    hasil, pekerjaan, asal = cycle(HASIL), cycle(PEKERJAAN), cycle(AsalUsulan)
    baris = []
    for nomor in range(1, jumlah + 1):
        wilayah_id, kecamatan_id = next(kelurahan)
        putusan = next(hasil)
        diterima = putusan in (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)
        opd_id = next(opd)
        baris.append(
            {
                "musrenbang_id": musrenbang_id,
                "kode": f"UKUR-{nomor:05}",
                "usulan": f"{next(pekerjaan)} RT {nomor % 9 + 1:02} RW {nomor % 12 + 1:02} nomor {nomor}",
                "permasalahan": "Kondisi sarana lingkungan rusak dan mengganggu kegiatan warga sehari-hari.",
                "asal": next(asal),
                "pengusul": "Musrenbang kecamatan (Demo)",
                "kelompok_sidang_id": next(kelompok),
                "wilayah_id": wilayah_id,
                "kecamatan_id": kecamatan_id,
                "volume": nomor % 400 + 1,
                "satuan": "meter",
                "pagu_usulan": (nomor % 90 + 1) * 1_000_000,
                "opd_awal_id": opd_id,
                "opd_pengampu_id": opd_id,
                "status": StatusUsulan.DIPUTUSKAN,
                "hasil": putusan,
                "volume_disepakati": nomor % 400 + 1 if diterima else None,
                "pagu_disepakati": (nomor % 90 + 1) * 1_000_000 if diterima else None,
                "alasan_id": None if diterima else next(alasan),
            }
        )
    return baris
