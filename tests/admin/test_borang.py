"""Forms: what is typed wrongly gets a sentence beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from models.perencanaan import JenisPrioritas, Prioritas
from models.usulan import Usulan
from tests.admin.layar import Layar, baris, salah, teks
from tests.orang import Orang

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL


def test_a_usulan_is_stored_as_it_was_typed(tim: Layar, isian_usulan: dict[str, str], ambil: Callable) -> None:
    row = ambil(Usulan, tim.simpan("/usulan/new/", **isian_usulan))
    assert (row.usulan, row.pagu_usulan, str(row.volume)) == ("Taman baca", 1_500_000, "1.50")
    assert row.kecamatan_id is not None
    assert row.status.value == "draf"


@pytest.mark.parametrize(
    ("kolom", "typed", "kalimat"),
    [
        ("usulan", "", "Wajib diisi"),
        ("usulan", "   ", "Wajib diisi"),
        ("usulan", "x" * 501, "Paling panjang 500 huruf"),
        ("usulan", "nul\0di tengah", "tidak dapat disimpan"),
        ("permasalahan", "y" * 100_000, "Paling panjang 4.000 huruf; isian ini 100.000 huruf"),
        ("asal", "langit", "Pilih salah satu"),
        ("wilayah_id", "999999", "Pilih salah satu"),
        ("wilayah_id", "1 OR 1=1", "Pilih salah satu"),
        ("volume", "1.5", "koma"),
        ("volume", "banyak", "bilangan"),
        ("volume", "1,555", "angka di belakang koma"),
        ("volume", "9" * 30, "terlalu besar"),
        ("volume", "-1", "kurang dari nol"),
        ("pagu_usulan", "Rp1.500.000,50", "tanpa sen"),
        ("pagu_usulan", "sejuta", "Rp1.500.000"),
        ("pagu_usulan", "1.50.000", "Rp1.500.000"),
        ("pagu_usulan", "-5", "kurang dari nol"),
        ("pagu_usulan", "9" * 25, "terlalu besar"),
    ],
)
def test_a_wrong_value_gets_a_sentence_and_keeps_the_rest(
    tim: Layar, isian_usulan: dict[str, str], kolom: str, typed: str, kalimat: str
) -> None:
    jawab = tim.kirim("/usulan/new/", **{**isian_usulan, kolom: typed})
    assert jawab.status_code == 400
    assert any(kalimat in s for s in salah(jawab.text)), salah(jawab.text)
    assert isian_usulan["pengusul"] in jawab.text
    if typed.strip() and "\0" not in typed and not kolom.endswith("_id") and kolom != "asal":
        assert typed in jawab.text


@pytest.mark.parametrize(
    ("typed", "disimpan"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("Rp 1.500.000,00", 1_500_000),
        ("rp1.500.000,-", 1_500_000),
        ("0", 0),
    ],
)
def test_money_is_read_as_it_is_written(
    tim: Layar, isian_usulan: dict[str, str], ambil: Callable, typed: str, disimpan: int
) -> None:
    id_ = tim.simpan("/usulan/new/", **{**isian_usulan, "pagu_usulan": typed})
    assert ambil(Usulan, id_).pagu_usulan == disimpan


@pytest.mark.parametrize(
    ("typed", "kalimat"),
    [
        ("31-02-2026", "tidak ada di kalender"),
        ("kemarin", "hari-bulan-tahun"),
        ("2026-13-01", "tidak ada di kalender"),
        ("01-01-0001", "tidak masuk akal"),
    ],
)
def test_a_date_that_no_calendar_has_is_refused_and_kept(tim: Layar, musrenbang: int, typed: str, kalimat: str) -> None:
    jawab = tim.kirim("/dpa/new/", musrenbang_id=str(musrenbang), nomor="1", sub_kegiatan="X", pagu="1", tanggal=typed)
    assert jawab.status_code == 400
    assert kalimat in teks(jawab.text)
    assert f'value="{typed}"' in jawab.text


def test_an_end_before_its_start_is_refused_beside_the_field(tim: Layar, musrenbang: int) -> None:
    isian = {
        "musrenbang_id": str(musrenbang),
        "jenis": "pleno",
        "judul": "Pleno",
        "mulai": "2026-03-23T10:00",
        "selesai": "2026-03-23T09:00",
    }
    jawab = tim.kirim("/rapat/new/", **isian)
    assert jawab.status_code == 400
    assert any("sesudah waktu mulai" in s for s in salah(jawab.text))


def test_a_room_that_is_taken_is_refused_with_what_takes_it(tim: Layar, musrenbang: int) -> None:
    ruang = tim.simpan("/ruang/new/", nama="Aula", aktif="1")
    jadwal = tim.simpan("/jadwal/new/", musrenbang_id=str(musrenbang), judul="Jadwal")
    acara = {
        "jadwal_id": str(jadwal),
        "ruang_id": str(ruang),
        "mulai": "23-03-2026 09.00",
        "selesai": "23-03-2026 11.00",
    }
    tim.simpan("/acara/new/", nama="Pembukaan", **acara)
    jawab = tim.kirim(
        "/acara/new/", **{**acara, "nama": "Sidang", "mulai": "2026-03-23T10:30", "selesai": "2026-03-23T12:00"}
    )
    assert jawab.status_code == 400
    assert "Ruang sudah dipakai untuk “Pembukaan”" in teks(jawab.text)


def test_a_value_already_used_is_said_without_sql(tim: Layar) -> None:
    tim.simpan("/ruang/new/", nama="Aula Utama", aktif="1")
    jawab = tim.kirim("/ruang/new/", nama="Aula Utama", aktif="1")
    assert jawab.status_code == 409
    assert "Sudah ada data lain dengan nama ruang yang sama" in teks(jawab.text)
    assert "UNIQUE" not in jawab.text
    assert "INSERT" not in jawab.text
    assert 'value="Aula Utama"' in jawab.text


def test_a_state_posted_through_a_form_is_not_heard(tim: Layar, isian_usulan: dict[str, str], ambil: Callable) -> None:
    id_ = tim.simpan(
        "/usulan/new/", **isian_usulan, status="final", hasil="diterima", version="7", deleted_at="x", id="5"
    )
    row = ambil(Usulan, id_)
    assert (row.status.value, row.hasil, row.deleted_at) == ("draf", None, None)


def test_the_second_saver_sees_both_values_and_loses_nothing(
    tim: Layar, layar: Callable, isian_usulan: dict[str, str], ambil: Callable
) -> None:
    id_ = tim.simpan("/usulan/new/", **isian_usulan)
    alamat = f"/usulan/edit/?id={id_}"
    versi = str(ambil(Usulan, id_).version)
    tim.simpan(alamat, **{**isian_usulan, "usulan": "Taman baca dan bermain", "pagu_usulan": "2.000.000"})
    jawab = tim.kirim(alamat, **{**isian_usulan, "usulan": "Perpustakaan kelurahan", "version": versi})
    assert jawab.status_code == 409
    assert "Taman baca dan bermain" in teks(jawab.text)
    assert 'value="Perpustakaan kelurahan"' in jawab.text
    assert "Rp2.000.000" in teks(jawab.text)
    assert "Tim Musrenbang (Demo)" in teks(jawab.text)
    assert ambil(Usulan, id_).usulan == "Taman baca dan bermain"
    tim.simpan(alamat, **{**isian_usulan, "usulan": "Perpustakaan kelurahan"})
    assert ambil(Usulan, id_).usulan == "Perpustakaan kelurahan"


def test_ones_own_change_in_another_window_is_not_put_on_somebody_else(
    tim: Layar, layar: Callable, isian_usulan: dict[str, str], ambil: Callable
) -> None:
    id_ = tim.simpan("/usulan/new/", **isian_usulan)
    versi = str(ambil(Usulan, id_).version)

    def terlambat() -> list[str]:
        """What is said to the page of that version: by its form, its move and its deletion."""
        isian = {**isian_usulan, "usulan": "Perpustakaan kelurahan", "version": versi}
        jawab = [
            tim.kirim(f"/usulan/edit/?id={id_}", **isian),
            tim.kirim(f"/usulan/move/ajukan/?id={id_}", version=versi),
            tim.kirim("/usulan/delete/", dari="/", id=str(id_), version=versi),
        ]
        assert [j.status_code for j in jawab] == [409] * 3
        return [teks(j.text) for j in jawab]

    tim.simpan(f"/usulan/edit/?id={id_}", **{**isian_usulan, "usulan": "Taman baca"})
    for isi in terlambat():
        assert "sudah Anda ubah sendiri sejak halaman ini dibuka, mungkin di jendela lain" in isi
        assert "orang lain" not in isi
    layar("sub_koordinator").simpan(f"/usulan/edit/?id={id_}", **{**isian_usulan, "usulan": "Taman bermain"})
    for isi in terlambat():
        assert "sudah diubah orang lain sejak Anda membukanya" in isi


def test_the_diary_tells_who_changed_what(tim: Layar, isian_usulan: dict[str, str]) -> None:
    id_ = tim.simpan("/usulan/new/", **isian_usulan)
    tim.simpan(f"/usulan/edit/?id={id_}", **{**isian_usulan, "pagu_usulan": "3.000.000", "wilayah_id": "11"})
    riwayat = teks(tim.buka(f"/usulan/details/?id={id_}").split('id="riwayat"')[1])
    assert "Rp1.500.000 → Rp3.000.000" in riwayat
    assert "Diubah oleh Tim Musrenbang (Demo) (Tim Musrenbang)" in riwayat
    assert "Dibuat" in riwayat


def test_a_deleted_record_can_be_restored(tim: Layar, isian_usulan: dict[str, str], ambil: Callable) -> None:
    id_ = tim.simpan("/usulan/new/", **isian_usulan)
    rinci = f"/usulan/details/?id={id_}"
    assert tim.kirim("/usulan/delete/", dari=rinci, id=str(id_)).status_code == 302
    assert ambil(Usulan, id_).deleted_at is not None
    assert id_ not in baris(tim.buka("/usulan/"))
    assert id_ in baris(tim.buka("/usulan/?dihapus=1"))
    tim.buka(f"/usulan/edit/?id={id_}", 409)
    assert tim.kirim("/usulan/restore/", dari=rinci, id=str(id_)).status_code == 302
    assert ambil(Usulan, id_).deleted_at is None


def test_deleting_what_another_has_just_changed_is_refused(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    assert tim.kirim("/usulan/delete/", dari="/", id=str(id_), version="99").status_code == 409
    assert ambil(Usulan, id_).deleted_at is None


def test_a_part_is_added_from_its_whole_and_leads_back_to_it(tim: Layar, musrenbang: int) -> None:
    sk = tim.simpan(
        "/tim/new/", musrenbang_id=str(musrenbang), perihal="Tim Musrenbang", jenis_sk="Keputusan Kepala Badan"
    )
    assert f"/anggota-tim/new/?tim_id={sk}" in tim.buka(f"/tim/details/?id={sk}")
    halaman = tim.buka(f"/anggota-tim/new/?tim_id={sk}")
    assert f'<option value="{sk}" selected>' in halaman
    jawab = tim.kirim(
        f"/anggota-tim/new/?tim_id={sk}", tim_id=str(sk), urutan="1", nama="Ketua (Demo)", kedudukan="Ketua"
    )
    assert jawab.headers["Location"] == f"/tim/details/?id={sk}"
    assert "Ketua (Demo)" in tim.buka(f"/tim/details/?id={sk}")


@pytest.fixture
def banyak_alamat(tulis: Callable) -> list[int]:
    """More addressees than a select may hold."""
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    return tulis(PemangkuKepentingan, 230, nama=lambda i: f"Lurah ke-{i:03d} (Demo)", unsur=Unsur.KECAMATAN)


def test_a_large_table_is_looked_up_by_name(
    tim: Layar, musrenbang: int, banyak_alamat: list[int], ambil: Callable
) -> None:

    undangan = tim.simpan(
        "/undangan/new/",
        musrenbang_id=str(musrenbang),
        perihal="Undangan",
        sifat="penting",
        mulai="2026-03-23T08:00",
        tempat="Balai Kota",
        acara="Musrenbang",
    )
    alamat = f"/penerima-undangan/new/?undangan_id={undangan}"
    assert 'data-cari="/pemangku-kepentingan"' in tim.buka(alamat)
    hasil = tim.client.get("/penerima-undangan/ajax/lookup/?field=pemangku_kepentingan_id&q=LURAH+017").json["hasil"]
    assert [h["teks"] for h in hasil] == [f"Lurah ke-017 (Demo) (#{banyak_alamat[17]})"]
    assert len(tim.client.get("/pemangku-kepentingan/ajax/lookup/?q=lurah").json["hasil"]) == 20

    isian = {"undangan_id": str(undangan), "urutan": "1"}
    for typed, benar in [(hasil[0]["teks"], 17), ("Lurah ke-018 (Demo)", 18), ("ke-019", 19)]:
        tim.kirim(alamat, **isian, pemangku_kepentingan_id=typed)
        halaman = tim.buka(f"/undangan/details/?id={undangan}")
        assert f"Lurah ke-{benar:03d} (Demo)" in halaman
    for typed in ("Lurah", "Gubernur", "(#999999)"):
        jawab = tim.kirim(alamat, **isian, pemangku_kepentingan_id=typed)
        assert jawab.status_code == 400
        assert "tidak ditemukan atau cocok dengan lebih dari satu" in teks(jawab.text)
        assert typed in teks(jawab.text) or typed in jawab.text


PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.mark.parametrize(
    ("nama", "isi", "diterima"),
    [
        ("dpa.pdf", PDF, True),
        ("foto.png", b"\x89PNG\r\n\x1a\n....", True),
        ("dpa.pdf", b"<html><script>", False),
        ("x.html", PDF, False),
        ("x.exe", b"MZ....", False),
        ("kosong.pdf", b"", False),
        ("zip.docx", b"PK\x03\x04rusak", False),
        ("../../etc/dpa.pdf", PDF, True),
    ],
)
def test_a_file_is_what_its_bytes_are(tim: Layar, musrenbang: int, nama: str, isi: bytes, diterima: bool) -> None:
    isian = {"musrenbang_id": str(musrenbang), "nomor": "DPA/1", "sub_kegiatan": "Musrenbang", "pagu": "1"}
    jawab = tim.kirim("/dpa/new/", **isian, berkas_id=(io.BytesIO(isi), nama))
    assert jawab.status_code == (302 if diterima else 400)
    if diterima:
        halaman = tim.buka(jawab.headers["Location"])
        berkas = tim.client.get("/dpa/file/berkas_id/" + halaman.split("/dpa/file/berkas_id/")[1].split('"')[0])
        assert berkas.data == isi
        assert berkas.headers["X-Content-Type-Options"] == "nosniff"
        assert "/etc" not in berkas.headers["Content-Disposition"]


def test_too_much_is_refused_with_a_sentence(tim: Layar, musrenbang: int) -> None:
    jawab = tim.kirim("/dpa/new/", nomor="1", berkas_id=(io.BytesIO(PDF + b"0" * 26 * 1024 * 1024), "besar.pdf"))
    assert jawab.status_code == 413
    assert "25 MB" in teks(jawab.text)


def test_no_cell_is_changed_in_a_list(tim: Layar, ambil: Callable) -> None:
    """The address is Flask-Admin's, whose own answer would write without asking for a right."""
    from models.ruang import Ruang

    id_ = tim.simpan("/ruang/new/", nama="Aula", kapasitas="40", aktif="1")
    kirim = {"dari": "/", "id": str(id_), "list_form_pk": str(id_), "version": "1", "kapasitas": "80"}
    assert tim.kirim("/ruang/ajax/update/", **kirim).status_code == 404
    assert ambil(Ruang, id_).kapasitas == 40


def test_no_form_is_offered_for_a_part_that_its_whole_cannot_take(tim: Layar, musrenbang: int, tulis: Callable) -> None:
    from models.jadwal import Jadwal
    from models.naskah import StatusKetetapan

    (jadwal,) = tulis(Jadwal, musrenbang_id=musrenbang, judul="Jadwal", status=StatusKetetapan.DITETAPKAN)
    assert "/acara/new/" not in tim.buka(f"/jadwal/details/?id={jadwal}")
    assert "tidak dapat diubah" in teks(tim.buka(f"/acara/new/?jadwal_id={jadwal}", 403))
    tim.buka(f"/jadwal/edit/?id={jadwal}", 403)


def test_a_file_is_read_only_through_its_record(tim: Layar, musrenbang: int) -> None:
    isian = {"musrenbang_id": str(musrenbang), "nomor": "DPA/1", "sub_kegiatan": "Musrenbang", "pagu": "1"}
    id_ = tim.simpan("/dpa/new/", **isian, berkas_id=(io.BytesIO(PDF), "dpa.pdf"))
    for alamat in (f"/dpa/file/nomor/?id={id_}", f"/dpa/file/sandi/?id={id_}", "/dpa/file/berkas_id/?id=999"):
        tim.buka(alamat, 404)
    tim.simpan(f"/dpa/edit/?id={id_}", **isian, berkas_id="lepas")
    tim.buka(f"/dpa/file/berkas_id/?id={id_}", 404)


def test_a_usulan_goes_to_another_year_only_without_the_priority_of_this_one(
    tim: Layar, isian_usulan: dict[str, str], tulis: Callable, ambil: Callable
) -> None:
    (misi,) = tulis(Prioritas, tahun=2027, jenis=JenisPrioritas.MISI, urutan=1, uraian="Bogor sehat")
    isian = {**isian_usulan, "prioritas_id": str(misi)}
    id_ = tim.simpan("/usulan/new/", **isian)
    lain = tim.simpan("/musrenbang/new/", nama="Musrenbang 2028", tahun="2028")
    jawab = tim.kirim(f"/usulan/edit/?id={id_}", **{**isian, "musrenbang_id": str(lain)})
    assert jawab.status_code == 400
    assert [s for s in salah(jawab.text) if "Ini milik tahun rencana 2027." in s]
    assert f'value="{lain}" selected' in jawab.text
    tim.simpan(f"/usulan/edit/?id={id_}", **{**isian, "musrenbang_id": str(lain), "prioritas_id": ""})
    assert ambil(Usulan, id_).musrenbang_id == lain


def test_a_role_is_for_all_years_unless_somebody_limits_it(
    layar: Callable[[str], Layar], musrenbang: int, orang: Orang
) -> None:
    """Prefilled with the year that runs, everybody would be without a role when the next one begins."""
    halaman = layar("administrator").buka(f"/peran-pengguna/new/?pengguna_id={orang.sekretariat}")
    bidang = re.search(r'<select[^>]*name="musrenbang_id".*?</select>', halaman, re.S)
    assert bidang, "the field is there"
    assert f'value="{musrenbang}"' in bidang[0]
    assert not re.search(r'<option value="\d+" selected', bidang[0])
