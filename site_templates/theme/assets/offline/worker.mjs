// @ts-check
/** Has the check page open without network next time: by the service worker, sw.js at the root of the site. */

/** @param {string} register relative address of the register's folder */
export async function start(register) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return; // plain http, a private window, an old browser
  if (!serviceWorker.controller) {
    serviceWorker.addEventListener("controllerchange", () => readAgain(register), { once: true });
  }
  await serviceWorker.register(`${register}../../sw.js`, { scope: location.pathname });
}

/** What was read of the register before the worker was there, once more before its eyes. @param {string} register */
function readAgain(register) {
  const folder = new URL(register, location.href).href;
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  const read = entries.filter(({ name, responseStatus }) => name.startsWith(folder) && !(responseStatus >= 400));
  for (const name of new Set(read.map((entry) => entry.name))) {
    fetch(name, { cache: "no-cache", credentials: "omit" }).catch(() => {});
  }
}
