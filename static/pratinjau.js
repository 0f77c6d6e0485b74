/* The paper beside its form, drawn anew while somebody types. Without this file the button opens the same as a PDF. */
"use strict";

for (const kotak of document.querySelectorAll("[data-pratinjau]")) {
  const borang = kotak.parentElement.querySelector("form");
  const kanvas = kotak.querySelector("canvas");
  const kalimat = kotak.querySelector("[data-kalimat]");
  let jeda;
  let putus;

  /* A canvas, because the policy of the pages lets no picture be shown that has no address of this site. */
  const tampilkan = async (berkas) => {
    const citra = await createImageBitmap(berkas);
    kanvas.width = citra.width;
    kanvas.height = citra.height;
    kanvas.getContext("2d").drawImage(citra, 0, 0);
    kanvas.hidden = false;
    kalimat.textContent = "";
  };

  const gambar = async () => {
    putus?.abort();
    putus = new AbortController();
    const ini = putus;
    kotak.dataset.sibuk = "1";
    try {
      const jawaban = await fetch(kotak.dataset.pratinjau, { method: "POST", body: new FormData(borang), signal: ini.signal });
      const jenis = jawaban.headers.get("Content-Type") || "";
      if (jawaban.ok && jenis.startsWith("image/")) await tampilkan(await jawaban.blob());
      else {
        kalimat.textContent = jenis.startsWith("application/json")
          ? (await jawaban.json()).pesan
          : kata("Pratinjau tidak dapat dibuat. Muat ulang halaman ini, lalu coba lagi.");
        kanvas.hidden = true;
      }
    } catch (galat) {
      if (galat.name === "AbortError") return;
      kalimat.textContent = kata("Pratinjau tidak dapat diambil; periksa sambungan.");
    }
    if (ini === putus) delete kotak.dataset.sibuk;
  };

  borang.addEventListener("input", () => { clearTimeout(jeda); jeda = setTimeout(gambar, 350); });
  for (const tombol of kotak.querySelectorAll("[data-sisip]")) {
    tombol.addEventListener("click", () => {
      const isian = borang.elements[tombol.dataset.ke];
      isian.setRangeText(tombol.dataset.sisip, isian.selectionStart, isian.selectionEnd, "end");
      isian.focus();
      isian.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  kalimat.textContent = "";
  gambar();
}
