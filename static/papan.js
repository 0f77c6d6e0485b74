/* The board: a block is dragged to another time or room, its end to another end. The server decides (the grid's own
   address: same rights, lock, version and rules as the form); a refused drop goes back and says why. */
"use strict";

{
  const kabar = document.querySelector("[data-kabar]");
  const MENIT = 15;
  const dua = (n) => String(n).padStart(2, "0");
  const jam = (menit) => `${dua(Math.floor(menit / 60))}.${dua(menit % 60)}`;
  const menitDari = (teks) => Number(teks.slice(11, 13)) * 60 + Number(teks.slice(14, 16));
  let geser = null;
  let seretan = false;

  const katakan = (teks, nada, urung) => {
    kabar.className = `kabar papan-kabar ${nada}`;
    kabar.replaceChildren(teks);
    if (urung) {
      const tombol = document.createElement("button");
      tombol.type = "button";
      tombol.className = "polos";
      tombol.textContent = kata("Kembalikan");
      tombol.addEventListener("click", urung, { once: true });
      kabar.append(" ", tombol);
    }
    kabar.hidden = !teks;
  };

  /* Where the hours stand on the screen now; the table may have been scrolled. */
  const ukuran = () => {
    const tabel = document.querySelector("[data-papan]");
    const jamJam = tabel.querySelectorAll("[data-jam]");
    const kiri = jamJam[0].getBoundingClientRect().left;
    const kanan = jamJam[jamJam.length - 1].getBoundingClientRect().right;
    const awal = Number(tabel.dataset.awal) * 60;
    const akhir = Number(tabel.dataset.akhir) * 60;
    return { kiri, awal, akhir, hari: tabel.dataset.hari, lebar: (kanan - kiri) / (akhir - awal) };
  };

  const baca = (blok) => ({
    mulai: menitDari(blok.dataset.mulai), selesai: menitDari(blok.dataset.selesai), ruang: blok.closest("tbody").dataset.ruang,
  });

  /* Another block of the same kind in that room and time, as far as this page knows. */
  const bentrok = (blok, ke) => ke.ruang && [...document.querySelectorAll("[data-papan] .blok")].find((lain) => {
    if (lain === blok || lain.dataset.kind !== blok.dataset.kind) return false;
    const isi = baca(lain);
    return isi.ruang === ke.ruang && isi.mulai < ke.selesai && isi.selesai > ke.mulai;
  });

  const tujuan = (k) => {
    const { blok, asal, ujung, u } = geser;
    const langkah = Math.round((k.clientX - geser.x) / u.lebar / MENIT) * MENIT;
    if (ujung) return { ...asal, selesai: Math.min(u.akhir, Math.max(asal.mulai + MENIT, asal.selesai + langkah)) };
    const lama = asal.selesai - asal.mulai;
    const mulai = Math.min(u.akhir - lama, Math.max(u.awal, asal.mulai + langkah));
    const bawah = [...document.querySelectorAll("[data-papan] tbody")].find((t) => {
      const r = t.getBoundingClientRect();
      return t.dataset.ruang && k.clientY >= r.top && k.clientY < r.bottom;
    });
    return { mulai, selesai: mulai + lama, ruang: bawah ? bawah.dataset.ruang : asal.ruang, tbody: bawah ?? blok.closest("tbody") };
  };

  const gambar = (ke) => {
    const { bayang, blok, u } = geser;
    const { top, height } = blok.getBoundingClientRect();
    const pindah = ke.tbody && ke.tbody !== blok.closest("tbody");
    bayang.style.left = `${u.kiri + (ke.mulai - u.awal) * u.lebar}px`;
    bayang.style.minWidth = `${(ke.selesai - ke.mulai) * u.lebar}px`;
    bayang.style.top = `${pindah ? ke.tbody.getBoundingClientRect().top + 2 : top}px`;
    bayang.style.height = `${height}px`;
    const lain = bentrok(blok, ke);
    bayang.classList.toggle("bentrok", Boolean(lain));
    bayang.textContent = `${jam(ke.mulai)}–${jam(ke.selesai)}${ke.ruang ? ` · ${ke.ruang}` : ""}`;
    if (lain) {
      const isi = baca(lain);
      katakan(kata("Bentrok dengan “{nama}” {mulai}–{selesai} di {ruang}.", { nama: lain.dataset.nama, mulai: jam(isi.mulai), selesai: jam(isi.selesai), ruang: ke.ruang }), "salah");
    } else katakan("", "biasa");
  };

  const selesai = () => {
    geser?.bayang?.remove();
    geser?.blok.classList.remove("diseret");
    document.body.classList.remove("menyeret");
    geser = null;
  };

  const muat = async (id, jenis) => {
    const jawaban = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!jawaban.ok) return location.reload();
    const baru = new DOMParser().parseFromString(await jawaban.text(), "text/html").getElementById("papan");
    const lama = document.getElementById("papan");
    const gulir = lama.querySelector(".papan-kotak")?.scrollLeft ?? 0;
    lama.replaceWith(baru);
    const kotak = baru.querySelector(".papan-kotak");
    if (kotak) kotak.scrollLeft = gulir;
    baru.querySelector(`[data-jenis="${jenis}"][data-id="${id}"] a`)?.focus({ preventScroll: true });
  };

  /* `sel` is {column: [before, after]}, as a sheet of the grid sends it. */
  const simpan = async (blok, ke, dari, hari) => {
    const sel = {};
    const saat = (menit) => `${hari} ${jam(menit)}`;
    if (ke.mulai !== dari.mulai) sel.mulai = [saat(dari.mulai), saat(ke.mulai)];
    if (ke.selesai !== dari.selesai && !("tanpaSelesai" in blok.dataset)) sel.selesai = [saat(dari.selesai), saat(ke.selesai)];
    if (ke.ruang !== dari.ruang) sel.ruang_id = [dari.ruang, ke.ruang];
    if (!Object.keys(sel).length) return;
    const { id, version, jenis, alamat, nama } = blok.dataset;
    blok.setAttribute("aria-busy", "true");
    let jawaban, isi;
    try {
      jawaban = await fetch(alamat, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
        body: JSON.stringify({ baris: [{ id: Number(id), version: Number(version), sel }] }),
      });
      isi = await jawaban.json();
    } catch {
      blok.removeAttribute("aria-busy");
      return katakan(kata("Belum dipindah: server tidak menjawab. Periksa sambungan, lalu coba lagi."), "salah");
    }
    blok.removeAttribute("aria-busy");
    if (!jawaban.ok) {
      const sebab = [...new Set((isi.sel ?? []).map((s) => s.pesan))].join(" ") || isi.pesan;
      katakan(kata("“{nama}” tidak dipindah. {sebab}", { nama, sebab }), "salah");
      if (jawaban.status === 409) await muat(id, jenis);
      return;
    }
    await muat(id, jenis);
    const baru = document.querySelector(`[data-jenis="${jenis}"][data-id="${id}"]`);
    const urung = baru && dari.ruang ? () => simpan(baru, dari, ke, hari) : null;
    katakan(`“${nama}” sekarang ${jam(ke.mulai)}–${jam(ke.selesai)}${ke.ruang ? ` di ${ke.ruang}` : ""}.`, "baik", urung);
  };

  document.addEventListener("pointerdown", (k) => {
    const blok = k.target.closest?.("[data-geser]");
    if (!blok || k.button !== 0 || geser) return;
    geser = { blok, x: k.clientX, y: k.clientY, ujung: Boolean(k.target.closest("[data-ujung]")), asal: baca(blok), u: ukuran(), mulai: false };
    // What begins or ends on another day is changed in its form.
    const hari = geser.u.hari;
    if (!blok.dataset.mulai.startsWith(hari) || !blok.dataset.selesai.startsWith(hari)) geser = null;
  });

  document.addEventListener("pointermove", (k) => {
    if (!geser) return;
    if (!geser.mulai) {
      if (Math.hypot(k.clientX - geser.x, k.clientY - geser.y) < 5) return;
      geser.mulai = true;
      geser.blok.setPointerCapture(k.pointerId);
      geser.blok.classList.add("diseret");
      document.body.classList.add("menyeret");
      geser.bayang = document.createElement("div");
      geser.bayang.className = "papan-bayang";
      document.body.append(geser.bayang);
    }
    k.preventDefault();
    gambar(tujuan(k));
  });

  document.addEventListener("pointerup", (k) => {
    if (!geser) return;
    const { blok, asal, mulai, u } = geser;
    const ke = mulai ? tujuan(k) : null;
    selesai();
    if (!ke) return;
    seretan = true; // the click that follows a drag must not open the form
    setTimeout(() => { seretan = false; }, 0);
    simpan(blok, ke, asal, u.hari);
  });
  document.addEventListener("click", (k) => { if (seretan) k.preventDefault(); }, { capture: true });
  document.addEventListener("pointercancel", selesai);
  document.addEventListener("keydown", (k) => {
    if (k.key !== "Escape" || !geser?.mulai) return;
    selesai();
    katakan(kata("Tidak jadi dipindah."), "biasa");
  });
}
