/* Below the title of a material: those that are like it already, while one types. */
(() => {
  const address = document.currentScript.dataset.similar;
  const title = document.querySelector("[data-material-title]");
  if (!title) return;
  const box = document.createElement("div");
  box.className = "duplicates";
  box.setAttribute("aria-live", "polite");
  title.closest("[data-field]").append(box);
  let timer = 0;
  let asked = null;

  const link = (text, href) => Object.assign(document.createElement("a"), { textContent: text, href, target: "_blank", rel: "noreferrer" });

  function show({ heading, edit, materials }) {
    box.replaceChildren();
    if (!materials.length) return;
    const list = document.createElement("ul");
    for (const material of materials) {
      const row = document.createElement("li");
      const facts = [material.kind, material.centre].filter(Boolean).join(" · ");
      row.append(link(material.title, material.url), " ", Object.assign(document.createElement("small"), { textContent: facts }));
      if (material.edit_url) row.append(" ", link(edit, material.edit_url));
      list.append(row);
    }
    box.append(Object.assign(document.createElement("p"), { textContent: heading }), list);
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ title: title.value, exclude: title.dataset.materialTitle });
    try {
      const response = await fetch(`${address}?${query}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (response.ok && !response.redirected) show(await response.json());
    } catch (error) {
      // Without an answer nothing is said: the warning only helps, it never stands in the way.
    }
  }

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  });
})();
