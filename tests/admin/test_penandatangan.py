"""The signer on the screen: filled in from the class, several lines for atas nama, a notice where it is unusual."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.naskah import StatusNaskah
from models.pejabat import Pejabat
from models.pengaturan import KelasNaskah
from models.pengguna import Pengguna
from models.peran import Peran
from models.undangan import Undangan
from tests import dunia
from tests.admin.layar import Layar, teks

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


def test_the_form_of_a_new_undangan_has_the_signer_of_its_class(
    app: Flask, tim: Layar, musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    (kepala,) = tulis(Pejabat, nama="Kepala Uji (Demo)", jabatan="Kepala Badan")
    with app.app_context():
        row = db.session.scalars(db.select(KelasNaskah).filter_by(kode="undangan")).one()
        row.penandatangan_id, row.atas_nama = kepala, "a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b."
        db.session.commit()
    halaman = tim.buka("/undangan/new/")
    assert re.search(rf'<option value="{kepala}" selected>', halaman)
    assert re.search(r"<textarea[^>]*name=\"atas_nama\"[^>]*>a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b.<", halaman)


def test_an_unusual_signer_is_named_on_the_page_of_the_paper_and_can_be_kept(
    app: Flask, tim: Layar, musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    (bidang,) = tulis(Pejabat, nama="Bidang Uji (Demo)", jabatan="Kepala Bidang Uji", peran=Peran.KEPALA_BIDANG)
    isian: dict[str, Any] = {
        "musrenbang_id": musrenbang, "perihal": "Undangan uji", "penandatangan_id": bidang, "sifat": "penting",
        "mulai": "2026-03-23T09:00", "tempat": "Balai Kota", "acara": "Uji",
    }  # fmt: skip
    id_ = tim.simpan("/undangan/new/", **isian)
    assert "Kepala Bidang Uji lazimnya tidak menandatangani surat undangan" in teks(
        tim.buka(f"/undangan/details/?id={id_}")
    )
    salah = tim.kirim("/undangan/new/", **isian, atas_nama="Wali Kota")
    assert salah.status_code == 400
    assert "Mulai dengan satu baris a.n." in teks(salah.text)


def test_who_submits_to_a_signer_who_cannot_sign_is_told_before_and_after(
    app: Flask, layar: Callable[[str], Layar]
) -> None:
    with app.app_context():
        id_ = dunia.undangan(dunia.di_ujung()).id
    tim = layar("tim_musrenbang")
    rincian, langsung = (
        f"/undangan/details/?id={id_}",
        f'<form class="tindakan" method="post" action="/undangan/move/ajukan/?id={id_}"',
    )
    assert langsung in tim.buka(rincian)
    with app.app_context():
        db.session.execute(db.update(Pengguna).filter_by(nama_pengguna="kepala_badan").values(aktif=False))
        db.session.commit()
    kalimat = "jadi ia tidak dapat menandatangani di panel. Minta administrator membetulkan akunnya"
    halaman = tim.buka(rincian)
    assert kalimat in teks(halaman)
    assert langsung not in halaman  # its page stands between
    assert kalimat in teks(tim.buka(f"/undangan/move/ajukan/?id={id_}"))
    massal = {"rowid": str(id_), "aksi": "ajukan"}
    assert kalimat in teks(tim.kirim("/undangan/action/", dari="/undangan/", **massal).text)
    ajukan = f"/undangan/move/ajukan/?id={id_}"
    tim.simpan(ajukan)
    halaman = tim.buka(rincian)
    kabar = kabar_di(halaman)
    assert "baca peringatan di halaman ini" in kabar
    assert "Berikutnya" not in kabar  # nobody's turn is next
    assert teks(halaman).count(kalimat) == 1

    with app.app_context():
        db.session.get_one(Undangan, id_).status = StatusNaskah.DRAF
        db.session.commit()
    assert kalimat in kabar_di(tim.buka(tim.kirim(ajukan, kembali="/").location)), "the next page is not its own"


def kabar_di(halaman: str) -> str:
    return teks(re.search(r'<div class="kabar baik" role="status">(.*?)</div>', halaman, re.S)[1])  # type: ignore[index]
