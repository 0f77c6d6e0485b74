"""The start page: how far the running Musrenbang is, what waits for me, and what has to be known."""

from __future__ import annotations

from typing import Any

from flask_admin import expose

from admin import alir, gerak, keadaan, kejadian, kurang, musrenbang, sidang, tugas
from admin.masuk import saya
from admin.page import PageView
from bulk.daftar import acuan, saring
from documents import kata, tulisan
from models.musrenbang import Musrenbang
from models.waktu import hari_ini
from sop.belonging import under_way
from sop.peringatan import peringatan


class Beranda(PageView):
    """`/`"""

    name, url = "Beranda", "/"
    endpoint = "beranda"

    def __init__(self) -> None:
        super().__init__(static_url_path="/static/admin")

    @expose("/")
    def index(self) -> str:
        actor = saya()
        under_way()
        id_ = saring.newest_running()
        case = acuan.fetch(Musrenbang, actor, id_) if id_ else None
        context: dict[str, Any] = {
            "kasus": case,
            "tanpa_peran": not actor.tugas,
            "hari": kata.hari_tanggal(hari_ini()),
            "bahaya": keadaan.bahaya(),
        }
        if isinstance(case, Musrenbang):
            steps = musrenbang.steps(case, papers=False)
            context |= {
                "bagan": alir.swimlane(case, steps) if steps else None,
                "sekarang": next((step for step in steps if step.kini), None),
                "jumlah_langkah": len(steps),
                "kini": musrenbang.current(case, actor),
                "kurang": kurang.missing(case, actor),
                "peringatan": peringatan(case),
                "serentak": musrenbang.together(case, actor),
                "status": tulisan.word(case.status),
                "ruang_sidang": sidang.rooms(case),
                "kasus_sidang": case,
                "gerak": [b for b in gerak.offers(case, actor) if b.gaya == "utama"],
                "tenggat": kejadian.deadlines(case, steps),
                "kejadian": kejadian.events(actor, case),
            }
        groups = tugas.tasks(actor, id_)
        mine = tugas.oldest(groups)
        if isinstance(case, Musrenbang) and not context["serentak"]:
            mine = [*tugas.of_steps(case, actor), *mine]
        return self.render("admin/beranda.html", tugas=groups, butir=mine, **context)
