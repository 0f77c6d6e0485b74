"""Accounts: an administrator sees where one is signed in, ends its sessions, hands over a link to a new password.

What opens the way into an account, or gives it rights, asks the administrator to prove that it is he: a screen that was
left open is not enough. Taking away (deleting, the end of sessions) is never held up.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask_admin import expose
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from admin import borang, kata_sandi, konfirmasi, sesi, ubah
from admin.bahasa import flash
from admin.masuk import saya
from admin.panel import PanelView
from models import faktor, riwayat
from models.base import db
from models.pesan import Ditolak, Keliru, Pesan, SopError
from models.sesi import Sesi
from sop.access import Verb, may

KOSONG = Pesan("Ketik kata sandi Anda: akun dan peran hanya diberikan oleh administrator sendiri.")
SALAH = Pesan("Kata sandi atau kode Anda tidak cocok. Belum ada yang berubah.")
SATU_SATU = Pesan("Akun dan peran dipulihkan satu per satu, dari halamannya.")


class HakView(PanelView):
    """An account or one of its roles: what gives rights, or gives them back."""

    form_template = "admin/borang_akun.html"
    details_template = "admin/rincian_hak.html"

    def unproven(self) -> Pesan | None:
        return konfirmasi.prove(KOSONG, SALAH)

    def form_extra(self, record: Any) -> dict[str, Any]:
        return {"konfirmasi": not konfirmasi.fresh()}

    def details_extra(self, record: Any) -> dict[str, Any]:
        return {"konfirmasi": not konfirmasi.fresh()}

    def grid_offered(self) -> bool:
        return False  # a sheet of cells asks nobody who sits before it

    def bulk_offers(self, deleted: bool = False) -> list[tuple[str, str]]:
        return [] if deleted else super().bulk_offers()

    def restore_many(self) -> Any:
        if not may(saya(), Verb.HAPUS, self.model):
            raise Ditolak(ubah.DITOLAK, judul=self.model.JUDUL)
        raise SopError(SATU_SATU)

    def create_model(self, form: borang.Borang) -> Any:
        return self._proved() and super().create_model(form)

    def update_model(self, form: borang.Borang, model: Any) -> Any:
        if not self._proved():
            return False
        if self._is_stale(form, model):  # saved by another while the password was looked at
            db.session.rollback()
            return not self.handle_view_exception(StaleDataError())
        return super().update_model(form, model)

    def _proved(self) -> bool:
        """Asked before the form is filled in: what is proved is committed."""
        wrong = self.unproven()
        return not (wrong and self.handle_view_exception(Keliru(wrong)))


class PenggunaView(HakView):
    details_template = "admin/pengguna.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        """Where and when somebody is at work is for whoever must end it, and for the supervision."""
        extra = super().details_extra(record)
        if not may(saya(), Verb.BACA, record):
            return extra
        return {
            **extra,
            "perangkat": sesi.devices(record.id, current_user.token),
            "percobaan": sesi.history(record.id, 10),
            "sendiri": record.id == saya().pengguna_id,
        }

    @expose("/keluarkan/", methods=("POST",))
    def end_sessions(self) -> Any:
        """End all sessions of an account: a device was lost, a person has left."""
        record: Any = self.get_for(Verb.UBAH, request.form.get("id"))
        ended = sesi.revoke(Sesi.pengguna_id == record.id)
        if ended:
            _note(record, "akhiri_sesi")
        db.session.commit()
        flash(Pesan("{n} sesi {nama} diakhiri.", n=ended, nama=record.nama), "baik" if ended else "biasa")
        return redirect(self.url_of("details/", id=record.id))

    @expose("/tautan/", methods=("POST",))
    def give_link(self) -> Any:
        """A link to choose a new password, shown once to be handed over."""
        record: Any = self._of_another(request.form.get("id"))
        if wrong := self.unproven():
            return self._refused(record, wrong)
        link, until = kata_sandi.give_link(record)
        _note(record, "beri_tautan_sandi")
        db.session.commit()
        return self.render("admin/sandi_tautan.html", record=record, tautan=link, sampai=until)

    @expose("/faktor/", methods=("POST",))
    def reset_factor(self) -> Any:
        """The phone is lost and so are the codes on paper: the account is without a second factor again."""
        record: Any = self._of_another(request.form.get("id"))
        if wrong := self.unproven():
            return self._refused(record, wrong)
        faktor.hapus_semua(db.session, record)
        sesi.revoke(Sesi.pengguna_id == record.id)
        _note(record, "setel_ulang_faktor")
        db.session.commit()
        flash("Faktor kedua disetel ulang dan semua sesi akun ini diakhiri.", "baik")
        return redirect(self.url_of("details/", id=record.id))

    def _refused(self, record: Any, wrong: Pesan) -> Any:
        """Not done: the page as it was, with the sentence. The proof has ended the transaction, so it is read again."""
        return self._show_details(self.get_for(Verb.UBAH, record.id), galat=wrong), 400

    def _of_another(self, id: Any) -> Any:
        """One's own password and second factor are changed where both are asked for first."""
        record = self.get_for(Verb.UBAH, id)
        if record.id == saya().pengguna_id:
            raise SopError("Kata sandi dan faktor kedua Anda sendiri diubah pada Akun saya.")
        return record


def _note(record: Any, act: str) -> None:
    """Into the diary: what was done to an account changes no column that people see."""
    riwayat.catatan(db.session, record, act)
    riwayat.pastikan(db.session, record)
