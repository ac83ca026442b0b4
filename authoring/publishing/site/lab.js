// What JupyterLite 0.6.4 lacks on its page. Each part uses only what JupyterLab offers to extensions.

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
