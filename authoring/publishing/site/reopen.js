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
