/* The form of whatever takes a room: says that the room is taken before anything is saved. The server says it again. */
"use strict";

{
  const kabar = document.querySelector("[data-bentrok]");
  const isian = (nama) => document.querySelector(`form [name="${nama}"]`);
  const ruang = isian("ruang_id");
  let kali = 0;

  const periksa = async () => {
    const ini = ++kali;
    const alamat = new URL(kabar.dataset.bentrok, location.origin);
    const nilai = { ruang: ruang.value, mulai: isian("mulai")?.value ?? "", selesai: isian("selesai")?.value ?? "" };
    for (const [k, v] of Object.entries(nilai)) alamat.searchParams.set(k, v);
    let pesan = "";
    if (nilai.ruang && nilai.mulai && nilai.selesai) {
      try {
        const jawaban = await fetch(alamat, { headers: { Accept: "application/json" } });
        if (jawaban.ok) ({ pesan } = await jawaban.json());
      } catch { return; }
    }
    if (ini !== kali) return;
    kabar.textContent = pesan;
    kabar.hidden = !pesan;
  };

  if (kabar && ruang) {
    ruang.closest(".isian").append(kabar);
    for (const nama of ["ruang_id", "mulai", "selesai"]) isian(nama)?.addEventListener("change", periksa);
    periksa();
  }
}
