"""The office that plays at random: every rule is one act, allowed or not; every invariant a rule of the house."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, multiple, rule

from documents import issue
from models.base import db
from models.dokumen import StatusDokumen
from models.naskah import StatusNaskah
from models.pesan import Keliru, SopError
from models.rantai import Rantai
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from sop import workflow
from sop.access import Verb, may
from tests import dunia
from tests.sop.kantor_awal import aturan
from tests.sop.kantor_banding import BERTANDA_TANGAN, DIPUTUSKAN
from tests.sop.kantor_riwayat import Berbuku

ORANG = st.sampled_from((*dunia.ORANG, "rangkap"))
AKSI = st.sampled_from(
    [
        "ajukan",
        "verifikasi",
        "kembalikan",
        "terima",
        "terima_perubahan",
        "tunda",
        "tolak",
        "tolak_data_kurang",
        "batalkan",
    ]
)
PUTUSAN_PERTAMA = {
    StatusUsulan.DRAF: "tolak_data_kurang",
    StatusUsulan.DIAJUKAN: "tolak_data_kurang",
    StatusUsulan.DIKEMBALIKAN: "tolak_data_kurang",
    StatusUsulan.DIVERIFIKASI: "terima",
}
DIISI_SAAT_TERBIT = ("nomor", "tanggal", "verifikasi")  # of the content of a paper, besides what is signed
TERAKHIR = db.select(db.func.max(Rantai.id))


class Kantor(Berbuku):
    """Usulan, a berita acara and everybody of the cast; every rule is one act, allowed or not."""

    app: Flask
    usulan = Bundle("usulan")
    terakhir = (-1, 0)

    @initialize(target=usulan)
    def buka(self) -> Any:
        self.konteks = self.app.app_context()
        self.konteks.push()
        self.awal.basis.pulihkan()
        self.ditanya: dict[str, Any] = {}
        self.buka_buku()
        self.ditandatangani: dict[int, str] = {}
        self.bernomor: dict[int, str] = {}
        self.diusulkan = {u.id: _diusulkan(u) for u in self.kini.usulan}
        return multiple(*self.diusulkan)

    def coba(self, record: Any, aksi: str, nama: str, catatan: str = "Catatan", **isian: Any) -> None:
        """One move, as the web makes it; when it is denied, nothing at all may have been written.

        A denial that had written nothing is not rolled back: as in bulk work, the next act asks in its transaction.
        """
        basis, n = self.awal.basis, self.mata()
        jejak, ditulis = basis.jejak(), basis.ditulis
        try:
            issue.jalankan(record, aksi, self.aktor(nama), catatan, isian)
            db.session.commit()
        except SopError:
            if basis.ditulis > ditulis or db.session.new or db.session.dirty:
                db.session.rollback()
            assert basis.jejak() == jejak, f"{aksi} ditolak tetapi menulis sesuatu"
        else:
            assert self.mata() == n + 1

    def mata(self) -> int:
        """The last link of the chain."""
        jejak = self.awal.basis.jejak()
        if self.terakhir[0] != jejak:
            self.terakhir = jejak, int(db.session.scalar(TERAKHIR) or 0)
        return self.terakhir[1]

    @rule(target=usulan, status=st.sampled_from([StatusUsulan.DRAF, StatusUsulan.DIVERIFIKASI]))
    def buat(self, status: StatusUsulan) -> Any:
        baru = Usulan(**{**self.awal.data, "status": status})
        self.aktor("tim_musrenbang")
        db.session.add(baru)
        if self.kini.ba.status in BERTANDA_TANGAN:
            with pytest.raises(Keliru, match="sudah ditandatangani"):
                db.session.commit()
            db.session.rollback()
            return multiple()
        db.session.commit()
        self.diusulkan[baru.id] = _diusulkan(baru)
        return int(baru.id)

    @rule(i=usulan, aksi=AKSI, nama=ORANG, catatan=st.sampled_from(["", "Catatan"]), beralasan=st.booleans())
    def gerak(self, i: int, aksi: str, nama: str, catatan: str, beralasan: bool) -> None:
        isian = {"alasan_id": self.awal.alasan_id} if beralasan else {}
        self.coba(db.session.get_one(Usulan, i), aksi, nama, catatan, **isian)

    @rule(i=usulan, aksi=AKSI, pagu=st.integers(-5, 10**12))
    def putuskan(self, i: int, aksi: str, pagu: int) -> None:
        isian = {"alasan_id": self.awal.alasan_id, "pagu_disepakati": pagu}
        self.coba(db.session.get_one(Usulan, i), aksi, "tim_musrenbang", "Catatan", **isian)

    @rule()
    def putuskan_semua(self) -> None:
        """Bring what can be decided to a decision, so that the berita acara is within reach."""
        for u in self.kini.hidup:
            if aksi := PUTUSAN_PERTAMA.get(u.status):
                self.coba(db.session.get_one(Usulan, u.id), aksi, "tim_musrenbang")

    @rule(i=usulan, nama=ORANG)
    def hapus_atau_pulihkan(self, i: int, nama: str) -> None:
        u = db.session.get_one(Usulan, i)
        if may(self.aktor(nama), Verb.HAPUS, u):
            kembali = u.deleted_at is not None
            u.deleted_at = None if kembali else sekarang()
            try:
                db.session.commit()
            except Keliru:
                db.session.rollback()
                assert kembali
                assert self.kini.ba.status in BERTANDA_TANGAN

    @rule(aksi=st.sampled_from(["ajukan", "tanda_tangani", "kembalikan", "terbitkan"]), nama=ORANG)
    def gerak_berita_acara(self, aksi: str, nama: str) -> None:
        self.coba(self.ba(), aksi, nama)

    @rule(
        pengaju=st.sampled_from(["tim_musrenbang", "rangkap"]),
        penanda_tangan=st.sampled_from(["kepala_badan", "rangkap"]),
    )
    def tutup(self, pengaju: str, penanda_tangan: str) -> None:
        """The straight way: all decided, submitted, everybody signs, the head signs."""
        self.putuskan_semua()
        ba = self.ba()
        if ba.status is StatusNaskah.DRAF:
            self.coba(ba, "ajukan", pengaju)
        if ba.status is StatusNaskah.DIAJUKAN:
            for p in ba.para_penandatangan:
                self.coba(p, "catat_tanda_tangan", "tim_musrenbang", tanggal=hari_ini())
            self.coba(ba, "tanda_tangani", penanda_tangan)

    @rule(i=usulan, nama=ORANG)
    def koreksi(self, i: int, nama: str) -> None:
        self.coba(self.ba(), "koreksi", nama, "Salah tulis", usulan_id=[i])

    # --- what must hold, always ---------------------------------------------------------------------------------------

    @aturan
    def putusan_selalu_lengkap(self) -> None:
        for u in self.kini.usulan:
            assert (u.hasil is not None) or u.status not in DIPUTUSKAN
            if u.hasil in (HasilUsulan.DITOLAK, HasilUsulan.DITUNDA):
                assert u.alasan_id is not None
                assert u.pagu_disepakati is None
            if u.hasil in (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN):
                assert u.alasan_id is None
                assert u.pagu_disepakati is not None
                assert u.pagu_disepakati >= 0

    @aturan
    def naskah_menunggu_selama_berita_acaranya_menunggu(self) -> None:
        """Signed content waits exactly as long as its record does, and no paper is in force whose record is not."""
        for ba in self.kini.berita_acara:
            status = [d.status for d in self.kini.dokumen if (d.naskah_kind, d.naskah_id) == ("berita_acara", ba.id)]
            menunggu = [s for s in status if s is StatusDokumen.MENUNGGU_NOMOR]
            assert len(menunggu) == (ba.status is StatusNaskah.MENUNGGU_NOMOR)
            berlaku = [s for s in status if s in (StatusDokumen.MEMBEKUKAN, StatusDokumen.TERBIT)]
            assert len(berlaku) == (ba.status is StatusNaskah.TERBIT)

    @aturan
    def usulan_tetap_seperti_diusulkan(self) -> None:
        for u in self.kini.usulan:
            assert _diusulkan(u) == self.diusulkan[u.id]

    @aturan
    def final_hanya_oleh_berita_acara(self) -> None:
        final = [u for u in self.kini.usulan if u.status is StatusUsulan.FINAL]
        versi = self.kini.berita_acara
        pernah = any(ba.ditandatangani_pada for ba in versi)
        assert pernah or not final
        if any(ba.status in BERTANDA_TANGAN for ba in versi):
            assert {u.status for u in self.kini.hidup} <= {StatusUsulan.FINAL, StatusUsulan.BATAL}
        assert sum(ba.status is not StatusNaskah.DIBATALKAN for ba in versi) == 1
        assert sorted(ba.versi for ba in versi) == list(range(1, len(versi) + 1))

    @aturan
    def isi_yang_ditandatangani_tidak_berubah(self) -> None:
        """What is signed stays as it was but for number and date, which come when it is issued."""
        for d in self.kini.dokumen:
            isi = {k: v for k, v in d.isi.items() if k not in DIISI_SAAT_TERBIT}
            sidik = json.dumps(isi, sort_keys=True, default=str)
            if d.isi.get("nomor"):  # texts that name the number hold its place until it is given
                sidik = sidik.replace(d.isi["nomor"], "#")
            assert self.ditandatangani.setdefault(d.id, sidik) == sidik

    @aturan
    def nomor_berurutan_dan_tidak_dipakai_lagi(self) -> None:
        deret = self.kini.nomor
        for row in deret:
            assert self.bernomor.setdefault(row.id, row.teks) == row.teks
        assert set(self.bernomor) == {row.id for row in deret}, "a number is gone"
        for kelas, tahun in {(row.kelas, row.tahun) for row in deret}:
            urut = sorted(r.urut for r in deret if (r.kelas, r.tahun) == (kelas, tahun))
            assert urut == list(range(1, len(urut) + 1))

    @aturan
    def yang_terkunci_tidak_dapat_dihapus(self) -> None:
        assert not [u for u in self.kini.usulan if u.status in DIPUTUSKAN and u.deleted_at]

    def teardown(self) -> None:
        if not hasattr(self, "konteks"):
            return
        try:
            self.tutup_buku()
            pengawas = self.aktor("pengawas")
            for i in {(u.status, u.kelompok_sidang_id): u.id for u in self.kini.hidup}.values():
                assert not workflow.moves(db.session.get_one(Usulan, i), pengawas)
        finally:
            db.session.remove()
            self.konteks.pop()


def _diusulkan(u: Any) -> tuple[Any, ...]:
    """What was proposed, which no decision touches."""
    return u.volume, u.pagu_usulan, u.opd_awal_id, u.satuan
