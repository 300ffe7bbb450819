// The check on the home page: the number goes into the fragment of the address, which browsers do not send to a server.
// Without scripts the form works as a plain form; the check page itself needs scripts and says so.
for (const form of document.querySelectorAll("form[data-check]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(`${form.action}#n=${encodeURIComponent(form.elements.namedItem("n").value)}`);
  });
}
