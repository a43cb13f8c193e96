// /cari/: exchanges the results only, keeps focus and Back working, offers suggestions. Without it the form just works.
(() => {
  const form = document.getElementById("search");
  if (!form || !window.fetch) return;
  const box = document.getElementById("results");
  const input = document.getElementById("q");
  const status = document.getElementById("search-status");
  const list = document.getElementById("suggestions");
  form.classList.add("js");
  let running;

  const query = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) data.append(name, value);
    return data.toString();
  };
  const address = (search) => form.getAttribute("action") + (search ? "?" + search : "");

  async function show(search, { push = true, replace = false, focus = null } = {}) {
    if (running) running.abort();
    running = new AbortController();
    box.setAttribute("aria-busy", "true");
    const open = box.querySelector("details.filters")?.open;
    try {
      const response = await fetch(form.dataset.results + (search ? "?" + search : ""), { signal: running.signal });
      if (!response.ok && response.status !== 503) throw new Error(response.status);
      const html = await response.text();
      if (replace) history.replaceState(history.state, "", address(search));
      else if (push) {
        history.replaceState({ ...history.state, scroll: scrollY }, "");
        history.pushState({ search }, "", address(search));
      }
      box.innerHTML = html;
      const filters = box.querySelector("details.filters");
      if (filters && (open || matchMedia("(min-width: 56rem)").matches)) filters.open = true;
      const count = box.querySelector("[data-count]");
      status.textContent = count ? count.textContent : box.querySelector(".notice")?.textContent || "";
      const target = focus && document.getElementById(focus);
      if (focus === "results") { box.focus({ preventScroll: true }); box.scrollIntoView(); }
      else if (target) {
        target.focus({ preventScroll: true });
        if (target.type === "search") target.setSelectionRange(target.value.length, target.value.length);
      }
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address(search));
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  const wide = matchMedia("(min-width: 56rem)");
  const first = box.querySelector("details.filters");
  if (first && wide.matches) first.open = true;

  form.addEventListener("submit", (event) => { event.preventDefault(); hide(); show(query(), { focus: document.activeElement?.id || "results" }); });
  form.addEventListener("change", (event) => { if (event.target.type !== "search") show(query(), { focus: event.target.id }); });
  // The box in a long facet narrows its values while typing; that is no step to come Back to.
  let finding;
  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("find_")) return;
    clearTimeout(finding);
    finding = setTimeout(() => show(query(), { replace: true, focus: event.target.id }), 300);
  });
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-fragment]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const search = new URL(link.href).search.slice(1);
    input.value = new URLSearchParams(search).get("q") || "";
    show(search, { focus: "results" });
  });
  addEventListener("popstate", async (event) => {
    const search = location.search.slice(1);
    input.value = new URLSearchParams(search).get("q") || "";
    await show(search, { push: false });
    scrollTo(0, event.state?.scroll || 0);
  });

  // Suggestions: an ARIA combobox.
  let items = [], active = -1, timer;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  function hide() { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); clearTimeout(timer); }
  function mark(index) {
    active = (index + items.length + 1) % (items.length + 1);
    if (active === items.length) active = -1;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === active));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else { input.setAttribute("aria-activedescendant", list.children[active].id); list.children[active].scrollIntoView({ block: "nearest" }); }
  }
  async function offer() {
    const typed = input.value.trim();
    if (typed.length < 2) return hide();
    let answer;
    try { answer = await (await fetch(form.dataset.suggestions + "?q=" + encodeURIComponent(typed))).json(); } catch { return; }
    if (typed !== input.value.trim() || document.activeElement !== input) return;
    items = answer.suggestions;
    list.replaceChildren(...items.map((item, at) => {
      const row = document.createElement("li");
      row.id = "suggestion-" + at;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const link = document.createElement("a");
      link.href = item.url; link.tabIndex = -1; link.textContent = item.label;
      row.append(link);
      return row;
    }));
    if (!items.length) return hide();
    list.hidden = false; active = -1; input.setAttribute("aria-expanded", "true");
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(offer, 180); });
  input.addEventListener("blur", () => setTimeout(hide, 200));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); hide(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return offer();
      event.preventDefault();
      mark(event.key === "ArrowDown" ? active + 1 : (active < 0 ? items.length : active) - 1);
    } else if (event.key === "Enter" && active >= 0) { event.preventDefault(); location.assign(items[active].url); }
  });
})();
