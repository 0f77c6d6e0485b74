"""Steps 1 to 7 in the browser: from the assignment to the undangan in everybody's hands."""

from __future__ import annotations

from seed.jalan import KEPALA_BIDANG
from tests.browser.pelaku import AJUKAN, HARI, TERBITKAN, TTD, Pelaku, teks_pdf, today


class Persiapan(Pelaku):
    """Each method is one step of the SOP, made by its own people; a wrong person tries first."""

    def tugaskan(self) -> None:
        p = self.p.masuk("sub_koordinator")
        self.tambah(
            "dpa",
            {
                "Nomor DPA": "DPA/A.1/5.01/2028",
                "Sub kegiatan": "5.01.02.2.01.0005 Pelaksanaan Musrenbang Kabupaten/Kota",
                "Pagu": "350000000",
                "Tanggal": today(),
            },
        )
        assert "Rp350.000.000" in p.teks
        self.tim = self.tambah("tim", {"Hal": f"Pembentukan Tim {self.nama}", "Penanda tangan": "Kepala Badan (Demo)"})
        nota = self.tambah(
            "nota-dinas",
            {
                "Hal": "Penugasan pelaksanaan Musrenbang",
                "Penanda tangan": "Kepala Badan (Demo)",
                "Isi": "Seluruh Bidang ditugaskan melaksanakan Musrenbang Kota menurut SOP.",
            },
        )
        alamat = f"/nota-dinas/details/?id={nota}"
        p.tekan(AJUKAN)
        self.ditolak("kepala_bidang", alamat, TTD)
        self.ditolak_langkah("kepala_bidang", "P2EPD")
        self.gerak("kepala_badan", alamat, TTD)
        self.ditolak("kepala_badan", alamat, TERBITKAN, tanggal=today())
        self.gerak("sekretariat", alamat, TERBITKAN, {"Tanggal naskah": today()})
        self.selesai_semua("kepala_badan", 12)

    def rapat_koordinasi(self) -> None:
        p = self.p.masuk("tim_musrenbang").buka(f"/tim/details/?id={self.tim}")
        anggota = (("Kepala Badan (Demo)", "Ketua"), ("Tim Musrenbang (Demo)", "Anggota"))
        self.tambah_bagian(
            "Anggota tim",
            [{"Urutan": n, "Pejabat": nama, "Kedudukan dalam tim": k} for n, (nama, k) in enumerate(anggota, 1)],
        )
        for kode, kepala in KEPALA_BIDANG.items():
            self._rapat_bidang(kode, kepala)
        alamat = f"/tim/details/?id={self.tim}"
        self.gerak("tim_musrenbang", alamat, "Ambil teks dari pengaturan")
        self.gerak("tim_musrenbang", alamat, AJUKAN)
        p.masuk("kepala_badan").buka("/tim/?status=diajukan").centang()
        assert p.massal(TTD) == "1 dari 1 berhasil."
        self.gerak("sekretariat", alamat, TERBITKAN, {"Tanggal naskah": today()})
        assert self.nomor("tim", self.tim) in p.teks
        self.ditolak_langkah("kepala_bidang_ppm", "P2EPD")
        for kode, kepala in KEPALA_BIDANG.items():
            self.selesai(kepala, 240, kode)

    def _rapat_bidang(self, kode: str, kepala: str) -> None:
        p = self.p.masuk(kepala)
        bidang = self.satu("SELECT nama FROM unit_kerja WHERE kode = ?", kode)
        pejabat = self.satu("SELECT nama FROM pengguna WHERE nama_pengguna = ?", kepala)
        self.tambah(
            "rapat",
            {
                "Jenis": "Rapat koordinasi",
                "Sidang/rapat": f"Rapat koordinasi {bidang}",
                "Bidang": bidang,
                "Mulai": "2027-01-20T09:00",
                "Selesai": "2027-01-20T12:00",
                "Tempat lain": "Ruang rapat Bapperida",
            },
        )
        self._notulen(pejabat)
        notulen = p.id
        if kode == "P2EPD":
            self.ditolak("kepala_bidang_ppm", f"/notulen/details/?id={notulen}", "Sahkan notulen")
            p.masuk(kepala).buka(f"/notulen/details/?id={notulen}")
        p.tekan("Sahkan notulen")
        assert "Ditetapkan" in p.teks

    def _notulen(self, pimpinan: str) -> None:
        """Minutes of the meeting whose page is open; ends on the page of the minutes."""
        rapat = self.p.id
        self.tambah_bagian(
            "Notulen",
            [
                {
                    "Pimpinan sidang/rapat": pimpinan,
                    "Pencatat": "Fungsional Perencana (Demo)",
                    "Kata pembukaan": "Pimpinan membuka rapat.",
                    "Pembahasan": "Peserta membahas usulan menurut wilayah dan prioritas daerah.",
                    "Keputusan": "Hasil pembahasan dituangkan dalam berita acara.",
                }
            ],
        )
        id_ = self.satu("SELECT max(id) FROM notulen WHERE rapat_id = ?", rapat)
        self.p.buka(f"/notulen/details/?id={id_}")

    def _ruang(self) -> list[str]:
        return [r for (r,) in self.semua("SELECT nama FROM ruang WHERE aktif AND deleted_at IS NULL ORDER BY id")]

    def _kelompok(self) -> list[tuple[str, str]]:
        """(name, leader) of the four groups."""
        return self.semua(
            "SELECT k.nama, p.nama FROM kelompok_sidang k JOIN pejabat p ON p.id = k.pimpinan_id ORDER BY k.urutan"
        )  # type: ignore[return-value]

    def ruang(self) -> None:
        p = self.p.masuk("sub_koordinator")
        id_ = self.tambah("penetapan-ruang", {"Judul": "Ruang pertemuan Musrenbang"})
        pleno, *sidang = self._ruang()
        jam = {"Mulai": f"{HARI}T10:00", "Selesai": f"{HARI}T14:00"}
        self.tambah_bagian(
            "Pemakaian ruang",
            [
                {"Ruang": pleno, "Mulai": f"{HARI}T08:00", "Selesai": f"{HARI}T16:00", "Keperluan": "Pleno"},
                *(
                    {"Ruang": r, **jam, "Keperluan": f"Sidang {k}", "Kelompok sidang": k}
                    for r, (k, _) in zip(sidang, self._kelompok(), strict=True)
                ),
            ],
        )
        self.ditolak("kepala_bidang", f"/penetapan-ruang/details/?id={id_}", "Tetapkan ruang")
        self.gerak("sub_koordinator", f"/penetapan-ruang/details/?id={id_}", "Tetapkan ruang")
        self.ditolak_langkah("kepala_bidang")
        self.selesai("sub_koordinator", 25)
        assert p.page.locator(".kabar.baik").is_visible()

    def jadwal(self) -> None:
        self.p.masuk("fungsional_perencana")
        id_ = self.tambah("jadwal", {"Judul": f"Jadwal {self.nama}"})
        pleno, *sidang = self._ruang()
        self.tambah_bagian(
            "Acara",
            [
                {"Acara": "Pembukaan", "Mulai": f"{HARI}T08:00", "Selesai": f"{HARI}T10:00", "Ruang": pleno},
                *(
                    {
                        "Acara": f"Sidang {k}",
                        "Mulai": f"{HARI}T10:00",
                        "Selesai": f"{HARI}T14:00",
                        "Ruang": r,
                        "Kelompok sidang": k,
                    }
                    for r, (k, _) in zip(sidang, self._kelompok(), strict=True)
                ),
                {"Acara": "Pleno penutup", "Mulai": f"{HARI}T14:00", "Selesai": f"{HARI}T16:00", "Ruang": pleno},
            ],
        )
        self.ditolak("kepala_bidang", f"/jadwal/details/?id={id_}", "Tetapkan jadwal")
        self.gerak("fungsional_perencana", f"/jadwal/details/?id={id_}", "Tetapkan jadwal")
        self.ditolak_langkah("kepala_bidang")
        self.selesai("fungsional_perencana", 14)

    def undangan(self) -> None:
        p = self.p.masuk("tim_musrenbang")
        self.bahan("Bahan publikasi", "Pengumuman Musrenbang")
        self.surat = self.tambah(
            "undangan",
            {
                "Hal": f"Undangan {self.nama}",
                "Penanda tangan": "Kepala Badan (Demo)",
                "Hari, tanggal dan pukul": f"{HARI}T08:00",
                "Tempat": "Balai Kota Bogor",
                "Acara": self.nama,
            },
        )
        self.tambah_bagian("Penerima", [{"Penerima": "Ketua DPRD Kota Bogor", "Urutan": 1}])
        p.tekan("Tambahkan seluruh buku alamat")
        self.tamu = [
            nama
            for (nama,) in self.semua(
                "SELECT o.nama FROM penerima_undangan p JOIN pemangku_kepentingan o ON o.id = p.pemangku_kepentingan_id"
                " WHERE p.undangan_id = ? ORDER BY p.urutan",
                self.surat,
            )
        ]
        assert len(self.tamu) > 100, "begitu banyak baris dikerjakan di belakang layar"
        konsep = teks_pdf(p.unduh("Surat undangan"))
        assert "KONSEP" in konsep or p.page.get_by_text("Konsep").count()
        self.ditolak("administrator", f"/undangan/details/?id={self.surat}", AJUKAN)
        self.gerak("tim_musrenbang", f"/undangan/details/?id={self.surat}", AJUKAN)
        self.ditolak_langkah("administrator")
        self.selesai("tim_musrenbang", 9)

    def bahan(self, jenis: str, judul: str) -> None:
        self.tambah("bahan", {"Jenis": jenis, "Judul": judul, "Isi ringkas": f"{judul} bagi warga kota."})
        self.p.tekan("Nyatakan siap")

    def tanda_tangan(self) -> None:
        """Once back to step 5 with a note, and forth again."""
        p, alamat = self.p, f"/undangan/details/?id={self.surat}"
        baris = f"/pelaksanaan-langkah/details/?id={self.baris_langkah()}"
        self.ditolak("kepala_bidang", alamat, TTD)
        self.ditolak("kepala_bidang", baris, "Koreksi")
        p.masuk("kepala_badan").buka(baris).tekan("Koreksi").tekan("Koreksi", "form.borang")
        assert "Catatan wajib diisi" in p.teks
        p.isi({"Catatan": "Perbaiki waktu acara."}).tekan("Koreksi", "form.borang")
        assert self.langkah() == 5
        p.masuk("tim_musrenbang").buka(alamat)
        assert "Perbaiki waktu acara." in p.teks
        p.tekan("Ubah").isi({"Hari, tanggal dan pukul": f"{HARI}T08:30"}).tekan("Simpan")
        assert "Senin, 22 Maret 2027" in p.teks or "22 Maret 2027" in p.teks
        p.tekan(AJUKAN)
        self.selesai("tim_musrenbang", 4)

        assert self.langkah() == 6
        self.gerak("kepala_badan", alamat, TTD)
        self.ditolak_langkah("kepala_bidang", judul="Setuju")
        self.gerak("kepala_badan", self._baris(), "Setuju", {"Menit kerja": 5})
        self.gerak("sekretariat", alamat, TERBITKAN, {"Tanggal naskah": today()})
        surat = teks_pdf(p.unduh("Surat undangan"))
        nomor = self.satu("SELECT nomor FROM undangan WHERE id = ?", self.surat)
        assert nomor in surat
        assert "08.30" in surat
        assert "KONSEP" not in surat

    def _baris(self) -> str:
        return f"/pelaksanaan-langkah/details/?id={self.baris_langkah()}"

    def distribusi(self) -> None:
        p = self.p.masuk("tim_musrenbang")
        self.rakor("Sebelum sidang")
        self.bahan("Materi", "Paparan rancangan RKPD")
        self._usulan_baru()
        satu = self.satu("SELECT min(id) FROM distribusi WHERE undangan_id = ?", self.surat)
        self.ditolak("kepala_badan", f"/distribusi/details/?id={satu}", "Catat dikirim", tanggal=today())
        p.masuk("tim_musrenbang").buka("/distribusi/?status=disiapkan").centang_yang_cocok()
        n = len(self.tamu)
        assert p.massal("Catat dikirim", {"Dikirim tanggal": today()}) == f"{n} dari {n} berhasil."
        self.ditolak_langkah("kepala_badan")
        self.selesai("tim_musrenbang", 55)

    def rakor(self, tahap: str) -> None:
        self.p.masuk("fungsional_perencana")
        self.tambah(
            "hasil-rakor-opd",
            {
                "Perangkat daerah": "Dinas Pekerjaan Umum dan Penataan Ruang",
                "Tahap": tahap,
                "Tanggal": today(),
                "Ringkasan hasil": f"Hasil rapat koordinasi {tahap.lower()}.",
            },
        )
        self.p.masuk("tim_musrenbang")

    def _usulan_baru(self) -> None:
        """A citizens' proposal that comes in late: written, submitted, declared complete."""
        p = self.p.masuk("tim_musrenbang")
        self.tambah(
            "usulan",
            {
                "Usulan": "Perbaikan saluran RW 05 Kelurahan Pabaton",
                "Permasalahan": "Saluran tersumbat setiap hujan.",
                "Asal": "Masyarakat",
                "Pengusul": "Ketua RW 05 Kelurahan Pabaton (Demo)",
                "Kelompok sidang": "Fisik",
                "Kelurahan/wilayah": "Pabaton",
                "Volume usulan": "120,5",
                "Satuan": "m",
                "Pagu usulan": "90.400.000",
                "OPD tujuan awal": "Dinas Pekerjaan Umum dan Penataan Ruang",
            },
        )
        assert "Bogor Tengah" in p.teks, "kecamatan mengikuti kelurahan"
        assert "120,5" in p.teks
        p.tekan("Ajukan").tekan("Nyatakan lengkap")
        assert "Diverifikasi" in p.teks
