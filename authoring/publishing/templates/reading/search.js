// The search over all lessons: the parts of the pages that hold every word that was typed.
"use strict";
(async function () {
  const asked = new URLSearchParams(location.search).get("q") || "";
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  document.querySelector("input[type=search]").value = asked;
  if (!words.length) return;
  const found = document.getElementById("found");
  const has = (passage, word) => `${passage.part} ${passage.text}`.toLowerCase().includes(word);
  const all = await (await fetch("passages.json")).json();
  const hits = all.filter((passage) => words.every((word) => has(passage, word)));

  /** Add an element with text to another, and return it. */
  function add(to, name, text) {
    const made = to.appendChild(document.createElement(name));
    made.textContent = text;
    return made;
  }

  /** Add the text around the first place of a word, with the word marked. */
  function addSnippet(to, { text }) {
    const place = text.toLowerCase().indexOf(words.find((word) => text.toLowerCase().includes(word)) ?? "");
    if (place < 0) return;
    const word = words.find((one) => text.toLowerCase().startsWith(one, place));
    const begin = Math.max(0, place - 80), end = place + (word ?? "").length;
    const line = add(to, "p", (begin ? "… " : "") + text.slice(begin, place));
    add(line, "mark", text.slice(place, end));
    line.append(text.slice(end, end + 120) + (end + 120 < text.length ? " …" : ""));
  }

  add(found, "h2", hits.length ? `Parts that have all words of ${asked}: ${hits.length}` : `No part has all words of: ${asked}`);
  if (!hits.length) add(found, "p", "Try fewer words, or only the beginning of a word.");
  const list = add(found, "ul", "");
  for (const passage of hits) {
    const item = add(list, "li", "");
    add(item, "a", passage.part).href = passage.place;
    addSnippet(item, passage);
  }
})();
