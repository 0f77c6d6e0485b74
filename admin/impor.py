"""Import on the screen: send a file, match its columns, look at the verdict on each row, agree."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, request
from flask_admin import expose

from admin import borang, keadaan, tampil, tinjau, unggah
from admin.bahasa import flash
from admin.masuk import saya
from admin.panel import PanelView
from bulk.daftar import acuan, saring
from bulk.impor import batas, salah, setuju, siap
from bulk.impor import tampil as isi_impor
from bulk.impor.bentuk import BENTUK, KOEFISIEN, bentuk, lajur
from bulk.impor.tata_letak import TANPA_ID
from documents import kata, tulisan
from models import baca, kolom
from models.base import db, kinds, slug
from models.impor import Impor, StatusImpor, Vonis
from models.operasi import Operasi, StatusOperasi
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError, TidakAda
from models.riwayat import json_nilai
from sop.access import Verb, explain, may

SEGARKAN = 2
BERJALAN = (StatusImpor.MEMBACA, StatusImpor.MEMERIKSA)
TERIMA = ".xlsx,.xls,.ods,.csv,.txt,.tsv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUKAN_MILIK = N_("Berkas ini hanya dapat diunduh oleh yang mengunggahnya.")


class ImporView(PanelView):
    """The register of imports; each is prepared, shown and applied on its own page."""

    list_template = "admin/impor_daftar.html"

    @expose("/mulai/", methods=("GET", "POST"))
    def start_view(self) -> Any:
        b = bentuk(request.args.get("kind", ""))
        if not siap.boleh(saya(), b):
            raise Ditolak(explain(saya(), Verb.BUAT, b.model) or "")
        whole = self._whole(b)
        if request.method == "GET":
            return self._start_page(b, None)
        file = request.files.get("berkas")
        if file is None or not file.filename:
            return self._start_page(b, Pesan("Pilih berkasnya dahulu."))
        data = file.stream.read(batas.BERKAS + 1)
        try:
            imp = siap.mulai(
                saya(), b.kind, unggah.clean_name(file.filename), data, request.form.get("sumber", ""), whole
            )
        except Keliru as error:
            return self._start_page(b, error.pesan)
        if imp.status is StatusImpor.GAGAL:
            return self._start_page(b, imp.galat)
        return redirect(self.url_of("details/", id=imp.id))

    def _whole(self, b: Any) -> int | None:
        """The Musrenbang or rapat that the list showed from which the import begins."""
        target = kinds().get(kolom.target_of(b.model.__table__.c[b.lingkup]) or "") if b.lingkup else None
        typed = request.args.get("lingkup", "")
        if target is None or not typed:
            return None
        found = acuan.fetch(target, saya(), baca.read_id(typed))
        if found is None or found.deleted_at is not None:
            raise TidakAda(baca.TIDAK_ADA)
        return found.id

    def _start_page(self, b: Any, wrong: str | None) -> Any:
        context = {
            "sasaran": b.model,
            "salah": wrong,
            "sumber": request.form.get("sumber", "")[:60],
            "dikenal": siap.sumber(b.kind),
            "terima": TERIMA,
            "mb": batas.BERKAS // 1024 // 1024,
            "baris": kata.bilangan(batas.BARIS),
            "kembali": f"/{slug(b.kind)}/" + (f"?{b.lingkup}={whole}" if (whole := self._whole(b)) else ""),
            "tujuan": self._aim(b, whole),
        }
        return self.render("admin/impor_mulai.html", **context), 400 if wrong else 200

    @staticmethod
    def _aim(b: Any, whole: int | None) -> tuple[str, str] | None:
        """(word, name) of the whole that the rows are for; the name is "" while it is still to be chosen."""
        if not b.lingkup:
            return None
        column, label = kolom.labelled(b.model)[b.lingkup]
        return label.teks, acuan.name(kolom.target_of(column) or "", whole) if whole else ""

    @expose("/details/")
    def details_view(self) -> Any:
        imp: Any = self.get_or_404(request.args.get("id"))
        op = db.session.get(Operasi, imp.operasi_id or 0)
        applying = imp.status is StatusImpor.MENERAPKAN and not setuju.menunggu(imp)
        if imp.status is StatusImpor.PEMETAAN:
            return self._map_page(imp, self._map_form(imp, None), imp.peta, None)
        if imp.status in BERJALAN or applying:
            idle = keadaan.idle_worker()
            page = make_response(self.render("admin/impor_jalan.html", **self._common(imp), op=op, idle=idle))
            page.headers["Refresh"] = str(SEGARKAN)
            return page
        if imp.status in (StatusImpor.GAGAL, StatusImpor.DIBATALKAN):
            return self.render("admin/impor_jalan.html", **self._common(imp), op=op)
        return self._preview_page(imp, op)

    def _common(self, imp: Impor) -> dict[str, Any]:
        target = kinds()[imp.kind_sasaran]
        return {
            "imp": imp,
            "sasaran": target,
            "status": (tulisan.word(imp.status), tampil.tone(imp.status)),
            "milik": imp.pengguna_id == saya().pengguna_id,
            "kembali": f"/{slug(imp.kind_sasaran)}/",
            "n": kata.bilangan,
        }

    # --- matching -----------------------------------------------------------------------------------------------------

    @expose("/petakan/", methods=("GET", "POST"))
    def map_view(self) -> Any:
        imp = self._own(request.args.get("id"))
        if not siap.dapat_dipetakan(imp):
            raise SopError(siap.TIDAK_DICOCOKKAN)
        if request.method == "GET":
            return self._map_page(imp, self._map_form(imp, None), imp.peta, None)
        form = self._map_form(imp, request.form)
        peta = {str(i): request.form.get(f"k{i}", "") for i in range(len(imp.judul_kolom))}
        if not form.validate():
            return self._map_page(imp, form, peta, None)
        try:
            siap.petakan(imp, saya(), peta, values_of(form), "kosongkan" in request.form)
        except Keliru as error:
            db.session.rollback()
            general = None if form.add_error(error.kolom, error.pesan) else error.pesan
            return self._map_page(self._own(request.args.get("id")), form, peta, general)
        return redirect(self.url_of("details/", id=imp.id))

    def _map_form(self, imp: Impor, sent: Any) -> borang.Borang:
        """What holds for every row: the whole that the rows belong to, and values that no column gives."""
        b = bentuk(imp.kind_sasaran)
        names = [x for x in (b.lingkup, *b.tetap) if x]
        known = kolom.labelled(b.model)
        cls = type("BorangImpor", (borang.Borang,), {x: borang.field_of(*known[x]) for x in names})
        form: borang.Borang = cls()
        start = dict(imp.bawaan)
        if b.lingkup == "musrenbang_id":
            start.setdefault("musrenbang_id", saring.newest_running())
        for field in form.isian():
            field.wajib = field.name == b.lingkup
            if hasattr(field, "prepare"):
                field.prepare(saya(), None, start.get(field.name))
        form.process(formdata=sent, data={k: kolom.from_json(known[k][0], v) for k, v in start.items() if k in names})
        return form

    def _map_page(self, imp: Impor, form: borang.Borang, peta: Any, wrong: str | None) -> Any:
        targets = [x for x in lajur(imp.kind_sasaran).values() if not x.pribadi or self._personal(imp)]
        taken = {v for v in peta.values() if v} | {f.name for f in form.isian() if f.data not in (None, "")}
        if KOEFISIEN in taken:
            taken.add("satuan")
        if {"opd_awal_id", "opd_pengampu_id"} & taken:
            taken.add("kelompok_sidang_id")  # follows from the OPD
        if imp.tata_letak == TANPA_ID:
            taken.add("wilayah_id")  # stands in the address
        context = {
            **self._common(imp),
            "kolom": isi_impor.kolom_berkas(imp),
            "peta": peta,
            "sasaran_kolom": [(x.nama, x.judul + (" *" if x.wajib else "")) for x in targets],
            "kurang": [x.judul for x in targets if x.wajib and x.nama not in taken],
            "borang": form,
            "galat": wrong,
            "kosongkan": "kosongkan" in request.form if request.method == "POST" else imp.kosongkan,
        }
        bad = wrong or form.salah
        return self.render("admin/impor_peta.html", **context), 400 if bad else 200

    @expose("/lembar/", methods=("POST",))
    def sheet_view(self) -> Any:
        imp = siap.pilih_lembar(self._own(request.args.get("id")), request.form.get("lembar", ""))
        return redirect(self.url_of("details/", id=imp.id))

    # --- preview ------------------------------------------------------------------------------------------------------

    def _preview_page(self, imp: Impor, op: Operasi | None) -> Any:
        chosen = self._chosen_tab(imp)
        last = isi_impor.halaman_terakhir(imp, chosen)
        typed = request.args.get("hal", "1")
        page = min(max(1, int(typed)), last) if typed.isdecimal() and len(typed) < 7 else 1
        tabs: list[tuple[str, str, int]] = [
            (str(v), tulisan.word(v), isi_impor.jumlah(imp, v)) for v in (Vonis.BARU, Vonis.BERUBAH, Vonis.SAMA)
        ]
        tabs += [("salah", Pesan("Salah"), imp.salah), ("semua", Pesan("Semua"), imp.jumlah)]
        context = {
            **self._common(imp),
            "op": op,
            "urung": tinjau.undo_offer(op) if op else None,
            "tab": tabs,
            "terpilih": str(chosen) if chosen else "semua",
            "judul": [lajur(imp.kind_sasaran)[imp.peta[str(i)]].judul for i in sorted(map(int, imp.peta))],
            "baris": isi_impor.halaman(imp, chosen, page, self._personal(imp)),
            "hal": page,
            "terakhir": last,
            "menunggu": setuju.menunggu(imp),
            "siap_terap": imp.baru + imp.ubah,
            "nada": {"baru": "selesai", "berubah": "jalan", "sama": "netral", "salah": "bahaya"},
        }
        return self.render("admin/impor_pratinjau.html", **context)

    def _chosen_tab(self, imp: Impor) -> Vonis | None:
        typed = request.args.get("vonis", "")
        if typed == "semua":
            return None
        if typed in {str(v) for v in Vonis}:
            return Vonis(typed)
        order = (Vonis.SALAH, Vonis.BERUBAH, Vonis.BARU, Vonis.SAMA)
        return next((v for v in order if isi_impor.jumlah(imp, v)), None)

    @expose("/terapkan/", methods=("POST",))
    def apply_view(self) -> Any:
        imp = self._own(request.args.get("id"))
        op = setuju.terapkan(imp, saya())
        if op.galat is None:
            done = Pesan("{judul}: selesai. Hasil tiap barisnya ada di bawah ini.", judul=op.judul)
            under_way = Pesan("{judul} sedang diterapkan; halaman ini menunjukkan kemajuannya.", judul=op.judul)
            flash(done if op.status is StatusOperasi.SELESAI else under_way, "baik")
        return redirect(self.url_of("details/", id=imp.id))

    @expose("/batal/", methods=("POST",))
    def cancel_view(self) -> Any:
        imp = self._own(request.args.get("id"))
        siap.batalkan(imp)
        flash("Impor dibatalkan. Tidak ada data yang berubah; berkasnya dapat dikirim lagi kapan saja.", "baik")
        return redirect(f"/{slug(imp.kind_sasaran)}/")

    @expose("/salah/")
    def wrong_rows_view(self) -> Response:
        """The wrong rows as a spreadsheet; what a person sent comes back to that person only."""
        imp = self._own(request.args.get("id"))
        name = imp.berkas_nama.rpartition(".")[0] or imp.berkas_nama
        return unggah.serve(f"{name} - baris salah.xlsx", XLSX, salah.tulis(imp), True)

    @expose("/file/<column>/")
    def file_view(self, column: str) -> Response:
        self._own(request.args.get("id"))
        return super().file_view(column)  # type: ignore[no-any-return]

    def _own(self, id_: str | None) -> Any:
        imp: Any = self.get_or_404(id_)
        if imp.pengguna_id != saya().pengguna_id:
            raise Ditolak(BUKAN_MILIK)
        return imp

    def _personal(self, imp: Impor) -> bool:
        return may(saya(), Verb.PRIBADI, kinds()[imp.kind_sasaran])

    def offers(self) -> list[tuple[str, str]]:
        """(address, word) of the kinds that this person may import."""
        return [
            (self.url_of("mulai/", kind=kind), b.model.JUDUL) for kind, b in BENTUK.items() if siap.boleh(saya(), b)
        ]


def values_of(form: borang.Borang) -> dict[str, Any]:
    """The values of the form as staging keeps them."""
    return {f.name: json_nilai(f.data) for f in form.isian() if f.data not in (None, "")}
