/** A page around a peer's `find.mjs`: `#n=NUMBER` shows that certificate, `#q=PART` those whose holder's name has the part. */
import { byName, byNumber } from "./find.mjs";

async function answer() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const records = asked.has("n") ? await byNumber(asked.get("n")) : await byName(asked.get("q"));
  const heading = document.createElement("h2");
  heading.id = "verdict";
  heading.append(`${records.length}`);
  const shown = records.map((record) => {
    const list = document.createElement("dl");
    list.className = "certificate";
    for (const [key, value] of Object.entries(record)) {
      const [name, text] = [document.createElement("dt"), document.createElement("dd")];
      name.append(key);
      text.append(typeof value === "string" ? value : JSON.stringify(value));
      list.append(name, text);
    }
    return list;
  });
  document.querySelector("main").replaceChildren(heading, ...shown);
}

window.addEventListener("hashchange", answer);
await answer();
