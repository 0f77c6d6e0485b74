/* "Pilih semua" above the usulan that are carried over; without it each is ticked by itself. */
"use strict";

{
  const semua = document.querySelector("[data-semua]");
  const pilihan = [...document.querySelectorAll("[name=usulan_id]")];
  const segarkan = () => {
    const n = pilihan.filter((p) => p.checked).length;
    semua.checked = n === pilihan.length;
    semua.indeterminate = n > 0 && n < pilihan.length;
  };
  if (semua) {
    semua.addEventListener("change", () => { for (const p of pilihan) p.checked = semua.checked; });
    for (const p of pilihan) p.addEventListener("change", segarkan);
    segarkan();
  }
}
