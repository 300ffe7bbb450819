// Puts the chosen colours on the page before it is drawn. Material has it inline, which the site's policy does not allow.
/* eslint-disable no-undef */
{
  const palette = __md_get("__palette");
  if (palette && palette.color) {
    for (const [key, value] of Object.entries(palette.color)) document.body.setAttribute(`data-md-color-${key}`, value);
  } else if (matchMedia("(prefers-color-scheme: dark)").matches) {
    document.body.setAttribute("data-md-color-scheme", "slate");
  }
}
