// The ways to the check from other pages: the number goes into the fragment of the address, which browsers do not send to a
// server. Without scripts the form works as a plain form; the check page itself needs scripts and says so.
for (const form of document.querySelectorAll("form[data-check]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(asking(form.action, form.elements.namedItem("n").value));
  });
}

// From the search of the site, take along what was typed there, if it may be a number.
for (const link of document.querySelectorAll("a[data-check]")) {
  const page = link.href;
  const take = () => {
    const typed = document.querySelector("[data-md-component=search-query]").value;
    link.href = /\d{4}/.test(typed) ? asking(page, typed) : page;
  };
  for (const type of ["pointerdown", "focus", "click"]) link.addEventListener(type, take);
}

function asking(page, number) {
  return `${page}#n=${encodeURIComponent(number)}`;
}
