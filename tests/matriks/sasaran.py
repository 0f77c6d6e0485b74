"""The rows that the matrix asks about: of every kind one within everybody's bounds, one of another Musrenbang or
kelompok, one that its state locks and one that is deleted; with canaries in them that nobody else may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON
from sqlalchemy import Enum as SaEnum

from models import setelan
from models.base import Record, Rupiah, UTCDateTime, db, kinds, label_of
from models.dokumen import Dokumen
from models.impor import Impor
from models.kelompok_sidang import KelompokSidang
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.rapat import DaftarHadir
from models.sop import Langkah
from models.undangan import PenerimaUndangan
from models.usulan import StatusUsulan
from models.waktu import sekarang
from tests import dunia
from tests.matriks.harapan import KUNCI, SATU_MUSRENBANG

KENARI = "KNR"  # every canary begins with it
TERIKAT = "tim_terikat"  # Tim Musrenbang that is bound to the one of 2027


@dataclass
class Sasaran:
    """Ids by kind and scope, and the words that only some may read: canary → the letters of who may."""

    id: dict[tuple[str, str], int] = field(default_factory=dict)
    versi: dict[tuple[str, str], int] = field(default_factory=dict)
    kenari: dict[str, str] = field(default_factory=dict)


def bangun() -> Sasaran:
    """Within an app context, on a seeded database."""
    kini = setelan.kini()
    hasil = Sasaran()
    _terikat()
    pagi, siang = dunia.PAGI, dunia.SIANG
    for n, lingkup in enumerate(("milik", "lain", "kunci", "hapus")):
        dunia.PAGI, dunia.SIANG = pagi + timedelta(days=n), siang + timedelta(days=n)  # a room is taken once
        _tahun(hasil, lingkup, 2027 + n)
    dunia.PAGI, dunia.SIANG = pagi, siang
    setelan.pasang(kini)  # the examples that are sent by e-mail leave the demonstration
    _pekerjaan(hasil)
    _kunci(hasil)
    _kenari_pribadi(hasil)
    for (kind, lingkup), id_ in hasil.id.items():
        if lingkup == "hapus":
            _tulis(kind, id_, deleted_at=sekarang())
    db.session.commit()
    for (kind, lingkup), id_ in hasil.id.items():
        hasil.versi[kind, lingkup] = db.session.scalar(db.select(kinds()[kind].version).where(kinds()[kind].id == id_))
    return hasil


def _terikat() -> None:
    """One account more than the eight: what bounds a role is asked with it."""
    contoh = db.session.execute(db.select(Pengguna).filter_by(nama_pengguna="tim_musrenbang")).scalar_one()
    akun = Pengguna(nama_pengguna=TERIKAT, nama="Tim terikat (Demo)", sandi=contoh.sandi, sandi_diganti_pada=sekarang())
    dunia.simpan(akun)
    dunia.simpan(PeranPengguna(pengguna_id=akun.id, peran=Peran.TIM_MUSRENBANG))


def _tahun(hasil: Sasaran, lingkup: str, tahun: int) -> None:
    """One record of every kind that has an example, of its own Musrenbang; of its parts the first."""
    m = dunia.di_ujung(tahun)
    hasil.id["musrenbang", lingkup] = m.id
    if lingkup == "milik":
        akun = db.session.scalar(db.select(Pengguna.id).filter_by(nama_pengguna=TERIKAT))
        db.session.execute(db.update(PeranPengguna).filter_by(pengguna_id=akun).values(musrenbang_id=m.id))
    sebelum = {kind: _terakhir(model) for kind, model in kinds().items()}
    for kind, buat in dunia.CONTOH.items():
        if kind not in SUDAH:
            hasil.id[kind, lingkup] = buat(m).id
    for kind, model in kinds().items():
        if (kind, lingkup) not in hasil.id and (akhir := _terakhir(model)) > sebelum[kind]:
            hasil.id[kind, lingkup] = akhir
    for kind, model in kinds().items():
        milik = "musrenbang_id" in model.__table__.c or kind in (*SATU_MUSRENBANG, "tanda_tangan_elektronik")
        if (kind, lingkup) in hasil.id or kind in ("operasi", "impor", "pengguna", "peran_pengguna", "berkas"):
            continue
        rows = db.session.scalars(db.select(model.id).where(model.deleted_at.is_(None)).order_by(model.id)).all()
        if lingkup == "milik" and rows and not milik:  # reference data: what is there
            hasil.id[kind, lingkup] = rows[0]
        elif milik or (not rows and lingkup == "milik"):
            hasil.id[kind, lingkup] = _seadanya(model, m.id, hasil, lingkup)
        elif kind in REFERENSI and lingkup == "hapus":
            hasil.id[kind, lingkup] = rows[-1]
    db.session.commit()
    if lingkup in ("milik", "lain"):
        enam = db.session.scalars(db.select(Langkah.id).filter_by(urutan=6).order_by(Langkah.id)).first()
        _tulis("pelaksanaan_langkah", hasil.id["pelaksanaan_langkah", lingkup], langkah_id=enam)
        _tulis("wakil_sidang", hasil.id["wakil_sidang", lingkup], ditandatangani_pada=None)
        kepala = dunia.pejabat("kepala_badan") if lingkup == "milik" else None
        _tulis("dokumen", hasil.id["dokumen", lingkup], penandatangan_id=kepala)
        kertas = db.session.get_one(Dokumen, hasil.id["dokumen", lingkup]).berkas_id
        tanda = {"dokumen_id": hasil.id["dokumen", lingkup], "berkas_id": kertas}
        _tulis("tanda_tangan_elektronik", hasil.id["tanda_tangan_elektronik", lingkup], **tanda)


def _seadanya(model: type[Record], musrenbang_id: int, hasil: Sasaran, lingkup: str) -> int:
    """A row that holds just what the database demands; written past the rules."""
    nilai: dict[str, Any] = {"musrenbang_id": musrenbang_id} if "musrenbang_id" in model.__table__.c else {}
    for kolom in model.__table__.c:
        if kolom.nullable or kolom.primary_key or kolom.default is not None or kolom.name in nilai:
            continue
        nilai[kolom.name] = _nilai(kolom, hasil, lingkup)
    return int(db.session.scalar(db.insert(model.__table__).values(**nilai).returning(model.id)) or 0)


def _nilai(kolom: Any, hasil: Sasaran, lingkup: str) -> Any:
    if kolom.foreign_keys:
        (fk,) = kolom.foreign_keys
        sasaran = kinds().get(fk.column.table.name)
        kind = fk.column.table.name
        return hasil.id.get((kind, lingkup)) or db.session.scalar(db.select(sasaran.id).order_by(sasaran.id.desc()))
    if isinstance(kolom.type, SaEnum):
        return next(iter(kolom.type.enum_class))
    if isinstance(kolom.type, UTCDateTime):
        return dunia.PAGI
    if isinstance(kolom.type, Rupiah):
        return 1
    dengan: dict[type, Any] = {str: f"Uji {lingkup}", int: 1, date: dunia.HARI, bool: False}
    return {} if isinstance(kolom.type, JSON) else dengan.get(kolom.type.python_type, dengan[str])


# Made already, with another example, or of no Musrenbang.
SUDAH = ("musrenbang", "sop_revisi", "operasi", "wakil_sidang", "berita_acara", "daftar_hadir",
         "surat_masuk")  # fmt: skip


REFERENSI = ("perangkat_daerah", "kode_klasifikasi", "alasan_penolakan", "prioritas", "ruang")


def _terakhir(model: type[Record]) -> int:
    return int(db.session.scalar(db.select(db.func.max(model.id))) or 0)


def _tulis(kind: str, id_: int, **nilai: Any) -> None:
    """Past the rules and the diary: this is the stage, not the play."""
    db.session.execute(db.update(kinds()[kind].__table__).where(kinds()[kind].id == id_).values(**nilai))


def _pekerjaan(hasil: Sasaran) -> None:
    """Work in the queue and imports: of the Tim, of the secretariat; what they are called is their own."""
    for lingkup, nama, huruf in (("milik", "tim_musrenbang", "TP"), ("lain", "sekretariat", "KP")):
        pemilik = dunia.aktor(nama).pengguna_id
        kata = f"{KENARI}-PEKERJAAN-{lingkup.upper()}"
        op = Operasi(jenis=JenisOperasi.GERAK, judul=kata, pengguna_id=pemilik, kind_sasaran="usulan", aksi="ajukan")
        op.status = StatusOperasi.SELESAI
        berkas = f"{KENARI}-IMPOR-{lingkup.upper()}.csv"
        imp = Impor(kind_sasaran="usulan", berkas_nama=berkas, sumber_data="uji", pengguna_id=pemilik, sha256="0" * 64)
        dunia.simpan(op, imp)
        hasil.id["operasi", lingkup], hasil.id["impor", lingkup] = op.id, imp.id
        hasil.kenari |= {kata: huruf, berkas: huruf}
    akun = f"{KENARI.lower()}-akun"
    row = dunia.simpan(Pengguna(nama_pengguna=akun, nama="Pegawai (Demo)", sandi="x", sandi_diganti_pada=sekarang()))
    hasil.id["pengguna", "milik"] = row.id
    hasil.id["peran_pengguna", "milik"] = dunia.simpan(PeranPengguna(pengguna_id=row.id, peran=Peran.PENGAWAS)).id
    hasil.kenari[akun] = "AP"


def _kunci(hasil: Sasaran) -> None:
    for kind, status in KUNCI.items():
        if (kind, "kunci") in hasil.id:
            _tulis(kind, hasil.id[kind, "kunci"], status=kinds()[kind].__table__.c.status.type.enum_class(status))
    undangan, tamu = hasil.id["undangan", "kunci"], hasil.id["daftar_hadir", "kunci"]
    penerima = db.select(PenerimaUndangan.id).filter_by(undangan_id=undangan).order_by(PenerimaUndangan.id)
    hasil.id["penerima_undangan", "kunci"] = db.session.scalars(penerima).first()
    rapat = db.session.scalar(db.select(DaftarHadir.rapat_id).where(DaftarHadir.id == tamu))
    _tulis("rapat", rapat, hadir_ditutup_pada=sekarang())
    # A usulan of a kelompok that the head of Infrastruktur does not have, and one that he has.
    milik = next(iter(dunia.aktor("kepala_bidang_ik").tugas)).kelompok_ids
    lain = db.select(KelompokSidang.id).where(KelompokSidang.id.not_in(milik)).order_by(KelompokSidang.id.desc())
    asing = db.session.scalars(lain).first()  # the last: no usulan waits in the first, whose screens are asked
    _tulis("usulan", hasil.id["usulan", "milik"], kelompok_sidang_id=min(milik), status=StatusUsulan.DIVERIFIKASI)
    _tulis("usulan", hasil.id["usulan", "lain"], kelompok_sidang_id=asing)


def _kenari_pribadi(hasil: Sasaran) -> None:
    """In every personal column of every row; read by those who work with personal data."""
    for (kind, lingkup), id_ in hasil.id.items():
        for kolom in kinds()[kind].__table__.c:
            if (label := label_of(kolom)) and label.pribadi:
                kata = f"{KENARI}-{kind}-{kolom.name}-{lingkup}"[:40]
                _tulis(kind, id_, **{kolom.name: kata})
                hasil.kenari[kata] = "TKS"
