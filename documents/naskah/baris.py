"""The long tables of the papers: from the records of a context to printed rows, numbered, grouped and totalled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, cast

from documents.kata import bilangan, rupiah
from documents.konteks import BeritaAcara, DaftarHadir, Hadirin, Laporan, Undangan

Baris = list[str] | dict[str, Any]
TANPA_OPD = "Perangkat daerah belum ditentukan"


def undangan(k: Undangan) -> dict[str, list[Baris]]:
    return {"penerima": [[f"{n}.", p["nama"]] for n, p in enumerate(k["penerima"], 1)]}


def daftar_hadir(k: DaftarHadir) -> dict[str, list[Baris]]:
    kosong: Hadirin = {"nama": "", "lembaga": "", "alamat": "", "keterangan": ""}
    peserta = [*k["peserta"], *[kosong] * k["baris_kosong"]]
    return {
        "hadirin": [
            [str(n), p["nama"], p["lembaga"], *tanda_tangan_selang(n), p["keterangan"]]
            for n, p in enumerate(peserta, 1)
        ]
    }


def berita_acara(k: BeritaAcara) -> dict[str, list[Baris]]:
    return {
        "wakil": [
            [str(n), w["nama"], w["unsur"], w["alamat"], *tanda_tangan_selang(n)] for n, w in enumerate(k["wakil"], 1)
        ],
        "hadirin": [
            [str(n), p["nama"], p["lembaga"], p["alamat"], *tanda_tangan_selang(n)]
            for n, p in enumerate(k["hadirin"], 1)
        ],
        "sepakat": _sepakat(k),
        "belum": _belum(k),
        "kelompok": _kelompok(k),
        "rekap": _rekap_kelompok(k),
    }


def laporan_lama(k: Laporan) -> dict[str, list[Baris]]:
    rekap = k["rekap"]
    baris: list[Baris] = [
        [str(n), r["kelompok"], *(bilangan(r[x]) for x in ("dibahas", "sepakat", "belum")), rupiah(r["pagu"])]
        for n, r in enumerate(rekap, 1)
    ]
    if rekap:
        jumlah = [bilangan(sum(r[x] for r in rekap)) for x in ("dibahas", "sepakat", "belum")]
        baris.append({"jumlah": ["Jumlah", *jumlah, rupiah(sum(r["pagu"] for r in rekap))]})
    return {"rekap": baris}


def tanda_tangan_selang(n: int) -> tuple[str, str]:
    """Zig-zag: odd numbers sign on the left half of the cell, even ones on the right."""
    nomor = f"{n}. " + "." * 12
    return (nomor, "") if n % 2 else ("", nomor)


def _sepakat(k: BeritaAcara) -> list[Baris]:
    """Grouped by kelompok, then OPD, in the order in which the kelompok stand in lampiran IV."""
    hasil: list[Baris] = []
    nomor = 0
    for kelompok, isi in menurut(k["sepakat"], "kelompok", [g["nama"] for g in k["kelompok"]]):
        hasil.append({"grup": f"KELOMPOK {kelompok.upper()}"})
        for opd, usulan in menurut(isi, "opd"):
            hasil.append({"grup_opd": opd or TANPA_OPD})
            for u in usulan:
                nomor += 1
                teks = [u[x] for x in ("kode", "usulan", "permasalahan", "lokasi", "volume")]
                hasil.append([str(nomor), *teks, rupiah(u["pagu"]), u["asal"], u["keterangan"]])
            hasil.append({"jumlah_opd": [f"Jumlah {opd or TANPA_OPD}", *_jumlah(usulan, "pagu")]})
        hasil.append({"jumlah": [f"Jumlah kelompok {kelompok}", *_jumlah(isi, "pagu")]})
    if hasil:
        hasil.append({"jumlah_semua": ["JUMLAH SELURUHNYA", *_jumlah(k["sepakat"], "pagu")]})
    return hasil


def _belum(k: BeritaAcara) -> list[Baris]:
    hasil: list[Baris] = []
    nomor = 0
    for kelompok, isi in menurut(k["belum"], "kelompok", [g["nama"] for g in k["kelompok"]]):
        hasil.append({"grup": f"KELOMPOK {kelompok.upper()}"})
        for u in isi:
            nomor += 1
            teks = [u["usulan"], u["lokasi"], u["volume"], rupiah(u["biaya"]), u["opd"] or TANPA_OPD]
            hasil.append([str(nomor), *teks, u["asal"], u["alasan"]])
    if hasil:
        hasil.append({"jumlah": ["JUMLAH PERKIRAAN BIAYA", *_jumlah(k["belum"], "biaya")]})
    return hasil


def _kelompok(k: BeritaAcara) -> list[Baris]:
    hasil: list[Baris] = []
    for g in k["kelompok"]:
        hasil.append({"grup": f"KELOMPOK {g['nama'].upper()} — pimpinan sidang: {g['pimpinan'] or '-'}"})
        for n, u in enumerate(g["hasil"], 1):
            teks = [u[x] for x in ("kode", "usulan", "lokasi", "opd", "hasil")]
            hasil.append([str(n), *teks, rupiah(u["pagu"]), u["catatan"]])
        if not g["hasil"]:
            hasil.append({"kosong": "Nihil"})
        hasil.append({"jumlah": [f"Jumlah kelompok {g['nama']}", *_jumlah(g["hasil"], "pagu")]})
    return hasil


def _rekap_kelompok(k: BeritaAcara) -> list[Baris]:
    """Counts come from the rows that are printed, so a berita acara cannot contradict its own lampiran."""
    baris: list[Baris] = []
    semua = []
    for n, g in enumerate(k["kelompok"], 1):
        sepakat = [u["pagu"] for u in k["sepakat"] if u["kelompok"] == g["nama"]]
        belum = sum(1 for u in k["belum"] if u["kelompok"] == g["nama"])
        hitung = (len(g["hasil"]), len(sepakat), belum, sum(sepakat))
        semua.append(hitung)
        baris.append([str(n), g["nama"], g["pimpinan"] or "-", *map(bilangan, hitung[:3]), rupiah(hitung[3])])
    if semua:
        *jumlah, pagu = (sum(kolom) for kolom in zip(*semua, strict=True))
        baris.append({"jumlah": ["Jumlah", *map(bilangan, jumlah), rupiah(pagu)]})
    return baris


def menurut(isi: Sequence[Any], kolom: str, urutan: Sequence[str] = ()) -> Iterable[tuple[str, list[Any]]]:
    """The rows grouped by a column: first the groups of `urutan`, then the others by name; rows keep their order."""
    tempat = {nama: i for i, nama in enumerate(urutan)}

    def kunci(baris: Any) -> tuple[int, str]:
        return tempat.get(baris[kolom], len(tempat)), cast(str, baris[kolom])

    for (_, nama), kelompok in groupby(sorted(isi, key=kunci), key=kunci):
        yield nama, list(kelompok)


def _jumlah(isi: Sequence[Any], kolom: str) -> tuple[str, str]:
    """The amount and the number of rows it adds up."""
    return rupiah(sum(u[kolom] for u in isi)), f"{bilangan(len(isi))} usulan"
