// Keys of the review list. They count only while the focus is inside the list, and never while somebody types.
const list = document.querySelector("#review");
const undo = document.querySelector("#undo-last");
for (const part of [list, undo]) {
  part?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const button = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (button) button.click();
  });
}
// After a judgement, and after one was taken back, the next pair is ready for the next key.
const asked = new URLSearchParams(window.location.search);
if (asked.has("last") || asked.get("ok") === "undone") list?.focus();
