// What JupyterLite 0.6.4 lacks on its two pages: lab/, and notebooks/, which shows one notebook and nothing beside it. Each
// part uses only what JupyterLab offers to extensions.

const NARROW = location.pathname.includes("/notebooks/");

// A phone shows a notebook on the narrow page, unless its reader asks for the other one. (At this moment a phone does not
// know yet how wide the page may be, but it knows its screen.)
(function () {
  const asked = new URLSearchParams(location.search);
  if (NARROW || asked.has("wide") || !asked.has("path") || Math.min(screen.width, innerWidth) > 600) return;
  location.replace("../notebooks/index.html?path=" + encodeURIComponent(asked.get("path")));
})();

// Leave this page for another one, with everything saved before.
async function go(address) {
  for (const { context } of window.jupyterapp?.shell.widgets("main") ?? []) if (context?.model.dirty) await context.save();
  location.href = address;
}

// The browser's own way back leads to the page before. JupyterLab would add pages that open the same notebook once more.
history.pushState = history.replaceState;

// The ways back, in sight: above a notebook on the narrow page, in the corner of the wide one.
addEventListener("DOMContentLoaded", () => {
  const ways = document.createElement("nav");
  ways.className = "course-ways";
  ways.setAttribute("aria-label", "The course");
  const path = encodeURIComponent(new URLSearchParams(location.search).get("path") ?? "");
  const links = [["All lessons", "../index.html"]];
  if (NARROW) links.push(["Wide page", `../lab/index.html?wide&path=${path}`]);
  else if (new URLSearchParams(location.search).has("wide")) links.push(["Narrow page", `../notebooks/index.html?path=${path}`]);
  for (const [words, address] of links) {
    const link = document.createElement("a");
    link.textContent = words;
    link.href = address;
    link.addEventListener("click", (event) => { event.preventDefault(); go(address); });
    ways.append(link);
  }
  document.body.append(ways);
});

// The narrow page would open what a link leads to in a page that this site has not. Here it opens in the same tab; a text
// is shown as a page to read.
(function () {
  if (!NARROW) return;
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".jp-Notebook a[href]");
    // JupyterLab's own note of a link inside the course; the address differs once a notebook has been saved.
    const file = link?.dataset.commandlinkerArgs && JSON.parse(link.dataset.commandlinkerArgs).path;
    if (!file) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = file.match(/^notebooks\/(.+)\.md$/);
    go(text ? `../read/${text[1]}.html` : `?path=${file}`);
  }, true);
})();

// JupyterLite takes two notebooks for one if their names are the same, whatever their folders: a lesson and its exercises
// would share a Python, and then both lose it. So each begins with its path as its name. And two Pythons that start at
// the same moment get each other's lists of files, and break. So one waits until the other is there, five minutes at most.
(function () {
  let app;
  let before = Promise.resolve();
  Object.defineProperty(window, "jupyterapp", {
    get: () => app,
    set: (given) => {
      app = given;
      const sessions = app.serviceManager.sessions;
      const startNew = sessions.startNew.bind(sessions);
      sessions.startNew = (options, ...more) => {
        const started = before.then(() => startNew({ ...options, name: options.path }, ...more));
        const enough = new Promise((resolve) => setTimeout(resolve, 300000));
        before = Promise.race([enough, started.then((session) => session.kernel.info)]).catch(() => {});
        return started;
      };
    },
  });
})();

// After a reload, open again what was open in this tab. JupyterLite forgets it, and an empty page frightens a learner.
(function () {
  if (NARROW) return;
  const key = "open when the page was left: " + location.pathname;
  const kept = sessionStorage.getItem(key);
  if (kept && !new URLSearchParams(location.search).has("path")) {
    history.replaceState(null, "", location.pathname + kept);
  }
  addEventListener("pagehide", function () {
    const shell = window.jupyterapp && window.jupyterapp.shell;
    if (!shell) return;
    const open = [...shell.widgets("main")].filter((one) => one.context);
    open.sort((a, b) => (a === shell.currentWidget) - (b === shell.currentWidget)); // the last one comes to the front
    const paths = open.map((one) => "path=" + encodeURIComponent(one.context.path));
    sessionStorage.setItem(key, paths.length ? "?" + paths.join("&") : "");
  });
})();
