"""Distribution on the screen: the prepared WhatsApp link, the queue of e-mails, addressees from the address book."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask_admin import expose
from flask_admin.helpers import get_form_data

from admin import gerak
from admin.bahasa import flash
from admin.massal import DITOLAK
from admin.masuk import saya
from admin.panel import PanelView
from bulk import akses_pribadi, kiriman
from documents import kiriman as tulisan
from documents.issue import perform
from models import kontak
from models.base import db
from models.distribusi import Distribusi, StatusDistribusi
from models.naskah import StatusNaskah
from models.pengaturan import Pengaturan
from models.pesan import Ditolak, Keliru, Pesan, SopError
from models.undangan import Undangan
from sop import keluar, workflow
from sop.access import Actor, Verb, may
from sop.konteks import Isian

KE_UNDANGAN = "ke_undangan"
JUDUL_KE_UNDANGAN = Pesan("Tambahkan ke undangan")
BUKAN_ADMIN = Pesan("Surel uji hanya dikirim oleh administrator.")


class DistribusiView(PanelView):
    """Beside the moves, a link that opens WhatsApp with the text ready: a person sends it and records that."""

    details_template = "admin/distribusi.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        """The number may be that of the address book: covered, and shown on request, though the row itself has none."""
        found = whatsapp(record, saya())
        shown = (request.endpoint or "").endswith(".reveal_view")
        covered = found is not None and found["pribadi"] and not shown
        waits = keluar.menunggu_surel(record)
        return {
            "whatsapp": found,
            "surel": waits,
            **({"tertutup": akses_pribadi.titles(Distribusi)} if covered else {}),
        }


def whatsapp(row: Distribusi, actor: Actor) -> dict[str, Any] | None:
    """Link or the reason why there is none; nothing for a person who may not see telephone numbers."""
    if row.deleted_at is not None or not may(actor, Verb.PRIBADI, row) or row.status is StatusDistribusi.DITERIMA:
        return None
    may_record = any(o.aksi == "kirim" and not o.alasan for o in workflow.moves(row, actor))
    record = f"/distribusi/move/kirim/?id={row.id}&cara=WhatsApp" if may_record else None
    try:
        if keluar.dokumen(row) is None:
            raise SopError(
                "{naskah} belum terbit, jadi belum dapat dikirim. Terbitkan dahulu.", naskah=keluar.naskah(row).JUDUL
            )
        return {"url": tulisan.tautan_whatsapp(row), "catat": record, "alasan": None, "pribadi": True}
    except SopError as error:
        # A number that cannot be used is named in the reason (models/kontak.py).
        return {"url": None, "catat": None, "alasan": error.pesan, "pribadi": "teks" in error.pesan.params}


def unproven(actor: Actor, musrenbang_id: int | None) -> tuple[int, str] | None:
    """(how many, address of the list) of what was sent long enough ago and has no proof, for those who can act."""
    offered = {o.aksi for o in workflow.moves_of_kind("distribusi", actor)}
    if musrenbang_id is None or not offered & {"terima", "lengkapi_bukti"}:
        return None
    count = keluar.belum_berbukti(musrenbang_id)
    until = keluar.batas_bukti().isoformat()
    url = f"/distribusi/?musrenbang_id={musrenbang_id}&status=dikirim&berbukti=tidak&dikirim_pada.sampai={until}"
    return (count, url) if count else None


# --- the queue --------------------------------------------------------------------------------------------------------


class KirimanView(PanelView):
    """Every message with what became of it; the administrator sends one to try the settings."""

    list_template = "admin/kiriman.html"

    def render(self, template: str, **kwargs: Any) -> str:
        return str(super().render(template, boleh_uji=may(saya(), Verb.UBAH, Pengaturan), **kwargs))

    @expose("/uji/", methods=("GET", "POST"))
    def test_view(self) -> Any:
        if not may(saya(), Verb.UBAH, Pengaturan):
            raise Ditolak(BUKAN_ADMIN)
        asked = (
            Isian("tujuan", Pesan("Alamat tujuan"), "teks", wajib=True, bantuan=Pesan("Misalnya alamat Anda sendiri")),
        )
        form = gerak.form_of(asked, saya(), None, get_form_data() if request.method == "POST" else None)
        if request.method == "GET":
            return self.render("admin/surel_uji.html", borang=form, galat=keluar.larangan(None), model=self.model)
        if form.validate():
            try:
                flash(str(kiriman.uji(kontak.surel(form["tujuan"].data))), "baik")
                return redirect(self.url_of("uji/"))
            except Keliru as error:
                form.add_error("tujuan", error.pesan)
            except SopError as error:
                return self.render("admin/surel_uji.html", borang=form, galat=error.pesan, model=self.model), 409
        return self.render("admin/surel_uji.html", borang=form, galat=None, model=self.model), 400


# --- addressees from the address book ---------------------------------------------------------------------------------


class PemangkuKepentinganView(PanelView):
    """The address book; a selection of it can be put on a draft undangan."""

    def bulk_offers(self, deleted: bool = False) -> list[tuple[str, str]]:
        offers = super().bulk_offers(deleted)
        if deleted:
            return offers
        known = workflow.moves_of_kind("undangan", saya())
        return [*offers, (KE_UNDANGAN, JUDUL_KE_UNDANGAN)] if any(o.aksi == "isi_kelompok" for o in known) else offers

    @expose("/action/", methods=("POST",))
    def action_view(self) -> Any:
        if request.form.get("aksi") != KE_UNDANGAN:
            return super().action_view()
        if (KE_UNDANGAN, JUDUL_KE_UNDANGAN) not in self.bulk_offers():
            raise Ditolak(DITOLAK)
        if not (ids := self._chosen()):
            raise Keliru("Belum ada baris yang dipilih. Centang dahulu barisnya, lalu pilih tindakan.")
        drafts = self._drafts()
        id_ = request.form.get("undangan_id", "")
        if "lanjut" not in request.form or id_ not in {str(i) for i, _ in drafts}:
            wrong = Pesan("Pilih undangannya.") if "lanjut" in request.form else None
            return self._ask(ids, drafts, wrong, 400 if wrong else 200)
        undangan = db.session.get_one(Undangan, int(id_))
        before = {p.pemangku_kepentingan_id for p in undangan.penerima}
        try:
            perform(undangan, "isi_kelompok", saya(), isian={"orang_id": tuple(ids)})
        except SopError as error:
            return self._ask(ids, drafts, error.pesan, error.status)
        added = len(set(ids) - before)
        already = Pesan(", {n} sudah ada", n=len(ids) - added) if added < len(ids) else ""
        said = Pesan("{n} penerima ditambahkan{lain}. Periksa daftarnya di bawah ini.", n=added, lain=already)
        flash(said, "baik")
        return redirect(f"/undangan/details/?id={id_}")

    def _drafts(self) -> list[tuple[int, str]]:
        """The undangan that may still take addressees from this person."""
        stmt = db.select(Undangan).filter_by(status=StatusNaskah.DRAF, deleted_at=None).order_by(Undangan.id.desc())
        rows = db.session.scalars(stmt.limit(50))
        return [(u.id, str(u)) for u in rows if any(o.aksi == "isi_kelompok" for o in workflow.moves(u, saya()))]

    def _ask(self, ids: list[int], drafts: list[tuple[int, str]], wrong: str | None, status: int) -> Any:
        context = {"ids": ids, "undangan": drafts, "galat": wrong, "kembali": self._own_list(), "model": self.model}
        return self.render("admin/ke_undangan.html", judul=JUDUL_KE_UNDANGAN, **context), status
