/* Searching while one types: the box in the head over everything, and the box of a list over its own rows.
   Without this file both are forms that open a page. */
"use strict";

{
  const JEDA = 200; // milliseconds of quiet before the server is asked

  /* A text that comes as [[piece, marked]] becomes nodes; nothing is ever read as HTML. */
  const tulis = (wadah, potongan) => {
    for (const [teks, tanda] of potongan) {
      if (!tanda) wadah.append(teks);
      else wadah.appendChild(document.createElement("mark")).textContent = teks;
    }
    return wadah;
  };

  const elemen = (nama, kelas, teks) => {
    const e = document.createElement(nama);
    if (kelas) e.className = kelas;
    if (teks) e.textContent = teks;
    return e;
  };

  /* "/" leads to the box in the head from anywhere but a field. */
  const atas = document.getElementById("cari-semua");
  document.addEventListener("keydown", (k) => {
    if (k.key !== "/" || k.ctrlKey || k.metaKey || k.altKey || !atas) return;
    if (k.target.closest?.("input, textarea, select, [contenteditable], dialog[open], [role=grid]")) return;
    k.preventDefault();
    atas.focus();
    atas.select();
  });

  if (atas) {
    const daftar = elemen("div", "saran-semua");
    daftar.id = "saran-semua";
    daftar.setAttribute("role", "listbox");
    daftar.setAttribute("aria-label", kata("Hasil pencarian"));
    daftar.hidden = true;
    const kabar = elemen("p", "sembunyi");
    kabar.setAttribute("role", "status");
    atas.after(daftar, kabar);
    for (const [sifat, nilai] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", daftar.id], ["aria-expanded", "false"]]) atas.setAttribute(sifat, nilai);

    let pilih = -1, kali = 0, jeda;
    const butir = () => [...daftar.querySelectorAll("[role=option]")];
    const buka = (ya) => { daftar.hidden = !ya; atas.setAttribute("aria-expanded", ya); if (!ya) tandai(-1); };
    const tandai = (i) => {
      const semua = butir();
      pilih = semua.length && i >= 0 ? i % semua.length : -1;
      semua.forEach((b, n) => b.setAttribute("aria-selected", n === pilih));
      if (pilih < 0) return atas.removeAttribute("aria-activedescendant");
      atas.setAttribute("aria-activedescendant", semua[pilih].id);
      semua[pilih].scrollIntoView({ block: "nearest" });
    };
    const satu = (url, isi, n) => {
      const a = elemen("a", "butir");
      a.href = url;
      a.id = `saran-semua-${n}`;
      a.tabIndex = -1;
      a.setAttribute("role", "option");
      a.append(...isi);
      return a;
    };
    const lukis = (kelompok, ejaan) => {
      let n = 0, hasil = 0;
      daftar.replaceChildren(...kelompok.map((k, i) => {
        const g = elemen("div", "kelompok");
        const judul = elemen("b", "", k.jenis);
        judul.id = `saran-semua-k${i}`;
        g.setAttribute("role", "group");
        g.setAttribute("aria-labelledby", judul.id);
        g.append(judul);
        for (const b of k.butir) {
          const isi = [tulis(elemen("span"), b.nama)];
          const ket = [...(b.tahun ? [[b.tahun + (b.ket.length ? " · " : ""), false]] : []), ...b.ket];
          if (ket.length) isi.push(tulis(elemen("small"), ket));
          g.append(satu(b.url, isi, n++));
          hasil++;
        }
        if (k.lagi) g.append(satu(k.url, [elemen("small", "", kata("Semua yang cocok di {jenis}", { jenis: k.jenis }))], n++));
        return g;
      }));
      if (!n) {
        daftar.append(elemen("p", "hampa", ejaan.length ? kata("Tidak ada yang cocok. Maksud Anda:") : kata("Tidak ada yang cocok.")));
        for (const e of ejaan) daftar.append(satu(e.url, [elemen("span", "", e.teks)], n++));
      }
      kabar.textContent = hasil ? kata("{n} hasil. Tombol panah memilih.", { n: hasil })
        : ejaan.length ? kata("Tidak ada yang cocok. Maksud Anda: {kata}?", { kata: ejaan.map((e) => e.teks).join(", ") }) : kata("Tidak ada yang cocok.");
    };
    const tanya = async () => {
      const q = atas.value.trim(), ini = ++kali;
      if (q.length < 3) return buka(false);
      try {
        const jawab = await fetch(`${atas.dataset.cariSemua}?q=${encodeURIComponent(q)}`, { headers: { Accept: "application/json" } });
        if (!jawab.ok || ini !== kali) return;
        const { kelompok, ejaan } = await jawab.json();
        if (ini !== kali || document.activeElement !== atas) return;
        lukis(kelompok, ejaan);
        tandai(-1);
        buka(true);
      } catch { /* the form still works */ }
    };
    atas.addEventListener("input", () => { clearTimeout(jeda); jeda = setTimeout(tanya, JEDA); });
    atas.addEventListener("focus", () => { if (atas.value.trim().length > 2) tanya(); });
    atas.addEventListener("blur", () => { kali++; setTimeout(() => { if (!daftar.contains(document.activeElement)) buka(false); }, 150); });
    atas.addEventListener("keydown", (k) => {
      if (k.key === "Escape") {
        k.preventDefault();
        kali++;
        clearTimeout(jeda);
        if (!daftar.hidden) buka(false);
        else if (atas.value) atas.value = "";
        else atas.blur();
      } else if (daftar.hidden) return;
      else if (k.key === "ArrowDown") { k.preventDefault(); tandai(pilih + 1); }
      else if (k.key === "ArrowUp") { k.preventDefault(); tandai(pilih < 0 ? butir().length - 1 : pilih - 1); }
      else if (k.key === "Enter" && pilih >= 0) { k.preventDefault(); location.assign(butir()[pilih].href); }
    });
  }

  /* input[data-cari-langsung]: the list follows the typing. The page is fetched with the new q; its rows and its
     bar of filters take the place of the old ones, and the address follows, so that it can be sent to a colleague. */
  for (const isian of document.querySelectorAll("input[data-cari-langsung]")) {
    let jeda, kali = 0, semula = isian.value;
    const kabar = elemen("p", "sembunyi");
    kabar.setAttribute("role", "status");
    isian.after(kabar);
    const ganti = async () => {
      const q = isian.value.trim(), ini = ++kali;
      if (q === semula.trim() || !document.getElementById("hasil-daftar")) return;
      const alamat = new URL(location.href);
      alamat.searchParams.delete("kursor");
      if (q) alamat.searchParams.set("q", q); else alamat.searchParams.delete("q");
      try {
        const jawab = await fetch(alamat, { headers: { Accept: "text/html" } });
        if (!jawab.ok || ini !== kali) return;
        const laman = new DOMParser().parseFromString(await jawab.text(), "text/html");
        if (!laman.getElementById("hasil-daftar") || ini !== kali) return;
        for (const bagian of ["#hasil-daftar", ".bilah-saring", ".bilah-ponsel"]) {
          const [lama, baru] = [document.querySelector(bagian), laman.querySelector(bagian)];
          if (lama && baru) lama.replaceWith(document.adoptNode(baru));
        }
        history.replaceState(null, "", alamat);
        semula = q;
        kabar.textContent = document.querySelector("#hasil-daftar :is(.jumlah, .kosong-semua b)")?.textContent ?? "";
        document.dispatchEvent(new CustomEvent("hasil-daftar", { detail: { q } })); // whoever wires rows does it again
      } catch { /* the form still works */ }
    };
    isian.addEventListener("input", () => { clearTimeout(jeda); jeda = setTimeout(ganti, JEDA); });
  }
}
