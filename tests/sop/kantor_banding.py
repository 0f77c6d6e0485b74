"""What the office that plays at random compares: sums of all screens and papers, files, prints, what returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bulk.daftar import jumlah
from documents import angka, catalog, issue
from documents.naskah import usulan as naskah_usulan
from jaga import arsip
from models import berkas, riwayat
from models.base import db
from models.berita_acara import BeritaAcara
from models.berkas import Berkas
from models.dokumen import Dokumen, StatusDokumen
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.pesan import SopError
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop import antrean_sidang, pagu
from sop.access import Actor
from tests.impor.test_bolak_balik import ekspor
from tests.impor.test_vonis import impor, vonis
from tests.sop.kantor_awal import Awal, aturan_atas

DIPUTUSKAN = (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
DITERIMA = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)
BERTANDA_TANGAN = (StatusNaskah.MENUNGGU_NOMOR, StatusNaskah.TERBIT)
TABEL = (Usulan.__table__, BeritaAcara.__table__, Dokumen.__table__, NomorSurat.__table__)
KUERI = tuple(db.select(t).order_by(t.c.id) for t in TABEL)


@dataclass(frozen=True)
class Kini:
    """The rows as they stand: read once after each act that wrote, for all that is asked of them."""

    usulan: Sequence[Any]
    berita_acara: Sequence[Any]
    dokumen: Sequence[Any]
    nomor: Sequence[Any]

    @property
    def hidup(self) -> list[Any]:
        return [u for u in self.usulan if u.deleted_at is None]

    @property
    def ba(self) -> Any:
        """The youngest version."""
        return max(self.berita_acara, key=lambda ba: ba.versi)


class Banding(RuleBasedStateMachine):
    """Rules and invariants that look at one thing from several sides; the office itself stands in kantor.py."""

    awal: ClassVar[Awal]
    dibaca: tuple[int, Kini] | None = None
    diekspor = False
    dicetak = 0

    @property
    def m(self) -> int:
        return self.awal.musrenbang_id

    @property
    def kini(self) -> Kini:
        jejak = self.awal.basis.jejak()
        if self.dibaca is None or self.dibaca[0] != jejak:
            koneksi = db.session.connection()
            self.dibaca = jejak, Kini(*(koneksi.execute(kueri).all() for kueri in KUERI))
        return self.dibaca[1]

    def aktor(self, nama: str) -> Actor:
        """One of the cast, who is from now on the author of the diary."""
        actor = self.awal.orang[nama]
        riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
        return actor

    def ba(self) -> BeritaAcara:
        return db.session.get_one(BeritaAcara, self.kini.ba.id)

    # --- acts that write no rule ------------------------------------------------------------------------------------

    @rule()
    def bekukan(self) -> None:
        """What a worker does after the transaction of the number."""
        for d in self.kini.dokumen:
            if d.status is StatusDokumen.MEMBEKUKAN:
                issue.bekukan(d.id)

    @rule()
    def cetak_dua_kali(self) -> None:
        """Each paper of the berita acara says the same twice, and printing writes nothing."""
        jejak = self.awal.basis.jejak()
        if self.dicetak == jejak:
            return  # nothing was written since: it would be printed from the very same rows
        ba = self.ba()
        for kertas in catalog.for_record(ba):
            dua = [_cetak(ba, kertas.kode) for _ in range(2)]
            assert dua[0] == dua[1], kertas.kode
        assert self.awal.basis.jejak() == jejak
        self.dicetak = jejak

    @precondition(lambda self: not self.diekspor)
    @rule(jarang=st.integers(0, 9))
    def ekspor_lalu_impor(self, jarang: int) -> None:
        """At most once in a play, and not in each: what a list gives out is the same again when it comes in."""
        if jarang or not (ada := self.kini.hidup):
            return
        self.diekspor = True
        imp = impor(ekspor("usulan", "csv"), musrenbang_id=self.m)
        assert (imp.jumlah, imp.sama) == (len(ada), len(ada)), [(r.beda, r.alasan) for r in vonis(imp).values()]

    # --- what must hold, always -------------------------------------------------------------------------------------

    @aturan_atas(lambda kini: (kini.usulan, [(ba.id, ba.status) for ba in kini.berita_acara], kini.dokumen))
    def jumlah_sama_di_setiap_layar_dan_naskah(self) -> None:
        """The items, the list, the figures of the pictures, the recap of the sidang, the pagu and the berita acara."""
        hidup = self.kini.hidup
        diputuskan = [u for u in hidup if u.status in DIPUTUSKAN]
        diterima = [u for u in diputuskan if u.hasil in DITERIMA]
        uang = sum(u.pagu_disepakati or 0 for u in diterima)
        diusulkan = sum(u.pagu_usulan or 0 for u in hidup)

        daftar = jumlah.totals(Usulan, self.aktor("pengawas"), f"musrenbang_id={self.m}&kolom=pagu_usulan")
        assert (daftar["jumlah"], daftar["pagu_usulan"]) == (len(hidup), diusulkan)
        assert angka.usulan(self.m).semua == angka.Hitung(len(hidup), diusulkan, len(diterima), uang)

        rekap = antrean_sidang.rekap(self.m).values()
        assert sum(r.diputuskan.jumlah for r in rekap) == len(diputuskan)
        assert sum(r.dari(h).disepakati for r in rekap for h in DITERIMA) == uang
        assert sum(b.diterima for b in pagu.tabel(db.session.get_one(Musrenbang, self.m))) == uang
        assert sum(u["pagu_disepakati"] or 0 for u in naskah_usulan.putusan(self.m) if u["hasil"] in DITERIMA) == uang

        ba = self.kini.ba
        if ba.status in BERTANDA_TANGAN:
            (*_, dokumen) = (d for d in self.kini.dokumen if (d.naskah_kind, d.naskah_id) == ("berita_acara", ba.id))
            hasil = [h for k in dokumen.isi["kelompok"] for h in k["hasil"]]
            assert (len(hasil), sum(h["pagu"] for h in hasil)) == (len(diputuskan), uang)

    @aturan_atas(lambda kini: kini.dokumen)
    def setiap_berkas_masih_yang_disimpan(self) -> None:
        """Every row of a file with its bytes, its digest, the paper that it freezes and the diary of its arrival."""
        assert arsip.periksa(db.session.connection()).rusak == []

    @aturan_atas(lambda kini: kini.dokumen)
    def naskah_beku_selalu_sama(self) -> None:
        self.tercetak: dict[int, bytes] = getattr(self, "tercetak", {})
        for d in self.kini.dokumen:
            if d.berkas_id is not None:
                isi = berkas.utuh(db.session.get_one(Berkas, d.berkas_id), d.sha256)
                assert self.tercetak.setdefault(d.id, isi) == isi


def _cetak(ba: BeritaAcara, kode: str) -> Any:
    """Name and bytes, or the sentence for which there is no paper now."""
    try:
        return issue.cetak(ba, kode)
    except SopError as galat:
        return str(galat.pesan)
