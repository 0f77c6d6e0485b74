"""Help: every screen says what it is and where the SOP makes it; keys and the way around stand on one page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from admin import bantuan, kalimat, screens
from tests.admin.layar import Layar

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


def bantuan_di(halaman: str) -> str:
    """The words of the disclosure."""
    ada = re.search(r'<details class="bantuan">(.*?)</details>', halaman, re.DOTALL)
    assert ada, halaman[:3000]
    dekat = re.sub(r"</?(?:b|span|small|kbd)\b[^>]*>", "", ada[1])
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", dekat)).split())


def test_every_screen_of_the_menu_and_every_page_has_its_sentence(app: Any) -> None:
    from flask_admin.model import BaseModelView

    assert set(kalimat.JENIS) == {kind for _, kind, _ in screens()}
    sendiri = {v.endpoint for a in app.extensions["admin"] for v in a._views if not isinstance(v, BaseModelView)}
    assert sendiri <= set(kalimat.HALAMAN), "add a row to HALAMAN in admin/kalimat.py"


def test_every_list_and_form_opens_its_help(layar: Callable[[str], Layar]) -> None:
    from models.base import kinds, slug

    orang = [layar(nama) for nama in ("administrator", "tim_musrenbang", "kepala_badan")]
    for _, kind, _ in screens():
        jawab = next((j for o in orang if (j := o.client.get(f"/{slug(kind)}/")).status_code == 200), None)
        assert jawab is not None, kind
        isi = bantuan_di(jawab.text)
        assert f"{kinds()[kind].JUDUL}. {kalimat.JENIS[kind]}" in isi, kind


@pytest.mark.parametrize(
    "alamat", ["/meja/", "/meja/{}/", "/meja/{}/tamu/", "/meja/{}/kertas/", "/sambung/", "/sidang/2/"]
)
def test_a_page_with_a_head_of_its_own_opens_its_help_too(tim: Layar, musrenbang: int, alamat: str) -> None:
    pleno = {"musrenbang_id": str(musrenbang), "jenis": "pleno", "judul": "Pleno", "mulai": "2027-03-22T09:00"}
    rapat = tim.simpan("/rapat/new/", **pleno)
    assert kalimat.HALAMAN[alamat.split("/")[1]] in bantuan_di(tim.buka(alamat.format(rapat)))


def test_the_help_speaks_in_the_words_of_the_sop_in_force(tim: Layar) -> None:
    isi = bantuan_di(tim.buka("/undangan/"))
    assert "Langkah 5 " in isi or "Langkah 6 " in isi
    assert "Di sini data ini dibuat." in isi
    assert "Kelengkapan: " in isi
    assert "Ajukan untuk ditandatangani menjadi diajukan, oleh " in isi
    assert "Diisi oleh: " in isi


def test_a_record_says_its_state_and_what_leads_on_and_who_does_it(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1)
    isi = bantuan_di(tim.buka(f"/usulan/details/?id={id_}"))
    assert "Sekarang: Draf. Berikutnya: Ajukan menjadi diajukan, oleh " in isi
    assert "Terima dengan perubahan" not in isi


def test_what_the_sop_says_changes_with_the_sop(tim: Layar, app: Any) -> None:
    from models.base import db
    from models.sop import Langkah

    assert "Rapat kilat bersama" not in bantuan_di(tim.buka("/notulen/"))
    with app.app_context():
        for langkah in db.session.scalars(db.select(Langkah).filter_by(kode="rapat_koordinasi")):
            langkah.aktivitas = "Rapat kilat bersama seluruh Bidang."
        db.session.commit()
    assert "Rapat kilat bersama seluruh Bidang." in bantuan_di(tim.buka("/notulen/"))


def test_a_move_names_whom_the_step_that_claims_it_names(app: Any) -> None:
    from sop import bantuan as isi

    with app.app_context():
        gerak = isi.untuk("nota_dinas").gerak
        # One way to sign: the one that the class of the paper asks for.
        assert [g.oleh for g in gerak if "tanda tangani" in g.judul] == [("Kepala Badan",)]
        assert all(g.oleh for g in gerak)
        assert isi.untuk("nota_dinas").sesudah is not None
        assert isi.untuk("pengguna").langkah == ()


def test_all_help_stands_on_one_page_without_javascript(tim: Layar) -> None:
    isi = html.unescape(re.sub(r"<[^>]+>", " ", tim.buka("/bantuan/")))
    for kata in [*kalimat.JENIS.values(), *(k for _, _, k in bantuan.KELILING)]:
        assert kata in isi
    for _, _, baris in bantuan.PINTAS:
        assert all(arti in isi for _, arti in baris)


def test_the_way_around_is_offered_until_a_person_declines_it(layar: Callable[[str], Layar], musrenbang: int) -> None:
    tim = layar("tim_musrenbang")
    assert "data-kenalan" in tim.buka("/")
    assert tim.kirim("/bantuan/kenal/", "/", kembali="/").status_code == 302
    assert "data-kenalan" not in tim.buka("/")
    kepala = layar("kepala_badan")
    kepala.client.set_cookie("kenal", tim.client.get_cookie("kenal").value)
    assert "data-kenalan" in kepala.buka("/"), "another person at the same browser has not seen it"
    jawab = kepala.kirim("/bantuan/kenal/", "/", kembali="https://lain.example/")
    assert jawab.headers["Location"] == "/", "the way back never leaves the panel"
    assert len(kepala.client.get_cookie("kenal").value.split(".")) == 2
