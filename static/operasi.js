/* Progress of long work: asks how far it is and moves the bar. Without it the page loads itself again. */
"use strict";

for (const kotak of document.querySelectorAll("[data-kemajuan]")) pantau(kotak);

function pantau(kotak) {
  const batang = kotak.querySelector("progress");
  const tulisan = kotak.querySelector("[data-kata]");
  const sisa = kotak.querySelector("[data-sisa]");
  let gagal = 0;

  async function lihat() {
    try {
      const jawab = await fetch(kotak.dataset.kemajuan, { headers: { Accept: "application/json" } });
      if (!jawab.ok || !jawab.headers.get("Content-Type")?.includes("json")) throw new Error(String(jawab.status));
      const kini = await jawab.json();
      if (!kini.berjalan) { location.reload(); return; }
      batang.max = kini.jumlah || 1;
      batang.value = kini.dikerjakan;
      tulisan.textContent = kini.kata;
      sisa.textContent = kini.sisa;
      gagal = 0;
    } catch {
      gagal += 1; // a server that restarts comes back; one that stays away is not asked more and more
      sisa.textContent = kata("Menunggu jawaban peladen…");
    }
    setTimeout(lihat, Math.min(1000 * 2 ** gagal, 30000));
  }
  setTimeout(lihat, 1000);
}
