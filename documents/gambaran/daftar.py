"""Every picture of a Musrenbang. To add one, add a row to GAMBAR; its page and the laporan draw the same."""

from __future__ import annotations

from collections.abc import Callable

from documents.gambaran import kegiatan, usulan
from documents.gambaran.bahan import Bahan, Gambar

# (key, the kind whose readers may see it, drawing)
GAMBAR: tuple[tuple[str, str, Callable[[Bahan], Gambar]], ...] = (
    ("aliran", "usulan", usulan.aliran),
    ("keadaan", "usulan", usulan.keadaan),
    ("kelompok", "usulan", usulan.kelompok),
    ("asal", "usulan", usulan.asal),
    ("kecamatan", "usulan", usulan.kecamatan),
    ("opd", "usulan", usulan.opd),
    ("peta", "usulan", usulan.peta),
    ("langkah", "pelaksanaan_langkah", kegiatan.langkah),
    ("kehadiran", "daftar_hadir", kegiatan.kehadiran),
)


def gambar(b: Bahan, kunci: str) -> Gambar:
    return next(lukis for k, _, lukis in GAMBAR if k == kunci)(b)
