"""What the office that plays at random compares: sums of all screens and papers, files, prints, what returns."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bulk.daftar import jumlah
from documents import angka, catalog, issue
from documents.naskah import usulan as naskah_usulan
from jaga import arsip
from models import berkas
from models.base import Base, db
from models.berita_acara import BeritaAcara
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.pesan import SopError
from models.rantai import Rantai
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop import antrean_sidang, pagu
from tests import dunia
from tests.impor.test_bolak_balik import ekspor
from tests.impor.test_vonis import impor, vonis

DIPUTUSKAN = (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
DITERIMA = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)
BERTANDA_TANGAN = (StatusNaskah.MENUNGGU_NOMOR, StatusNaskah.TERBIT)


class Banding(RuleBasedStateMachine):
    """Rules and invariants that look at one thing from several sides; the office itself stands in kantor.py."""

    m: int
    diekspor = False

    @property
    def musrenbang(self) -> Any:
        from models.musrenbang import Musrenbang

        return db.session.get_one(Musrenbang, self.m)

    def ba(self) -> BeritaAcara:
        """The youngest version."""
        return db.session.scalars(db.select(BeritaAcara).order_by(BeritaAcara.versi.desc())).first()

    def _semua(self) -> list[Usulan]:
        db.session.expire_all()
        return list(db.session.scalars(db.select(Usulan)))

    # --- acts that write no rule ------------------------------------------------------------------------------------

    @rule()
    def bekukan(self) -> None:
        """What a worker does after the transaction of the number."""
        for id_ in db.session.scalars(db.select(Dokumen.id).filter_by(status=StatusDokumen.MEMBEKUKAN)).all():
            issue.bekukan(id_)

    @rule()
    def cetak_dua_kali(self) -> None:
        """Each paper of the berita acara says the same twice, and printing writes nothing."""
        ba, sebelum = self.ba(), sidik()
        for kertas in catalog.for_record(ba):
            dua = [_cetak(ba, kertas.kode) for _ in range(2)]
            assert dua[0] == dua[1], kertas.kode
        assert sidik() == sebelum

    @precondition(lambda self: not self.diekspor)
    @rule()
    def ekspor_lalu_impor(self) -> None:
        """Once in each play: what a list gives out is the same again when it comes in."""
        ada = [u for u in self._semua() if u.deleted_at is None]
        if not ada:
            return
        self.diekspor = True
        imp = impor(ekspor("usulan", "csv"), musrenbang_id=self.m)
        assert (imp.jumlah, imp.sama) == (len(ada), len(ada)), [(r.beda, r.alasan) for r in vonis(imp).values()]

    # --- what must hold, always -------------------------------------------------------------------------------------

    @invariant()
    def jumlah_sama_di_setiap_layar_dan_naskah(self) -> None:
        """The items, the list, the figures of the pictures, the recap of the sidang, the pagu and the berita acara."""
        hidup = [u for u in self._semua() if u.deleted_at is None]
        diputuskan = [u for u in hidup if u.status in DIPUTUSKAN]
        diterima = [u for u in diputuskan if u.hasil in DITERIMA]
        uang = sum(u.pagu_disepakati or 0 for u in diterima)
        diusulkan = sum(u.pagu_usulan or 0 for u in hidup)

        daftar = jumlah.totals(Usulan, dunia.aktor("pengawas"), f"musrenbang_id={self.m}&kolom=pagu_usulan")
        assert (daftar["jumlah"], daftar["pagu_usulan"]) == (len(hidup), diusulkan)
        assert angka.usulan(self.m).semua == angka.Hitung(len(hidup), diusulkan, len(diterima), uang)

        rekap = antrean_sidang.rekap(self.m).values()
        assert sum(r.diputuskan.jumlah for r in rekap) == len(diputuskan)
        assert sum(r.dari(h).disepakati for r in rekap for h in DITERIMA) == uang
        assert sum(b.diterima for b in pagu.tabel(self.musrenbang)) == uang
        assert sum(u["pagu_disepakati"] or 0 for u in naskah_usulan.putusan(self.m) if u["hasil"] in DITERIMA) == uang

        ba = self.ba()
        if ba.status in BERTANDA_TANGAN:
            dokumen = db.session.scalars(
                db.select(Dokumen).filter_by(naskah_kind="berita_acara", naskah_id=ba.id).order_by(Dokumen.id.desc())
            ).first()
            hasil = [h for k in dokumen.isi["kelompok"] for h in k["hasil"]]
            assert (len(hasil), sum(h["pagu"] for h in hasil)) == (len(diputuskan), uang)

    @invariant()
    def setiap_berkas_masih_yang_disimpan(self) -> None:
        """Every row of a file with its bytes, its digest, the paper that it freezes and the diary of its arrival."""
        assert arsip.periksa(db.session.connection()).rusak == []

    @invariant()
    def naskah_beku_selalu_sama(self) -> None:
        self.tercetak: dict[int, bytes] = getattr(self, "tercetak", {})
        for d in db.session.scalars(db.select(Dokumen).where(Dokumen.berkas_id.is_not(None))):
            isi = berkas.utuh(d.berkas, d.sha256)
            assert self.tercetak.setdefault(d.id, isi) == isi


def _cetak(ba: BeritaAcara, kode: str) -> Any:
    """Name and bytes, or the sentence for which there is no paper now."""
    try:
        return issue.cetak(ba, kode)
    except SopError as galat:
        return str(galat.pesan)


def sidik() -> list[Any]:
    """All rows of usulan and berita acara, and of every other table how many and how often written."""
    penuh = [db.session.execute(db.select(t)).all() for t in PENUH]
    return [*penuh, sorted(map(tuple, db.session.execute(_jumlah())))]


@cache
def _jumlah() -> Any:
    """As text: to put some eighty selects together takes longer than to ask them."""
    lain = [t for t in Base.metadata.tables.values() if t not in PENUH and t.name not in BOLEH_BERUBAH]
    tulis = {t.name: "coalesce(sum(version), 0)" if "version" in t.c else "0" for t in lain}
    return db.text(" UNION ALL ".join(f"SELECT '{t}', count(*), {v} FROM {t}" for t, v in tulis.items()))


PENUH = (Usulan.__table__, BeritaAcara.__table__)
# Texts of the search and what a worker notes beside the work.
BOLEH_BERUBAH = {"teks_cari", "kata_cari", "sesi", "keadaan_sistem"}


def mata() -> int:
    return int(db.session.scalar(db.select(db.func.max(Rantai.id))) or 0)
