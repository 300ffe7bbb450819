// Follows a preview: asks the server to answer when something changes, then reloads, or shows what is wrong.
"use strict";
(async () => {
  const bar = document.createElement("aside");
  bar.className = "preview-bar";
  bar.setAttribute("role", "status");
  const title = document.createElement("strong");
  const faults = document.createElement("pre");
  bar.append(title, faults);
  document.body.append(bar);

  const show = (state) => {
    bar.dataset.faults = state.faults ? "yes" : "no";
    title.textContent = state.faults
      ? "有错误，下面的页面还是改动前的 / Faults; the page is the one from before"
      : "预览，未发布 / Preview, not published";
    faults.textContent = state.faults;
  };

  const ask = async (since) => (await fetch(`/__preview__/state?since=${since}`, { cache: "no-store" })).json();
  let state = await ask(-1);
  show(state);
  for (;;) {
    try {
      const next = await ask(state.version);
      if (next.built !== state.built) location.reload();
      state = next;
      show(state);
    } catch {
      title.textContent = "预览已停止 / The preview has stopped";
      await new Promise((later) => setTimeout(later, 1000));
    }
  }
})();
