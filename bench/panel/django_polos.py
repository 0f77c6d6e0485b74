"""Stock Django admin on the same tables: a ModelAdmin per table, an action that saves each row."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

from bench.panel import PER_HALAMAN


def _database(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.removeprefix("sqlite:///")}
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "HOST": host,
        "PORT": parts.port or "",
    }


def program(url: str) -> Any:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="ukur" * 12,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": _database(url)},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=False,
        LANGUAGE_CODE="id",
        STATIC_URL="/static/",
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DATA_UPLOAD_MAX_NUMBER_FIELDS=None,
        DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    )
    django.setup()
    _register()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User

    if not User.objects.filter(username="admin").exists():
        User.objects.create_superuser("admin", password="ukur")
    return get_wsgi_application()


urlpatterns: list[Any] = []


def _register() -> None:
    from django.contrib import admin
    from django.db import connection, models
    from django.http import HttpResponse
    from django.urls import path

    def named(nama: str, tabel: str) -> Any:
        meta = type("Meta", (), {"app_label": "admin", "db_table": tabel, "managed": False})
        isi = {"__module__": __name__, "Meta": meta, "nama": models.CharField(max_length=120)}
        return type(nama, (models.Model,), {**isi, "__str__": lambda self: self.nama})

    tempat, dinas, kelompok = (
        named("Wilayah", "wilayah"),
        named("Opd", "perangkat_daerah"),
        named("Kelompok", "kelompok_sidang"),
    )

    class Usulan(models.Model):
        kode = models.CharField(max_length=40)
        usulan = models.CharField(max_length=500)
        permasalahan = models.TextField()
        pengusul = models.CharField(max_length=200)
        asal = models.CharField(max_length=40)
        kelompok_sidang = models.ForeignKey(kelompok, models.PROTECT)
        wilayah = models.ForeignKey(tempat, models.PROTECT, related_name="+")
        kecamatan = models.ForeignKey(tempat, models.PROTECT, null=True, related_name="+")
        volume = models.DecimalField(max_digits=16, decimal_places=2)
        satuan = models.CharField(max_length=60)
        pagu_usulan = models.BigIntegerField()
        opd_pengampu = models.ForeignKey(dinas, models.PROTECT, null=True)
        status = models.CharField(max_length=40)
        pagu_disepakati = models.BigIntegerField(null=True)
        hasil = models.CharField(max_length=40, null=True)
        version = models.IntegerField()

        class Meta:
            app_label, db_table, managed = "admin", "usulan", False

        def __str__(self) -> str:
            return self.kode

    class Jejak(models.Model):
        usulan_id = models.IntegerField()
        pelaku = models.CharField(max_length=80)
        lama = models.CharField(max_length=40)
        baru = models.CharField(max_length=40)
        pada = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label, db_table, managed = "admin", "jejak_django", False

    kolom = ("usulan", "kode", "status", "hasil", "asal", "kelompok_sidang", "wilayah", "kecamatan", "volume",
             "satuan", "pagu_usulan", "opd_pengampu", "pagu_disepakati")  # fmt: skip

    @admin.register(Usulan)
    class UsulanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
        list_per_page = PER_HALAMAN
        list_display = kolom
        list_filter = ("kecamatan", "status")
        search_fields = ("kode", "usulan", "permasalahan", "pengusul")
        fields = ("kode", "usulan", "permasalahan", "pengusul", "asal", "kelompok_sidang", "wilayah", "volume",
                  "satuan", "pagu_usulan", "opd_pengampu")  # fmt: skip
        actions = ("pindah",)

        @admin.action(description="Nyatakan lengkap")
        def pindah(self, request: Any, queryset: Any) -> None:
            from django.db import transaction

            with transaction.atomic():
                for u in queryset:
                    Jejak.objects.create(usulan_id=u.pk, pelaku="admin", lama=u.status, baru="diverifikasi")
                    u.status, u.version = "diverifikasi", u.version + 1
                    u.save()

    def ekspor(request: Any) -> Any:
        answer = HttpResponse(content_type="text/csv")
        writer = csv.writer(answer)
        writer.writerow(kolom)
        for u in Usulan.objects.select_related("kelompok_sidang", "wilayah", "kecamatan", "opd_pengampu"):
            writer.writerow([getattr(u, k) for k in kolom])
        return answer

    with connection.schema_editor() as editor:
        if "jejak_django" not in connection.introspection.table_names():
            editor.create_model(Jejak)
    urlpatterns[:] = [path("ekspor.csv", admin.site.admin_view(ekspor)), path("admin/", admin.site.urls)]
