// Fields that Wagtail leaves without a name get the one that stands beside or above them, for screen readers:
// rich text, tags and the blocks of a list. Sections within sections are groups, not landmarks.
(() => {
  const FIELDS = "[role=textbox], input:not([type=hidden], [type=submit], [type=button]), select, textarea";

  function named(field) {
    return field.labels?.length || ["aria-label", "aria-labelledby", "title"].some((name) => field.getAttribute(name));
  }
  function nameOf(field) {
    const label = field.closest("[data-field-wrapper]")?.querySelector(":scope > label");
    if (label) return label.id ||= `${label.htmlFor || "field"}-name`;
    return field.closest("section.w-panel")?.getAttribute("aria-labelledby");
  }
  function complete() {
    for (const field of document.querySelectorAll(`form :is(${FIELDS})`)) {
      const name = named(field) ? "" : nameOf(field);
      if (name) field.setAttribute("aria-labelledby", name);
    }
    for (const section of document.querySelectorAll(":is(section section.w-panel, section[id^=block_group-]):not([role])")) section.setAttribute("role", "group");
  }

  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    setTimeout(() => { planned = false; complete(); }, 200);
  }
  addEventListener("DOMContentLoaded", () => {
    plan();
    new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  });
})();
