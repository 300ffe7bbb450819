// @ts-check
/** Links of every page's shell that must not lose what its address asks. */

const other = /** @type {HTMLAnchorElement | null} */ (document.querySelector("header .language"));
const main = document.getElementById("main");

// The other language is asked the same. Before the link is used, in whatever way: the address may have changed without an event.
for (const type of ["pointerdown", "focus", "click"]) other?.addEventListener(type, () => (other.hash = location.hash));

document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault(); // `#main` would take the place of the question
  if (!main) return;
  main.tabIndex = -1;
  main.style.outline = "none"; // it is the whole page
  main.focus();
});
