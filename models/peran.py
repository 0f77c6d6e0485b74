"""The roles: the SOP's five, and the three that the office needs beside them."""

from __future__ import annotations

import enum

from models.pesan import Pesan


class Peran(enum.StrEnum):
    KEPALA_BADAN = "kepala_badan"
    KEPALA_BIDANG = "kepala_bidang"
    FUNGSIONAL_PERENCANA = "fungsional_perencana"
    TIM_MUSRENBANG = "tim_musrenbang"
    SUB_KOORDINATOR = "sub_koordinator"
    SEKRETARIAT = "sekretariat"
    PENGAWAS = "pengawas"
    ADMINISTRATOR = "administrator"

    @property
    def judul(self) -> str:
        return Pesan(JUDUL_PERAN[self])


JUDUL_PERAN = {
    Peran.KEPALA_BADAN: "Kepala Badan",
    Peran.KEPALA_BIDANG: "Kepala Bidang",
    Peran.FUNGSIONAL_PERENCANA: "Fungsional Perencana",
    Peran.TIM_MUSRENBANG: "Tim Musrenbang",
    Peran.SUB_KOORDINATOR: "Sub Koordinator Perencanaan & Pendanaan",
    Peran.SEKRETARIAT: "Sekretariat",
    Peran.PENGAWAS: "Pengawas",
    Peran.ADMINISTRATOR: "Administrator",
}
PERAN_SOP = tuple(Peran)[:5]
