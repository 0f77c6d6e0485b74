"""Settings and classes of papers: pictures are uploaded, and the paper is drawn beside the form while one types."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from flask import Response, jsonify, request
from flask_admin import expose
from flask_admin.helpers import get_form_data

from admin import borang, isian, rincian, unggah
from admin.masuk import saya
from admin.panel import PanelView
from documents import huruf, pdf, pratinjau
from models import pengaturan, setelan
from models.baca import TIDAK_ADA
from models.base import Record, db
from models.berkas import Berkas, utuh
from models.pengaturan import ISIAN_POLA, KeluargaHuruf, Pengaturan
from models.pesan import Keliru, Pesan, SopError, TidakAda
from sop.access import Verb

UKURAN_GAMBAR = "Gambar harus antara 100 dan 6.000 piksel pada tiap sisi."
BUKAN_GAMBAR = "Berkas ini bukan gambar PNG atau JPG yang dapat dibaca."
GAMBAR_TERBESAR = 5 * 1024 * 1024


class IsianGambar(isian.IsianBerkas):
    """A picture for a letterhead: drawn anew in the worker, so that only pixels are kept. `data` is its id as text."""

    terima: ClassVar[str] = ".png,.jpg,.jpeg"
    terbesar: ClassVar[int] = GAMBAR_TERBESAR
    ketentuan: ClassVar[str] = Pesan("PNG atau JPG, paling besar 5 MB.")
    hanya = unggah.GAMBAR
    bukan = BUKAN_GAMBAR

    def process_data(self, value: Any) -> None:
        self.data = value or None

    def process_formdata(self, valuelist: Any) -> None:
        super().process_formdata(valuelist)
        if self.unggahan is None:
            return
        name, _, data = self.unggahan
        self.unggahan = None
        if len(data) > GAMBAR_TERBESAR:
            raise ValueError("Gambar lebih besar dari 5 MB.")
        head, flat = pdf.kerjakan("ratakan", {}, data, judul=name, batas_detik=10)
        if head["salah"]:
            raise ValueError(UKURAN_GAMBAR if head["salah"] == "ukuran" else BUKAN_GAMBAR)
        self.unggahan = (f"{name.rpartition('.')[0]}.png", "image/png", flat)

    def keep(self, id_: Any) -> str | None:
        return str(id_) if id_ else None

    def show(self, value: Any) -> str:
        return super().show(int(value)) if value and str(value).isdecimal() else super().show(None)

    def as_typed(self) -> None:
        """For a preview: the picture itself stands where its id would, and nothing is stored."""
        if self.unggahan is not None:
            self.data = f"data:{self.unggahan[1]};base64,{base64.b64encode(self.unggahan[2]).decode()}"
            self.unggahan = None


def _gambar(label: Any) -> Any:
    return IsianGambar(label=label.teks, bantuan="")


def _huruf(label: Any) -> Any:
    words = [(k.value, huruf.nama_huruf(k.value, setelan.kini().font_dir)) for k in KeluargaHuruf]
    return isian.IsianPilih(label=label.teks, bantuan="", pilihan=words)


# A setting whose value is no line of text: its key, and the field that takes it.
ISIAN = {"kop.logo": _gambar, "kop.garuda": _gambar, "kertas.huruf": _huruf}


class _Berpratinjau(PanelView):
    """A form with the first page of a paper beside it."""

    def form_extra(self, record: Any) -> dict[str, Any]:
        if record is None or not pratinjau.ada(record):
            return {}
        asal, names = pratinjau.sumber(record), self.names(record)
        return {
            "pratinjau": self.url_of("pratinjau/", id=record.id),
            "contoh": f"{asal.JUDUL}: {asal}" if asal else "",
            "sisipan": [f"{{{n}}}" for n in names[1]],
            "sisip_ke": names[0],
        }

    def names(self, record: Any) -> tuple[str, tuple[str, ...]]:
        """(field, the `{nama}` that its text may use)."""
        raise NotImplementedError

    @expose("/pratinjau/", methods=("POST",))
    def preview_view(self) -> Any:
        """PNG of the first page (`bentuk=pdf`: the PDF) with what is typed; a sentence as JSON if that cannot be."""
        record: Any = self.get_for(Verb.UBAH, request.args.get("id"))
        as_pdf = request.args.get("bentuk") == "pdf"
        try:
            paper = self._typed(record)
            db.session.rollback()  # nothing was written; the worker draws without a transaction
            data = paper.pdf() if as_pdf else paper.gambar()
        except SopError as error:
            db.session.rollback()
            if as_pdf:
                raise
            return jsonify(pesan=error.pesan), 400
        if as_pdf:
            return unggah.serve(f"{paper.judul}.pdf", "application/pdf", data, own=True)
        return Response(data, mimetype="image/png")

    def _typed(self, record: Any) -> pratinjau.Contoh:
        form = borang.open_form(self.form_of(record), self.model, saya(), record, get_form_data())
        if not form.validate():
            raise Keliru(form.salah[0][1])
        with db.session.no_autoflush:
            for field in form.isian():
                if isinstance(field, IsianGambar):
                    field.as_typed()
            form.populate_obj(record)
            wrong = [sentence for column, sentence in record.periksa() if not self._drawn(record, column)]
            if wrong:
                raise Keliru(wrong[0])
            return pratinjau.susun(record)

    @staticmethod
    def _drawn(record: Any, column: str) -> bool:
        """A picture that is not stored yet is no id, and that is all that is wrong with it."""
        return column == "nilai" and str(record.nilai).startswith("data:image/") and record.kunci in ISIAN


class PengaturanView(_Berpratinjau):
    def form_of(self, record: Record | None) -> type[borang.Borang]:
        special = ISIAN.get(getattr(record, "kunci", ""))
        if special is None:
            return super().form_of(record)
        field = special(Pengaturan.__table__.c.nilai.info["label"])
        field.creation_counter = self._edit_form_class.nilai.creation_counter  # its place among the others
        return type("BorangPengaturanKhusus", (self._edit_form_class,), {"nilai": field})

    def names(self, record: Any) -> tuple[str, tuple[str, ...]]:
        return "nilai", () if record.kunci in ISIAN else pengaturan.istilah(record.kunci)

    def details_extra(self, record: Any) -> dict[str, Any]:
        """A picture is shown by its name and as a link, not by its number."""
        row = self._picture(record)
        if row is None:
            return {}
        found = rincian.facts(record, saya())
        value = rincian.Fakta(Pesan("Nilai"), row.nama, self.url_of("file/nilai/", id=record.id))
        return {"fakta": [value if f.judul == "Nilai" else f for f in found if f.css != "kosong"]}

    @expose("/file/<column>/")
    def file_view(self, column: str) -> Response:
        row = self._picture(self.get_or_404(request.args.get("id"))) if column == "nilai" else None
        if row is None:
            raise TidakAda(TIDAK_ADA)
        return unggah.serve(row.nama, row.mime, utuh(row), "unduh" in request.args)

    @staticmethod
    def _picture(record: Any) -> Berkas | None:
        if ISIAN.get(record.kunci) is not _gambar or not record.nilai.isdecimal():
            return None
        return db.session.get(Berkas, int(record.nilai))


class KelasNaskahView(_Berpratinjau):
    def names(self, record: Any) -> tuple[str, tuple[str, ...]]:
        return "pola_nomor", tuple(n.strip("{}") for n in ISIAN_POLA)
