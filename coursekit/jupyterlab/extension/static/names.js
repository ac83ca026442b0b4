// What a screen reader is told beyond what JupyterLab tells it: names for cells, controls, pictures and tables.
// course.js loads this file, and calls nameParts each time that something was added to a notebook of the course.

const LONGEST = 100; // characters of a name; the rest is read in the cell itself

/** Name what is new in a notebook. */
export function nameParts({ node, content }) {
  content.widgets.forEach(nameCell);
  nameControls(node);
  nameTables(node);
}

/** A reader who goes from cell to cell hears how each begins, and of code whether it has run. */
function nameCell(cell) {
  const text = cell.model.sharedModel.getSource();
  const begins = text.trim().split("\n")[0];
  const state = cell.node.classList.contains("course-not-run") ? "Code, not run yet: " : "Code: ";
  const name = cell.model.type === "code" ? state + begins : begins.replace(/^#+ |[*`]/g, "");
  if (cell.node.getAttribute("aria-label") !== name.slice(0, LONGEST)) cell.node.setAttribute("aria-label", name.slice(0, LONGEST));
  cell.node.querySelectorAll(".cm-content:not([aria-label])").forEach((one) => one.setAttribute("aria-label", "Text of the cell"));
  cell.outputArea?.widgets.forEach((output, place) => {
    const alt = cell.outputArea.model.get(place)?.metadata["image/png"]?.alt;
    if (alt) output.node.querySelectorAll(".jp-RenderedImage img:not([alt])").forEach((picture) => { picture.alt = alt; });
  });
}

/** A reader who hears one control of a group hears of which group it is, as its heading says. */
function nameControls(node) {
  // The attribute comes after what stands there at first, so only what changes is spoken.
  const below = ".jp-OutputArea-child:has(.course-changes-below) ~ .jp-OutputArea-child .jp-RenderedMarkdown";
  node.querySelectorAll(`:is(.course-spoken, ${below}):not([aria-live])`).forEach((one) => one.setAttribute("aria-live", "polite"));
  const words = (label) => label?.textContent.trim().replace(/:$/, "");
  // Heading and controls of a group are drawn one after the other.
  for (const control of node.querySelectorAll(".course-group :is(input, select, textarea):not([aria-label])")) {
    const group = control.closest(".course-group");
    const heading = words(group.firstElementChild);
    const label = words(control.closest("label") || control.closest(".jupyter-widgets").querySelector("label"));
    if (!heading || !label) continue;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", heading);
    control.setAttribute("aria-label", `${label}. ${heading}`);
  }
}

/** A table is called as the heading above it, with its number under that heading. */
function nameTables(node) {
  if (!node.querySelector("table.dataframe > :first-child:not(caption)")) return;
  let part = "", number = 0;
  for (const found of node.querySelectorAll(".jp-RenderedMarkdown :is(h1, h2, h3), table.dataframe")) {
    if (!found.matches("table")) {
      part = found.textContent.replace(/ \(\d+ [^()]+\)¶?$|¶$/, "").trim(); // without its minutes
      number = 0;
      continue;
    }
    if (!found.caption) nameHeads(found);
    found.createCaption().className = "course-heard";
    found.caption.textContent = `Table ${++number}: ${part}`;
  }
}

/** Each column and each row of pandas' table has a name; the names of index and columns stand in the corner, as in the handouts. */
function nameHeads(table) {
  const [heads, names, ...more] = table.tHead.rows;
  if (names && !more.length && heads.cells.length === names.cells.length) {
    [...names.cells].forEach(({ textContent: down }, place) => {
      const across = heads.cells[place].textContent;
      if (down) heads.cells[place].textContent = across ? `${down} (rows), ${across} (columns)` : down;
    });
    names.remove();
  }
  table.querySelectorAll("thead th").forEach((one) => { one.scope = "col"; });
  const rows = [...table.querySelectorAll("tbody th")];
  rows.forEach((one) => { one.scope = "row"; });
  const called = rows.every((one) => /^\d+$/.test(one.textContent)) ? "row number" : "name of the row";
  for (const corner of table.querySelectorAll("thead th:empty")) {
    corner.append(Object.assign(document.createElement("span"), { className: "course-heard", textContent: called }));
  }
}
