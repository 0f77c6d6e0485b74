"""The office that plays at random: every rule is one act, allowed or not; every invariant a rule of the house."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, rule

from documents import issue
from models.base import db
from models.berita_acara import BeritaAcara
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat, RegisterNomor
from models.pesan import Keliru, SopError
from models.riwayat import verify
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from sop import workflow
from sop.access import Verb, may
from tests import dunia
from tests.sop.kantor_banding import BERTANDA_TANGAN, DIPUTUSKAN, Banding, mata, sidik

ORANG = st.sampled_from(dunia.ORANG)
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
DIISI_SAAT_TERBIT = ("nomor", "tanggal", "verifikasi")  # of the content of a paper, besides what is signed


class Kantor(Banding):
    """Usulan, a berita acara and everybody of the cast; every rule is one act, allowed or not."""

    app: Flask
    usulan = Bundle("usulan")

    @initialize(target=usulan)
    def buka(self) -> Any:
        self.konteks = self.app.app_context()
        self.konteks.push()
        kosongkan()
        self.m = dunia.di_ujung().id
        self.diusulkan: dict[int, tuple[Any, ...]] = {}
        self.ditandatangani: dict[int, str] = {}
        self.bernomor: dict[int, str] = {}
        dunia.berita_acara(self.musrenbang)
        return multiple(*(self._baru(StatusUsulan.DIVERIFIKASI) for _ in range(3)))

    def _baru(self, status: StatusUsulan) -> int:
        u = dunia.isi_usulan_baru(self.musrenbang, status)
        self.diusulkan[u.id] = (u.volume, u.pagu_usulan, u.opd_awal_id, u.satuan)
        return int(u.id)

    def coba(self, record: Any, aksi: str, nama: str, catatan: str = "Catatan", **isian: Any) -> None:
        """One move, as the web makes it; when it is denied, nothing at all may have changed."""
        sebelum, n = sidik(), mata()
        try:
            issue.jalankan(record, aksi, dunia.aktor(nama), catatan, isian)
            db.session.commit()
        except SopError:
            db.session.rollback()
            assert sidik() == sebelum, f"{aksi} ditolak tetapi mengubah sesuatu"
            assert mata() == n
        else:
            assert mata() == n + 1

    @rule(target=usulan, status=st.sampled_from([StatusUsulan.DRAF, StatusUsulan.DIVERIFIKASI]))
    def buat(self, status: StatusUsulan) -> Any:
        if self.ba().status in BERTANDA_TANGAN:
            with pytest.raises(Keliru, match="sudah ditandatangani"):
                dunia.isi_usulan_baru(self.musrenbang, status)
            db.session.rollback()
            return multiple()
        return self._baru(status)

    @rule(i=usulan, aksi=AKSI, nama=ORANG, catatan=st.sampled_from(["", "Catatan"]), beralasan=st.booleans())
    def gerak(self, i: int, aksi: str, nama: str, catatan: str, beralasan: bool) -> None:
        isian = {"alasan_id": dunia.alasan()} if beralasan else {}
        self.coba(db.session.get_one(Usulan, i), aksi, nama, catatan, **isian)

    @rule(i=usulan, aksi=AKSI, pagu=st.integers(-5, 10**12))
    def putuskan(self, i: int, aksi: str, pagu: int) -> None:
        isian = {"alasan_id": dunia.alasan(), "pagu_disepakati": pagu}
        self.coba(db.session.get_one(Usulan, i), aksi, "tim_musrenbang", "Catatan", **isian)

    @rule()
    def putuskan_semua(self) -> None:
        """Bring what can be decided to a decision, so that the berita acara is within reach."""
        for u in db.session.scalars(db.select(Usulan).filter_by(deleted_at=None)).all():
            self.coba(u, "tolak_data_kurang", "tim_musrenbang")
            self.coba(u, "terima", "tim_musrenbang")

    @rule(i=usulan, nama=ORANG)
    def hapus_atau_pulihkan(self, i: int, nama: str) -> None:
        u = db.session.get_one(Usulan, i)
        if may(dunia.aktor(nama), Verb.HAPUS, u):
            kembali = u.deleted_at is not None
            u.deleted_at = None if kembali else sekarang()
            try:
                db.session.commit()
            except Keliru:
                db.session.rollback()
                assert kembali
                assert self.ba().status in BERTANDA_TANGAN

    @rule(aksi=st.sampled_from(["ajukan", "tanda_tangani", "kembalikan", "terbitkan"]), nama=ORANG)
    def gerak_berita_acara(self, aksi: str, nama: str) -> None:
        self.coba(self.ba(), aksi, nama)

    @rule()
    def tutup(self) -> None:
        """The straight way: all decided, submitted, everybody signs, the head signs."""
        self.putuskan_semua()
        ba = self.ba()
        self.coba(ba, "ajukan", "tim_musrenbang")
        for p in ba.para_penandatangan:
            self.coba(p, "catat_tanda_tangan", "tim_musrenbang", tanggal=dunia.hari_ini())
        self.coba(ba, "tanda_tangani", "kepala_badan")

    @rule(i=usulan, nama=ORANG)
    def koreksi(self, i: int, nama: str) -> None:
        self.coba(self.ba(), "koreksi", nama, "Salah tulis", usulan_id=[i])

    # --- what must hold, always ---------------------------------------------------------------------------------------

    @invariant()
    def putusan_selalu_lengkap(self) -> None:
        for u in self._semua():
            assert (u.hasil is not None) or u.status not in DIPUTUSKAN
            if u.hasil in (HasilUsulan.DITOLAK, HasilUsulan.DITUNDA):
                assert u.alasan_id is not None
                assert u.pagu_disepakati is None
            if u.hasil in (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN):
                assert u.alasan_id is None
                assert u.pagu_disepakati is not None
                assert u.pagu_disepakati >= 0

    @invariant()
    def naskah_menunggu_selama_berita_acaranya_menunggu(self) -> None:
        """Signed content waits exactly as long as its record does, and no paper is in force whose record is not."""
        for ba in db.session.scalars(db.select(BeritaAcara)):
            kueri = db.select(Dokumen.status).filter_by(naskah_kind="berita_acara", naskah_id=ba.id)
            status = db.session.scalars(kueri).all()
            menunggu = [s for s in status if s is StatusDokumen.MENUNGGU_NOMOR]
            assert len(menunggu) == (ba.status is StatusNaskah.MENUNGGU_NOMOR)
            berlaku = [s for s in status if s in (StatusDokumen.MEMBEKUKAN, StatusDokumen.TERBIT)]
            assert len(berlaku) == (ba.status is StatusNaskah.TERBIT)

    @invariant()
    def usulan_tetap_seperti_diusulkan(self) -> None:
        for u in self._semua():
            assert (u.volume, u.pagu_usulan, u.opd_awal_id, u.satuan) == self.diusulkan[u.id]

    @invariant()
    def final_hanya_oleh_berita_acara(self) -> None:
        final = [u for u in self._semua() if u.status is StatusUsulan.FINAL]
        versi = db.session.scalars(db.select(BeritaAcara)).all()
        pernah = any(ba.ditandatangani_pada for ba in versi)
        assert pernah or not final
        if any(ba.status in BERTANDA_TANGAN for ba in versi):
            hidup = [u for u in self._semua() if u.deleted_at is None]
            assert {u.status for u in hidup} <= {StatusUsulan.FINAL, StatusUsulan.BATAL}
        assert sum(ba.status is not StatusNaskah.DIBATALKAN for ba in versi) == 1
        assert [ba.versi for ba in sorted(versi, key=lambda x: x.versi)] == list(range(1, len(versi) + 1))

    @invariant()
    def isi_yang_ditandatangani_tidak_berubah(self) -> None:
        """What is signed stays as it was but for number and date, which come when it is issued."""
        for d in db.session.scalars(db.select(Dokumen).options(db.undefer(Dokumen.isi))):
            isi = {k: v for k, v in d.isi.items() if k not in DIISI_SAAT_TERBIT}
            sidik = json.dumps(isi, sort_keys=True, default=str)
            if d.isi.get("nomor"):  # texts that name the number hold its place until it is given
                sidik = sidik.replace(d.isi["nomor"], "#")
            assert self.ditandatangani.setdefault(d.id, sidik) == sidik

    @invariant()
    def nomor_berurutan_dan_tidak_dipakai_lagi(self) -> None:
        deret = db.session.execute(
            db.select(NomorSurat.id, NomorSurat.kelas, NomorSurat.tahun, NomorSurat.urut, NomorSurat.teks)
        ).all()
        for row in deret:
            assert self.bernomor.setdefault(row.id, row.teks) == row.teks
        assert set(self.bernomor) == {row.id for row in deret}, "a number is gone"
        for kelas, tahun in {(row.kelas, row.tahun) for row in deret}:
            urut = sorted(r.urut for r in deret if (r.kelas, r.tahun) == (kelas, tahun))
            assert urut == list(range(1, len(urut) + 1))

    @invariant()
    def yang_terkunci_tidak_dapat_dihapus(self) -> None:
        assert not [u for u in self._semua() if u.status in DIPUTUSKAN and u.deleted_at]

    def teardown(self) -> None:
        if not hasattr(self, "konteks"):
            return
        assert verify(db.session).rusak is None
        assert not any(workflow.moves(u, dunia.aktor("pengawas")) for u in self._semua())
        db.session.remove()
        self.konteks.pop()


def kosongkan() -> None:
    """Back to no usulan and no berita acara; the diary of earlier runs stays, as a diary does."""
    from models.base import kinds

    db.session.rollback()
    lite = db.engine.dialect.name == "sqlite"
    db.session.execute(db.text("PRAGMA foreign_keys = OFF" if lite else "SET LOCAL session_replication_role = replica"))
    for kind in ("koreksi_berita_acara", "penandatangan", "diktum", "dokumen", "nomor_surat", "berita_acara", "usulan",
                 "pelaksanaan_langkah", "musrenbang"):  # fmt: skip
        db.session.execute(db.delete(kinds()[kind]))
    db.session.execute(db.delete(RegisterNomor))
    db.session.commit()
