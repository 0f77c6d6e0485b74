"""Generated bad input, 10,000 cases in the battery: read or refused with a sentence, no other error, no hang."""

from __future__ import annotations

import faulthandler
import io
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bulk.daftar.alamat import AKHIRAN, UMUM
from bulk.impor import pembaca
from models import kolom
from models.usulan import Usulan
from tests.admin.conftest import USULAN
from tests.admin.layar import Layar
from tests.keandalan import KUNCI as KEANDALAN
from tests.masukan import bangkit
from tests.masukan.juri import TERLAMA, Juri
from tests.orang import token

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
Mainkan = Callable[[st.SearchStrategy[Any], Callable[[Any], None], int, int], None]


@pytest.fixture
def mainkan(battery: bool, ukuran: Callable[[int, int], int]) -> Mainkan:
    """`mainkan(strategy, act, n, long)`: the same n examples at each commit, so many others in every battery."""

    def jalankan(dari: st.SearchStrategy[Any], uji: Callable[[Any], None], tiap_commit: int, long: int) -> None:
        besar = ukuran(tiap_commit, long)
        setelan = settings(
            max_examples=besar,
            derandomize=not battery,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        setelan(given(dari)(uji))()

    return jalankan


@SQLITE
@pytest.mark.parametrize("p", bangkit.PEMBACA, ids=lambda p: p.nama)
def test_a_parser_reads_or_refuses_with_a_sentence(
    app: Flask, mainkan: Mainkan, record_property: Any, p: bangkit.Pembaca
) -> None:
    kasus = [0, 0]

    def uji(masukan: Any) -> None:
        mulai = time.monotonic()
        kasus[bangkit.coba(p, masukan)] += 1
        assert time.monotonic() - mulai < TERLAMA

    with app.app_context():
        mainkan(p.dari, uji, 4, 300)
    hasil = f"{sum(kasus)} kasus: {kasus[1]} dibaca, {kasus[0]} ditolak dengan kalimat"
    record_property(KEANDALAN, (f"Masukan dibangkitkan: pembaca {p.nama}", hasil, "0 galat lain"))


def test_a_spreadsheet_is_read_or_refused_with_a_sentence(
    mainkan: Mainkan, tmp_path: Path, record_property: Any
) -> None:
    kasus = [0, 0]

    def uji(isi: bytes) -> None:
        mulai = time.monotonic()
        kasus[dibaca(isi, tmp_path)] += 1
        assert time.monotonic() - mulai < TERLAMA

    mainkan(bangkit.LEMBARAN, uji, 20, 1_500)
    hasil = f"{sum(kasus)} kasus: {kasus[1]} dibaca, {kasus[0]} ditolak dengan kalimat"
    record_property(KEANDALAN, ("Masukan dibangkitkan: lembar kerja", hasil, "0 galat lain"))


def dibaca(isi: bytes, tmp: Path) -> bool:
    """Read in a process of its own, as the panel does, but forked: a start of Python for each would take minutes.

    Without memory the library below calamine ends the process; to the panel that is a refusal (`lembaran.TERHENTI`).
    """
    (tmp / "berkas").write_bytes(isi)
    if not hasattr(os, "fork"):
        return _baca(tmp)
    pid = os.fork()
    if pid == 0:
        kode = 99
        faulthandler.disable()  # the last words of a library are for nobody
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            pembaca._batasi()
            kode = 0 if _baca(tmp) else 1
        except BaseException:
            (tmp / "jejak").write_text(traceback.format_exc())
        finally:
            os._exit(kode)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status != 99, (tmp / "jejak").read_text()
    return status == 0


def _baca(tmp: Path) -> bool:
    keluar = io.StringIO()
    pembaca.tulis(str(tmp / "berkas"), "", keluar)
    keluar.getvalue().encode("utf-8", "replace")
    return '"selesai"' in keluar.getvalue().splitlines()[-1]


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def uji(juri: Juri) -> Callable[..., Any]:
    """Asks and judges; the first fault ends the example, so that Hypothesis makes it smaller."""

    def satu(apa: object, minta: Callable[[], Any]) -> Any:
        juri.salah.clear()
        jawab = juri.nilai(apa, minta)
        assert juri.salah == []
        return jawab

    return satu


@SQLITE
def test_generated_addresses_of_lists(tim: Layar, musrenbang: int, uji: Callable[..., Any], mainkan: Mainkan) -> None:
    nama = [*UMUM, *(k + akhir for k in kolom.labelled(Usulan) for akhir in AKHIRAN)]
    halaman = st.sampled_from(["/usulan/", "/usulan/", "/usulan/kisi/", "/cari/", "/pemangku-kepentingan/", "/papan/"])

    def coba(apa: tuple[str, str]) -> None:
        uji(apa, lambda: tim.client.get(apa[0], query_string=apa[1]))

    mainkan(st.tuples(halaman, bangkit.kueri(nama)), coba, 12, 900)


@SQLITE
def test_generated_ids_and_paths(tim: Layar, musrenbang: int, uji: Callable[..., Any], mainkan: Mainkan) -> None:
    pola = (
        *("/usulan/details/?id={}", "/usulan/edit/?id={}", "/operasi/details/?id={}", "/sidang/{}/", "/meja/{}/"),
        *("/usulan/move/{}/?id=1", "/usulan/print/usulan/{}", "/periksa/{}", "/papan/?hari={}", "/bantuan/{}/", "/{}"),
        *("/dpa/file/berkas_id/?id={}", "/usulan/export/{}/", "/usulan/ajax/lookup/?field=wilayah_id&q={}"),
    )

    def coba(apa: tuple[str, str]) -> None:
        uji(apa, lambda: tim.client.get(apa[0].format(apa[1].replace("{", "%7B"))))

    mainkan(st.tuples(st.sampled_from(pola), bangkit.PENGGAL), coba, 12, 400)


@SQLITE
def test_generated_forms(tim: Layar, musrenbang: int, uji: Callable[..., Any], mainkan: Mainkan) -> None:
    baik = {**USULAN, "musrenbang_id": str(musrenbang), "csrf_token": token(tim.client.get("/usulan/new/").text)}
    nama = [*baik, *kolom.labelled(Usulan), "version", "id"]
    isian = st.dictionaries(st.sampled_from(nama), bangkit.TERKIRIM, min_size=1, max_size=3)

    def coba(ganti: dict[str, str]) -> None:
        uji(ganti, lambda: tim.client.post("/usulan/new/", data={**baik, **ganti, "csrf_token": baik["csrf_token"]}))

    mainkan(isian, coba, 8, 500)


@SQLITE
def test_generated_cells_and_selections(tim: Layar, musrenbang: int, uji: Callable[..., Any], mainkan: Mainkan) -> None:
    kepala = {"X-CSRFToken": token(tim.client.get("/usulan/new/").text)}
    sel = st.dictionaries(
        st.one_of(st.sampled_from(sorted(USULAN)), bangkit.TERKIRIM), st.lists(bangkit.TERKIRIM, min_size=2, max_size=2)
    )
    apa_saja = st.recursive(st.one_of(bangkit.TERKIRIM, st.integers(), st.none()), lambda s: st.lists(s, max_size=3))
    satu = st.just(1) | st.just(1) | apa_saja
    baris = st.fixed_dictionaries({"id": satu, "version": satu}, optional={"sel": sel | apa_saja})
    kisi = st.one_of(apa_saja, st.fixed_dictionaries({"baris": st.one_of(apa_saja, st.lists(baris, max_size=3))}))
    isian = st.dictionaries(
        st.sampled_from(["aksi", "rowid", "semua", "kembali", "lanjut", "catatan", "alasan_id", "kolom", "cara"]),
        st.one_of(bangkit.TERKIRIM, st.sampled_from(["1", "terima", "ubah", "hapus", "pulihkan", "/usulan/?q=a"])),
    )

    def coba(apa: tuple[str, Any]) -> None:
        if apa[0] == "kisi":
            uji(apa, lambda: tim.client.post("/usulan/kisi/simpan/", json=apa[1], headers=kepala))
        else:
            uji(apa, lambda: tim.client.post("/usulan/action/", data=apa[1], headers=kepala))

    pilihan = st.one_of(st.tuples(st.just("kisi"), kisi), st.tuples(st.just("aksi"), isian))
    mainkan(pilihan, coba, 10, 500)


@SQLITE
def test_generated_sheets_in_hand(app: Flask, uji: Callable[..., Any], mainkan: Mainkan) -> None:
    """Anybody may ask whether a paper is genuine: a code or the bytes of a file, under whatever name."""
    client = app.test_client()
    halaman = token(client.get("/periksa/").text)
    pdf = st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda b: b"%PDF-1.7" + b))
    berkas = st.tuples(pdf, bangkit.TERKIRIM.map(lambda t: t[:300]), st.sampled_from(["", ".pdf", ".xlsx"]))

    def coba(apa: tuple[bytes, str, str]) -> None:
        isi, nama, akhir = apa
        data = {"csrf_token": halaman, "berkas": (io.BytesIO(isi), nama + akhir)}
        uji(apa, lambda: client.post("/periksa/", data=data, content_type="multipart/form-data"))
        uji(apa, lambda: client.get("/periksa/", query_string={"kode": nama}))

    mainkan(berkas, coba, 6, 100)
