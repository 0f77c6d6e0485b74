"""`/sambung/`: how another phone joins: the QR of the address, and the fingerprint to compare its warning with."""

from __future__ import annotations

from typing import Any

from flask_admin import expose

from admin import lan
from admin.masuk import saya
from admin.page import PageView
from documents import qr
from models import setelan
from models.pengaturan import Pengaturan
from models.pesan import Ditolak
from models.waktu import lokal
from sop import workflow
from sop.access import Verb, may


class SambungView(PageView):
    """For the administrator, and for those at the desk who bring a colleague in."""

    name, url = "Sambungkan ponsel", "/sambung"

    @expose("/")
    def index(self) -> str:
        if not allowed():
            raise Ditolak("Halaman ini untuk administrator dan petugas meja pendaftaran.")
        dipakai = setelan.kini()
        url = dipakai.lan.split()
        context: dict[str, Any] = {"url": url, "publik": dipakai.public_url}
        target = url[0] if url else dipakai.public_url
        if target:
            context |= {"tujuan": f"{target}/meja/", "qr": qr.jejak(f"{target}/meja/")}
        if url:
            sidik, sampai = lan.baca(dipakai.var / "lan" / "sertifikat.pem")
            context |= {"sidik": sidik, "sampai": f"{lokal(sampai):%d-%m-%Y}"}
        return self.render("admin/sambung.html", **context)  # type: ignore[no-any-return]


def allowed() -> bool:
    actor = saya()
    return may(actor, Verb.UBAH, Pengaturan) or any(
        o.aksi == "tambah_hadirin" or o.aksi == "isi_daftar_hadir" for o in workflow.moves_of_kind("rapat", actor)
    )
