"""The bulk edit on the screen: the fields with a way to change each; what would come of it shows admin/tinjau.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request
from flask_admin import expose
from sqlalchemy import Boolean, Column
from werkzeug.datastructures import MultiDict

from admin import borang, isian
from admin.from_labels import FromLabels
from admin.masuk import saya
from bulk import persetujuan, perubahan
from bulk.daftar import acuan
from bulk.perubahan import Cara, Perubahan
from bulk.pilihan import Pilihan
from documents import kata, tulisan
from models.base import Label, Panjang
from models.operasi import JenisOperasi
from models.pesan import N_, Ditolak, Keliru, Pesan
from sop.access import Verb

UBAH, PULIHKAN = "ubah", "pulihkan"
DITOLAK = N_("Anda tidak berwenang mengubah banyak data sekaligus pada {judul}.")
KOSONG = Pesan("Isi nilainya, atau pilih “Kosongkan”.")
ISI_SAJA = Pesan("Isi nilainya; isian ini tidak boleh kosong.")
CARI_KOSONG = "Tulis teks yang dicari."
BELUM = "Belum ada yang diubah: pilih cara pada sedikitnya satu isian."
TERPANJANG = 4000
TERLIHAT = 12


@dataclass
class IsianUbah:
    """One field of the page: the ways that it may be changed, the chosen one, and what was typed for it."""

    kunci: str
    judul: str
    cara: list[tuple[str, str]]
    isian: isian.Isian | None
    dipilih: str = ""
    cari: str = ""
    ganti: str = ""
    panjang: bool = False
    salah: list[str] = field(default_factory=list)


class EditManyRoutes(FromLabels):
    """The part of PanelView that edits and restores a selection."""

    @expose("/ubah/", methods=("POST",))
    def edit_many_view(self) -> Any:
        """First the fields and ways; with `lanjut` they are read, and the verdicts of all rows are shown."""
        if not self.switched_on(Verb.UBAH) or not perubahan.may_edit_many(saya(), self.model):
            raise Ditolak(DITOLAK, judul=self.model.JUDUL)
        sent = request.form if "lanjut" in request.form else None
        chosen: Pilihan = self._selection()  # type: ignore[attr-defined]
        choices, changes = read_choices(chosen, sent)
        wrong = [(p, text) for p in choices for text in p.salah]
        if sent is None or wrong or not changes:
            general = BELUM if sent is not None and not wrong else None
            return self._edit_many_page(choices, wrong, general), 200 if sent is None else 400
        perubahan.check(self.model, saya(), changes)
        title = f"Ubah {{n}} {tulisan.small(self.model.JUDUL)}"
        return self._review(JenisOperasi.UBAH, title, perubahan=perubahan.to_json(changes))

    def restore_many(self) -> Any:
        """The chosen deleted rows; their verdicts are shown first."""
        if not self.allowed(Verb.HAPUS):
            raise Ditolak(DITOLAK, judul=self.model.JUDUL)
        return self._review(JenisOperasi.PULIHKAN, f"Pulihkan {{n}} {tulisan.small(self.model.JUDUL)}")

    def _review(self, kind: JenisOperasi, title: str, **stored: Any) -> Any:
        chosen: Pilihan = self._selection()  # type: ignore[attr-defined]
        id_ = persetujuan.buat(
            kind,
            lambda id_: chosen.tulis(id_, saya(), berurut=True),
            saya(),
            judul=title,
            kind=self.model.__tablename__,
            kembali=self._own_list(),  # type: ignore[attr-defined]
            **stored,
        )
        return redirect(f"/operasi/tinjau/?id={id_}")

    def _edit_many_page(self, choices: list[IsianUbah], wrong: list[tuple[IsianUbah, str]], general: str | None) -> str:
        chosen: Pilihan = self._selection()  # type: ignore[attr-defined]
        examples = chosen.contoh(saya(), TERLIHAT)
        known = acuan.names(self.model.__tablename__, examples)
        html: str = self.render(  # type: ignore[attr-defined]
            "admin/ubah.html",
            model=self.model,
            isian=choices,
            salah=wrong,
            umum=general,
            pilihan=chosen,
            jumlah=chosen.jumlah(saya()),
            nama=[known[i] for i in examples if i in known],
            kembali=self._own_list(),  # type: ignore[attr-defined]
        )
        return html


# --- reading the page -------------------------------------------------------------------------------------------------


def read_choices(chosen: Pilihan, sent: MultiDict[str, str] | None) -> tuple[list[IsianUbah], list[Perubahan]]:
    """The fields of the page as typed, and the changes that they ask for; what is wrong stands beside its field."""
    columns = perubahan.columns(chosen.model, saya())
    form, signs = _form(columns, chosen, sent)
    choices: list[IsianUbah] = []
    changes: list[Perubahan] = []
    for key, (column, label) in columns.items():
        choice = _choice(key, column, label, form, sent)
        choices.append(choice)
        if sent is not None and choice.dipilih and (change := _change(choice, column, key in signs)):
            changes.append(change)
    return choices, changes


def _form(
    columns: dict[str, tuple[Column[Any], Label]], chosen: Pilihan, sent: MultiDict[str, str] | None
) -> tuple[Any, set[str]]:
    """The fields of the record's own form, none compulsory; a minus before a number that is added is kept apart."""
    fields = {f"nilai_{key}": made for key, (c, label) in columns.items() if (made := _field(c, label)) is not None}
    form: Any = type("BorangUbah", (borang.Borang,), fields)()
    references = [one for one in form.isian() if isinstance(one, isian.IsianAcuan)]
    bound = any(hasattr(one.model, "musrenbang_id") for one in references)
    own = chosen.musrenbang(saya()) if bound else ()  # what is of another Musrenbang would be refused row by row
    for one in references:
        one.prepare(saya(), own or None)
    if sent is None:
        return form, set()
    typed = MultiDict(sent)
    signs = set()
    for key in columns:
        text = typed.get(f"nilai_{key}", "").strip()
        if typed.get(f"cara_{key}") == Cara.TAMBAHKAN and text[:1] in "-−" and text:
            signs.add(key)
            typed[f"nilai_{key}"] = text[1:]
    form.process(formdata=typed)
    return form, signs


def _field(column: Column[Any], label: Label) -> Any:
    if Cara.ISI not in perubahan.ways(column):
        return None
    if isinstance(column.type, Boolean):
        words = [("ya", "Ya"), ("tidak", "Tidak")]
        return isian.IsianPilih(label=label.teks, bantuan="", pilihan=words, member=lambda text: text == "ya")
    made = borang.field_of(column, label)
    if made is not None:
        made.kwargs["wajib"] = False
    return made


def _choice(key: str, column: Column[Any], label: Label, form: Any, sent: MultiDict[str, str] | None) -> IsianUbah:
    words = {
        Cara.ISI: Pesan("Isi dengan"),
        Cara.KOSONGKAN: Pesan("Kosongkan"),
        Cara.TAMBAHKAN: Pesan("Tambah dengan") if perubahan.is_number(column) else Pesan("Sambung dengan"),
        Cara.GANTI: Pesan("Cari dan ganti"),
    }
    ways = perubahan.ways(column)
    made = form._fields.get(f"nilai_{key}")
    choice = IsianUbah(key, label.teks, [(c.value, words[c]) for c in ways], made)
    choice.panjang = isinstance(column.type, Panjang)
    if sent is not None:
        asked = sent.get(f"cara_{key}", "")
        if asked and asked not in {c.value for c in ways}:
            raise Keliru("Cara mengubah “{nama}” tidak dikenal.", nama=label.teks)
        choice.dipilih = asked
        choice.cari, choice.ganti = (_raw(sent.get(f"{part}_{key}", "")) for part in ("cari", "ganti"))
    return choice


def _raw(text: str) -> str:
    """A part of a text: its spaces count."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _change(choice: IsianUbah, column: Column[Any], minus: bool) -> Perubahan | None:
    cara = Cara(choice.dipilih)
    if cara is Cara.KOSONGKAN:
        return Perubahan(choice.kunci, cara)
    if cara is Cara.GANTI:
        if not choice.cari or max(len(choice.cari), len(choice.ganti)) > TERPANJANG:
            choice.salah.append(
                CARI_KOSONG
                if not choice.cari
                else Pesan("Paling panjang {terpanjang} huruf.", terpanjang=kata.bilangan(TERPANJANG))
            )
            return None
        return Perubahan(choice.kunci, cara, choice.ganti, choice.cari)
    made: Any = choice.isian
    made.validate(None)
    choice.salah += [str(error) for error in made.errors]
    if not choice.salah and made.data is None:
        offered = any(kode == Cara.KOSONGKAN.value for kode, _ in choice.cara)
        said = (KOSONG if offered else ISI_SAJA) if cara is Cara.ISI else Pesan("Tulis apa yang ditambahkan.")
        choice.salah.append(said)
    if choice.salah:
        return None
    value = -made.data if minus and perubahan.is_number(column) else f"-{made.data}" if minus else made.data
    if minus:
        made.typed = f"-{made.typed}"
    return Perubahan(choice.kunci, cara, value)
