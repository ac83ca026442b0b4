// What the course adds to JupyterLab. It is written by hand and loaded as it is: a container in the form in which webpack
// shares modules. JupyterLab and the browser edition load it from share/jupyter/labextensions/. It touches only notebooks
// of this course: those in which a cell names coursekit.
"use strict";
(function () {
  const HERE = document.currentScript.src;
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const OURS = "course-notebook";
  const OPENED = "have run since this notebook was opened. Click into the first one that says \"not run yet\" and press Shift+Enter, or the button ▶ above. Go on from top to bottom.";
  const STARTING = "Python is starting. On a fast computer this takes some seconds, on a slow one some minutes. A cell that you run now waits for it.";
  const RESTARTED = "have run since Python was restarted. Choose Run, then Run All Cells, or run them again from top to bottom.";
  const STORED = "Result of an earlier time. Run the cells from the top to get your own of today.";
  const HIDDEN = "Guess first. The result appears when you run this cell.";
  const LATER = "Guess first. This text appears when the cell above it has run.";
  const NOT_RUN = "not run yet", WAITS = "waits for Python";

  const followers = new Set(); // who is told, for each open notebook, when one of its cells is run

  /** Return an element with text in it. */
  function element(name, text) {
    const made = document.createElement("div");
    made.className = name;
    made.textContent = text;
    return made;
  }

  /** Mark what has not run in one notebook, and keep it clean as long as nobody changes it. */
  function follow(panel, bar) {
    const { content, context, sessionContext } = panel;
    const ran = new Set(), waiting = new Set();
    let since = OPENED;
    const isAnswer = (cell) => (cell.model.getMetadata("tags") || []).includes("answer-to-a-guess");
    const code = () => content.widgets.filter((cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().trim());

    function isStarting() {
      // "unknown" is also said where there is no Python, and nobody starts one.
      const status = sessionContext.kernelDisplayStatus;
      return ["initializing", "starting", "connecting"].includes(status) || (status === "unknown" && Boolean(sessionContext.session?.kernel));
    }

    function mark(cell) {
      if (cell.isDisposed) return;
      const said = ran.has(cell.model) ? "" : !waiting.has(cell.model) ? NOT_RUN : isStarting() ? WAITS : "";
      if (said === (cell.node.querySelector(":scope > .course-mark")?.textContent ?? "")) return;
      cell.node.classList.toggle("course-not-run", said !== "");
      cell.node.querySelectorAll(":scope > .course-mark, :scope > .course-stored").forEach((one) => one.remove());
      if (!said) return;
      const answer = isAnswer(cell);
      cell.node.classList.toggle("course-answer", answer);
      cell.node.prepend(element("course-mark", said));
      const outputs = cell.node.querySelector(":scope > .jp-Cell-outputWrapper");
      if (said === NOT_RUN && outputs && cell.model.outputs.length) outputs.before(element("course-stored", answer ? HIDDEN : STORED));
    }

    /** Keep back a text that tells the answer to a guess, up to its first heading, until the nearest answer above has run. */
    function keepBack(cell, answer) {
      const later = !ran.has(answer.model);
      if (cell.isDisposed || later === cell.node.classList.contains("course-later")) return;
      cell.node.classList.toggle("course-later", later);
      if (later) cell.node.prepend(element("course-stored", LATER));
      else cell.node.querySelector(":scope > .course-stored").remove();
    }

    function markAll() {
      const cells = code();
      cells.forEach((cell) => cell.ready.then(() => mark(cell)));
      let answer;
      for (const cell of content.widgets.filter(isAnswer)) {
        const last = answer;
        if (cell.model.type === "code") answer = cell;
        else if (last) cell.ready.then(() => keepBack(cell, last));
      }
      const done = cells.filter((cell) => ran.has(cell.model)).length;
      const starting = isStarting();
      bar.node.textContent = starting ? STARTING : `${done} of ${cells.length} code cells ${since}`;
      bar.setHidden(done === cells.length && !starting);
    }

    // A control whose Python is gone would show an error, or look alive; without its view the picture beside it shows.
    // A verdict of last time is no news: a screen reader would speak it as the notebook opens.
    function dropControls() {
      for (const { model: { outputs } } of code()) {
        for (let place = 0; place < outputs.length; place++) {
          const output = outputs.get(place).toJSON();
          const html = [output.data?.["text/html"] ?? ""].flat().join("");
          const speaks = html.startsWith('<p class="course-verdict" aria-live');
          if (!speaks && !(VIEW in (output.data ?? {}))) continue;
          if (speaks) output.data["text/html"] = html.replace(' aria-live="polite"', "");
          delete output.data[VIEW];
          outputs.set(place, output);
        }
      }
    }

    function restarted() {
      if (ran.size) since = RESTARTED;
      ran.clear();
      waiting.clear();
      dropControls();
      markAll();
    }

    const follower = {
      notebook: content.model,
      begun(cell) {
        waiting.add(cell);
        markAll();
      },
      ended(cell, happened) {
        waiting.delete(cell);
        if (happened && cell.executionCount) ran.add(cell); // a cell after a failing one has no number
        markAll();
      },
    };
    followers.add(follower);
    panel.disposed.connect(() => followers.delete(follower));
    sessionContext.statusChanged.connect((_, status) => status.endsWith("restarting") ? restarted() : markAll());
    sessionContext.kernelChanged.connect((_, { oldValue }) => oldValue ? restarted() : markAll()); // the first one ends nothing
    content.model.cells.changed.connect(markAll);

    dropControls();
    markAll();
    // JupyterLab writes the version of Python into each notebook that it opens, and would ask whether to save that.
    const cells = () => JSON.stringify(content.model.toJSON().cells);
    const asOpened = cells();
    const clean = () => {
      if (!content.model?.dirty) return;
      if (cells() === asOpened) content.model.dirty = false;
      else content.model.stateChanged.disconnect(clean);
    };
    content.model.stateChanged.connect(clean);
    clean();
  }

  /** After Run All the reader stays at the cell that was on top of the window, unless a cell failed. */
  function stayAfterRunAll(NotebookActions) {
    const runAll = NotebookActions.runAll;
    NotebookActions.runAll = async (notebook, ...more) => {
      if (!notebook.node.closest(`.${OURS}`)) return runAll(notebook, ...more);
      const top = notebook.node.getBoundingClientRect().top;
      const active = notebook.activeCellIndex;
      const seen = notebook.widgets.find((cell) => cell.node.getBoundingClientRect().bottom > top + 1);
      const before = seen.node.getBoundingClientRect().top;
      const back = () => {
        notebook.activeCellIndex = active;
        notebook.deselectAll();
        notebook.outerNode.scrollTop += seen.node.getBoundingClientRect().top - before;
      };
      const running = runAll(notebook, ...more);
      back();
      const good = await running;
      if (good) back();
      return good;
    };
  }

  /** JupyterLab puts all of a table to the right, which suits numbers; a column with words in it reads from the left. */
  function alignTexts(node) {
    const hasWords = (cell) => cell?.tagName === "TD" && /\p{L}{2}/u.test(cell.textContent.trim().replace(/^(NaN|NaT|None|<NA>)$/, ""));
    for (const table of node.querySelectorAll("table.dataframe:not(.course-table)")) {
      table.classList.add("course-table");
      const rows = [...table.rows];
      const last = Math.max(...rows.map((row) => row.cells.length));
      for (let fromRight = 1; fromRight <= last; fromRight++) { // the cells at the left may go over several rows
        const column = rows.map((row) => row.cells[row.cells.length - fromRight]);
        if (column.some(hasWords)) column.forEach((cell) => cell?.textContent.trim() && cell.classList.add("course-text"));
      }
    }
  }

  /** A lesson needs the width: the list of files stays closed, whatever opens it, until the reader does something. */
  function keepWide(shell, panel) {
    const close = () => {
      if (shell.leftCollapsed) return;
      shell.collapseLeft?.();
      shell.activateById(panel.id); // on a slow computer the list took the keys, and they would be nobody's now
    };
    const stop = () => shell.layoutModified.disconnect(close);
    shell.layoutModified.connect(close);
    ["pointerdown", "keydown"].forEach((what) => addEventListener(what, stop, { capture: true, once: true }));
    close();
  }

  /** Keys typed on a control belong to it (shortcuts may name what has the focus, so the mark is on that itself). Those that save or close the list of files go to JupyterLab, from fields too, which let no key pass. */
  function keepKeys(event, commands) {
    if (!event.target.closest?.(`.${OURS} .jupyter-widgets`)) return;
    const passes = (event.ctrlKey || event.metaKey) && ["s", "b"].includes(event.key.toLowerCase());
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !passes);
    // In the browser edition a field would tell its new value only when the reader leaves it.
    if (event.key === "Enter" && event.target.matches("input")) event.target.dispatchEvent(new Event("change", { bubbles: true }));
    if (!passes) return;
    event.stopImmediatePropagation();
    commands.processKeydownEvent(event);
  }

  /** Enter, with Shift or without, in the field of a guess goes on to the next cell, which shows the result when it is run. */
  function goOnFromGuess({ content }) {
    content.node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches(".course-group input:not([type=checkbox])")) return;
      event.preventDefault();
      content.activeCellIndex = content.widgets.findIndex((cell) => cell.node.contains(event.target)) + 1;
      content.mode = "command";
      content.activate();
    }, true);
  }

  /** JupyterLab forgets a cell that is run before its Python was asked for, or asks which Python to take. Here the cell waits. */
  function patience({ INotebookCellExecutor, runCell }) {
    return {
      id: "sco-un-course:cell-executor",
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () => Object.freeze({
        async runCell(options) {
          const { cell, notebook, sessionContext } = options;
          const { model } = cell;
          if (model.type !== "code") return runCell(options);
          const told = [...followers].filter((one) => one.notebook === notebook);
          told.forEach((one) => one.begun(model));
          let happened = true;
          try {
            // It ends when the first Python was asked for, and does not ask twice.
            if (sessionContext && !sessionContext.isReady) await sessionContext.initialize();
            return happened = !cell.isDisposed && await runCell(options);
          } finally {
            told.forEach((one) => one.ended(model, happened));
          }
        },
      }),
    };
  }

  function plugin({ INotebookTracker, NotebookActions }, { Widget }, { nameParts }) {
    return {
      id: "sco-un-course:plugin",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => {
        const style = document.createElement("link");
        style.rel = "stylesheet";
        style.href = new URL("course.css", HERE).href;
        document.head.append(style);
        addEventListener("keydown", (event) => keepKeys(event, app.commands), true);
        // On a phone, a long press into a field marks its text; JupyterLab's menu of a cell would cover it.
        addEventListener("contextmenu", (event) => event.target.matches?.(`.${OURS} .jupyter-widgets input`) && event.stopImmediatePropagation(), true);
        stayAfterRunAll(NotebookActions);
        let first = true;
        tracker.widgetAdded.connect(async (_, panel) => {
          await panel.context.ready;
          if (!panel.content.widgets.some((cell) => /\bcoursekit\b/.test(cell.model.sharedModel.getSource()))) return;
          panel.addClass(OURS);
          const drawn = new MutationObserver(() => {
            nameParts(panel);
            alignTexts(panel.node);
          });
          panel.disposed.connect(() => drawn.disconnect());
          const bar = new Widget();
          bar.addClass("course-bar");
          panel.contentHeader.insertWidget(0, bar);
          follow(panel, bar);
          goOnFromGuess(panel);
          drawn.observe(panel.node, { childList: true, subtree: true });
          nameParts(panel);
          alignTexts(panel.node);
          if (first) keepWide(app.shell, panel);
          first = false;
        });
      },
    };
  }

  let shared;
  async function taken(name) {
    const versions = Object.values(shared[name]);
    return (await (versions.find((one) => one.loaded) || versions[0]).get())();
  }
  (window._JUPYTERLAB = window._JUPYTERLAB || {})["sco-un-course"] = {
    init: (scope) => { shared = scope; },
    get: async () => {
      const names = await import(new URL("names.js", HERE).href);
      const notebook = await taken("@jupyterlab/notebook");
      const ours = [patience(notebook), plugin(notebook, await taken("@lumino/widgets"), names)];
      return () => ({ __esModule: true, default: ours });
    },
  };
})();
