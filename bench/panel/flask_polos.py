"""Stock Flask-Admin on the same tables, as its documentation shows it: a ModelView a table, an action that loops."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Flask, redirect
from flask_admin import Admin
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Integer, Numeric, String, Text
from sqlalchemy.orm import relationship

from bench.panel import PER_HALAMAN

db = SQLAlchemy()


class Wilayah(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "wilayah"
    id = Column(Integer, primary_key=True)
    nama = Column(String(80))

    def __str__(self) -> str:
        return str(self.nama)


class PerangkatDaerah(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "perangkat_daerah"
    id = Column(Integer, primary_key=True)
    nama = Column(String(120))

    def __str__(self) -> str:
        return str(self.nama)


class KelompokSidang(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "kelompok_sidang"
    id = Column(Integer, primary_key=True)
    nama = Column(String(80))

    def __str__(self) -> str:
        return str(self.nama)


class Usulan(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "usulan"
    id = Column(Integer, primary_key=True)
    kode = Column(String(40), nullable=False)
    usulan = Column(String(500), nullable=False)
    permasalahan = Column(Text, nullable=False)
    pengusul = Column(String(200), nullable=False)
    asal = Column(String(40), nullable=False)
    kelompok_sidang_id = Column(ForeignKey("kelompok_sidang.id"), nullable=False)
    wilayah_id = Column(ForeignKey("wilayah.id"), nullable=False)
    kecamatan_id = Column(ForeignKey("wilayah.id"))
    volume = Column(Numeric(16, 2), nullable=False)
    satuan = Column(String(60), nullable=False)
    pagu_usulan = Column(BigInteger, nullable=False)
    opd_pengampu_id = Column(ForeignKey("perangkat_daerah.id"))
    status = Column(String(40), nullable=False)
    pagu_disepakati = Column(BigInteger)
    hasil = Column(String(40))
    version = Column(Integer, nullable=False)
    updated_at = Column(DateTime, nullable=False)
    # Joined: the CSV of this release is written after the session has gone.
    kelompok_sidang = relationship(KelompokSidang, lazy="joined")
    wilayah = relationship(Wilayah, foreign_keys=[wilayah_id], lazy="joined")
    kecamatan = relationship(Wilayah, foreign_keys=[kecamatan_id], lazy="joined")
    opd_pengampu = relationship(PerangkatDaerah, lazy="joined")

    def __str__(self) -> str:
        return str(self.kode)


class JejakPolos(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "jejak_flask"
    id = Column(Integer, primary_key=True)
    usulan_id = Column(Integer, nullable=False)
    pelaku = Column(String(80), nullable=False)
    lama = Column(String(40))
    baru = Column(String(40))
    pada = Column(DateTime, nullable=False)


class Orang(UserMixin):  # type: ignore[misc]
    id = 1


class Terjaga(ModelView):  # type: ignore[misc]
    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)


class UsulanPolos(Terjaga):
    page_size = PER_HALAMAN
    can_export = True
    export_types = ["csv", "xlsx"]
    column_list = ("usulan", "kode", "status", "hasil", "asal", "kelompok_sidang", "wilayah", "kecamatan", "volume",
                   "satuan", "pagu_usulan", "opd_pengampu", "pagu_disepakati")  # fmt: skip
    column_sortable_list = ("kode", "pagu_usulan", "status")
    column_searchable_list = ("kode", "usulan", "permasalahan", "pengusul")
    column_filters = ("kecamatan.nama", "status")
    form_columns = ("kode", "usulan", "permasalahan", "pengusul", "asal", "kelompok_sidang", "wilayah", "volume",
                    "satuan", "pagu_usulan", "opd_pengampu")  # fmt: skip

    @action("pindah", "Nyatakan lengkap", "Yakin?")
    def pindah(self, ids: list[str]) -> None:
        pada = dt.datetime.now()
        for u in Usulan.query.filter(Usulan.id.in_([int(i) for i in ids])).all():
            db.session.add(JejakPolos(usulan_id=u.id, pelaku="admin", lama=u.status, baru="diverifikasi", pada=pada))
            u.status, u.updated_at, u.version = "diverifikasi", pada, u.version + 1
        db.session.commit()


def program(url: str) -> Any:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="ukur", SQLALCHEMY_DATABASE_URI=url)
    db.init_app(app)
    Babel(app)
    penjaga = LoginManager(app)
    penjaga.user_loader(lambda _id: Orang())

    @app.post("/login")
    def login() -> Any:
        login_user(Orang())
        return redirect("/admin/")

    admin = Admin(app, name="Musrenbang")
    admin.add_view(UsulanPolos(Usulan, db, endpoint="usulan", name="Usulan"))
    for model in (Wilayah, PerangkatDaerah, KelompokSidang):
        admin.add_view(Terjaga(model, db, endpoint=model.__tablename__))
    with app.app_context():
        JejakPolos.__table__.create(db.engine, checkfirst=True)
    return app
