// What Material's bundle expects to find: storage in the browser under the site's own name. Material has it inline, which
// the site's policy does not allow. The scope is the same for all languages, so that a choice of colours holds in each.
/* eslint-disable no-undef */
__md_scope = new URL(document.currentScript.dataset.root, document.currentScript.src);
__md_hash = (text) => [...text].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0);
__md_get = (key, storage = localStorage, scope = __md_scope) => {
  try {
    return JSON.parse(storage.getItem(scope.pathname + "." + key));
  } catch {
    return null;
  }
};
__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // Private windows may have no storage; the choice then lasts for this page.
  }
};
