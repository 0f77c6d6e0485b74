/* What the pages can do beyond plain HTML. Everything also works without this file, with one page load more. */
"use strict";

const $$ = (pemilih, akar = document) => [...akar.querySelectorAll(pemilih)];

/* Destructive acts ask first: a form with data-konfirmasi is sent only after "Ya" in the dialog. */
const tanya = document.getElementById("tanya");

function tanyakan(pesan) {
  return new Promise((jawab) => {
    document.getElementById("tanya-isi").textContent = pesan;
    tanya.returnValue = "tidak";
    tanya.addEventListener("close", () => jawab(tanya.returnValue === "ya"), { once: true });
    tanya.showModal();
  });
}

document.addEventListener("submit", async (kejadian) => {
  const borang = kejadian.target;
  if (!borang.dataset.konfirmasi || borang.dataset.setuju) return;
  kejadian.preventDefault();
  if (await tanyakan(borang.dataset.konfirmasi)) {
    borang.dataset.setuju = "1";
    borang.requestSubmit(kejadian.submitter);
  }
});

/* A form sent twice by a double click is sent once; a download leaves its page as it is. */
document.addEventListener("submit", (kejadian) => {
  const borang = kejadian.target;
  if (kejadian.defaultPrevented || borang.method !== "post" || kejadian.submitter?.formTarget || kejadian.submitter?.hasAttribute("data-unduh")) return;
  if (borang.dataset.terkirim) return kejadian.preventDefault();
  borang.dataset.terkirim = "1";
});
/* Back on the page, or stopped on the way: the form can be sent again. What only changes the address of this page (a
   search while one types, a jump within it) stops nothing, though browsers call it so too. */
const bolehKirimLagi = () => $$("form[data-terkirim]").forEach((f) => delete f.dataset.terkirim);
window.addEventListener("pageshow", bolehKirimLagi);
let pindah = null; // the last navigation that began here
window.navigation?.addEventListener("navigate", (kejadian) => { pindah = kejadian; });
window.navigation?.addEventListener("navigateerror", () => {
  const terhenti = pindah;
  setTimeout(() => { if (terhenti === pindah && terhenti?.formData) bolehKirimLagi(); });
});

/* A switch that sends its form at once. */
document.addEventListener("change", (kejadian) => {
  if (kejadian.target.matches("[data-kirim]")) kejadian.target.form.requestSubmit();
});

/* Leaving a form with unsaved text asks first. */
let berubah = false;
for (const borang of $$("form[data-jaga]")) {
  borang.addEventListener("input", () => { berubah = true; });
  borang.addEventListener("submit", (kejadian) => { if (!kejadian.submitter?.formTarget) berubah = false; });
}
window.addEventListener("beforeunload", (kejadian) => { if (berubah) kejadian.preventDefault(); });

/* What borang.js keeps of a form is forgotten once it is saved, after seven days, and when its person signs out.
   Saved: the page after the form says so, or is another page that came from it (but no sign-in page, no error). */
try {
  const dikirim = sessionStorage.getItem("ketikan-dikirim");
  sessionStorage.removeItem("ketikan-dikirim");
  const gagal = location.pathname === "/login" || document.querySelector(".galat, form[data-jawaban]");
  const dari = document.referrer && new URL(document.referrer);
  const lain = dari && dikirim?.endsWith(`:${dari.pathname}${dari.search}`) && dari.href !== location.href;
  if (dikirim && !gagal && (lain || document.querySelector(".kabar.baik"))) localStorage.removeItem(dikirim);
  const lupakan = (bila) => Object.keys(localStorage).filter((k) => k.startsWith("ketikan:") && bila(k)).forEach((k) => localStorage.removeItem(k));
  const basi = Date.now() - 7 * 24 * 60 * 60 * 1000;
  lupakan((k) => { try { return !(JSON.parse(localStorage.getItem(k)).waktu > basi); } catch { return true; } });
  document.querySelector("form[action='/logout']")?.addEventListener("submit", () => lupakan(() => true));
} catch { /* a browser without storage keeps nothing */ }

/* "3 menit lalu" grows old while a page is open; the words are those of admin/kejadian.py. */
const lalu = (menit) => menit < 2 ? kata("baru saja") : menit < 60 ? kata("{n} menit lalu", { n: menit }) : kata("{n} jam lalu", { n: Math.floor(menit / 60) });
const pernah = new Set([lalu(0), lalu(5), lalu(60)].map((teks) => teks.replace(/\d+/, "0")));
setInterval(() => {
  for (const t of $$("time[datetime]")) {
    if (!pernah.has(t.textContent.replace(/\d+/, "0"))) continue;
    const menit = Math.floor((Date.now() - new Date(t.dateTime)) / 60000);
    if (menit >= 0 && menit < 24 * 60) t.textContent = lalu(menit);
  }
}, 30000);

/* Money gets its thousands points when the field is left. */
document.addEventListener("focusout", (kejadian) => {
  const isian = kejadian.target;
  if (!isian.matches("[data-ribuan]")) return;
  const angka = isian.value.replace(/^rp\.?/i, "").replace(/[.\s]/g, "");
  if (/^\d{1,15}$/.test(angka)) isian.value = angka.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
});

/* Menus close by Escape and by a click elsewhere. */
document.addEventListener("click", (kejadian) => {
  for (const d of $$("details[data-tutup][open]")) if (!d.contains(kejadian.target)) d.open = false;
});
document.addEventListener("keydown", (kejadian) => {
  if (kejadian.key === "Escape") for (const d of $$("details[data-tutup][open]")) { d.open = false; d.querySelector("summary").focus(); }
});

/* Lookup: the field keeps a text like "Nama (#12)", which the server reads; this only helps to find it. */
let nomor = 0;
function pasangLihat(isian) {
  const bungkus = document.createElement("div");
  bungkus.className = "kombo";
  isian.replaceWith(bungkus);
  const daftar = document.createElement("ul");
  daftar.className = "kombo-daftar";
  daftar.id = `kombo-${++nomor}`;
  daftar.setAttribute("role", "listbox");
  daftar.hidden = true;
  bungkus.append(isian, daftar);
  isian.setAttribute("role", "combobox");
  isian.setAttribute("aria-autocomplete", "list");
  isian.setAttribute("aria-controls", daftar.id);
  isian.setAttribute("aria-expanded", "false");

  let pilih = -1;
  let terakhir = null;
  let jeda;
  const buka = (ya) => { daftar.hidden = !ya; isian.setAttribute("aria-expanded", String(ya)); if (!ya) isian.removeAttribute("aria-activedescendant"); };
  const butir = () => $$("[role=option]", daftar);
  const tandai = (n) => {
    const b = butir();
    if (!b.length) return;
    pilih = (n + b.length) % b.length;
    b.forEach((x, i) => x.setAttribute("aria-selected", String(i === pilih)));
    b[pilih].scrollIntoView({ block: "nearest" });
    isian.setAttribute("aria-activedescendant", b[pilih].id);
  };
  const ambil = (teks) => { isian.value = teks; if (isian.closest("[data-jaga]")) berubah = true; buka(false); };
  const cari = async () => {
    const q = isian.value.replace(/\s*\(#\d+\)$/, "").trim();
    const alamat = new URL(`${isian.dataset.cari}/ajax/lookup/`, location.origin);
    alamat.searchParams.set("q", q);
    if (isian.dataset.field) alamat.searchParams.set("field", isian.dataset.field);
    const kali = (terakhir = alamat.href);
    let hasil = [];
    try {
      const jawaban = await fetch(alamat, { headers: { Accept: "application/json" } });
      if (!jawaban.ok) return;
      hasil = (await jawaban.json()).hasil;
    } catch { return; }
    if (kali !== terakhir) return;
    pilih = -1;
    daftar.replaceChildren(...(hasil.length ? hasil : [null]).map((h, i) => {
      const li = document.createElement("li");
      if (!h) { li.className = "hampa"; li.textContent = kata("Tidak ditemukan"); return li; }
      li.id = `${daftar.id}-${i}`;
      li.setAttribute("role", "option");
      li.textContent = h.teks;
      li.addEventListener("mousedown", (k) => { k.preventDefault(); ambil(h.teks); });
      return li;
    }));
    buka(true);
  };
  isian.addEventListener("input", () => { clearTimeout(jeda); jeda = setTimeout(cari, 180); });
  isian.addEventListener("focus", () => { if (!isian.value) cari(); });
  isian.addEventListener("blur", () => buka(false));
  isian.addEventListener("keydown", (k) => {
    if (k.key === "ArrowDown") { k.preventDefault(); if (daftar.hidden) cari(); else tandai(pilih + 1); }
    else if (k.key === "ArrowUp" && !daftar.hidden) { k.preventDefault(); tandai(pilih - 1); }
    else if (k.key === "Enter" && !daftar.hidden && pilih >= 0) { k.preventDefault(); ambil(butir()[pilih].textContent); }
    else if (k.key === "Escape" && !daftar.hidden) { k.stopPropagation(); buka(false); }
  });
}
globalThis.pasangCari = (akar) => $$("input[data-cari]", akar).forEach(pasangLihat);
globalThis.pasangCari(document);

/* What was chosen on a list is done with once an operation has begun on it: data-lupa-pilihan names the list. */
document.addEventListener("submit", (kejadian) => {
  const daftar = kejadian.target.dataset.lupaPilihan;
  if (!daftar) return;
  try {
    for (const kunci of Object.keys(sessionStorage)) if (kunci.startsWith(`pilihan:${daftar}?`)) sessionStorage.removeItem(kunci);
  } catch { /* a browser without storage has nothing to forget */ }
});
