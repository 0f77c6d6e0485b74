"""Every kind of record leaves in both forms, with every column that people may see, whatever sorts they are of."""

from __future__ import annotations

import csv as baca_csv
import io
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy.exc import IntegrityError

from bulk.ekspor import csv, isi, lajur, xlsx
from models import kolom
from models.base import db, kinds
from sop.access import Verb, may
from tests import dunia


def test_every_kind_leaves_with_all_its_columns(session: Any) -> None:
    m, terisi = dunia.di_ujung(), 0
    for kind, contoh in dunia.CONTOH.items():
        if db.session.scalar(db.select(db.func.count()).select_from(kinds()[kind])) == 0:
            try:
                contoh(m)
            except IntegrityError:  # an example of another kind has brought this one along
                db.session.rollback()
    for kind, model in kinds().items():
        actor = next(a for a in map(dunia.aktor, dunia.ORANG) if may(a, Verb.BACA, model))
        chosen = lajur.choose(model, actor, [], True, personal=True)
        personal = may(actor, Verb.PRIBADI, model)
        assert len(chosen) == 3 + sum(personal or not x.pribadi for _, x in kolom.labelled(model).values())
        ids = isi.numbers(model, actor, {"musrenbang_id": "semua"} if "musrenbang_id" in kolom.labelled(model) else {})
        teks = b"".join(csv.write(chosen, isi.columns(model, actor, ids, chosen))).decode("utf-8-sig")
        data = b"".join(xlsx.write(model.JUDUL, chosen, isi.columns(model, actor, ids, chosen)))
        tabel = list(baca_csv.reader(io.StringIO(teks, newline=""), delimiter=";"))
        lembar = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert len(tabel) == len(lembar) == len(ids) + 1, kind
        assert tabel[0] == lembar[0] == [x.judul for x in chosen], kind
        for satu, lain in zip(tabel[1:], lembar[1:], strict=True):
            assert [bool(x) for x in satu] == [x not in ("", None) for x in lain], kind  # filled here, filled there
        terisi += bool(ids)
    assert terisi > 30
