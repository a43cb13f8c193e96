/* The panel "Still missing": asks the server what the form as it is now lacks, and leads to the field. */
(() => {
  const WAIT = 800;

  function start() {
    const panel = document.querySelector("[data-checklist]");
    const form = document.querySelector("[data-edit-form]");
    if (!panel || !form) return;
    let timer = 0;
    let asked = null;

    async function refresh() {
      asked?.abort();
      asked = new AbortController();
      const page = new URL(form.action).pathname;
      if (!page.startsWith(panel.dataset.pages)) return;
      const data = new FormData(form);
      // Files stay where they are: only what they are chosen for is asked about.
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      try {
        const address = panel.dataset.checks + page.slice(panel.dataset.pages.length);
        const response = await fetch(address, { method: "POST", body: data, signal: asked.signal });
        if (!response.ok || response.redirected) throw new Error(response.statusText);
        show(await response.text());
      } catch (error) {
        if (error.name !== "AbortError") tell(panel.dataset.textFailed);
      }
    }

    function show(html) {
      const open = [...panel.querySelectorAll("details[open]")].map((each) => each.dataset.section);
      panel.innerHTML = html;
      for (const each of panel.querySelectorAll("details")) each.open = open.includes(each.dataset.section);
      const { required: missing, meter, done, total } = panel.querySelector("[data-required]").dataset;
      const required = Number(missing);
      for (const each of document.querySelectorAll("[data-checklist-meter]")) each.textContent = meter;
      for (const each of document.querySelectorAll("[data-checklist-progress]")) {
        each.max = total;
        each.value = done;
      }
      const counter = document.querySelector('[data-side-panel-toggle="checklist"] [data-side-panel-toggle-counter]');
      if (counter) {
        counter.textContent = required;
        counter.hidden = !required;
      }
    }

    function tell(text) {
      const count = panel.querySelector(".checklist-count");
      if (count) count.textContent = text;
    }

    function target(link) {
      const { checklistField: field, checklistBlock: block, checklistPart: part } = link.dataset;
      const found = block && document.querySelector(`[data-contentpath="${CSS.escape(block)}"]`);
      return (
        (found && part && found.querySelector(`[data-contentpath="${CSS.escape(part)}"]`)) ||
        found ||
        document.querySelector(`[data-contentpath="${CSS.escape(field)}"]`) ||
        form.querySelector(`[name="${CSS.escape(field)}"]`)
      );
    }

    /* What can be typed or pressed in a field, when it is visible. */
    function control(element) {
      const visible = (wanted) =>
        (element.matches(wanted) ? [element] : [...element.querySelectorAll(wanted)]).find(
          (each) => each.getClientRects().length && !each.disabled,
        );
      return visible("input, textarea, select, [contenteditable=true]") || visible("button:not([data-comment-add])");
    }

    /* Whatever hides the field is opened: its tab, then the sections around it. */
    function reveal(element) {
      const tab = element.closest("[role=tabpanel]");
      if (tab?.hidden) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
      for (let box = element.closest("[data-panel]"); box; box = box.parentElement.closest("[data-panel]")) {
        const toggle = box.querySelector(":scope > .w-panel__header [data-panel-toggle]");
        if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
      }
      const narrow = window.matchMedia("(max-width: 50rem)").matches;
      if (narrow) document.querySelector("[data-form-side-close-button]")?.click();
      const place = element.closest("[data-panel]") || element;
      // After the tab has been shown and has put its own address into place.
      setTimeout(() => {
        place.scrollIntoView({ block: "start", behavior: "instant" });
        (control(element) || place).focus({ preventScroll: true });
      }, 150);
    }

    // Also from the message above the form that says what a curator wants.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-checklist-field]");
      if (!link) return;
      event.preventDefault();
      const element = target(link);
      if (element) reveal(element);
    });

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, WAIT);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // Wagtail tells of every change, also of blocks and choosers that send no event of their own.
    document.addEventListener("w-unsaved:add", later);
    document.addEventListener("w-autosave:success", later);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
