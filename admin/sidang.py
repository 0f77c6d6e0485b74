"""Sidang kelompok mode: one usulan at a time in large letters, decided with a key, beside the pagu and the counts.

Several groups sit at once, each at its own address. A decision is a move like any other (`documents.issue.perform`),
made with the version that was on the screen: whoever comes second is told what was decided and overwrites nothing.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import jsonify, redirect, request
from flask_admin import expose

from admin import lembar_sidang
from admin import sidang_isi as isi
from admin.bahasa import flash
from admin.borang import Borang
from admin.masuk import saya
from admin.page import PageView
from admin.panel import PanelView
from admin.sidang_isi import PUTUSAN, Tempat
from bulk import urung_gerak
from bulk.daftar import acuan
from documents import kata, tulisan
from documents.issue import perform
from documents.naskah import usulan as kertas_usulan
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.pesan import Ditolak, Keliru, Pesan, SopError
from models.usulan import StatusUsulan, Usulan
from sop import antrean_sidang, pagu, workflow
from sop.access import Verb, explain
from sop.antrean_sidang import Rekap, Tampil

BERUBAH = Pesan("{kode} baru saja {apa} di layar lain ({siapa}). Keadaannya yang sekarang ditampilkan di sini.")


class SidangView(PageView):
    """`/sidang/`"""

    name, url = "Sidang kelompok", "/sidang"

    def is_accessible(self) -> bool:
        return explain(saya(), Verb.BACA, Usulan) is None

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        raise Ditolak("Peran Anda tidak memberi hak untuk membaca usulan.")

    @expose("/")
    def index(self) -> str:
        """The groups of a Musrenbang with what is left in each."""
        actor, case = saya(), isi.musrenbang(saya())
        context = {"m_ini": case, "pilihan": [(str(i), n) for i, n in acuan.choices(Musrenbang, actor) or []]}
        if case is None:
            return self.render("admin/sidang_pilih.html", **context)
        found = antrean_sidang.rekap(case.id)
        context["kelompok_sidang"] = [(k, r := found.get(k.id, Rekap()), isi.stretches(r)) for k in _groups()]
        context["lembar"] = {k.id for k, *_ in context["kelompok_sidang"] if lembar_sidang.offered(case, k, actor)}
        return self.render("admin/sidang_pilih.html", dimulai=antrean_sidang.dimulai(case), **context)

    # --- one usulan ---------------------------------------------------------------------------------------------------

    @expose("/<id>/")
    def layar(self, id: str) -> Any:
        t, actor = isi.place(id, saya()), saya()
        typed = request.args.get("q", "").replace("\0", "").strip()
        if typed:
            return self._jump(t, typed)
        if not request.args.get("usulan"):
            first = t.antrean.pertama()
            return self._page(t, isi.one(str(first), actor) if first else None)
        u = isi.one(request.args["usulan"], actor)
        if (u.kelompok_sidang_id, u.musrenbang_id) != (t.kelompok.id, t.musrenbang.id):
            return redirect(f"/sidang/{u.kelompok_sidang_id}/?musrenbang_id={u.musrenbang_id}&usulan={u.id}")
        seen = request.args.get("dilihat", "")
        return self._page(t, u, kabar=isi.changed(BERUBAH, u) if seen and seen != str(u.version) else "")

    def _jump(self, t: Tempat, typed: str) -> Any:
        hits = antrean_sidang.cari(t.musrenbang, t.kelompok.id, typed)
        if len(hits) == 1 and hits[0].kelompok_sidang_id == t.kelompok.id:
            return redirect(t.url(usulan=hits[0].id))
        here = request.args.get("dari", "")
        u = isi.one(here, saya()) if here else None
        groups = {k.id: k.nama for k in _groups()}
        found = [(x, groups.get(x.kelompok_sidang_id, ""), isi.status_of(x, decided=True)) for x in hits]
        return self._page(t, u, dicari=typed[:200], temuan=found)

    @expose("/<id>/putuskan/", methods=("POST",))
    def putuskan(self, id: str) -> Any:
        """One decision on the usulan that was on the screen; then the next one."""
        t, actor = isi.place(id, saya()), saya()
        u = isi.one(request.form.get("usulan"), actor)
        act, seen = request.form.get("aksi", ""), request.form.get("version", "")
        if act not in PUTUSAN:
            raise Keliru("Pilih salah satu putusan: terima, terima dengan perubahan, tunda, atau tolak.")
        if seen != str(u.version):
            return self._page(t, u, 409, galat=isi.changed(isi.BENTROK, u))
        offer = workflow.offered(u, act, actor)
        form = isi.form_for(u, offer, actor, request.form)
        sent = (act, request.form)
        try:
            isi.decide(u, offer, actor, form, request.form.get("catatan", ""), int(seen), perform)
        except SopError as error:
            db.session.rollback()
            u = isi.one(str(request.form.get("usulan")), actor)
            if seen != str(u.version):  # on PostgreSQL another may commit before the row is locked
                return self._page(t, u, 409, galat=isi.changed(isi.BENTROK, u))
            form.add_error(getattr(error, "kolom", None), error.pesan)
            return self._page(t, u, error.status, sent=sent, salah=form, galat=error.pesan)
        return redirect(t.url(usulan=t.antrean.berikut(u)))

    @expose("/<id>/tarik/", methods=("POST",))
    def tarik(self, id: str) -> Any:
        """The last decision taken back by whoever made it; the screen goes back to that usulan."""
        t, actor = isi.place(id, saya()), saya()
        u = isi.one(request.form.get("usulan"), actor)
        seen = request.form.get("version", "")
        if seen != str(u.version):
            return self._page(t, u, 409, galat=isi.changed(isi.BENTROK, u))
        try:
            said = urung_gerak.take_back(u, actor, int(seen))
            db.session.commit()
        except SopError as error:
            db.session.rollback()
            return self._page(t, isi.one(str(u.id), actor), error.status, galat=error.pesan)
        flash(said, "baik")
        return redirect(t.url(usulan=u.id))

    @expose("/<id>/lembar/", methods=("GET", "POST"))
    def lembar(self, id: str) -> Any:
        """The worksheet of this kelompok, keyed in in the order of its print."""
        return lembar_sidang.page(isi.place(id, saya()))

    def _page(
        self,
        t: Tempat,
        u: Usulan | None,
        status: int = 200,
        sent: tuple[str, Any] | None = None,
        salah: Borang | None = None,
        **more: Any,
    ) -> Any:
        actor, found = saya(), antrean_sidang.rekap(t.musrenbang.id, t.kelompok.id).get(t.kelompok.id, Rekap())
        context: dict[str, Any] = {
            "t": t,
            "u": u,
            "rekap": found,
            "jumlah": {
                Tampil.BELUM: found.belum.jumlah,
                Tampil.SUDAH: found.diputuskan.jumlah,
                Tampil.SEMUA: found.semua.jumlah,
            },
            "ruas": isi.stretches(found),
            "terakhir": isi.last_of_mine(t, actor),
            "dimulai": antrean_sidang.dimulai(t.musrenbang),
            "buka": sent[0] if sent else request.args.get("isi", ""),
            "tanda": _sign(t, u, found),
        }
        if u is not None:
            row = pagu.satu(t.musrenbang, u.opd_pengampu_id)
            buttons = isi.buttons(u, actor, sent, salah)
            context |= {
                "tombol": buttons,
                "halangan": next((b.alasan for b in buttons if b.alasan), None),
                "dapat": u.status in (StatusUsulan.DIVERIFIKASI, StatusUsulan.DIPUTUSKAN),
                "letak": t.antrean.letak(u),
                "sebelum": t.antrean.sebelum(u),
                "sesudah": t.antrean.sesudah(u),
                "pagu": row,
                "akan": isi.budget_after(u, row),
                "putusan": isi.decision_of(u),
                "status": isi.status_of(u),
                "tempat": isi.place_of(u),
                "asal": tulisan.word(u.asal),
                "volume": kertas_usulan.volume(u.volume, u.satuan),
                "opd": acuan.name("perangkat_daerah", u.opd_pengampu_id),
            }
        words = {"rupiah": isi.rupiah, "bilangan": kata.bilangan}
        return self.render("admin/sidang.html", **context, **words, **more), status

    @expose("/<id>/kabar/")
    def kabar(self, id: str) -> Any:
        """{"tanda"}: has anything on the screen changed? Asked every few seconds, so it answers 304 where it can."""
        t = isi.place(id, saya())
        u = isi.one(request.args["usulan"], saya()) if request.args.get("usulan") else None
        return _answer(_sign(t, u, antrean_sidang.rekap(t.musrenbang.id, t.kelompok.id).get(t.kelompok.id, Rekap())))

    # --- the result on the wall ---------------------------------------------------------------------------------------

    @expose("/hasil/")
    def hasil_semua(self) -> str:
        return self._result(isi.musrenbang(saya()), None)

    @expose("/<id>/hasil/")
    def hasil(self, id: str) -> str:
        t = isi.place(id, saya())
        return self._result(t.musrenbang, t.kelompok)

    @expose("/hasil/kabar/")
    def kabar_hasil(self) -> Any:
        """The same for the wall: of all groups, or of the one that `kelompok` names."""
        case, group = isi.musrenbang(saya()), request.args.get("kelompok", "")
        id_ = isi.place(group, saya()).kelompok.id if group else None
        return _answer(_signs(antrean_sidang.rekap(case.id, id_) if case else {}))

    def _result(self, case: Musrenbang | None, group: KelompokSidang | None) -> str:
        id_ = group.id if group else None
        found = antrean_sidang.rekap(case.id, id_) if case else {}
        groups = [group] if group else _groups()
        total = Rekap()
        for one in found.values():
            total = total.gabung(one)
        names = {k.id: k.nama for k in _groups()}
        newest = antrean_sidang.terakhir(case.id, id_) if case else []
        return self.render(
            "admin/sidang_hasil.html",
            m_ini=case,
            satu_kelompok=group,
            baris=[(k, r := found.get(k.id, Rekap()), isi.stretches(r)) for k in groups],
            total=total,
            ruas=isi.stretches(total),
            terakhir=[(u, isi.decision_of(u), names.get(u.kelompok_sidang_id, "")) for u in newest],
            tanda=_signs(found),
            rupiah=isi.rupiah,
            pendek=isi.short,
            bilangan=kata.bilangan,
        )  # type: ignore[no-any-return]


class KelompokSidangView(PanelView):
    """The details page of a group leads to its sidang."""

    details_template = "admin/kelompok_sidang.html"

    def details_extra(self, record: KelompokSidang) -> dict[str, Any]:
        case = isi.musrenbang(saya())
        found = antrean_sidang.rekap(case.id, record.id).get(record.id, Rekap()) if case else Rekap()
        return {"musrenbang_sidang": case, "rekap": found}


def rooms(case: Musrenbang) -> list[tuple[KelompokSidang, Rekap]]:
    """The groups with what is left in each, once their step is reached; for the start page and the Musrenbang."""
    if not antrean_sidang.dimulai(case):
        return []
    found = antrean_sidang.rekap(case.id)
    return [(k, found.get(k.id, Rekap())) for k in _groups()]


def _groups() -> list[KelompokSidang]:
    stmt = db.select(KelompokSidang).where(KelompokSidang.deleted_at.is_(None))
    return list(db.session.scalars(stmt.order_by(KelompokSidang.urutan, KelompokSidang.id)))


def _sign(t: Tempat, u: Usulan | None, found: Rekap) -> str:
    """Changes with whatever the screen shows: the counts, the usulan, and the pagu of its OPD (of all groups)."""
    row = pagu.satu(t.musrenbang, u.opd_pengampu_id) if u is not None else None
    return _digest(found.tanda, t.musrenbang.langkah_id, u and (u.id, u.version), row)


def _signs(found: dict[int, Rekap]) -> str:
    return _digest(*((id_, found[id_].tanda) for id_ in sorted(found)))


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _answer(sign: str) -> Any:
    answer = jsonify(tanda=sign)
    answer.set_etag(sign)
    return answer.make_conditional(request)
