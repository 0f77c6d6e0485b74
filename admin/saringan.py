"""Filters on the screen: in words, as a panel, under a name; and the sums of all that match, apart from the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import jsonify, redirect, request
from flask_admin import expose

from admin.bahasa import flash, terjemah
from admin.from_labels import FromLabels
from admin.masuk import saya
from bulk.daftar import alamat, jumlah, saring, tersimpan
from bulk.daftar.alamat import AKHIRAN, Alamat
from bulk.daftar.batas import TerlaluLama, batas
from bulk.daftar.bidang import Bidang
from documents import kata, tulisan
from models.baca import read_id, read_rupiah
from models.base import Record, Rupiah, db
from models.pesan import Pesan, rangkai

ATAU = Pesan(" atau ")


@dataclass(frozen=True)
class Cip:
    """One filter in words, and the address of the list without it."""

    teks: str
    tanpa: str


def chips(given: Alamat, found: saring.Saringan) -> list[Cip]:
    """Every filter that is asked for, in words, in the order of the panel."""
    made = [Cip(words(b), _without(given, b.nama)) for b in found.bidang if b.aktif and not b.salah]
    if alamat.first(given, "dihapus") == "1":
        made.append(Cip(Pesan("Yang dihapus"), alamat.href(given, dihapus=None, kursor=None)))
    return made


def _without(given: Alamat, key: str) -> str:
    gone = {key + end for end in AKHIRAN} | {"kursor"}
    return alamat.href({k: v for k, v in given.items() if k not in gone}) or "?"


def words(b: Bidang) -> str:
    """`Status: Draf atau Diajukan`, `Pagu usulan: 1.000.000 s.d. 5.000.000`, `Alasan: kosong`."""
    known = dict(b.pilihan)
    parts = []
    if b.jenis.startswith("rentang"):
        ends = [_end(b, value) for value in (b.nilai, b.sampai)]
        parts += [" s.d. ".join(ends)] if all(ends) else [Pesan("mulai {awal}", awal=ends[0])] * bool(ends[0])
        parts += [Pesan("sampai {akhir}", akhir=ends[1])] * bool(ends[1] and not ends[0])
    chosen = b.terpilih or ((b.nilai,) if b.nilai and not b.jenis.startswith("rentang") else ())
    if chosen:
        parts.append(rangkai(ATAU, [known.get(v, v) for v in chosen]))
    if b.bukan:
        parts.append(Pesan("bukan {apa}", apa=rangkai(ATAU, [known.get(v, v) for v in b.bukan])))
    if b.isi:
        parts.append(Pesan("kosong") if b.isi == "ya" else Pesan("terisi"))
    return Pesan("{a}: {b}", a=b.judul, b=rangkai(", ", parts))


def title(model: type[Record], page: Any) -> str:
    """What the list shows, for the title of the window and the head of its print.

    `Usulan: diajukan, Bogor Tengah · Musrenbang Tahun 2027`, `Rapat: “pleno”`, `Undangan yang dihapus`.
    """
    found: saring.Saringan = page.saringan
    said = [_short(b) for b in found.bidang if b.aktif]
    said += [f"“{page.q}”"] if page.q else []
    title = Pesan("{jenis} yang dihapus", jenis=model.JUDUL) if page.dihapus else model.JUDUL
    title = Pesan("{a}: {b}", a=title, b=rangkai(", ", said)) if said else title
    case = found.musrenbang
    if case is None or case.nilai == saring.SEMUA or case.nilai not in (names := dict(case.pilihan)):
        return title
    return Pesan("{a} · Musrenbang {b}", a=title, b=names[case.nilai].partition(" ")[0])


def _short(b: Bidang) -> str:
    """A filter without the name of its field, where its values say enough."""
    chosen = b.terpilih and not (b.bukan or b.isi or b.sampai or {"ya", "tidak"} & set(b.terpilih))
    if b.jenis not in ("pilihan", "cari") or not chosen:
        return words(b)
    known = dict(b.pilihan)
    names = [(v, known.get(v, v)) for v in b.terpilih]
    return rangkai(ATAU, [name if v.isdecimal() else tulisan.small(terjemah(name)) for v, name in names])


def twins_url(page: Any) -> str:
    """The possible duplicates of the year that the list shows."""
    year = page.saringan.tetap.get("musrenbang_id")
    return f"/usulan-ganda/?musrenbang_id={year}" if year else "/usulan-ganda/"


def _end(b: Bidang, value: str) -> str:
    if value and b.jenis == "rentang":
        return f"{value[8:10]}-{value[5:7]}-{value[:4]}"
    return kata.rupiah(read_rupiah(value, b.judul)) if value and b.rupiah else value


def _measured(column: Any, value: Any, unit: str | None) -> str:
    text = tulisan.cell(column, value)
    return text if unit is None or isinstance(column.type, Rupiah) else f"{text} {unit}"


class FilterRoutes(FromLabels):
    """The part of PanelView that asks, keeps and sums the filter of a list."""

    def filter_context(self, page: Any) -> dict[str, Any]:
        """What the list shows of its filter: chips, saved ones, and what its small forms carry along."""
        given = alamat.read(request.args)

        def carried(*without: str) -> list[tuple[str, str]]:
            return [(k, v) for k, many in given.items() if k not in (*without, "kursor") for v in many]

        return {
            "cip": chips(given, page.saringan),
            "judul_daftar": title(self.model, page),
            "tersimpan": tersimpan.of(self.model, saya()),
            "tetap_saring": carried("q", "musrenbang_id"),
            "tetap_kolom": carried("kolom"),
            "url_kolom_baku": alamat.href(given, kolom=None, kursor=None) or "?",
            "panel": self._panel(given, page.saringan) if page.saringan.salah else None,
        }

    @expose("/saringan/")
    def filter_panel(self) -> Any:
        """The panel of filters: a page of its own, and a part that the list loads when it is opened."""
        given = alamat.read(request.args)
        found = saring.read(self.model, given, saya(), lenient=True, spec=self.spec)
        part = "bagian" in request.headers.get("X-Minta", "")
        html = self.render("admin/saringan.html", model=self.model, bagian=part, **self._panel(given, found))  # type: ignore[attr-defined]
        return html, 400 if found.salah else 200

    def _panel(self, given: Alamat, found: saring.Saringan) -> dict[str, Any]:
        may_be_empty = {k for k, (c, _) in self.columns.items() if getattr(c, "nullable", True)}
        return {"saringan": found, "kini": given, "boleh_kosong": may_be_empty}

    @expose("/jumlah/")
    def totals_view(self) -> Any:
        """{"jumlah": "3.300", "total": [{"judul", "teks"}]} of all that match; no sums where they take too long."""
        try:
            with batas():
                sums = jumlah.totals(self.model, saya(), request.args, self.spec)
        except TerlaluLama:
            with batas():
                sums = {"jumlah": jumlah.total(self.model, saya(), request.args, self.spec)}
        labelled = self.columns
        unit = sums.pop("satuan", None)
        total = [
            {"judul": labelled[key][1].teks, "teks": _measured(labelled[key][0], value, unit)}
            for key, value in sums.items()
            if key != "jumlah" and value
        ]
        return jsonify(jumlah=kata.bilangan(sums["jumlah"]), total=total)

    @expose("/saringan/simpan/", methods=("POST",))
    def filter_save(self) -> Any:
        query = urlsplit(self._own_list()).query  # type: ignore[attr-defined]
        name = request.form.get("nama", "")
        replaced = tersimpan.save(self.model, saya(), name, query, request.form.get("bersama") == "1", self.spec)
        db.session.commit()
        done = Pesan("diganti") if replaced else Pesan("disimpan")
        flash(
            Pesan(
                "Saringan “{nama}” {apa}. Bukalah lagi lewat tombol “Tersimpan”.", nama=" ".join(name.split()), apa=done
            ),
            "baik",
        )
        return redirect(self._own_list())  # type: ignore[attr-defined]

    @expose("/saringan/hapus/", methods=("POST",))
    def filter_delete(self) -> Any:
        name = tersimpan.delete(self.model, saya(), read_id(request.form.get("id")))
        db.session.commit()
        flash(Pesan("Saringan “{nama}” dihapus. Isi daftarnya tidak berubah.", nama=name), "baik")
        return redirect(self._own_list())  # type: ignore[attr-defined]
