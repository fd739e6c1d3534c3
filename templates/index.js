"use strict";
const table = document.getElementById("class");
if (table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const words = new Intl.Collator("en", { numeric: true });

  const key = (row, column) => {
    const text = row.cells[column].firstChild?.textContent.trim() ?? "";
    return { row, text, number: text === "" ? NaN : Number(text) };
  };
  // Empty cells stay last in both directions.
  const compare = (a, b, sign) => {
    const aEmpty = a.text === "" || a.text === "–";
    const bEmpty = b.text === "" || b.text === "–";
    if (aEmpty || bEmpty) return aEmpty - bEmpty;
    const numbers = !Number.isNaN(a.number) && !Number.isNaN(b.number);
    return sign * (numbers ? a.number - b.number : words.compare(a.text, b.text));
  };

  headers.forEach((header, column) => {
    header.firstElementChild.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keys = rows.map((row) => key(row, column));
      keys.sort((a, b) => compare(a, b, down ? -1 : 1));
      const sorted = document.createDocumentFragment();
      for (const { row } of keys) sorted.append(row);
      body.append(sorted);
    });
  });

  // The cells of single criteria hold the same few words in every row: not worth searching.
  const haystacks = new Map(rows.map((row) => [row,
    [...row.cells].filter((cell) => !cell.classList.contains("s"))
      .map((cell) => cell.textContent).join(" ").toLowerCase()]));
  const shown = document.getElementById("shown");
  document.getElementById("filter").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = !haystacks.get(row).includes(wanted);
      if (!row.hidden) count += 1;
    }
    shown.textContent = wanted ? `${count} of ${rows.length} rows` : `${rows.length} rows`;
  });
}
