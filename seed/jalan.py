"""Walks one Musrenbang along the SOP through the real workflow, each step by the right person.

The demonstration year is made with it, and the tests walk with it as far as they need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from documents import issue
from models import berkas, riwayat
from models.arsip import Arsip
from models.bahan import Bahan, JenisBahan
from models.base import Record, db
from models.berita_acara import BeritaAcara, Penandatangan
from models.berita_acara_sidang import BeritaAcaraSidang
from models.distribusi import Distribusi, StatusDistribusi
from models.dpa import Dpa
from models.hasil_rakor_opd import HasilRakorOpd, TahapRakor
from models.jadwal import Acara, Jadwal
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan, KodeKlasifikasi
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.nota_dinas import NotaDinas
from models.notulen import Notulen
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengguna import Pengguna
from models.perangkat_daerah import PerangkatDaerah
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.ruang import PemakaianRuang, PenetapanRuang, Ruang
from models.tim import AnggotaTim, Tim
from models.undangan import Undangan
from models.usulan import StatusUsulan, Usulan
from models.waktu import WIB, hari_ini
from sop import langkah
from sop.access import Actor, actor_of

KEPALA_BIDANG = {
    "P2EPD": "kepala_bidang", "PPM": "kepala_bidang_ppm", "PSDA": "kepala_bidang_psda", "IK": "kepala_bidang_ik",
    "RI": "kepala_bidang_ri",
}  # fmt: skip
PINDAIAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 609 935]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class Jalan:
    """One walk. `hari` is the day of the meeting; every step leaves its records in the name of who acts."""

    def __init__(self, musrenbang_id: int, hari: date) -> None:
        self.id, self.hari = musrenbang_id, hari
        self._aktor: dict[str, Actor] = {}

    @property
    def m(self) -> Musrenbang:
        return db.session.get_one(Musrenbang, self.id)

    def aktor(self, nama: str) -> Actor:
        """The person behind an account of the demonstration, from now on the author of the diary."""
        if nama not in self._aktor:
            akun = db.session.execute(db.select(Pengguna).filter_by(nama_pengguna=nama)).scalar_one()
            self._aktor[nama] = actor_of(akun)
        actor = self._aktor[nama]
        riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
        return actor

    def simpan(self, nama: str, *rows: Any) -> Any:
        """Add records in the name of a person, commit, and give the first back."""
        self.aktor(nama)
        db.session.add_all(rows)
        db.session.commit()
        return rows[0]

    def gerak(self, nama: str, record: Record, aksi: str, catatan: str = "", /, **isian: Any) -> str:
        return str(issue.perform(record, aksi, self.aktor(nama), catatan, isian))

    def selesai(self, nama: str | None, menit: int, **isian: Any) -> None:
        """Sign off every open row of the current step; `nama` None: each Bidang by its own head."""
        for row in langkah.baris_terbuka(self.m):
            pelaku = nama or KEPALA_BIDANG[row.unit_kerja.kode if row.unit_kerja else "P2EPD"]
            self.gerak(pelaku, row, "selesaikan", menit=menit, **isian)

    def jam(self, pukul: int, menit: int = 0, mundur: int = 0) -> datetime:
        return datetime.combine(self.hari - timedelta(days=mundur), time(pukul, menit), WIB)

    def pejabat(self, nama_pengguna: str) -> int:
        return int(db.session.scalar(db.select(Pengguna.pejabat_id).filter_by(nama_pengguna=nama_pengguna)))

    def pindaian(self) -> int:
        """A scanned sheet, for acts done on paper."""
        lembar = berkas.simpan("pindaian-demo.pdf", "application/pdf", PINDAIAN)
        db.session.add(lembar)
        db.session.commit()
        return lembar.id

    # --- the steps ----------------------------------------------------------------------------------------------------

    def mulai(self) -> None:
        self.gerak("tim_musrenbang", self.m, "mulai")

    def tugaskan(self) -> None:
        kb = self.pejabat("kepala_badan")
        self.simpan(
            "sub_koordinator",
            Dpa(
                musrenbang_id=self.id,
                nomor="DPA/DEMO/5.01",
                sub_kegiatan="5.01.02.2.01.0005 Pelaksanaan Musrenbang Kabupaten/Kota",
                pagu=350_000_000,
                tanggal=hari_ini(),
            ),
            Tim(musrenbang_id=self.id, perihal=f"Pembentukan Tim {self.m.nama}", penandatangan_id=kb),
        )
        nota = self.simpan(
            "sub_koordinator",
            NotaDinas(
                musrenbang_id=self.id,
                perihal="Penugasan pelaksanaan Musrenbang",
                penandatangan_id=kb,
                isi="Seluruh Bidang ditugaskan melaksanakan Musyawarah Perencanaan Pembangunan Daerah sesuai SOP.",
            ),
        )
        self.gerak("sub_koordinator", nota, "ajukan")
        self.gerak("kepala_badan", nota, "tanda_tangani")
        self.gerak("sekretariat", nota, "terbitkan", tanggal=hari_ini())
        self.selesai("kepala_badan", 12)

    def rapat_koordinasi(self) -> None:
        tim = db.session.execute(db.select(Tim).filter_by(musrenbang_id=self.id)).scalar_one()
        jabatan = (("kepala_badan", "Ketua"), ("kepala_bidang", "Sekretaris"), ("tim_musrenbang", "Anggota"))
        self.simpan(
            "tim_musrenbang",
            *(
                AnggotaTim(tim_id=tim.id, urutan=n, pejabat_id=self.pejabat(nama), kedudukan=k)
                for n, (nama, k) in enumerate(jabatan, 1)
            ),
        )
        for unit in langkah.bidang_aktif():
            self._rapat_bidang(unit.id, unit.nama, KEPALA_BIDANG[unit.kode])
        self.gerak("tim_musrenbang", tim, "isi_naskah")
        self.gerak("tim_musrenbang", tim, "ajukan")
        self.gerak("kepala_badan", tim, "tanda_tangani")
        self.gerak("sekretariat", tim, "terbitkan", tanggal=hari_ini())
        self.selesai(None, 240)

    def _rapat_bidang(self, unit_id: int, nama: str, kepala: str) -> None:
        rapat = self.simpan(
            kepala,
            Rapat(
                musrenbang_id=self.id,
                jenis=JenisRapat.KOORDINASI,
                unit_kerja_id=unit_id,
                judul=f"Rapat koordinasi {nama}",
                mulai=self.jam(9, mundur=60),
                selesai=self.jam(12, mundur=60),
                tempat="Ruang rapat Bapperida",
            ),
        )
        notulen = self.simpan(
            kepala,
            Notulen(
                rapat_id=rapat.id,
                pimpinan_id=self.pejabat(kepala),
                pencatat_id=self.pejabat("fungsional_perencana"),
                pembukaan="Rapat dibuka oleh Kepala Bidang.",
                pembahasan="Pembagian tugas dan kebutuhan data usulan.",
                keputusan="Bidang menyiapkan daftar usulan dan menunjuk anggota tim.",
            ),
        )
        self.gerak(kepala, notulen, "sahkan")

    def ruang(self) -> None:
        penetapan = self.simpan(
            "sub_koordinator", PenetapanRuang(musrenbang_id=self.id, judul="Ruang pertemuan Musrenbang")
        )
        ruang = list(db.session.scalars(db.select(Ruang).filter_by(aktif=True).order_by(Ruang.id)))
        kelompok = list(db.session.scalars(db.select(KelompokSidang).order_by(KelompokSidang.urutan)))
        self.simpan(
            "sub_koordinator",
            PemakaianRuang(
                penetapan_ruang_id=penetapan.id,
                ruang_id=ruang[0].id,
                mulai=self.jam(8),
                selesai=self.jam(16),
                keperluan="Pleno",
            ),
            *(
                PemakaianRuang(
                    penetapan_ruang_id=penetapan.id,
                    ruang_id=r.id,
                    mulai=self.jam(10),
                    selesai=self.jam(14),
                    keperluan=f"Sidang kelompok {k.nama}",
                    kelompok_sidang_id=k.id,
                )
                for r, k in zip(ruang[1:], kelompok, strict=False)
            ),
        )
        self.gerak("sub_koordinator", penetapan, "tetapkan")
        self.selesai("sub_koordinator", 25)

    def jadwal(self) -> None:
        jadwal = self.simpan("fungsional_perencana", Jadwal(musrenbang_id=self.id, judul=f"Jadwal {self.m.nama}"))
        ruang = list(db.session.scalars(db.select(Ruang).filter_by(aktif=True).order_by(Ruang.id)))
        kelompok = list(db.session.scalars(db.select(KelompokSidang).order_by(KelompokSidang.urutan)))
        pleno = (
            ("Registrasi dan pembukaan", 8, 9),
            ("Paparan rancangan RKPD", 9, 10),
            ("Pleno dan penandatanganan berita acara", 14, 16),
        )
        self.simpan(
            "fungsional_perencana",
            *(
                Acara(jadwal_id=jadwal.id, nama=n, mulai=self.jam(a), selesai=self.jam(z), ruang_id=ruang[0].id)
                for n, a, z in pleno
            ),
            *(
                Acara(
                    jadwal_id=jadwal.id,
                    nama=f"Sidang kelompok {k.nama}",
                    mulai=self.jam(10),
                    selesai=self.jam(14),
                    ruang_id=r.id,
                    kelompok_sidang_id=k.id,
                    narasumber=k.pimpinan_jabatan,
                )
                for r, k in zip(ruang[1:], kelompok, strict=False)
            ),
        )
        self.gerak("fungsional_perencana", jadwal, "tetapkan")
        self.selesai("fungsional_perencana", 20)

    def undangan(self) -> None:
        undangan = self.simpan(
            "tim_musrenbang",
            Undangan(
                musrenbang_id=self.id,
                perihal=f"Undangan {self.m.nama}",
                penandatangan_id=self.pejabat("kepala_badan"),
                mulai=self.jam(8),
                tempat=self.m.tempat or "Balai Kota Bogor",
                acara=self.m.nama,
            ),
        )
        publikasi = Bahan(
            musrenbang_id=self.id,
            jenis=JenisBahan.PUBLIKASI,
            judul="Pengumuman Musrenbang",
            isi="Pengumuman bagi warga.",
        )
        self.simpan("tim_musrenbang", publikasi)
        self.gerak("tim_musrenbang", undangan, "isi_penerima")
        self.gerak("tim_musrenbang", publikasi, "siapkan")
        self.gerak("tim_musrenbang", undangan, "ajukan")
        self.selesai("tim_musrenbang", 14)

    def koreksi_undangan(self, catatan: str = "Perbaiki waktu acara pada undangan.") -> None:
        """The return arrow of the SOP: the signer sends the draft back to step 5, which is done again."""
        (row,) = langkah.baris_terbuka(self.m)
        self.gerak("kepala_badan", row, "kembalikan", catatan)
        undangan = db.session.execute(db.select(Undangan).filter_by(musrenbang_id=self.id)).scalar_one()
        self.gerak("tim_musrenbang", undangan, "ajukan")
        self.selesai("tim_musrenbang", 6)

    def tanda_tangan(self) -> None:
        undangan = db.session.execute(db.select(Undangan).filter_by(musrenbang_id=self.id)).scalar_one()
        self.gerak("kepala_badan", undangan, "tanda_tangani")
        self.selesai("kepala_badan", 5)
        self.gerak("sekretariat", undangan, "terbitkan", tanggal=hari_ini())

    def distribusi(self) -> None:
        self.rakor(TahapRakor.SEBELUM)
        materi = Bahan(
            musrenbang_id=self.id,
            jenis=JenisBahan.MATERI,
            judul="Paparan rancangan RKPD",
            isi="Rancangan prioritas daerah.",
        )
        self.simpan("tim_musrenbang", materi)
        self.gerak("tim_musrenbang", materi, "siapkan")
        for row in db.session.scalars(
            db.select(Distribusi).where(Distribusi.undangan_id.is_not(None), Distribusi.musrenbang_id == self.id)
        ).all():
            self.gerak("tim_musrenbang", row, "kirim", tanggal=hari_ini())
        self.selesai("tim_musrenbang", 55)

    def rakor(self, tahap: TahapRakor) -> None:
        opd = db.session.scalars(db.select(PerangkatDaerah).order_by(PerangkatDaerah.id).limit(6)).all()
        self.simpan(
            "fungsional_perencana",
            *(
                HasilRakorOpd(
                    musrenbang_id=self.id,
                    perangkat_daerah_id=o.id,
                    tahap=tahap,
                    tanggal=self.hari,
                    ringkasan=f"Hasil rapat koordinasi {o.nama} {tahap.value}.",
                )
                for o in opd
            ),
        )

    def pelaksanaan(self) -> None:
        kelompok = list(db.session.scalars(db.select(KelompokSidang).order_by(KelompokSidang.urutan)))
        ruang = list(db.session.scalars(db.select(Ruang).filter_by(aktif=True).order_by(Ruang.id)))
        self._sidang(JenisRapat.PLENO, f"Pleno {self.m.nama}", ruang[0].id, None, 40)
        for k, r in zip(kelompok, ruang[1:], strict=False):
            self._sidang(JenisRapat.SIDANG_KELOMPOK, f"Sidang kelompok {k.nama}", r.id, k.id, 12)
        self.rakor(TahapRakor.SESUDAH)
        self.selesai("tim_musrenbang", 310)

    def _sidang(self, jenis: JenisRapat, judul: str, ruang_id: int, kelompok_id: int | None, hadir: int) -> None:
        pleno = jenis is JenisRapat.PLENO
        rapat = self.simpan(
            "tim_musrenbang",
            Rapat(
                musrenbang_id=self.id,
                jenis=jenis,
                judul=judul,
                ruang_id=ruang_id,
                kelompok_sidang_id=kelompok_id,
                mulai=self.jam(8 if pleno else 10),
                selesai=self.jam(16 if pleno else 14),
            ),
        )
        orang = db.session.scalars(db.select(PemangkuKepentingan).order_by(PemangkuKepentingan.id).limit(hadir)).all()
        self.simpan(
            "tim_musrenbang",
            *(
                DaftarHadir(rapat_id=rapat.id, urutan=n, pemangku_kepentingan_id=o.id, hadir=n % 9 != 0)
                for n, o in enumerate(orang, 1)
            ),
        )
        notulen = self.simpan(
            "tim_musrenbang",
            Notulen(
                rapat_id=rapat.id,
                pimpinan_id=(rapat.kelompok_sidang and rapat.kelompok_sidang.pimpinan_id)
                or self.pejabat("kepala_badan"),
                pencatat_id=self.pejabat("fungsional_perencana"),
                waktu_panggilan=rapat.mulai,
                pembukaan="Pimpinan membuka sidang dan membacakan tata tertib.",
                pembahasan="Peserta membahas usulan menurut wilayah dan prioritas daerah.",
                keputusan="Hasil pembahasan dituangkan dalam berita acara.",
            ),
        )
        self.gerak("tim_musrenbang", notulen, "sahkan")

    def putuskan(self, usulan: Sequence[Usulan], potong: int = 300) -> None:
        """Decide usulan like a Musrenbang does: most accepted, some changed, postponed or refused with a reason."""
        alasan = list(db.session.scalars(db.select(AlasanPenolakan.id).order_by(AlasanPenolakan.id)))
        actor = self.aktor("tim_musrenbang")
        for n, u in enumerate(usulan, 1):
            aksi, catatan, isian = _putusan(n, u, alasan)
            issue.jalankan(u, aksi, actor, catatan, isian)
            if n % potong == 0:
                db.session.commit()
        db.session.commit()

    def verifikasi(self) -> None:
        kueri = db.select(Usulan).filter_by(musrenbang_id=self.id, status=StatusUsulan.DIVERIFIKASI, deleted_at=None)
        self.putuskan(db.session.scalars(kueri.order_by(Usulan.id)).all())
        self.berita_acara_sidang()
        ba = self.berita_acara()
        self.simpan(
            "sub_koordinator",
            Laporan(
                musrenbang_id=self.id, perihal=f"Laporan {self.m.nama}", penandatangan_id=self.pejabat("kepala_badan")
            ),
        )
        self.selesai("tim_musrenbang", 58)
        self.gerak("sekretariat", ba, "terbitkan", tanggal=hari_ini())

    def berita_acara_sidang(self) -> None:
        """One for each sidang kelompok: signed on paper by its chair and the wakil, recorded with the scan, issued."""
        sidang = db.select(Rapat).filter_by(musrenbang_id=self.id, jenis=JenisRapat.SIDANG_KELOMPOK, deleted_at=None)
        for rapat in db.session.scalars(sidang.order_by(Rapat.id)).all():
            assert rapat.kelompok_sidang is not None
            ketua = rapat.kelompok_sidang.pimpinan_id or self.pejabat("kepala_badan")
            ba = self.simpan("tim_musrenbang", BeritaAcaraSidang(rapat_id=rapat.id, penandatangan_id=ketua))
            self.gerak("tim_musrenbang", ba, "isi_wakil")
            for w in list(ba.wakil):
                nama = w.nama or f"Wakil {w.instansi} (Demo)"
                self.gerak("tim_musrenbang", w, "catat_tanda_tangan", tanggal=hari_ini(), nama=nama)
            self.gerak("tim_musrenbang", ba, "ajukan")
            kertas = {"pelaku_id": ketua, "tanggal_nyata": hari_ini(), "pindaian_id": self.pindaian()}
            self.gerak("tim_musrenbang", ba, "tanda_tangani", **kertas)
            self.gerak("sekretariat", ba, "terbitkan", tanggal=hari_ini())

    def berita_acara(self) -> BeritaAcara:
        """Drafted, signed on paper by everybody, recorded with the scan; not numbered yet."""
        ba: BeritaAcara = self.simpan(
            "tim_musrenbang",
            BeritaAcara(
                musrenbang_id=self.id,
                perihal=f"Kesepakatan {self.m.nama}",
                penandatangan_id=self.pejabat("kepala_badan"),
                mulai=self.jam(8),
                selesai=self.jam(16),
                tempat=self.m.tempat or "Balai Kota Bogor",
                pemberi_sambutan="Wali Kota Bogor\nKetua DPRD Kota Bogor",
                pemateri="Kepala Bapperida\nKepala BKAD",
            ),
        )
        wakil = (
            (Unsur.DPRD, "Wakil DPRD (Demo)"),
            (Unsur.PERANGKAT_DAERAH, "Wakil perangkat daerah (Demo)"),
            (Unsur.KECAMATAN, "Wakil kecamatan (Demo)"),
            (Unsur.TOKOH, "Wakil tokoh masyarakat (Demo)"),
            (Unsur.PEREMPUAN_ANAK, "Wakil perempuan dan anak (Demo)"),
        )
        orang = [
            Penandatangan(berita_acara_id=ba.id, urutan=n, nama=nama, unsur=u) for n, (u, nama) in enumerate(wakil, 1)
        ]
        self.simpan("tim_musrenbang", *orang)
        self.gerak("tim_musrenbang", ba, "isi_diktum")
        for p in orang:
            self.gerak("tim_musrenbang", p, "catat_tanda_tangan", tanggal=hari_ini())
        self.gerak("tim_musrenbang", ba, "ajukan")
        self.gerak(
            "tim_musrenbang",
            ba,
            "tanda_tangani",
            pelaku_id=self.pejabat("kepala_badan"),
            tanggal_nyata=hari_ini(),
            pindaian_id=self.pindaian(),
        )
        return ba

    def laporan(self) -> None:
        laporan = db.session.execute(db.select(Laporan).filter_by(musrenbang_id=self.id)).scalar_one()
        self.gerak("sub_koordinator", laporan, "ajukan")
        self.gerak("kepala_badan", laporan, "tanda_tangani")
        self.selesai("sub_koordinator", 60)
        self.gerak("sekretariat", laporan, "terbitkan", tanggal=hari_ini())

    def arsip(self) -> None:
        kiriman = db.select(Distribusi).where(Distribusi.laporan_id.is_not(None), Distribusi.musrenbang_id == self.id)
        for row in db.session.scalars(kiriman.where(Distribusi.status != StatusDistribusi.DITERIMA)).all():
            self.gerak("sub_koordinator", row, "terima", tanggal=hari_ini(), bukti_id=self.pindaian())
        kode = db.session.scalar(db.select(KodeKlasifikasi.id).filter_by(kode="000.7.1.3"))
        arsip = self.simpan(
            "sub_koordinator",
            Arsip(
                musrenbang_id=self.id,
                kode_klasifikasi_id=kode,
                uraian=f"Berkas {self.m.nama}",
                jumlah="1 berkas",
                lokasi="Rak 1/Boks 1 (Demo)",
            ),
        )
        self.gerak("sub_koordinator", arsip, "arsipkan")
        self.selesai("sub_koordinator", 10)


def _putusan(n: int, u: Usulan, alasan: list[int]) -> tuple[str, str, dict[str, Any]]:
    if n % 17 == 0:
        return "tolak", "", {"alasan_id": alasan[n % len(alasan)]}
    if n % 11 == 0:
        return "tunda", "", {"alasan_id": alasan[n % len(alasan)]}
    if n % 7 == 0:
        return "terima_perubahan", "Pagu disesuaikan", {"pagu_disepakati": u.pagu_usulan * 8 // 10}
    return "terima", "", {}


# The road in order: (kode of the step, what is done at it). A test or the demonstration walks as far as it likes.
LANGKAH: tuple[tuple[str, Callable[[Jalan], None]], ...] = (
    ("tugaskan", Jalan.tugaskan),
    ("rapat_koordinasi", Jalan.rapat_koordinasi),
    ("ruang", Jalan.ruang),
    ("jadwal", Jalan.jadwal),
    ("undangan", Jalan.undangan),
    ("tanda_tangan", Jalan.tanda_tangan),
    ("distribusi", Jalan.distribusi),
    ("pelaksanaan", Jalan.pelaksanaan),
    ("verifikasi", Jalan.verifikasi),
    ("laporan", Jalan.laporan),
    ("arsip", Jalan.arsip),
)
