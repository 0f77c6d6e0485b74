"""Whether a name or an address means the machine that asks: what comes from it, or goes to it, crosses no network."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def sendiri(nama: str | None) -> bool:
    """`localhost`, or an address of the loopback (127.0.0.0/8, ::1, also written as IPv4 within IPv6); nothing else."""
    if nama == "localhost":
        return True
    try:
        alamat = ip_address(nama or "")
    except ValueError:
        return False
    return ((isinstance(alamat, IPv6Address) and alamat.ipv4_mapped) or alamat).is_loopback
