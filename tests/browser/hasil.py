"""Steps 8 to 11 in the browser: the sidang, the decisions, the berita acara, the laporan and the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from documents import kata
from tests.browser.pelaku import AJUKAN, DARI_KERTAS, HARI, TERBITKAN, TTD, satu_baris, teks_pdf, today
from tests.browser.persiapan import Persiapan

WAKIL = (
    ("Wakil DPRD (Demo)", "DPRD"),
    ("Wakil kecamatan (Demo)", "Kecamatan dan kelurahan"),
    ("Wakil tokoh masyarakat (Demo)", "Tokoh masyarakat"),
)


class Perjalanan(Persiapan):
    """The whole walk; `putusan` is what was decided: kode → (decision, agreed rupiah)."""

    def pelaksanaan(self) -> None:
        pleno, *sidang = self._ruang()
        self._sidang("Pleno", f"Pleno {self.nama}", pleno, None)
        for r, (kelompok, _) in zip(sidang, self._kelompok(), strict=True):
            self._sidang("Sidang kelompok", f"Sidang {kelompok}", r, kelompok)
        self.rakor("Sesudah sidang")
        self.ditolak_langkah("pengawas")
        self.selesai("tim_musrenbang", 310)

    def _sidang(self, jenis: str, judul: str, ruang: str, kelompok: str | None) -> None:
        """A meeting with its attendance (all but one at the pleno, two in a group) and its minutes."""
        p = self.p.masuk("tim_musrenbang")
        isi = {"Jenis": jenis, "Sidang/rapat": judul, "Ruang": ruang, "Mulai": f"{HARI}T10:00"}
        rapat = self.tambah("rapat", isi | ({"Kelompok sidang": kelompok} if kelompok else {}))
        p.tekan("Isi daftar hadir dari undangan atau buku alamat")
        p.buka(f"/daftar-hadir/?rapat_id={rapat}")
        if kelompok:
            p.centang(*self.tamu[:2])
            assert p.massal("Catat hadir dari lembar kertas") == "2 dari 2 berhasil."
        else:
            p.centang_yang_cocok()
            assert p.massal("Catat hadir dari lembar kertas") == f"{len(self.tamu)} dari {len(self.tamu)} berhasil."
            p.buka(f"/daftar-hadir/?rapat_id={rapat}").centang(self.tamu[1])
            assert p.massal("Tandai tidak hadir") == "1 dari 1 berhasil."
        daftar = satu_baris(teks_pdf(p.buka(f"/rapat/details/?id={rapat}").unduh("Daftar hadir")))
        assert [nama for nama in self.tamu if nama not in daftar] == []
        self._notulen("Kepala Badan (Demo)")
        if kelompok == "Fisik":
            self.ditolak("pengawas", f"/notulen/details/?id={p.id}", "Sahkan notulen")
            p.masuk("tim_musrenbang")
        p.tekan("Sahkan notulen")
        p.buka(f"/rapat/details/?id={rapat}")

    def verifikasi(self) -> None:
        self._putuskan()
        self._berita_acara()
        p = self.p.masuk("sub_koordinator")
        self.laporan_id = self.tambah(
            "laporan", {"Hal": f"Laporan {self.nama}", "Penanda tangan": "Kepala Badan (Demo)"}
        )
        self.ditolak_langkah("kepala_badan")
        self.selesai("tim_musrenbang", 58)
        self.gerak("sekretariat", f"/berita-acara/details/?id={self.ba}", TERBITKAN, {"Tanggal naskah": today()})
        assert "Terbit" in p.teks

    def _putuskan(self) -> None:
        """From the list: three refused, two postponed, one changed, the rest accepted; then one decision is changed."""
        p = self.p
        semua = self.semua("SELECT kode, pagu_usulan, id FROM usulan WHERE musrenbang_id = ? ORDER BY kode", self.m)
        kode = [k for k, _, _ in semua]
        self.ditolak("fungsional_perencana", f"/usulan/details/?id={semua[0][2]}", "Terima")
        alasan, lain = (a for (a,) in self.semua("SELECT nama FROM alasan_penolakan ORDER BY id LIMIT 2"))
        self._putuskan_terpilih(kode[:3], "Tolak", {"Alasan": alasan}, "3 dari 3 berhasil.")
        self._putuskan_terpilih(kode[3:5], "Tunda", {"Alasan": lain}, "2 dari 2 berhasil.")
        ubah = {"Pagu disepakati": "123.456.000", "Catatan": "Pagu disesuaikan dengan kemampuan."}
        self.gerak("tim_musrenbang", f"/usulan/details/?id={semua[5][2]}", "Terima dengan perubahan", ubah)
        p.masuk("tim_musrenbang").buka("/usulan/?status=diverifikasi&per=100").centang()
        sisa = len(kode) - 6
        assert p.massal("Terima") == f"{sisa} dari {sisa} berhasil."
        # The pleno thinks again of one that was refused.
        self.gerak("tim_musrenbang", f"/usulan/details/?id={semua[2][2]}", "Terima", {"Catatan": "Pleno menyetujui."})

        self.putusan = {k: ("terima", pagu) for k, pagu, _ in semua}
        self.putusan |= {k: ("tolak", self.putusan[k][1]) for k in kode[:2]}
        self.putusan |= {k: ("tunda", self.putusan[k][1]) for k in kode[3:5]}
        self.putusan[kode[5]] = ("ubah", 123_456_000)

    def diputuskan(self, *hasil: str) -> dict[str, int]:
        """kode → rupiah of the usulan so decided: agreed ones at what was agreed, others at what was asked."""
        return {k: pagu for k, (apa, pagu) in self.putusan.items() if apa in hasil}

    def rekap(self, pimpinan: bool = True) -> list[str]:
        """The rows that the papers must print for the groups, and their sum."""
        kelompok = dict(
            self.semua(
                "SELECT u.kode, k.nama FROM usulan u JOIN kelompok_sidang k ON k.id = u.kelompok_sidang_id"
                " WHERE u.musrenbang_id = ?",
                self.m,
            )
        )
        jabatan = dict(self.semua("SELECT nama, pimpinan_jabatan FROM kelompok_sidang"))
        sepakat = self.diputuskan("terima", "ubah")
        baris = []
        for nama in [k for k, _ in self._kelompok()]:
            milik = [k for k in self.putusan if kelompok[k] == nama]
            setuju = [k for k in milik if k in sepakat]
            awal = f"{nama} {jabatan[nama]}" if pimpinan else nama
            baris.append(f"{awal} {_hitung(len(milik), len(setuju), sum(sepakat[k] for k in setuju))}")
        return [*baris, f"Jumlah {_hitung(len(self.putusan), len(sepakat), sum(sepakat.values()))}"]

    def _putuskan_terpilih(self, kode: list[str], aksi: str, isi: dict[str, Any], laporan: str) -> None:
        self.p.masuk("tim_musrenbang").buka("/usulan/?per=100").centang(*kode)
        assert self.p.massal(aksi, isi) == laporan

    def _berita_acara(self) -> None:
        p = self.p.masuk("tim_musrenbang")
        self.ba = self.tambah(
            "berita-acara",
            {
                "Hal": f"Kesepakatan {self.nama}",
                "Penanda tangan": "Kepala Badan (Demo)",
                "Mulai": f"{HARI}T08:00",
                "Selesai": f"{HARI}T16:00",
                "Tempat": "Balai Kota Bogor",
                "Pemberi sambutan": "Wali Kota Bogor\nKetua DPRD Kota Bogor",
                "Pemateri": "Kepala Bapperida",
            },
        )
        alamat = f"/berita-acara/details/?id={self.ba}"
        p.tekan("Ambil diktum dari pengaturan")
        wakil = [{"No": n, "Nama": nama, "Unsur": unsur} for n, (nama, unsur) in enumerate(WAKIL, 1)]
        p.buka(alamat)
        self.tambah_bagian("Penanda tangan", wakil)
        self.ditolak("administrator", alamat, AJUKAN)
        self.gerak("tim_musrenbang", alamat, AJUKAN)
        p.buka(f"/penandatangan/?berita_acara_id={self.ba}").centang()
        n = len(WAKIL)
        hasil = p.massal("Catat sudah bertanda tangan", {"Ditandatangani tanggal": today()})
        assert hasil == f"{n} dari {n} berhasil."
        # Signed on paper: the team records it for the signer, with its real date and the scan.
        self.ditolak("kepala_bidang", alamat, TTD)
        isi = {"Dilaksanakan oleh": "Kepala Badan (Demo)", "Tanggal sebenarnya": today()}
        p.masuk("tim_musrenbang").buka(alamat).tekan(DARI_KERTAS).isi(isi).tekan(DARI_KERTAS, "form.borang")
        assert "Pilih berkasnya" in p.teks, "pindaian wajib"
        p.isi({"Pindaian bukti": self.pindaian}).tekan(DARI_KERTAS, "form.borang")
        assert "Menunggu nomor" in p.teks
        assert self.satu("SELECT count(*) FROM usulan WHERE musrenbang_id = ? AND status <> 'final'", self.m) == 0

    def laporan(self) -> None:
        alamat = f"/laporan/details/?id={self.laporan_id}"
        self.ditolak("administrator", alamat, AJUKAN)
        self.gerak("sub_koordinator", alamat, AJUKAN)
        self.ditolak("kepala_bidang", alamat, TTD)
        self.gerak("kepala_badan", alamat, TTD)
        self.ditolak_langkah("kepala_badan")
        self.selesai("sub_koordinator", 60)
        self.gerak("sekretariat", alamat, TERBITKAN, {"Tanggal naskah": today()})

    def arsip(self) -> None:
        p = self.p
        satu_ = self.satu("SELECT min(id) FROM distribusi WHERE laporan_id = ?", self.laporan_id)
        self.ditolak("kepala_badan", f"/distribusi/details/?id={satu_}", "Catat diterima", tanggal=today())
        p.masuk("sub_koordinator").buka(f"/distribusi/?laporan_id={self.laporan_id}").centang()
        isi = {"Diterima tanggal": today(), "Bukti (pindaian tanda terima)": self.pindaian}
        assert p.massal("Catat diterima", isi) == "5 dari 5 berhasil."
        self.tambah(
            "arsip",
            {
                "Kode klasifikasi": "000.7.1.3 Musrenbang Kabupaten/Kota",
                "Uraian berkas": f"Berkas {self.nama}",
                "Jumlah": "1 berkas",
                "Lokasi (rak/boks/folder)": "Rak 1/Boks 1 (Demo)",
            },
        )
        self.ditolak("kepala_badan", f"/arsip/details/?id={p.id}", "Arsipkan")
        p.masuk("sub_koordinator").tekan("Arsipkan")
        assert "Diarsipkan" in p.teks
        self.ditolak_langkah("kepala_badan", "P2EPD")
        self.selesai_semua("sub_koordinator", 10)


def _hitung(dibahas: int, sepakat: int, pagu: int) -> str:
    return f"{dibahas} {sepakat} {dibahas - sepakat} {kata.rupiah(pagu)}"


# The road in order.
LANGKAH: tuple[Callable[[Perjalanan], None], ...] = (
    Perjalanan.tugaskan,
    Perjalanan.rapat_koordinasi,
    Perjalanan.ruang,
    Perjalanan.jadwal,
    Perjalanan.undangan,
    Perjalanan.tanda_tangan,
    Perjalanan.distribusi,
    Perjalanan.pelaksanaan,
    Perjalanan.verifikasi,
    Perjalanan.laporan,
    Perjalanan.arsip,
)
