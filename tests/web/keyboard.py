"""A person who uses nothing but the keyboard: walks with Tab, opens with Enter, types, and reads what is there."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_STEPS = 250
"""Tab stops after which a thing counts as out of reach."""

NAME_OF_FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "";
  const labels = it.labels ? Array.from(it.labels).map((label) => label.textContent) : [];
  const name = it.getAttribute("aria-label") || labels.join(" ") || it.textContent || it.value || "";
  return name.trim().replace(/\\s+/g, " ");
}"""


class Keyboard:
    """Keys on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def go_to(self, name: str) -> None:
        """Press Tab until the focus is on what has this name; the focus must be visible there."""
        for _ in range(MOST_STEPS):
            self._page.keyboard.press("Tab")
            if self._page.evaluate(NAME_OF_FOCUS) == name:
                assert self._page.evaluate("() => document.activeElement.matches(':focus-visible')")
                return
        raise AssertionError(f"nothing called {name!r} can be reached with Tab on {self._page.url}")

    def open(self, name: str) -> None:
        """Follow a link or press a button that leads to another page."""
        self.go_to(name)
        with self._page.expect_navigation(wait_until="load"):
            self._page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        """Press a button or unfold something that stays on the page."""
        self.go_to(name)
        self._page.keyboard.press("Enter")

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        self.go_to(name)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Choose from a list by typing the beginning of the option."""
        self.go_to(name)
        self._page.keyboard.type(option)
        chosen = "() => document.activeElement.selectedOptions[0].textContent.trim()"
        assert self._page.evaluate(chosen).startswith(option), f"{name}: {self._page.evaluate(chosen)}"

    def send(self) -> None:
        """Press Enter in a form and wait for the answer."""
        with self._page.expect_navigation(wait_until="load"):
            self._page.keyboard.press("Enter")

    def heading(self, text: str) -> None:
        """The page says what it is about."""
        expect(self._page.get_by_role("heading", level=1)).to_have_text(text)
