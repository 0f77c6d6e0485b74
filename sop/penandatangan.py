"""Can the signer that a paper names sign it? Where he cannot he is named, not refused: the office decides who signs."""

from __future__ import annotations

from models.base import db
from models.naskah import Naskah, StatusNaskah
from models.pejabat import Pejabat
from models.pengguna import Pengguna
from models.peran import Peran
from models.pesan import Pesan, rangkai
from models.waktu import hari_ini
from sop.access import actor_of
from sop.lifecycle import Gerak, gerak_dari


def tidak_dapat(naskah: Naskah) -> Pesan | str | None:
    """Why no account can sign for the named signer today, and what to do; None where one can.

    It is what sop/workflow.py asks of whoever presses: an account that stands for the pejabat and holds a role of the
    move; on paper a pejabat who holds it himself, or anybody in office where the move says `luar`.
    """
    gerak = next((g for g in gerak_dari(naskah.kind) if g.aksi == "tanda_tangani" and g.bila(naskah)), None)
    pejabat = naskah.penandatangan
    if gerak is None or pejabat is None:
        return None
    akun = db.session.scalars(db.select(Pengguna).filter_by(pejabat_id=pejabat.id, aktif=True, deleted_at=None)).all()
    if any(_memegang(satu, gerak, naskah.musrenbang_id) for satu in akun):
        return None
    return rangkai(" ", (_sebab(pejabat, gerak, bool(akun)), _saran(naskah, pejabat, gerak)))


def _memegang(akun: Pengguna, gerak: Gerak, musrenbang_id: int) -> bool:
    return any(t.peran in gerak.peran and t.musrenbang_id in (None, musrenbang_id) for t in actor_of(akun).tugas)


def _peran(gerak: Gerak) -> str:
    return rangkai(Pesan(" atau "), [p.judul for p in Peran if p in gerak.peran])


def _sebab(pejabat: Pejabat, gerak: Gerak, berakun: bool) -> Pesan:
    if not berakun:
        return Pesan(
            "Belum ada akun aktif yang terhubung dengan {nama}, jadi ia tidak dapat menandatangani di panel.",
            nama=pejabat.nama,
        )
    return Pesan(
        "Akun {nama} tidak memegang peran {peran}, jadi ia tidak dapat menandatangani di panel.",
        nama=pejabat.nama,
        peran=_peran(gerak),
    )


def _saran(naskah: Naskah, pejabat: Pejabat, gerak: Gerak) -> Pesan:
    menjabat = not pejabat.deleted_at and pejabat.menjabat(hari_ini())
    if menjabat and gerak.luar:
        return Pesan("Tanda tangani di kertas, lalu catat di sini dengan pindaiannya.")
    if menjabat and pejabat.peran in gerak.peran:
        return Pesan(
            "Minta administrator membetulkan akunnya, atau tanda tangani di kertas, lalu catat di sini dengan "
            "pindaiannya."
        )
    if naskah.status is StatusNaskah.DRAF:
        return Pesan(
            "Di kertas pun tidak, sebab ia bukan {peran} yang sedang menjabat. Pilih penanda tangan lain.",
            peran=_peran(gerak),
        )
    return Pesan(
        "Di kertas pun tidak, sebab ia bukan {peran} yang sedang menjabat. Minta {peran} mengembalikannya, lalu pilih "
        "penanda tangan lain.",
        peran=_peran(gerak),
    )
