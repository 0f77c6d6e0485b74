"""The preview of a long text with headings and lists: read by the one function that papers and pages use."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify, request

from documents import uraian

blueprint = Blueprint("uraian", __name__, url_prefix="/uraian")
TERPANJANG = 20_000


@blueprint.route("/pratinjau/", methods=["POST"])
def preview() -> Response:
    """{"blok": […]} of the field `teks`, as `documents.uraian.blok` gives them. Nothing is stored."""
    return jsonify(blok=uraian.blok(request.form.get("teks", "")[:TERPANJANG]))


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
