"""What the diary of the office that plays at random must tell: all that the tables hold, and who made each change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from models import rantai, riwayat, riwayat_pribadi
from models.base import Base, db, kinds
from models.rantai import DISIDIK, Rantai, Riwayat, json_nilai, sidik_nilai
from tests.sop.harapan import siapa
from tests.sop.kantor_awal import RANGKAP, aturan
from tests.sop.kantor_banding import Banding

Nilai = dict[tuple[str, int], dict[str, Any]]
# Written from the SOP: what each act makes of which state. An act that is not here changes no state.
KELANJUTAN = {
    ("usulan", "ajukan"): ({"draf", "dikembalikan"}, "diajukan"),
    ("usulan", "verifikasi"): ({"diajukan"}, "diverifikasi"),
    ("usulan", "kembalikan"): ({"diajukan", "diverifikasi"}, "dikembalikan"),
    **{("usulan", aksi): ({"diverifikasi"}, "diputuskan") for aksi in ("terima", "terima_perubahan", "tunda", "tolak")},
    ("usulan", "tolak_data_kurang"): ({"draf", "diajukan", "dikembalikan"}, "diputuskan"),
    ("usulan", "batalkan"): ({"draf", "diajukan", "dikembalikan"}, "batal"),
    ("usulan", "kunci"): ({"diputuskan"}, "final"),
    ("usulan", "buka_koreksi"): ({"final"}, "diputuskan"),
    ("berita_acara", "ajukan"): ({"draf"}, "diajukan"),
    ("berita_acara", "kembalikan"): ({"diajukan"}, "draf"),
    ("berita_acara", "tanda_tangani"): ({"diajukan"}, "menunggu nomor"),
    ("berita_acara", "terbitkan"): ({"menunggu nomor"}, "terbit"),
    ("berita_acara", "koreksi"): ({"menunggu nomor", "terbit"}, "dibatalkan"),
}
# What a signature and a correction do to usulan is done by whoever may make them.
OLEH = {"usulan.kunci": "berita_acara.tanda_tangani", "usulan.buka_koreksi": "berita_acara.koreksi"}
LANJUT = db.select(Rantai.__table__).where(Rantai.id > db.bindparam("akhir")).order_by(Rantai.id)
BARIS = db.select(Riwayat.__table__).where(Riwayat.rantai_id > db.bindparam("akhir")).order_by(Riwayat.id)
TAK_DICATAT = {"rantai", "riwayat", "teks_cari", "kata_cari", "register_nomor", "impor_baris", "peta_impor"}


class Berbuku(Banding):
    """Reads each link of the diary once, when it is new."""

    def buka_buku(self) -> None:
        self.kepala = self.awal.kepala
        self.baris: list[Any] = []
        self.diputar = self.ditilik = 0  # how many of them were played back, and looked at
        self.nilai: Nilai = {}  # over what the tables held at the beginning
        self.pengaju: dict[int, int] = {}

    def baca_buku(self) -> list[Any]:
        """All rows since the beginning of the play; new links are checked when they are read."""
        koneksi, akhir = db.session.connection(), {"akhir": self.kepala[0]}
        mata = koneksi.execute(LANJUT, akhir).all()
        baris = koneksi.execute(BARIS, akhir).all() if mata else []
        for m in mata:
            milik = [b for b in baris if b.rantai_id == m.id]
            assert (m.id, [b.urut for b in milik]) == (self.kepala[0] + 1, list(range(1, m.jumlah + 1)))
            sidik = [sidik_nilai([getattr(b, k) for k in DISIDIK]) for b in milik]
            assert rantai.tanda(self.kepala[1], m.id, m.waktu, sidik) == m.hmac
            self.kepala = m.id, m.hmac
        self.baris += baris
        return self.baris

    def nilai_kini(self, kind: str, id_: int) -> dict[str, Any] | None:
        return self.nilai.get((kind, id_), self.awal.nilai.get((kind, id_)))

    @aturan
    def riwayat_utuh_dan_memutar_ulang_tabel(self) -> None:
        """Every new link holds, tells of each value what it was before, and its rows give what the tables hold now."""
        baru = self.baca_buku()[self.diputar :]
        self.diputar += len(baru)
        for b in baru:
            lama = self.nilai_kini(b.kind, b.record_id)
            assert (lama is None) is (b.sebelum is None), f"{b.kind} {b.record_id}: {b.aksi}"
            self.nilai[b.kind, b.record_id] = putar(lama, b)
        for kind in {b.kind for b in baru}:
            self._banding(kind)

    @aturan
    def setiap_keadaan_baru_ada_pelakunya(self) -> None:
        """One account that had the right to it stands behind each new state, none is passed over, two sign a paper."""
        baru = self.baca_buku()[self.ditilik :]
        self.ditilik += len(baru)
        for b in baru:
            self._pelaku(b)

    def _banding(self, kind: str) -> None:
        kini = dict(isi_tabel(kind))
        assert {i for k, i in self.nilai if k == kind} <= kini.keys()
        for id_, isi in kini.items():
            assert self.nilai_kini(kind, id_) == isi, f"{kind} {id_}"

    def _pelaku(self, b: Any) -> None:
        sebelum, sesudah = (json.loads(isi or "{}").get("status") for isi in (b.sebelum, b.sesudah))
        if b.kind not in ("usulan", "berita_acara") or b.aksi == "buat" or sesudah is None:
            return
        dari, ke = KELANJUTAN[b.kind, b.aksi]
        assert (sebelum in dari, sesudah) == (True, ke), f"{b.kind} {b.record_id}: {b.aksi} dari {sebelum}"
        nama = next(nama for nama, actor in self.awal.orang.items() if actor.pengguna_id == b.pengguna_id)
        boleh = siapa(OLEH.get(f"{b.kind}.{b.aksi}", f"{b.kind}.{b.aksi}"))[0]
        assert boleh & (set(RANGKAP) if nama == "rangkap" else {nama}), f"{nama} tidak boleh {b.aksi}"
        if (b.kind, b.aksi) == ("berita_acara", "ajukan"):
            self.pengaju[b.record_id] = b.pengguna_id
        if (b.kind, b.aksi) == ("berita_acara", "tanda_tangani"):
            assert self.pengaju[b.record_id] != b.pengguna_id

    def tutup_buku(self) -> None:
        """At the end of a play: what it wrote is what the diary tells, and no other table was written to."""
        kena = {b.kind for b in self.baca_buku()}
        for kind in kena:
            self._banding(kind)
        kini = {nama: n for nama, *n in db.session.execute(jumlah())}
        assert [nama for nama, n in kini.items() if nama not in kena and n != self.awal.jumlah[nama]] == []


def putar(lama: dict[str, Any] | None, baris: Any) -> dict[str, Any]:
    """The values after this row; what it says of them before must be what they were."""
    sebelum, sesudah = (
        riwayat_pribadi.uncover(baris.kind, baris.record_id, isi) for isi in (baris.sebelum, baris.sesudah)
    )
    for kolom, nilai in sebelum.items():
        assert (lama or {}).get(kolom) == nilai, f"{baris.kind} {baris.record_id}.{kolom}"
    return {k: v for k, v in {**(lama or {}), **sesudah}.items() if v is not None}


def isi_tabel(kind: str) -> Iterable[tuple[int, dict[str, Any]]]:
    """(id, its values as the diary writes them; an empty one is left out) of every row."""
    kueri, kolom = _kueri(kind)
    for id_, *nilai in db.session.connection().execute(kueri):
        isi = zip(kolom, map(json_nilai, nilai), strict=True)
        yield id_, {k: v for k, v in isi if v is not None}


@cache
def _kueri(kind: str) -> Any:
    kolom = riwayat.kolom_diari(kinds()[kind])
    tabel: Any = kinds()[kind].__table__
    return db.select(tabel.c.id, *(tabel.c[k] for k in kolom)), kolom


@cache
def jumlah() -> Any:
    """How many rows each table holds and how often they were written; as text, for to put it together takes longer."""
    tulis = {
        t.name: "coalesce(sum(version), 0)" if "version" in t.c else "0"
        for t in Base.metadata.tables.values()
        if t.name not in TAK_DICATAT and (t.name not in kinds() or kinds()[t.name].DIARI)
    }
    return db.text(" UNION ALL ".join(f"SELECT '{t}', count(*), {v} FROM {t}" for t, v in tulis.items()))
