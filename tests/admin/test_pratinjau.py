"""The paper beside its settings: drawn with what is typed, for the administrator, and nothing of it is saved."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from models.pengaturan import KelasNaskah, Pengaturan
from tests.admin.layar import Layar, salah, teks
from tests.orang import token

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

PNG = b"\x89PNG\r\n\x1a\n"
BUKAN_ADMINISTRATOR = ("kepala_badan", "kepala_bidang", "fungsional_perencana", "tim_musrenbang", "sub_koordinator",
                       "sekretariat", "pengawas")  # fmt: skip


@pytest.fixture
def admin(layar: Callable[[str], Layar]) -> Layar:
    return layar("administrator")


@pytest.fixture
def id_dari(app: Flask) -> Callable[[str], str]:
    """`id_dari("kop.logo")`: the part of an address that names a setting or a class."""

    def cari(nama: str) -> str:
        from models.base import db

        with app.app_context():
            model: Any = Pengaturan if "." in nama else KelasNaskah
            kolom = model.kunci if "." in nama else model.kode
            id_ = db.session.scalar(db.select(model.id).where(kolom == nama))
            return f"/{'pengaturan' if '.' in nama else 'kelas-naskah'}/{{}}/?id={id_}"

    return cari


def isian(halaman: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    form = re.search(r'<form method="post" enctype.*?</form>', halaman, re.S)
    assert form is not None
    nilai = dict(re.findall(r'<input type="text"[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', form[0]))
    nilai |= {n: isi for n, isi in re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>([^<]*)</textarea>', form[0])}
    for nama, pilihan in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', form[0], re.S):
        terpilih = re.search(r'value="([^"]*)" selected', pilihan)
        nilai[nama] = terpilih[1] if terpilih else ""
    nilai |= dict.fromkeys(re.findall(r'type="checkbox" value="1"[^>]*? name="(\w+)"[^>]*? checked', form[0]), "1")
    return nilai


def lihat(admin: Layar, alamat: str, bentuk: str = "", **ubahan: Any) -> Any:
    halaman = admin.buka(alamat.format("edit"))
    data = {**isian(halaman), "csrf_token": token(halaman), **ubahan}
    return admin.client.post(alamat.format("pratinjau") + bentuk, data=data, content_type="multipart/form-data")


def isi_pdf(jawab: Any) -> str:
    assert jawab.status_code == 200, jawab.text[:300]
    return " ".join(PdfReader(io.BytesIO(jawab.data)).pages[0].extract_text().split())


def test_a_typed_text_is_on_the_picture_and_nowhere_else(
    admin: Layar, id_dari: Callable[[str], str], ambil: Callable[[Any, int], Any]
) -> None:
    alamat = id_dari("undangan.pembuka")
    jawab = lihat(admin, alamat, nilai="Kata baru untuk {tahun_rencana}.")
    assert (jawab.status_code, jawab.mimetype, jawab.data[:8]) == (200, "image/png", PNG)
    assert "Kata baru untuk 2027." in isi_pdf(
        lihat(admin, alamat, "&bentuk=pdf", nilai="Kata baru untuk {tahun_rencana}.")
    )
    row = ambil(Pengaturan, int(alamat.rpartition("=")[2]))
    assert (row.nilai[:12], row.version) == ("Dalam rangka", 1)


def test_without_a_record_the_paper_calls_itself_an_example(admin: Layar, id_dari: Callable[[str], str]) -> None:
    assert "CONTOH: Undangan: kalimat pembuka" in isi_pdf(lihat(admin, id_dari("undangan.pembuka"), "&bentuk=pdf"))
    assert "dipakai isi contoh" in teks(admin.buka(id_dari("undangan.pembuka").format("edit")))


def test_the_newest_record_is_shown_and_its_own_wording_does_not_hide_the_text(
    admin: Layar, id_dari: Callable[[str], str], musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    from models.undangan import Undangan
    from tests.dunia import PAGI

    tulis(Undangan, 2, musrenbang_id=musrenbang, perihal=lambda i: f"Undangan ke-{i}", mulai=PAGI, tempat="Balai Uji",
          acara="Uji", pembuka="Kata milik naskah ini.")  # fmt: skip
    isi = isi_pdf(lihat(admin, id_dari("undangan.pembuka"), "&bentuk=pdf", nilai="Kata dari pengaturan."))
    assert "Undangan ke-1" in isi
    assert "Balai Uji" in isi
    assert "Kata dari pengaturan." in isi
    assert "Kata milik naskah ini." not in isi
    assert "Undangan ke-1" in teks(admin.buka(id_dari("undangan.pembuka").format("edit")))


@pytest.mark.parametrize(
    ("kunci", "nilai", "kalimat"),
    [
        ("undangan.pembuka", "Tahun {tahun_ini}", "Isian “{tahun_ini}” tidak dikenal"),
        ("undangan.pembuka", "Tahun {tahun_rencana.__class__}", "tidak dikenal dalam teks ini"),
        ("kop.instansi", "Badan {tahun_rencana}", "Yang boleh dipakai: tidak ada."),
        ("kertas.margin_kiri", "500", "bilangan dari 0 sampai 60"),
        ("kertas.huruf", "Comic Sans", "Pilih salah satu dari daftar."),
        ("surat.paraf", "a\nb\nc\nd", "paling banyak 3"),
        ("kop.telepon", "x" * 8001, "Paling panjang 8.000 huruf"),
    ],
)
def test_a_broken_text_is_a_sentence_and_no_paper_and_cannot_be_saved(
    admin: Layar, id_dari: Callable[[str], str], kunci: str, nilai: str, kalimat: str
) -> None:
    jawab = lihat(admin, id_dari(kunci), nilai=nilai)
    assert jawab.status_code == 400
    assert kalimat in jawab.get_json()["pesan"]
    assert lihat(admin, id_dari(kunci), "&bentuk=pdf", nilai=nilai).status_code == 400
    alamat = id_dari(kunci).format("edit")
    simpan = admin.kirim(alamat, **{**isian(admin.buka(alamat)), "nilai": nilai})
    assert simpan.status_code == 400
    assert any(kalimat in s for s in salah(simpan.text))


def test_a_class_is_shown_as_it_is_typed(admin: Layar, id_dari: Callable[[str], str]) -> None:
    alamat = id_dari("undangan")
    isi = isi_pdf(lihat(admin, alamat, "&bentuk=pdf", kop="wali kota", pola_nomor="005/{urut}/{tahun}"))
    assert "LAMBANG NEGARA" in isi
    assert re.search(r"005/015/20\d\d", isi)
    jawab = lihat(admin, alamat, pola_nomor="005/{nomor}")
    assert "Isian {nomor} tidak dikenal" in jawab.get_json()["pesan"]
    assert "sampai 60" in lihat(admin, alamat, margin_atas="61").get_json()["pesan"]


@pytest.mark.parametrize("kode", ["sk", "poster_a3", "amplop_undangan", "daftar_retensi", "laporan"])
def test_a_class_whose_paper_has_no_record_yet_is_shown_as_an_example(
    admin: Layar, id_dari: Callable[[str], str], kode: str
) -> None:
    jawab = lihat(admin, id_dari(kode))
    assert (jawab.status_code, jawab.mimetype) == (200, "image/png")


@pytest.mark.parametrize("nama", BUKAN_ADMINISTRATOR)
def test_only_the_administrator_may_look(
    layar: Callable[[str], Layar], id_dari: Callable[[str], str], nama: str
) -> None:
    orang = layar(nama)
    for apa in ("kop.instansi", "undangan"):
        jawab = orang.client.post(
            id_dari(apa).format("pratinjau"), data={"csrf_token": token(orang.buka("/")), "nilai": "x"}
        )
        assert jawab.status_code == 403
        orang.buka(id_dari(apa).format("edit"), 403)


def test_a_stranger_and_a_form_without_token_get_nothing(
    client: Any, admin: Layar, id_dari: Callable[[str], str]
) -> None:
    alamat = id_dari("kop.instansi").format("pratinjau")
    assert client.post(alamat).status_code in (302, 400, 401)
    assert admin.client.post(alamat, data={"nilai": "x"}).status_code == 400
    assert admin.client.get(alamat).status_code == 405
    halaman = token(admin.buka("/"))
    for id_ in ("abc", "0", "999999", ""):
        kirim = admin.client.post(f"/pengaturan/pratinjau/?id={id_}", data={"csrf_token": halaman})
        assert kirim.status_code == 404


def test_the_form_lists_the_names_that_its_text_may_use(admin: Layar, id_dari: Callable[[str], str]) -> None:
    halaman = admin.buka(id_dari("berita_acara.pembuka").format("edit"))
    sisip = re.findall(r'data-sisip="([^"]+)"', halaman)
    assert sisip == [f"{{{n}}}" for n in ("tahun_rencana", "tahun_pelaksanaan", "nama_musrenbang", "tempat",
                                          "tanggal_huruf", "tanggal_angka")]  # fmt: skip
    assert "data-sisip" not in admin.buka(id_dari("kop.instansi").format("edit"))
    assert "data-pratinjau" not in admin.buka(id_dari("sop.toleransi_menit_persen").format("edit"))
    assert " style=" not in halaman
    assert not re.search(r"<script(?! src)", halaman)


# --- pictures of the letterhead ---------------------------------------------------------------------------------------


def citra(jenis: str = "PNG") -> bytes:
    hasil = io.BytesIO()
    Image.new("RGB", (300, 400), (10, 90, 70)).save(hasil, jenis)
    return hasil.getvalue()


def unggahan(isi: bytes, nama: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(isi), nama


@pytest.mark.parametrize("nama", ["lambang.png", "lambang.jpg"])
def test_a_logo_is_uploaded_shown_and_printed(
    admin: Layar, id_dari: Callable[[str], str], ambil: Callable[[Any, int], Any], nama: str
) -> None:
    jenis, alamat = "PNG" if nama.endswith("png") else "JPEG", id_dari("kop.logo")
    tetap = isian(admin.buka(alamat.format("edit")))
    id_ = admin.simpan(alamat.format("edit"), **tetap, nilai=unggahan(citra(jenis), nama))
    assert ambil(Pengaturan, id_).nilai.isdecimal()
    assert "lambang.png" in teks(admin.buka(alamat.format("details")))
    berkas = admin.client.get(alamat.format("file/nilai"))
    with Image.open(io.BytesIO(berkas.data)) as gambar:
        assert (gambar.format, gambar.mode, gambar.size) == ("PNG", "RGB", (300, 400))

    surat = PdfReader(io.BytesIO(lihat(admin, id_dari("kop.telepon"), "&bentuk=pdf").data)).pages[0]
    assert len(surat.images) == 1
    assert "LAMBANG" not in surat.extract_text()

    tetap = isian(admin.buka(alamat.format("edit")))
    admin.simpan(alamat.format("edit"), **tetap)
    assert ambil(Pengaturan, id_).nilai.isdecimal()  # saved without choosing again, it stays
    admin.simpan(alamat.format("edit"), **tetap, nilai="lepas")
    assert ambil(Pengaturan, id_).nilai == ""


def test_a_logo_is_shown_before_it_is_saved(admin: Layar, id_dari: Callable[[str], str]) -> None:
    jawab = lihat(admin, id_dari("kop.logo"), "&bentuk=pdf", nilai=unggahan(citra(), "lambang.png"))
    assert len(PdfReader(io.BytesIO(jawab.data)).pages[0].images) == 1
    garuda = lihat(admin, id_dari("kop.garuda"), "&bentuk=pdf", nilai=unggahan(citra(), "garuda.png"))
    halaman = PdfReader(io.BytesIO(garuda.data)).pages[0]
    assert len(halaman.images) == 1
    assert "WALI KOTA BOGOR" in halaman.extract_text()


@pytest.mark.parametrize(
    ("isi", "nama", "kalimat"),
    [
        (b"%PDF-1.4 bukan gambar", "lambang.pdf", "bukan gambar PNG atau JPG"),
        (b"bukan gambar", "lambang.png", "bukan gambar PNG atau JPG"),
        (PNG + b"rusak" * 50, "lambang.png", "bukan gambar PNG atau JPG"),
        (citra()[:100], "lambang.png", "bukan gambar PNG atau JPG"),
        (b"<svg onload='alert(1)'/>", "lambang.svg", "bukan gambar PNG atau JPG"),
        (PNG + b"x" * (5 * 1024 * 1024), "lambang.png", "lebih besar dari 5 MB"),
        (b"", "lambang.png", "kosong"),
    ],
)
def test_a_logo_that_is_no_image_is_a_sentence_beside_the_field(
    admin: Layar, id_dari: Callable[[str], str], ambil: Callable[[Any, int], Any], isi: bytes, nama: str, kalimat: str
) -> None:
    alamat = id_dari("kop.logo").format("edit")
    jawab = admin.kirim(alamat, **isian(admin.buka(alamat)), nilai=unggahan(isi, nama))
    assert jawab.status_code == 400
    assert any(kalimat in s for s in salah(jawab.text))
    assert 'id="nilai-salah"' in jawab.text
    assert ambil(Pengaturan, int(alamat.rpartition("=")[2])).nilai == ""


def test_no_text_can_take_the_place_of_a_picture(admin: Layar, id_dari: Callable[[str], str]) -> None:
    alamat = id_dari("kop.logo").format("edit")
    for nilai in ("data:image/png;base64,AAAA", "/etc/passwd", "http://127.0.0.1/a.png"):
        admin.kirim(alamat, **isian(admin.buka(alamat)), nilai=nilai)
        assert "data:image" not in admin.buka(alamat.replace("edit", "details"))
        assert "Belum diisi" in admin.buka(alamat.replace("edit", "details"))
