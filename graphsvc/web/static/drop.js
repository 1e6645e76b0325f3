// A file dropped on the form is taken as if it had been chosen; while it is read, the form says so.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const field = form.querySelector('input[type="file"]');
  if (field) {
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.add("over");
      });
    }
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (event.dataTransfer.files.length === 0) return;
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }
  form.addEventListener("submit", () => {
    form.querySelector(".busy").textContent = form.dataset.busy;
    form.classList.add("htmx-request");
    for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });
}
// A page that comes back from the browser's cache can be used again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-busy] button")) button.disabled = false;
});
