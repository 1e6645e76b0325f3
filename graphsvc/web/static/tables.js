// Tables that are wider than their place. A list shows each row as a card, every value under the heading of its column,
// and stays a table for screen readers; a matrix is read in two directions, so it scrolls.

const ROLES = {
  "thead, tbody": "rowgroup", tr: "row", "th[scope=col]": "columnheader", "th[scope=row]": "rowheader", td: "cell",
};

// In some browsers a table that is laid out otherwise is no table any more unless its roles are written down.
function prepare(table) {
  if (table.hasAttribute("role")) return;
  table.setAttribute("role", "table");
  for (const [parts, role] of Object.entries(ROLES)) {
    for (const part of table.querySelectorAll(parts)) part.setAttribute("role", role);
  }
  const heads = [...(table.tHead?.rows[0].cells ?? [])];
  const headings = heads.map((cell) => (cell.querySelector(".visually-hidden") ? "" : cell.textContent.trim()));
  for (const cell of table.querySelectorAll("tbody > tr > *")) cell.dataset.heading = headings[cell.cellIndex] ?? "";
}

// A pixel more is rounding.
function tooWide(box) {
  return box.scrollWidth > box.clientWidth + 1;
}

function fit() {
  for (const box of document.querySelectorAll(".scroll")) {
    const table = box.querySelector("table:not(.heat, .upset)");
    table?.classList.remove("cards-of-rows");
    if (table && tooWide(box)) {
      prepare(table);
      table.classList.add("cards-of-rows");
    }
    const scrolls = tooWide(box) || box.scrollHeight > box.clientHeight;
    if (scrolls || box.hasAttribute("role")) box.tabIndex = 0; // so that the keyboard can scroll it
    else box.removeAttribute("tabindex");
  }
}

fit();
window.addEventListener("resize", fit);
document.addEventListener("htmx:afterSettle", fit);
document.addEventListener("toggle", fit, true);
