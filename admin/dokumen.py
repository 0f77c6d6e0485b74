"""An issued paper on the screen: its authenticity, its signed versions, and the three ways to a signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin import rincian, unggah
from admin.bahasa import flash
from admin.masuk import saya
from admin.panel import PanelView
from documents import kata, tanda_tangan
from models import setelan
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.pesan import Ditolak, Keliru, Pesan, SopError, TidakAda
from sop.access import Actor


@dataclass(frozen=True)
class Cara:
    """One way to a signature. `boleh`: who may; `kerjakan` reads the form and does it."""

    kode: str
    judul: str
    tombol: str
    penjelasan: str
    boleh: Callable[[Actor, Dokumen], bool]
    kerjakan: Callable[[Dokumen, Actor], Pesan]


def _put_on(record: Dokumen, actor: Actor) -> Pesan:
    file = request.files.get("sertifikat")
    data = file.stream.read(tanda_tangan.TERBESAR_PKCS12 + 1) if file else b""
    return tanda_tangan.bubuhkan(record, actor, data, bytearray(request.form.get("sandi", "").encode()))


def _take_back(record: Dokumen, actor: Actor) -> Pesan:
    _, _, data = _upload(unggah.PDF, Pesan("Unggah PDF yang sudah ditandatangani: berkas ini bukan PDF."))
    return tanda_tangan.unggah(record, actor, data, tahu_beda="tahu_beda" in request.form)


def _keep_scan(record: Dokumen, actor: Actor) -> Pesan:
    return tanda_tangan.pindaian(record, actor, *_upload(tanda_tangan.PINDAIAN, tanda_tangan.BUKAN_PINDAIAN))


def _upload(takes: frozenset[str], wrong: str) -> tuple[str, str, bytes]:
    file = request.files.get("berkas")
    if file is None or not file.filename:
        raise Keliru("Pilih berkasnya dahulu.", "berkas")
    try:
        return unggah.read_upload(file, takes, wrong)
    except Keliru as error:
        raise Keliru(error.pesan, "berkas") from None


# A row reads as a row:
# fmt: off
CARA = (
    Cara("bubuhkan", Pesan("Bubuhkan tanda tangan elektronik"), Pesan("Tanda tangani"),
         Pesan("Sertifikat dan frasa sandinya hanya dipakai sekali untuk menandatangani, lalu dibuang: tidak "
         "disimpan, tidak dicatat. Isi naskah tidak berubah; tanda tangan ditambahkan pada PDF yang sudah dibekukan."),
         tanda_tangan.boleh_bubuhkan, _put_on),
    Cara("unggah", Pesan("Unggah PDF bertanda tangan"), Pesan("Periksa dan simpan"),
         Pesan("Untuk naskah yang ditandatangani di luar panel, misalnya pada layanan BSrE. Unduh PDF beku dari "
         "halaman naskah ini, tanda tangani, lalu unggah di sini. Tanda tangan dan isinya diperiksa lebih dahulu."),
         tanda_tangan.boleh_unggah, _take_back),
    Cara("pindaian", Pesan("Unggah pindaian"), Pesan("Simpan pindaian"),
         Pesan("Untuk naskah yang ditandatangani basah: pindaian lembarnya disimpan di samping PDF beku (PDF, PNG "
         "atau JPG)."),
         tanda_tangan.boleh_unggah, _keep_scan),
)
# fmt: on


def _facts(record: Dokumen, actor: Actor) -> list[rincian.Fakta]:
    """The frozen PDF stands on the card beside them; the hash of the content stands before the hash of the file."""
    known = [f for f in rincian.facts(record, actor) if f.css != "kosong" and "/file/" not in f.url]
    at = next((i for i, f in enumerate(known) if f.judul == tanda_tangan.SIDIK_BERKAS), len(known))
    isi = tanda_tangan.sidik_isi(record)
    return [*known[:at], *([rincian.Fakta(tanda_tangan.SIDIK_ISI, isi, css="sidik")] if isi else []), *known[at:]]


class TandaTanganView(PanelView):
    """A signed version by itself; what was stored by mistake is withdrawn here, never changed."""

    details_template = "admin/tanda_tangan_rinci.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        return {"boleh_tarik": tanda_tangan.boleh_tarik(saya(), record)}

    @expose("/tarik/", methods=("GET", "POST"))
    def withdraw_view(self) -> Any:
        """GET asks why, POST withdraws."""
        record: Any = self.get_or_404(request.args.get("id"))
        id_, whole, reason = record.id, self.get_save_return_url(record), request.form.get("alasan", "")
        wrong, status = None, 200
        if record.deleted_at is not None:
            raise SopError("Tanda tangan ini sudah ditarik.")
        if not tanda_tangan.boleh_tarik(saya(), record):
            raise Ditolak("Anda tidak berwenang menarik tanda tangan naskah ini.")
        if request.method == "POST":
            try:
                flash(tanda_tangan.tarik(record, saya(), reason), "baik")
                return redirect(whole)
            except SopError as error:
                db.session.rollback()
                record, wrong, status = self.get_or_404(str(id_)), error.pesan, error.status
        context = {"record": record, "galat": wrong, "alasan": reason, "model": self.model, "batal": whole}
        return self.render("admin/tarik.html", **context), status


class DokumenView(PanelView):
    details_template = "admin/dokumen.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        actor, terbit = saya(), record.status is StatusDokumen.TERBIT
        alamat = setelan.kini().public_url
        return {
            "cara": [c for c in CARA if terbit and c.boleh(actor, record)],
            "tanda_tangan": tanda_tangan.semua(record.id),
            "boleh_tarik": tanda_tangan.boleh_unggah(actor, record),
            "sudah": tanda_tangan.terbaru(record.id) is not None,
            "fakta": _facts(record, actor),
            "kode": kata.berkelompok(record.kode_periksa),
            "alamat_periksa": f"{alamat}/periksa/{record.kode_periksa}" if alamat else "",
        }

    @expose("/tanda-tangan/<cara>/", methods=("GET", "POST"))
    def sign_view(self, cara: str) -> Any:
        """GET asks for the file (and the passphrase), POST signs or keeps it."""
        record: Any = self.get_or_404(request.args.get("id"))
        way = next((c for c in CARA if c.kode == cara), None)
        if way is None:
            raise TidakAda("Cara menandatangani ini tidak dikenal.")
        if not way.boleh(saya(), record):
            raise Ditolak("Anda tidak berwenang melakukan “{judul}” pada naskah ini.", judul=way.judul)
        if record.status is not StatusDokumen.TERBIT:
            raise SopError("Hanya naskah yang terbit dan berlaku yang dapat diberi tanda tangan.")
        if request.method == "GET":
            return self._sign_page(record, way)
        id_ = record.id
        try:
            said = way.kerjakan(record, saya())
        except SopError as error:
            db.session.rollback()
            record = self.get_or_404(str(id_))
            return self._sign_page(record, way, error.pesan, getattr(error, "kolom", None)), error.status
        flash(said, "baik")
        return redirect(self.url_of("details/", id=id_))

    def _sign_page(self, record: Any, way: Cara, wrong: str | None = None, column: str | None = None) -> Any:
        context = {"record": record, "cara": way, "galat": wrong, "kolom": column, "model": self.model}
        return self.render("admin/tanda_tangan.html", **context, batal=self.url_of("details/", id=record.id))
