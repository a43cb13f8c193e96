// Suggestions for every form with data-suggestions; the reader's province; and /cari/, where only what changes is fetched. Both work without.
(() => {
  if (!window.fetch) return;

  function make(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  // The search box as an ARIA combobox: focus stays in it, the list is walked by aria-activedescendant.
  function combobox(form, input) {
    const list = make("ul", { id: `${input.id}-list`, class: "suggestions", role: "listbox", hidden: "" });
    const status = make("p", { class: "visually-hidden", role: "status" });
    input.closest(".search-form").append(list, status);
    for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-expanded", false], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
    let active = -1, timer, asked = 0;

    function hide() {
      clearTimeout(timer);
      asked++;
      list.hidden = true;
      active = -1;
      status.textContent = "";
      input.setAttribute("aria-expanded", false);
      input.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      const rows = [...list.children];
      active = index < -1 ? rows.length - 1 : index >= rows.length ? -1 : index;
      rows.forEach((row, at) => row.setAttribute("aria-selected", at === active));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", rows[active].id);
      rows[active].scrollIntoView({ block: "nearest" });
    }
    async function offer() {
      const typed = input.value.trim(), turn = ++asked;
      if (typed.length < 2) return hide();
      let answer;
      try { answer = await (await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`)).json(); } catch { return; }
      if (turn !== asked || document.activeElement !== input) return;
      if (!answer.suggestions.length) return hide();
      list.replaceChildren(...answer.suggestions.map((item, at) => {
        const row = make("li", { id: `${list.id}-${at}`, role: "option", "aria-selected": false, "data-url": item.url });
        row.append(make("span", {}, item.label), " ", make("small", {}, item.hint));
        return row;
      }));
      list.setAttribute("aria-label", answer.label);
      list.hidden = false;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", true);
      status.textContent = answer.announcement;
    }
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(offer, 180); });
    input.addEventListener("blur", hide);
    form.addEventListener("submit", hide);
    // A press must not take the focus away: that would hide the list before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => { const row = event.target.closest("li"); if (row) location.assign(row.dataset.url); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) offer();
        else if (event.altKey && event.key === "ArrowUp") hide();
        else mark(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); hide(); }
      else if (event.key === "Enter" && active >= 0) { event.preventDefault(); location.assign(list.children[active].dataset.url); }
    });
  }
  for (const form of document.querySelectorAll("form[data-suggestions]")) combobox(form, form.elements.q);

  // "Daerah Anda": the reader's province, kept in this browser and sent with searches as `near`.
  function province(select) {
    const KEY = "daerah";
    const region = select.closest(".region");
    const name = region.querySelector("summary b");
    const clear = region.querySelector("button[type=button]");
    // Storage may be closed to us; the choice then lasts as long as the page.
    const stored = () => { try { return localStorage.getItem(KEY) || ""; } catch { return ""; } };
    function store(slug) { try { if (slug) localStorage.setItem(KEY, slug); else localStorage.removeItem(KEY); } catch { /* see above */ } }
    function tell() {
      name.textContent = select.value ? select.selectedOptions[0].text : name.dataset.none;
      clear.hidden = !select.value;
    }

    const known = [...select.options].some((option) => option.value && option.value === stored());
    // What a link brought along is shown, not kept.
    if (known) select.value = stored();
    tell();
    select.addEventListener("change", () => { store(select.value); tell(); });
    clear.addEventListener("click", () => {
      select.value = "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      select.focus();
    });
    // An empty field is no part of an address.
    select.form.addEventListener("formdata", (event) => { if (!select.value) event.formData.delete("near"); });
  }
  const provinces = document.getElementById("daerah");
  if (provinces) province(provinces);

  const form = document.getElementById("search");
  if (!form) return;
  const results = document.getElementById("results");
  const status = document.getElementById("search-status");
  const input = form.elements.q;
  const narrow = matchMedia("(max-width: 56.24rem)");
  const PARTS = ["facets", "filters-foot", "hasil"];
  const LAYOUT = "tampilan", LIST = "daftar", GRID = "kisi", DRAWER = "#filter";
  const find = (id) => document.getElementById(id);
  form.classList.add("js");

  // List or grid: both are the same elements, so nothing is fetched. Kept in the address and for this tab.
  const remembered = (value) => { try { return value ? sessionStorage.setItem(LAYOUT, value) : sessionStorage.getItem(LAYOUT); } catch { return null; } };
  let layout = new URLSearchParams(location.search).get(LAYOUT) || remembered() || LIST;
  // Addresses are shared, so the reader's own province is never in them; it is only sent.
  const laid = (search) => {
    const params = new URLSearchParams(search);
    params.delete(LAYOUT);
    params.delete("near");
    if (layout === GRID) params.set(LAYOUT, GRID);
    return params.toString();
  };
  const near = () => form.elements.near?.value || "";
  const sent = (search) => {
    const params = new URLSearchParams(search);
    if (near()) params.set("near", near());
    const all = params.toString();
    return all && `?${all}`;
  };
  function arrange() {
    results.querySelector("ol.cards")?.classList.toggle("is-list", layout !== GRID);
    for (const link of results.querySelectorAll("[data-layout]")) link.setAttribute("aria-current", link.dataset.layout === layout);
  }

  const query = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) data.append(name, value);
    return laid(data);
  };
  const address = (search) => form.getAttribute("action") + (search ? `?${search}` : "");

  // Where the reader was, to be there again after Back: the place on the page and what had the focus.
  const keyOf = (element) => element.id || element.getAttribute("href") || (element.name ? `${element.name}=${element.value}` : "");
  const locate = (key) => key && (find(key) || [...results.querySelectorAll("a, input")].find((element) => keyOf(element) === key));
  const keep = (element = document.activeElement) => history.replaceState({ ...history.state, scroll: scrollY, focus: keyOf(element) }, "");
  function restore(state) {
    if (!state || state.scroll === undefined) return;
    locate(state.focus)?.focus({ preventScroll: true });
    scrollTo(0, state.scroll);
  }

  // The parts that change. What encloses them stays, and with it the drawer and how far it was scrolled.
  function exchange(html) {
    const fresh = make("template", {});
    fresh.innerHTML = html;
    if (!PARTS.every((id) => find(id) && fresh.content.getElementById(id))) return results.replaceChildren(fresh.content);
    for (const facet of results.querySelectorAll(".facet")) {
      const next = fresh.content.getElementById(facet.id);
      if (next) next.open = facet.open || (next.open && Boolean(next.querySelector(":checked")));
    }
    for (const id of PARTS) find(id).replaceWith(fresh.content.getElementById(id));
  }

  let running, shown = laid(location.search);
  async function show(search, { push = true, focus = "", again = false } = {}) {
    running?.abort();
    const turn = running = new AbortController();
    results.setAttribute("aria-busy", true);
    // A skeleton says that it takes time; below a third of a second it would only flicker.
    const slow = setTimeout(() => results.classList.add("is-waiting"), 300);
    try {
      const response = await fetch(form.dataset.results + sent(search), { signal: turn.signal, headers: again ? { "X-Search-Again": 1 } : {} });
      if (!response.ok && response.status !== 503) throw new Error(response.status);
      const html = await response.text();
      if (push) {
        // Within the drawer every choice is the same step, so that Back closes it; the box in a facet is no step.
        if (isOpen() || push === "replace") history.replaceState({ ...history.state, changed: true }, "", address(search) + (isOpen() ? DRAWER : ""));
        else { keep(); history.pushState({}, "", address(search)); }
      }
      shown = search;
      exchange(html);
      arrange();
      status.textContent = find("results-title")?.textContent || results.querySelector(".notice")?.textContent || "";
      const target = locate(focus);
      if (target) {
        target.focus({ preventScroll: true });
        if (focus === "results-title") target.scrollIntoView();
        else if (target.type === "search") target.setSelectionRange(target.value.length, target.value.length);
      }
    } catch (error) {
      // (What is there already may stay: it is the same search without the reader's province.)
      if (error.name !== "AbortError" && !again) location.assign(address(search));
    } finally {
      clearTimeout(slow);
      if (turn === running) { results.removeAttribute("aria-busy"); results.classList.remove("is-waiting"); }
    }
  }

  // The drawer of a narrow screen: a dialog of which everything around is inert.
  const drawer = () => find("filter");
  const isOpen = () => Boolean(drawer()?.classList.contains("is-open"));
  function around(inert) {
    for (let at = drawer(); at && at !== document.body; at = at.parentElement)
      for (const other of at.parentElement.children) if (other !== at && other.id !== "search-status") other.inert = inert;
  }
  function open() {
    const panel = drawer();
    if (!panel || !narrow.matches || isOpen()) return;
    panel.classList.add("is-open");
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-modal", true);
    around(true);
    panel.focus();
  }
  function close(focus = "filters-open") {
    const panel = drawer();
    if (!isOpen()) return;
    around(false);
    panel.classList.remove("is-open");
    panel.setAttribute("role", "region");
    panel.removeAttribute("aria-modal");
    find(focus)?.focus();
    if (focus === "results-title") find(focus)?.scrollIntoView();
  }
  // Leave the drawer with what was chosen; its step of the history stays only if there is something to go back from.
  function leave(focus) {
    const { opened, changed } = history.state || {};
    close(focus);
    if (opened && !changed) history.back();
    else history.replaceState({}, "", address(shown));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.id === "filters-show") return leave("results-title");
    const inFacet = document.activeElement?.name?.startsWith("find_");
    show(query(), inFacet ? { push: "replace", focus: document.activeElement.id } : { focus: "results-title" });
  });
  // The province has its say among words, by relevance; elsewhere nothing has to be fetched for it.
  const lift = () => { if (input.value && form.elements.sort?.value === "") show(shown, { push: false, again: true }); };
  form.addEventListener("change", ({ target }) => {
    if (target.name === "near") lift();
    else if (target.type !== "search") show(query(), { focus: keyOf(target) });
  });
  let finding;
  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("find_")) return;
    clearTimeout(finding);
    finding = setTimeout(() => show(query(), { push: "replace", focus: event.target.id }), 300);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen()) leave(); });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (isOpen() && event.detail && !drawer().contains(event.target)) return leave();
    const link = event.target.closest("#results a");
    if (!link) return;
    if (link.dataset.layout) {
      event.preventDefault();
      layout = link.dataset.layout;
      remembered(layout);
      arrange();
      shown = laid(shown);
      history.replaceState(history.state, "", address(shown));
    } else if (link.id === "filters-open" && narrow.matches) {
      event.preventDefault();
      keep(link);
      history.pushState({ opened: true }, "", address(shown) + DRAWER);
      open();
    } else if (link.classList.contains("filters-close")) {
      event.preventDefault();
      leave();
    } else if ("fragment" in link.dataset) {
      event.preventDefault();
      const search = laid(new URL(link.href).search);
      input.value = new URLSearchParams(search).get("q") || "";
      show(search, { focus: isOpen() ? "filter" : "results-title" });
    } else keep(link);
  });
  addEventListener("popstate", async (event) => {
    const search = laid(location.search);
    if (location.hash === DRAWER) open();
    else close();
    if (search !== shown) {
      input.value = new URLSearchParams(search).get("q") || "";
      await show(search, { push: false });
    }
    if (!isOpen()) restore(event.state);
  });
  narrow.addEventListener("change", () => { if (!narrow.matches && isOpen()) leave(); });

  arrange();
  // The province that this page was made with leaves the address; one that it was not made with has its say now.
  const made = new URLSearchParams(location.search).get("near") || "";
  if (made) {
    history.replaceState(history.state, "", address(shown) + location.hash);
    for (const link of results.querySelectorAll("a[href*='near=']")) {
      const url = new URL(link.href);
      url.searchParams.delete("near");
      link.setAttribute("href", url.pathname + url.search);
    }
  }
  if (near() !== made) lift();
  if (location.hash === DRAWER) open();
  else if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") restore(history.state);
})();
