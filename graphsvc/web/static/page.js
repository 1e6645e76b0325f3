// What every page needs: the menu on narrow screens, and forms that send themselves when a choice changes.
import "./drafts.js";
import "./tables.js";

document.documentElement.classList.add("script");

const button = document.querySelector(".menu-button");
const nav = document.querySelector("#main-nav");
if (button && nav) {
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    nav.toggleAttribute("data-closed", !open);
  };
  show(false);
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  nav.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(false);
      button.focus();
    }
  });
}

// A question before something is taken away; without script the form sends at once, and "Verlauf" undoes it.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// The same address twice (a field left by pressing the button, say) is one step of the browser's history.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history } }) => {
  if (history.path === window.location.pathname + window.location.search) history.type = "replace";
});

// A filter that the server refuses: its own page says why beside the form.
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.elt.matches("form[hx-get]")) window.location.assign(detail.pathInfo.finalRequestPath);
});
