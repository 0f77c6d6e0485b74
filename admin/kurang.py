"""What the current step still lacks, each with the screen where it is made. To lead to another one, add a row."""

from __future__ import annotations

from dataclasses import dataclass

from models.base import kinds, slug
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from sop import kelengkapan
from sop.access import Actor, Verb, may
from sop.langkah import baris_terbuka

TEMPAT = {
    "dpa_ada": "dpa",
    "sk_tim_draf": "tim",
    "sk_tim_ditandatangani": "tim",
    "sk_tim_terbit": "tim",
    "nota_dinas_ditandatangani": "nota_dinas",
    "nota_dinas_terbit": "nota_dinas",
    "notulen_rapat": "rapat",
    "penetapan_ruang": "penetapan_ruang",
    "jadwal_ditetapkan": "jadwal",
    "undangan_draf": "undangan",
    "undangan_ditandatangani": "undangan",
    "undangan_terbit": "undangan",
    "publikasi_siap": "bahan",
    "materi_siap": "bahan",
    "usulan_masyarakat": "usulan",
    "rakor_opd_sebelum": "hasil_rakor_opd",
    "rakor_opd_sesudah": "hasil_rakor_opd",
    "bukti_kirim": "distribusi",
    "daftar_hadir": "rapat",
    "notulen_musrenbang": "rapat",
    "usulan_diputuskan": "usulan",
    "berita_acara_ditandatangani": "berita_acara",
    "berita_acara_terbit": "berita_acara",
    "laporan_draf": "laporan",
    "laporan_ditandatangani": "laporan",
    "laporan_terbit": "laporan",
    "bukti_distribusi": "distribusi",
    "arsip_ada": "arsip",
}


@dataclass(frozen=True)
class Kurang:
    """`url` is empty where there is no screen for it, or this person may not see it."""

    teks: Pesan
    url: str


def missing(case: Musrenbang, actor: Actor) -> list[Kurang]:
    """The same sentences in the same order as `workflow.missing`."""
    found: dict[str, Kurang] = {}
    for row in baris_terbuka(case):
        for item in (*row.langkah.kelengkapan, *row.langkah.output):
            for nama in item["syarat"]:
                if pesan := kelengkapan.SYARAT[nama](case, row.unit_kerja):
                    found.setdefault(str(pesan), Kurang(pesan, _url(nama, case, actor)))
    return list(found.values())


def _url(nama: str, case: Musrenbang, actor: Actor) -> str:
    kind = TEMPAT.get(nama)
    if kind is None or not may(actor, Verb.BACA, kinds()[kind]):
        return ""
    return f"/{slug(kind)}/?musrenbang_id={case.id}"
