"""What the screens and the sheet of wrong rows show of an import: its columns, its rows with diffs, its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bulk.daftar import acuan
from bulk.impor.bentuk import bentuk, lajur
from documents import kata, tulisan
from models import kolom
from models.base import db
from models.impor import Impor, ImporBaris, Vonis

PER_HALAMAN = 50
TAK_DITERIMA = "tidak dapat diterima"
PANJANG = 160  # signs of a cell in the preview


@dataclass(frozen=True)
class Sel:
    """`teks` as the file has it; `dibaca`: what it is understood as, where that says more; `lama` before a change."""

    teks: str
    dibaca: str = ""
    lama: str | None = None
    baru: str = ""
    salah: str = ""


@dataclass(frozen=True)
class Baris:
    urut: int
    vonis: str
    sel: list[Sel]
    keterangan: list[str]
    beda: list[tuple[str, str, str]]  # title, before, after
    url: str


@dataclass(frozen=True)
class Kolom:
    """A column of the file on the mapping page."""

    nomor: int
    huruf: str
    judul: str
    contoh: list[str]
    sasaran: str


def huruf(i: int) -> str:
    """0 → A, 26 → AA: as the spreadsheet names its columns."""
    hasil = ""
    i += 1
    while i:
        i, sisa = divmod(i - 1, 26)
        hasil = chr(65 + sisa) + hasil
    return hasil


def mentah(sel: Any) -> str:
    """A cell of the file as people read it."""
    if sel is None:
        return ""
    if isinstance(sel, bool):
        return tulisan.yes_no(sel)
    if isinstance(sel, dict):
        nilai = str(next(iter(sel.values())))
        if "t" in sel:
            return nilai[:5]
        hari = "-".join(reversed(nilai[:10].split("-")))
        return f"{hari} {nilai[11:16]}".strip()
    if isinstance(sel, int):
        return kata.bilangan(sel) if abs(sel) >= 10_000 else str(sel)
    if isinstance(sel, float):
        return tulisan.decimal(sel)
    return str(sel)


def _pendek(teks: str) -> str:
    return teks if len(teks) <= PANJANG else teks[: PANJANG - 1] + "…"


def kolom_berkas(imp: Impor) -> list[Kolom]:
    kueri = select(ImporBaris.mentah).where(ImporBaris.impor_id == imp.id).order_by(ImporBaris.urut).limit(30)
    contoh = list(db.session.scalars(kueri))
    hasil = []
    for i, judul in enumerate(imp.judul_kolom):
        isi = [_pendek(mentah(sel[i])) for sel in contoh if i < len(sel) and sel[i] is not None]
        if judul or isi:
            hasil.append(Kolom(i, huruf(i), judul, list(dict.fromkeys(isi))[:3], imp.peta.get(str(i), "")))
    return hasil


def jumlah(imp: Impor, vonis: Vonis | None) -> int:
    if vonis is None:
        return imp.jumlah
    return {Vonis.BARU: imp.baru, Vonis.BERUBAH: imp.ubah, Vonis.SAMA: imp.sama, Vonis.SALAH: imp.salah}[vonis]


def halaman(imp: Impor, vonis: Vonis | None, nomor: int, pribadi: bool) -> list[Baris]:
    """One page of the preview; personal columns are covered without the right."""
    kueri = select(ImporBaris).where(ImporBaris.impor_id == imp.id)
    if vonis is not None:
        kueri = kueri.where(ImporBaris.vonis == str(vonis))
    rows = db.session.scalars(
        kueri.order_by(ImporBaris.urut).offset((nomor - 1) * PER_HALAMAN).limit(PER_HALAMAN)
    ).all()
    return _Penampil(imp, rows, pribadi).semua()


class _Penampil:
    def __init__(self, imp: Impor, rows: Sequence[ImporBaris], pribadi: bool) -> None:
        self.imp, self.rows, self.pribadi = imp, rows, pribadi
        self.lajur = lajur(imp.kind_sasaran)
        self.peta = sorted((int(i), nama) for i, nama in imp.peta.items())
        self.model = bentuk(imp.kind_sasaran).model
        self.nama = self._nama()

    def semua(self) -> list[Baris]:
        return [self._baris(row) for row in self.rows]

    def _nama(self) -> dict[str, Mapping[int, str]]:
        """The names of what the rows refer to, by one query a kind."""
        ids: dict[str, set[int]] = {}
        for row in self.rows:
            for nama, nilai in self._acuan(row):
                ids.setdefault(nama, set()).update(i for i in nilai if isinstance(i, int))
        return {kind: acuan.names(kind, semua) for kind, semua in ids.items()}

    def _acuan(self, row: ImporBaris) -> Iterator[tuple[str, list[Any]]]:
        for nama in {*(row.isi or {}), *(row.beda or {})}:
            column = self.model.__table__.c.get(nama)
            if column is not None and (kind := kolom.target_of(column)):
                yield kind, [(row.isi or {}).get(nama), *((row.beda or {}).get(nama) or ())]

    def _kata(self, nama: str, nilai: Any) -> str:
        """A stored value in words."""
        column = self.model.__table__.c[nama]
        if nilai is None or nilai == "":
            return tulisan.KOSONG
        if kind := kolom.target_of(column):
            return self.nama.get(kind, {}).get(nilai, f"#{nilai}")
        return _pendek(tulisan.cell(column, kolom.from_json(column, nilai)))

    def _baris(self, row: ImporBaris) -> Baris:
        alasan: dict[str, list[str]] = {}
        for judul, kalimat in row.alasan or ():
            alasan.setdefault(judul, []).append(kalimat)
        if not self.pribadi:  # a reason may tell the value that its cell covers
            tertutup = {x.judul for x in self.lajur.values() if x.pribadi}
            alasan = {j: [TAK_DITERIMA] if j in tertutup else semua for j, semua in alasan.items()}
        sel = [self._sel(row, i, nama, alasan) for i, nama in self.peta]
        sisa = [f"{judul}: {k}" if judul else k for judul, semua in alasan.items() for k in semua]
        beda = [self._beda(nama, ubah) for nama, ubah in (row.beda or {}).items() if self._terbuka(nama)]
        if row.hasil:
            sisa.append(tulisan.capital(row.hasil))
        kind = self.model.__tablename__.replace("_", "-")
        return Baris(
            row.urut, row.vonis or "", sel, sisa, beda, f"/{kind}/details/?id={row.record_id}" if row.record_id else ""
        )

    def _terbuka(self, nama: str) -> bool:
        return self.pribadi or not kolom.labelled(self.model)[nama][1].pribadi

    def _beda(self, nama: str, ubah: Sequence[Any]) -> tuple[str, str, str]:
        label = kolom.labelled(self.model)[nama][1]
        if label.pribadi:
            return str(label.teks), tulisan.TERTUTUP, tulisan.TERTUTUP
        return str(label.teks), self._kata(nama, ubah[0]), self._kata(nama, ubah[1])

    def _sel(self, row: ImporBaris, i: int, nama: str, alasan: dict[str, list[str]]) -> Sel:
        satu = self.lajur[nama]
        if satu.pribadi and not self.pribadi:
            return Sel(tulisan.TERTUTUP)
        teks = _pendek(mentah(row.mentah[i])) if i < len(row.mentah) else ""
        if satu.judul in alasan:
            return Sel(teks, salah=" ".join(alasan.pop(satu.judul)))
        if nama in (row.beda or {}):
            lama, baru = (row.beda or {})[nama]
            return Sel(
                teks, lama=tulisan.TERTUTUP if satu.pribadi else self._kata(nama, lama), baru=self._kata(nama, baru)
            )
        dibaca = ""
        if satu.column is not None and kolom.target_of(satu.column) and nama in (row.isi or {}):
            dibaca = self._kata(nama, (row.isi or {})[nama])
        return Sel(teks, dibaca="" if dibaca == teks else dibaca)


def halaman_terakhir(imp: Impor, vonis: Vonis | None) -> int:
    return max(1, -(-jumlah(imp, vonis) // PER_HALAMAN))
