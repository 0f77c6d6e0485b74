"""What every screen is, in one sentence. To add a screen, add a row; steps, people and moves come from the SOP.

JENIS has a row for each kind of record, HALAMAN for each page of its own, by the name of its view.
"""

from __future__ import annotations

from models.pesan import Pesan

_ = Pesan

JENIS: dict[str, Pesan] = {
    "musrenbang": _("Satu Musrenbang tahunan: dari sini seluruh langkah SOP dijalankan, dilihat dan dicetak."),
    "pelaksanaan_langkah": _("Satu kali pengerjaan satu langkah SOP, oleh satu Bidang bila SOP memintanya."),
    "tenggat_langkah": _(
        "Tanggal paling lambat sebuah langkah; hanya tenggat ini yang membuat langkah disebut terlambat."
    ),
    "dpa": _("Dokumen pelaksanaan anggaran yang membiayai Musrenbang."),
    "nota_dinas": _("Surat Kepala Badan yang menugaskan sebuah Bidang melaksanakan Musrenbang."),
    "tim": _("Keputusan tentang tim Musrenbang beserta anggotanya."),
    "anggota_tim": _("Satu orang dalam tim, dengan kedudukannya seperti tertulis pada lampiran SK."),
    "surat_masuk": _("Surat yang diterima, dengan disposisinya."),
    "disposisi": _("Perintah pimpinan atas sebuah surat masuk: kepada siapa dan harus berbuat apa."),
    "rapat": _("Satu rapat, pleno atau sidang kelompok, dengan daftar hadir dan notulennya."),
    "daftar_hadir": _("Satu orang pada daftar hadir sebuah rapat."),
    "notulen": _("Catatan sebuah rapat: apa yang dibicarakan dan apa yang disepakati."),
    "ruang": _("Ruang yang dapat dipakai, dengan daya tampungnya."),
    "penetapan_ruang": _("Ketetapan ruang mana dipakai untuk acara apa; ruang yang sama tidak dapat dipakai dua kali."),
    "pemakaian_ruang": _("Satu ruang pada satu waktu untuk satu acara."),
    "jadwal": _("Susunan acara Musrenbang yang ditetapkan lalu dibagikan."),
    "acara": _("Satu acara pada jadwal: jam, tempat, pengisi."),
    "pemangku_kepentingan": _("Buku alamat: mereka yang diundang dan menerima hasil."),
    "undangan": _("Surat undangan Musrenbang dengan daftar penerimanya."),
    "penerima_undangan": _("Satu penerima undangan, dengan kartu dan kode hadirnya."),
    "bahan": _("Bahan paparan dan publikasi Musrenbang."),
    "usulan": _("Satu usulan pembangunan, dari mana asalnya, dan apa putusan Musrenbang atasnya."),
    "hasil_rakor_opd": _("Hasil rapat koordinasi dengan perangkat daerah, sebelum dan sesudah sidang."),
    "dokumen_rkpd": _("RKPD yang terbit sesudah Musrenbang: tempat usulan yang disepakati dicari kembali."),
    "berita_acara": _("Kesepakatan Musrenbang yang ditandatangani; usulan yang dimuatnya terkunci."),
    "diktum": _("Satu butir kesepakatan pada berita acara."),
    "penandatangan": _("Seorang yang menandatangani berita acara mewakili unsurnya."),
    "berita_acara_sidang": _("Kesepakatan satu sidang kelompok, lampiran berita acara Musrenbang."),
    "wakil_sidang": _("Seorang wakil yang menandatangani berita acara sidang kelompok."),
    "koreksi_berita_acara": _("Usulan yang putusannya dikoreksi sesudah berita acara ditandatangani."),
    "laporan": _("Laporan pelaksanaan Musrenbang kepada pimpinan."),
    "distribusi": _("Satu naskah kepada satu penerima, dengan bukti bahwa naskah itu sampai."),
    "kiriman": _("Satu surel yang membawa atau mengingatkan sebuah naskah."),
    "arsip": _("Satu berkas yang disimpan: di mana, berapa lama, lalu diapakan."),
    "monitoring_sop": _("Penilaian enam bulanan atas penerapan SOP."),
    "butir_monitoring": _("Penilaian atas satu langkah pada lembar monitoring."),
    "dokumen": _("Naskah yang sudah ditandatangani atau terbit; isinya tetap dan dapat diperiksa keasliannya."),
    "tanda_tangan_elektronik": _("Satu tanda tangan pada naskah terbit, dengan hasil pemeriksaannya."),
    "nomor_surat": _("Register nomor: tiap nomor sekali, berurutan, juga yang batal."),
    "kelas_naskah": _("Aturan satu jenis naskah: pola nomor, kop, kertas, penanda tangan."),
    "kode_klasifikasi": _("Kode klasifikasi arsip yang dipakai dalam nomor surat."),
    "wilayah": _("Kecamatan dan kelurahan, tempat usulan berasal."),
    "wilayah_alias": _("Ejaan lain sebuah wilayah, agar impor mengenalinya."),
    "perangkat_daerah": _("Perangkat daerah yang mengampu usulan."),
    "pagu_opd": _("Pagu indikatif sebuah perangkat daerah; usulan yang diterima dibandingkan dengannya."),
    "unit_kerja": _("Bidang dan bagian Bapperida."),
    "unit_kerja_kelompok": _("Kelompok sidang yang ditangani sebuah Bidang."),
    "kelompok_sidang": _("Kelompok tempat usulan dibahas dan diputuskan."),
    "pejabat": _("Orang yang menandatangani dan melaksanakan, dengan jabatan pada masanya."),
    "prioritas": _("Visi, misi dan prioritas pembangunan yang menjadi rujukan usulan."),
    "sub_kegiatan": _("Sub kegiatan menurut nomenklatur nasional."),
    "kamus_usulan": _("Usulan baku: satuan dan perangkat daerah yang biasa mengampunya."),
    "alasan_penolakan": _("Alasan yang dapat dipilih ketika usulan ditolak atau ditunda."),
    "sop_revisi": _("SOP yang menjadi jalan panel ini; revisi baru berlaku setelah diberlakukan."),
    "langkah": _("Satu baris bagan SOP: aktivitas, kelengkapan, waktu, output."),
    "langkah_pelaksana": _("Peran yang melaksanakan sebuah langkah."),
    "pengaturan": _("Setelan kantor: nama, kop, teks, pola, surel."),
    "teks_baku": _("Teks yang sering dipakai, siap disisipkan pada isian panjang."),
    "pengguna": _("Akun orang yang memakai panel, dengan perannya."),
    "peran_pengguna": _("Satu peran satu orang, dengan masa berlakunya."),
    "operasi": _("Pekerjaan atas banyak data sekaligus: kemajuannya, hasil tiap baris, dan cara membatalkannya."),
    "impor": _("Lembar sebar yang dibaca, dicocokkan dan ditinjau sebelum disimpan."),
    "sertifikat_tepercaya": _("Sertifikat induk yang dipercaya ketika tanda tangan elektronik diperiksa."),
}

HALAMAN: dict[str, Pesan] = {
    "beranda": _("Apa yang menunggu Anda, di mana SOP berdiri, dan tenggat terdekat."),
    "bantuan": _("Cara memakai panel ini, tombol pintas, dan keterangan tiap halaman."),
    "gambaran": _("Musrenbang dalam gambar dan angka; tiap gambar mempunyai tabel di sampingnya."),
    "papan": _("Ruang dan jam pada satu hari; pemakaian dapat digeser, bentrok terlihat sebelum disimpan."),
    "kalender": _("Alamat jadwal yang dapat dilanggan program kalender."),
    "akun": _("Akun Anda: perangkat yang sedang masuk, riwayat masuk, dan cara mengamankannya."),
    "faktor": _("Faktor kedua: kode dari ponsel atau kunci sandi, yang diminta sesudah kata sandi."),
    "cari": _("Pencarian di semua data yang boleh Anda baca."),
    "riwayat": _("Catatan setiap perubahan: siapa, kapan, apa; tidak dapat diubah."),
    "usulan_ganda": _("Usulan yang mungkin sama, untuk dibandingkan lalu digabungkan."),
    "sidang": _("Sidang kelompok: satu usulan besar di layar, diputuskan dengan satu tombol."),
    "meja": _("Meja pendaftaran: mencari nama atau memindai kartu, lalu menandai hadir."),
    "sambung": _("Menyambungkan ponsel di ruang acara ke panel ini."),
}
