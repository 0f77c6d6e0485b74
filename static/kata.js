/* What the scripts say, in the language of the page. Loaded before every other script. */
"use strict";

/* The sentence in the language of the page; what its island (admin/bahasa.py) does not hold stays Indonesian. `make texts` reads these calls. */
const kataLain = JSON.parse(document.getElementById("kata")?.textContent ?? "{}");
const kata = (teks, isi = {}) => (kataLain[teks] ?? teks).replace(/\{(\w+)\}/g, (tanda, nama) => isi[nama] ?? tanda);
const angka = (n) => n.toLocaleString("id-ID"); // numbers and times are written as on the papers, in every language
