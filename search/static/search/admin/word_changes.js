// Asks which recent searches a change of words would alter, with what stands in the form, saved or not.
(() => {
  for (const panel of document.querySelectorAll("[data-word-changes]:not([data-ready])")) {
    panel.dataset.ready = "";
    const { wordChanges, model, pk, deleting } = panel.dataset;
    const button = panel.querySelector("button");
    const region = panel.querySelector("[aria-live]");
    button.addEventListener("click", async () => {
      const form = deleting ? null : button.closest("form");
      const data = form ? new FormData(form) : new FormData();
      data.set("model", model);
      data.set("pk", pk);
      if (deleting) data.set("deleting", "1");
      const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
      button.disabled = true;
      region.setAttribute("aria-busy", "true");
      region.textContent = region.dataset.waiting;
      try {
        const response = await fetch(wordChanges, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
        if (!response.ok || response.redirected) throw new Error(response.status);
        region.innerHTML = await response.text();
      } catch {
        region.textContent = region.dataset.failed;
      } finally {
        button.disabled = false;
        region.removeAttribute("aria-busy");
        button.focus();
      }
    });
  }
})();
