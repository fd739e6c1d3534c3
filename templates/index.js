"use strict";
const table = document.getElementById("class");
if (table) {
  const body = table.tBodies[0];
  let rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const filter = document.getElementById("filter");
  const only = document.getElementById("only");
  const shown = document.getElementById("shown");
  const more = document.getElementById("more");
  const step = Number(table.dataset.shown);
  const texts = JSON.parse(table.dataset.texts);
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let limit = step;
  let haystacks = null;

  // The cells of single criteria hold the same few words in every row: not worth searching.
  const haystack = (row) => [...row.cells].filter((cell) => !cell.classList.contains("s"))
    .map((cell) => cell.textContent).join(" ").toLowerCase();

  const show = () => {
    const wanted = filter.value.trim().toLowerCase();
    const key = only?.value ?? "";
    if (wanted && !haystacks) haystacks = new Map(rows.map((row) => [row, haystack(row)]));
    let count = 0;
    for (const row of rows) {
      const found = (!wanted || haystacks.get(row).includes(wanted))
        && (!key || (row.dataset.k ?? "").split(" ").includes(key));
      if (found) count += 1;
      const hidden = !found || count > limit;
      if (row.hidden !== hidden) row.hidden = hidden;
    }
    more.hidden = count <= limit;
    const all = say(rows.length === 1 ? texts.row : texts.rows, { count: rows.length });
    const part = count > limit ? say(texts.first, { count: limit }) : "";
    shown.textContent = (wanted || key ? say(texts.found, { found: count, rows: all }) : all) + part;
  };

  const key = (row, column) => {
    const text = row.cells[column].firstChild?.textContent.trim() ?? "";
    return { row, text, number: text === "" ? NaN : Number(text.replace(",", ".")) };
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
      rows = keys.map(({ row }) => row);
      limit = step;
      show();
      body.append(...rows);
    });
  });

  const again = () => { limit = step; show(); };
  filter.addEventListener("input", again);
  only?.addEventListener("change", again);
  more.addEventListener("click", () => { limit += step; show(); });
  for (const button of document.querySelectorAll("[data-only]")) {
    button.addEventListener("click", () => {
      filter.value = "";
      only.value = button.dataset.only;
      again();
      document.getElementById("submissions").scrollIntoView();
      document.getElementById("table").focus({ preventScroll: true });
    });
  }
  show();
}

const pairs = document.getElementById("more-pairs");
if (pairs) {
  const all = document.getElementById("all-pairs");
  pairs.hidden = true;
  all.hidden = false;
  all.addEventListener("click", () => {
    pairs.hidden = false;
    all.hidden = true;
    pairs.querySelector("a").focus();
  });
}
