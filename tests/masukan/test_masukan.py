"""Bad input at the panel's own door: every case is taken or refused with a sentence, none ends in a trace, a hang or
a script on the page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from tests.admin.layar import Layar, teks
from tests.masukan import korpus
from tests.masukan.juri import Juri
from tests.orang import SANDI, token

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
pytestmark = [SQLITE]


@pytest.fixture
def sebagian(ukuran: Callable[[int, int], int]) -> Callable[[Iterable[Any], int], list[Any]]:
    """All of a list in the battery, every n-th at each commit."""
    return lambda daftar, tiap: list(daftar)[:: ukuran(tiap, 1)]


def test_texts_of_every_kind_in_a_form_a_list_and_a_search(
    tim: Layar, juri: Juri, sebagian: Callable[..., list[Any]]
) -> None:
    for kata in sebagian(korpus.TEKS, 5):
        jawab = juri.nilai(
            kata, lambda k=kata: tim.kirim("/ruang/new/", nama=k[:150], peralatan=k, gedung=k[:200], aktif="1")
        )
        if jawab is not None and jawab.status_code == 302:
            juri.nilai(kata, lambda j=jawab: tim.client.get(j.headers["Location"]))
        juri.nilai(kata, lambda k=kata: tim.client.get("/ruang/", query_string={"q": k[:3000]}))
        juri.nilai(kata, lambda k=kata: tim.client.get("/cari/", query_string={"q": k[:3000]}))
    juri.nilai("daftar", lambda: tim.client.get("/ruang/?ukuran=500"))


def test_ids_and_addresses(tim: Layar, musrenbang: int, juri: Juri, sebagian: Callable[..., list[Any]]) -> None:
    for pola in korpus.ALAMAT:
        for nomor in sebagian(korpus.NOMOR, 9):
            alamat = pola.format(n=quote(nomor, safe="%/.\\") if "%" in nomor else quote(nomor, safe="/."))
            juri.nilai(alamat, lambda a=alamat: tim.client.get(a))


def test_where_a_sign_in_may_lead(app: Flask, juri: Juri) -> None:
    masuk_ke = 0
    for tujuan in korpus.TUJUAN:
        client = app.test_client()
        halaman = client.get("/login")
        data = {"nama_pengguna": "pengawas", "sandi": SANDI, "csrf_token": token(halaman.text)}

        def masuk(c: Any = client, t: str = tujuan, d: dict[str, str] = data) -> Any:
            return c.post("/login", query_string={"next": t}, data=d)

        jawab = juri.nilai(tujuan, masuk)
        if jawab is not None and jawab.status_code == 302:
            masuk_ke += 1
            ke = jawab.headers["Location"]
            if not ke.startswith("/") or ke.startswith(("//", "/\\")):
                juri.salah.append(f"{tujuan!r}: leads to {ke!r}")
    assert masuk_ke > len(korpus.TUJUAN) * 0.9, "hardly anybody was let in: nothing was asked"


def test_headers(app: Flask, tim: Layar, musrenbang: int, juri: Juri) -> None:
    for kepala in korpus.KEPALA:
        for alamat in ("/login", "/usulan/"):
            juri.nilai(kepala, lambda a=alamat, k=kepala: tim.client.get(a, headers=k))
        juri.nilai(kepala, lambda k=kepala: app.test_client().post("/login", headers=k, data=b"nama_pengguna=x"))
    for cara in ("TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH", "X" * 100, "OPTIONS", "HEAD"):
        for alamat in ("/login", "/usulan/", "/usulan/edit/?id=1"):
            juri.nilai(cara, lambda a=alamat, c=cara: tim.client.open(a, method=c))


def test_values_of_the_field(tim: Layar, musrenbang: int, juri: Juri, sebagian: Callable[..., list[Any]]) -> None:
    from tests.admin.conftest import USULAN

    baik = {**USULAN, "musrenbang_id": str(musrenbang)}
    for kolom, nilai in korpus.KADAR.items():
        for satu in sebagian(nilai, 2):
            jawab = juri.nilai((kolom, satu), lambda k=kolom, s=satu: tim.kirim("/usulan/new/", **{**baik, k: s}))
            if jawab is not None and jawab.status_code == 400:
                assert teks(jawab.text)
    for satu in sebagian(korpus.TANGGAL, 2):
        juri.nilai(("tanggal", satu), lambda s=satu: tim.kirim("/surat-masuk/new/", nomor="1", tanggal=s, diterima=s))
        juri.nilai(("hari", satu), lambda s=satu: tim.client.get("/papan/", query_string={"hari": s}))
        juri.nilai(("saring", satu), lambda s=satu: tim.client.get("/surat-masuk/", query_string={"tanggal.dari": s}))


def test_uploads(tim: Layar, musrenbang: int, juri: Juri, sebagian: Callable[..., list[Any]]) -> None:
    for n, (nama, jenis, isi) in enumerate(sebagian(korpus.unggahan(), 3)):
        berkas = FileStorage(io.BytesIO(isi), filename=nama, content_type=jenis)
        data = {
            "musrenbang_id": str(musrenbang),
            "nomor": f"DPA-{n}",
            "sub_kegiatan": "Musrenbang",
            "berkas_id": berkas,
        }
        jawab = juri.nilai((nama, jenis), lambda d=data: tim.kirim("/dpa/new/", **d))
        if jawab is None or jawab.status_code != 302:
            continue
        id_ = jawab.headers["Location"].rpartition("=")[2]
        unduh = juri.nilai((nama, "unduh"), lambda i=id_: tim.client.get(f"/dpa/file/berkas_id/?id={i}"))
        if unduh is not None and unduh.status_code == 200:
            if unduh.mimetype in ("text/html", "image/svg+xml", "text/xml", "application/xml"):
                juri.salah.append(f"{nama!r}: handed out as {unduh.mimetype}")
            if unduh.headers.get("X-Content-Type-Options") != "nosniff":
                juri.salah.append(f"{nama!r}: may be sniffed")


def test_spreadsheets(tim: Layar, musrenbang: int, juri: Juri, sebagian: Callable[..., list[Any]]) -> None:
    for nama, isi in sebagian(korpus.impor(), 6):
        jawab = juri.nilai(
            nama, lambda n=nama, b=isi: tim.kirim("/impor/mulai/?kind=usulan", berkas=(io.BytesIO(b), n))
        )
        if jawab is not None and jawab.status_code == 302:
            juri.nilai((nama, "peta"), lambda j=jawab: tim.client.get(j.headers["Location"]))


def test_a_judge_that_lets_everything_pass_would_be_seen(app: Flask) -> None:
    juri = Juri("uji")

    class Jawab:
        status_code, mimetype = 500, "text/html"

        def get_data(self, as_text: bool) -> str:
            return "<script>alert(1)</script> Traceback"

    juri.nilai("x", Jawab)
    juri.nilai("y", lambda: 1 / 0)
    assert len(juri.salah) == 4
