// Keeps what was typed into a form until it is sent, so that nothing is lost when the page is closed. It stays
// in this browser, under the name that data-draft gives. The version of the record it was typed over is kept with it: if somebody
// changed the record meanwhile, the answer shows both.
const form = document.querySelector("form[data-draft]");
const place = `draft ${form?.dataset.draft}`;

function typed() {
  return JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

function fill(draft) {
  const left = [...draft];
  const take = (field, value) => {
    const at = left.findIndex(([name, kept]) => name === field.name && (value === null || kept === value));
    return at < 0 ? null : left.splice(at, 1)[0][1];
  };
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = take(field, field.value) !== null;
    else if (field.name && field.type !== "submit") field.value = take(field, null) ?? field.value;
  }
}

if (form) {
  const notice = form.querySelector("[data-kept]");
  const shown = typed();
  const kept = window.localStorage.getItem(place);
  const refused = document.querySelector("main [role='alert']");
  if (kept && kept !== shown && !refused) {
    fill(JSON.parse(kept));
    notice.hidden = false;
  }
  const forget = () => window.localStorage.removeItem(place);
  notice.querySelector("button").addEventListener("click", () => {
    forget();
    window.location.replace(window.location.href);
  });
  form.addEventListener("input", () => window.localStorage.setItem(place, typed()));
  form.addEventListener("submit", forget);
  if (refused) window.localStorage.setItem(place, shown);
}
