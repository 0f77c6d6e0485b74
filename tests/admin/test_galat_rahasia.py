"""An error page shows what was typed, so that nothing is lost; never a password or a code that opens an account."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.admin.layar import teks
from tests.kerusakan.test_disk import pragma
from tests.orang import Orang, token

RAHASIA = "Kuda-Laut-7431"
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
pytestmark = SQLITE


@pytest.mark.parametrize(
    ("alamat", "nama"),
    [
        ("/login", ["sandi"]),
        ("/masuk/kode/", ["kode", "kredensial"]),
        ("/sandi-baru/tiket", ["baru", "ulang"]),
        ("/sandi/", ["lama", "baru", "ulang"]),
        ("/akun/faktor/aplikasi/", ["sandi"]),
        ("/akun/faktor/aplikasi/sahkan/", ["kode"]),
        ("/akun/faktor/kunci/daftar/", ["kredensial"]),
        ("/berita-acara/move/tanda_tangani/", ["konfirmasi"]),
    ],
)
def test_what_opens_an_account_is_left_out_of_an_error_page(orang: Orang, alamat: str, nama: list[str]) -> None:
    """A form that has expired is the error that meets them all."""
    klien = orang.masuk("tim_musrenbang")
    for satu in nama:
        jawab = klien.post(alamat, data={satu: RAHASIA, "catatan": "yang diketik", "csrf_token": "basi"})
        assert jawab.status_code == 400
        assert "yang diketik" in jawab.text, "the error page of what was typed"
        assert RAHASIA not in jawab.text, satu


def test_the_page_of_a_database_in_trouble_leaves_the_password_out_too(app: Flask) -> None:
    klien = app.test_client()
    halaman = klien.get("/login").text
    with pragma(app, "PRAGMA query_only=ON"):
        data = {"csrf_token": token(halaman), "nama_pengguna": "pengawas", "sandi": RAHASIA}
        jawab = klien.post("/login", data=data)
    assert jawab.status_code == 503
    assert "pengawas" in teks(jawab.text)
    assert RAHASIA not in jawab.text


def test_the_code_of_a_record_is_shown_back(orang: Orang) -> None:
    klien = orang.masuk("administrator")
    jawab = klien.post("/kelompok-sidang/new/", data={"kode": RAHASIA, "csrf_token": "basi"})
    assert jawab.status_code == 400
    assert RAHASIA in jawab.text


def test_what_was_chosen_is_shown_back_by_its_name_also_after_the_session(orang: Orang, app: Flask) -> None:
    from models.base import db
    from models.kelompok_sidang import KelompokSidang
    from models.wilayah import Wilayah

    with app.app_context():
        w = db.session.scalars(db.select(Wilayah).filter_by(nama="Pabaton")).one()
        k = db.session.get_one(KelompokSidang, 2)
        pilihan, harapan = {"wilayah_id": w.id, "kelompok_sidang_id": k.id}, [w.nama, k.nama]
    for klien, status in ((orang.masuk("tim_musrenbang"), 400), (app.test_client(), 401)):
        jawab = klien.post("/usulan/new/", data={**pilihan, "sub_kegiatan_id": "7", "lain_lagi": "x"})
        assert jawab.status_code == status
        isi = teks(jawab.text)
        assert f"Kelurahan/wilayah {harapan[0]} Kelompok sidang {harapan[1]} Sub kegiatan 7 Lain lagi x" in isi
