"""The authorization matrix: every rule of the panel × method × everybody × scope, against tables written by hand.

The world is closed: a rule, a move or a paper that no table names fails the build. Who is refused (401, 403, 404 or the
sign-in page) has changed nothing and was told nothing; who is let in may still be told what is missing (400, 409).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from admin import screens
from documents.catalog import KATALOG
from models import ingatan
from models.base import db, kinds, slug
from models.pengaturan import KelasNaskah, UrutanTerbit
from models.usulan import HasilUsulan
from sop.lifecycle import GERAK, gerak_dari
from tests.dunia import PAGI
from tests.keandalan import KUNCI as KEANDALAN
from tests.matriks.alamat import HALAMAN, KERTAS, KERTAS_PRIBADI, KHUSUS, MASSAL_JUGA, TUNGGAL
from tests.matriks.harapan import SATU_MUSRENBANG, SEPERTI, UMUM, Baris, boleh, setara
from tests.matriks.mesin import Penanya, Sel, untuk_semua
from tests.sop.harapan import BOLEH, HAK

pytestmark = pytest.mark.satu_basis
LAYAR = [kind for _, kind, _ in screens()]


def fungsi(app: Flask, kind: str) -> list[str]:
    """The functions of a screen, from the rules of the panel."""
    return sorted({r.endpoint.partition(".")[2] for r in app.url_map.iter_rules() if r.endpoint.startswith(f"{kind}.")})


def cara(app: Flask, endpoint: str) -> set[str]:
    return {m for r in app.url_map.iter_rules(endpoint) for m in r.methods or ()} - {"HEAD", "OPTIONS"}


def baris(kind: str, nama: str) -> tuple[Baris, ...]:
    return KHUSUS.get((kind, nama)) or UMUM[nama]


def isi(apa: Any, ganti: dict[str, Any]) -> Any:
    """The addresses and bodies of the tables with their ids."""
    if isinstance(apa, str):
        return apa.format(**ganti) if "{" in apa else apa
    if isinstance(apa, list):
        return [isi(satu, ganti) for satu in apa]
    return {k: isi(v, ganti) for k, v in apa.items()} if isinstance(apa, dict) else apa


def huruf(b: Baris, kind: str, lingkup: str) -> str:
    if b.siapa.startswith("="):
        return b.siapa[1:]
    if b.siapa == "jenis_baca":
        return setara(HAK[kind][0])
    return boleh(kind, b.siapa, lingkup)


def worth_asking(scopes: Iterator[list[Sel]], everything: bool, of_record: bool = True) -> Iterator[Sel]:
    """The questions of one address in its scopes, one's own record first; all of them in the battery.

    At every commit two are left out, whose answer another gives. Who may not with a record of his own is refused for
    his role: he is not asked with another's, as long as somebody is let in. Whose bounds are of records (I, t) is not
    asked where there is none.
    """
    let_in: set[str] = set()
    for n, cells in enumerate(scopes):
        let_in |= {cell.huruf for cell in cells if cell.boleh}
        fewer = n > 0 and let_in
        yield from (
            cell
            for cell in cells
            if everything or ((not fewer or cell.huruf in let_in) and (of_record or cell.huruf not in SEPERTI))
        )


def sel_jenis(app: Flask, kind: str, ids: dict[tuple[str, str], int], everything: bool = True) -> Iterator[Sel]:
    """Every question about a kind, its moves apart."""
    for nama in fungsi(app, kind):
        for b in baris(kind, nama):
            yield from worth_asking(_scopes(kind, b, ids), everything, "{id}" in f"{b.alamat}{b.isi}")
    for kode in KERTAS.get(kind, ()):
        yield from worth_asking(_papers(kind, kode, ids, "GET"), everything)
        yield from worth_asking(_papers(kind, kode, ids, "POST"), everything)


def _scopes(kind: str, b: Baris, ids: dict[tuple[str, str], int]) -> Iterator[list[Sel]]:
    for lingkup in b.lingkup:
        id_ = ids.get((kind, lingkup))
        if id_ is None and "{id}" in f"{b.alamat}{b.isi}" and lingkup != "milik":
            continue  # reference data have one scope
        ganti = {"id": id_ or 999_999}
        siapa = huruf(b, kind, lingkup) if id_ or "{id}" not in b.alamat else ""
        yield untuk_semua(b.cara, isi(f"/{slug(kind)}/{b.alamat}", ganti), siapa, isi(b.isi, ganti), b.json)


def _papers(kind: str, kode: str, ids: dict[tuple[str, str], int], cara: str) -> Iterator[list[Sel]]:
    """A paper by its address, and by the menu over a selection."""
    for lingkup in ("milik", "lain"):
        if id_ := ids.get((kind, lingkup)):
            pribadi = KERTAS_PRIBADI.get((kind, kode))
            siapa = boleh(pribadi, "pribadi", "milik") if pribadi else setara(HAK[kind][0])
            alamat = f"/{slug(kind)}/print/{kode}/{id_}" if cara == "GET" else f"/{slug(kind)}/action/"
            kirim = {"rowid": str(id_), "aksi": f"cetak:{kode}:tidak-ada"} if cara == "POST" else None
            yield untuk_semua(cara, alamat, siapa, kirim)


def sel_gerak(nama: str, ids: dict[tuple[str, str], int], everything: bool = True) -> Iterator[Sel]:
    """Every question about a move: its page, its button, the menu over a selection."""
    kind, aksi = nama.split(".")
    for cara in ("GET", "POST"):
        yield from worth_asking(_move(nama, ids, cara), everything)
    langsung, _, _ = BOLEH[nama].partition("|")
    id_ = ids.get((kind, "milik"))
    massal = "" if nama in TUNGGAL else setara(langsung + MASSAL_JUGA.get(nama, ""))
    yield from untuk_semua("POST", f"/{slug(kind)}/action/", massal, {"rowid": str(id_), "aksi": aksi})


def _move(nama: str, ids: dict[tuple[str, str], int], cara: str) -> Iterator[list[Sel]]:
    kind, aksi = nama.split(".")
    langsung, _, kertas = BOLEH[nama].partition("|")
    for lingkup in ("milik", "lain"):
        id_ = ids.get((kind, lingkup))
        if id_ is None:
            continue
        siapa = setara(langsung + kertas)
        if lingkup == "lain":
            siapa = siapa.replace("t", "") if kind in MILIK_MUSRENBANG else siapa
            siapa = siapa.replace("I", "") if kind == "usulan" else siapa
        if kind == "operasi":
            siapa = {"milik": "T", "lain": "K"}[lingkup]
        alamat = f"/{slug(kind)}/move/{aksi}/?id={id_}"
        yield untuk_semua(cara, alamat, siapa, {"version": "0"} if cara == "POST" else None)


# Whose moves are bound to a Musrenbang, beyond what is written in it.
MILIK_MUSRENBANG = SATU_MUSRENBANG | {"pelaksanaan_langkah", "distribusi", "kiriman"}


def sel_halaman(endpoint: str, ids: dict[tuple[str, str], int], kelompok: int) -> Iterator[Sel]:
    ganti = {k: v for (k, lingkup), v in ids.items() if lingkup == "milik"} | {"kelompok": kelompok}
    ganti |= {f"{k}_lain": v for (k, lingkup), v in ids.items() if lingkup == "lain"}
    for b in HALAMAN[endpoint]:
        yield from untuk_semua(b.cara, isi(b.alamat, ganti), b.siapa, isi(b.isi, ganti), b.json)


@pytest.fixture
def tanya(
    panggung: Penanya, record_property: Callable[[str, object], None]
) -> Iterator[Callable[[Iterator[Sel]], None]]:
    """Ask all of them; at the end everything that was not as it should be."""

    def semua(sel: Iterator[Sel]) -> None:
        panggung.aneh, awal = [], panggung.ditanya
        for satu in sel:
            panggung.tanya(satu)
        assert not panggung.aneh, f"{len(panggung.aneh)} sel menyimpang:\n" + "\n".join(panggung.aneh[:40])
        nama = f"Matriks kewenangan: sel (alamat × cara × orang × lingkup) yang ditanya ({panggung.panggung.dialek})"
        record_property(KEANDALAN, (nama, panggung.ditanya - awal, "0 sel menyimpang"))

    return semua


@pytest.mark.parametrize("kind", LAYAR)
def test_a_kind_opens_to_whom_the_table_says_and_tells_others_nothing(
    panggung: Penanya, tanya: Callable[[Iterator[Sel]], None], kind: str, battery: bool
) -> None:
    tanya(sel_jenis(panggung.panggung.app, kind, panggung.sasaran.id, battery))


@pytest.mark.parametrize("nama", sorted(BOLEH))
def test_a_move_is_made_by_whom_the_table_says_whatever_address_is_typed(
    panggung: Penanya, tanya: Callable[[Iterator[Sel]], None], nama: str, battery: bool
) -> None:
    def siapkan() -> None:
        with panggung.panggung.app.app_context():
            _siapkan(nama, panggung.sasaran.id)

    siapkan()
    panggung.siapkan = siapkan
    try:
        tanya(sel_gerak(nama, panggung.sasaran.id, battery))
    finally:
        panggung.siapkan = lambda: None
        panggung.panggung.pulihkan()


def _siapkan(nama: str, ids: dict[tuple[str, str], int]) -> None:
    """The rows in a state from which the move may begin; past the rules, for who may is asked here, not when."""
    kind, aksi = nama.split(".")
    dari = [g.dari for g in gerak_dari(kind) if g.aksi == aksi]
    model = kinds()[kind]
    for lingkup in ("milik", "lain"):
        nilai: dict[str, Any] = dict(KEADAAN.get(nama, {}))
        if dari[0]:
            nilai["status"] = model.__table__.c.status.type.enum_class(min(dari[0]))
        if kind == "usulan" and str(nilai.get("status", "")) in ("diputuskan", "final"):
            nilai["hasil"] = HasilUsulan.DITERIMA
        if aksi == "beri_nomor":
            db.session.execute(db.update(KelasNaskah.__table__).values(urutan_terbit=UrutanTerbit.SEBELUM))
        if nilai and (id_ := ids.get((kind, lingkup))):
            db.session.execute(db.update(model.__table__).where(model.id == id_).values(**nilai))
    db.session.commit()
    ingatan.lupakan()


# What a move asks of a record besides its state.
KEADAAN: dict[str, dict[str, Any]] = {
    "usulan.batal_tersalin": {"sipd_disalin_pada": PAGI},
    "rapat.buka_daftar_hadir": {"hadir_ditutup_pada": PAGI},
    "daftar_hadir.tandai_hadir": {"hadir": False},
    "daftar_hadir.catat_hadir": {"hadir": False},
    "musrenbang.mulai": {"langkah_id": None},
    "musrenbang.ambil_alih": {"langkah_id": None},
}


@pytest.mark.parametrize("endpoint", sorted(HALAMAN))
def test_a_page_of_no_kind_opens_to_whom_the_table_says(
    panggung: Penanya, tanya: Callable[[Iterator[Sel]], None], endpoint: str
) -> None:
    tanya(sel_halaman(endpoint, panggung.sasaran.id, 1))


def test_no_rule_move_or_paper_is_without_an_expectation(panggung: Penanya) -> None:
    app, ids = panggung.panggung.app, panggung.sasaran.id
    for rule in app.url_map.iter_rules():
        kind, _, nama = rule.endpoint.rpartition(".")
        if kind in LAYAR:
            assert (kind, nama) in KHUSUS or nama in UMUM, f"{rule} tidak disebut di tests/matriks"
            rows = baris(kind, nama)
        else:
            assert rule.endpoint in HALAMAN, f"{rule} tidak disebut di tests/matriks/alamat.py"
            rows = HALAMAN[rule.endpoint]
        if rows:
            assert {b.cara for b in rows} == cara(app, rule.endpoint), f"{rule}: tidak setiap cara ditanya"
    assert {(k, n) for k, n in KHUSUS} <= {(k, n) for k in LAYAR for n in fungsi(app, k)}
    assert set(HALAMAN) <= {r.endpoint for r in app.url_map.iter_rules()}
    assert set(BOLEH) == {g.nama for g in GERAK}
    assert {(k, kode) for k, kertas in KERTAS.items() for kode in kertas} == {(k.kind, k.kode) for k in KATALOG}
    assert {kind for kind, lingkup in ids if lingkup == "milik"} >= set(LAYAR)
    sel = [s for kind in LAYAR for s in sel_jenis(app, kind, ids)]
    sel += [s for nama in BOLEH for s in sel_gerak(nama, ids)]
    sel += [s for endpoint in HALAMAN for s in sel_halaman(endpoint, ids, 1)]
    aturan = len(list(app.url_map.iter_rules()))
    each_commit = sum(1 for kind in LAYAR for _ in sel_jenis(app, kind, ids, everything=False))
    each_commit += sum(1 for nama in BOLEH for _ in sel_gerak(nama, ids, everything=False))
    each_commit += sum(1 for endpoint in HALAMAN for _ in sel_halaman(endpoint, ids, 1))
    print(f"{aturan} alamat, {len(sel)} sel, {each_commit} di antaranya pada tiap commit")
    assert len(sel) > 15_000
