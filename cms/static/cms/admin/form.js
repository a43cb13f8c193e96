/* Long lists of terms: search, narrowing by school level, the chosen ones on top. Durations: the other unit.
   Without this script they are plain checkboxes and a number with a unit. */
(() => {
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const words = (box, name) => (box.dataset[name] || "").split(" ").filter(Boolean);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  class Terms {
    constructor(root) {
      this.root = root;
      this.name = root.dataset.terms;
      this.text = (key) => root.dataset[`text${key}`];
      this.boxes = [...root.querySelectorAll("input[type=checkbox]")];
      this.all = false;
      this.chosen = make("ul", { className: "terms-chosen" });
      this.chosen.setAttribute("aria-label", this.text("Chosen"));
      this.toggle = make("button", { type: "button", className: "button button-small button-secondary", hidden: true });
      this.toggle.addEventListener("click", () => { this.all = !this.all; this.show(); });
      this.none = make("p", { className: "terms-none", textContent: this.text("None"), hidden: true });
      this.none.setAttribute("role", "status");
      const bar = make("div", { className: "terms-bar" });
      if (root.classList.contains("is-long")) {
        this.find = make("input", { type: "search", placeholder: this.text("Find"), autocomplete: "off" });
        this.find.setAttribute("aria-label", `${this.text("Find")}: ${root.getAttribute("aria-label")}`);
        this.find.addEventListener("input", (event) => { event.stopPropagation(); this.show(); });
        // What is typed here is not part of the form: no autosave, no submit.
        this.find.addEventListener("change", (event) => event.stopPropagation());
        this.find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
        bar.append(this.find);
      }
      bar.append(this.toggle);
      root.prepend(this.chosen, bar);
      root.append(this.none);
      this.boxes.forEach((box) => box.addEventListener("change", () => this.show()));
      this.show();
    }

    get form() { return this.root.closest("form"); }

    checked(name) {
      return [...this.form.querySelectorAll(`input[name="${name}"]:checked`)];
    }

    /* Whether a term goes with what is chosen elsewhere. */
    fits(box) {
      if ("schoolLevels" in box.dataset) {
        const offered = words(box, "schoolLevels");
        const levels = this.checked("school_levels").map((other) => other.dataset.slug);
        if (offered.length && levels.length && !offered.some((slug) => levels.includes(slug))) return false;
      }
      if (this.name === "grades") {
        const within = this.checked("phases").flatMap((phase) => words(phase, "grades"));
        if (within.length && !within.includes(box.dataset.slug)) return false;
      }
      return true;
    }

    show() {
      const typed = this.find ? fold(this.find.value).split(/\s+/).filter(Boolean) : [];
      let hidden = 0;
      let shown = 0;
      this.chosen.replaceChildren();
      for (const box of this.boxes) {
        const fits = this.fits(box);
        const row = box.closest("li");
        const label = row.querySelector("span").textContent;
        const found = typed.every((word) => fold(`${label} ${box.dataset.words || ""}`).includes(word));
        if (!fits && !box.checked) hidden += 1;
        row.hidden = !found || (!fits && !box.checked && !this.all);
        if (!row.hidden) shown += 1;
        row.classList.toggle("is-misfit", !fits && box.checked);
        if (box.checked) this.chosen.append(this.chip(box, label, fits));
      }
      this.chosen.hidden = !this.chosen.children.length || !this.root.classList.contains("is-long");
      for (const heading of this.root.querySelectorAll(".terms-heading")) {
        heading.hidden = ![...heading.nextElementSibling.children].some((row) => !row.hidden);
      }
      this.none.hidden = shown > 0;
      this.toggle.hidden = !hidden;
      this.toggle.textContent = this.all ? this.text("Fewer") : `${this.text("All")} (+${hidden})`;
      this.root.querySelectorAll(".terms-misfit").forEach((note) => note.remove());
      for (const row of this.root.querySelectorAll(".terms-list li.is-misfit")) {
        row.querySelector("label").append(make("em", { className: "terms-misfit", textContent: this.text("Misfit") }));
      }
    }

    chip(box, label, fits) {
      const remove = make("button", { type: "button", title: this.text("Remove") }, label, " ×");
      remove.setAttribute("aria-label", `${this.text("Remove")}: ${label}${fits ? "" : `, ${this.text("Misfit")}`}`);
      remove.addEventListener("click", () => { box.click(); (this.find || box).focus(); });
      return make("li", { className: fits ? "" : "is-misfit" }, remove);
    }
  }

  function duration(root) {
    const input = root.querySelector("input");
    const unit = root.querySelector("select");
    const other = root.querySelector("[data-duration-other]");
    const { durationJp, durationMinutesText, durationJpText } = root.dataset;
    const format = (number) => number.toLocaleString(document.documentElement.lang || "id", { maximumFractionDigits: 1 });
    const tell = () => {
      const number = Number(input.value.trim().replace(",", "."));
      if (!input.value.trim() || !(number >= 0)) other.textContent = "";
      else if (unit.value === "jp") other.textContent = `= ${format(Math.round(number * durationJp))} ${durationMinutesText}`;
      else other.textContent = `≈ ${format(number / durationJp)} ${durationJpText}`;
    };
    input.addEventListener("input", tell);
    unit.addEventListener("change", tell);
    tell();
  }

  /* How many characters are left in a text with a limit. */
  function counter(field) {
    const told = make("output", { className: "form-counter" });
    const tell = () => { told.textContent = `${field.value.length} / ${field.maxLength}`; };
    field.insertAdjacentElement("afterend", told);
    field.addEventListener("input", tell);
    tell();
  }

  function start() {
    const lists = [...document.querySelectorAll("[data-terms]")].map((root) => new Terms(root));
    const refresh = (event) => {
      if (["school_levels", "phases"].includes(event.target.name)) lists.forEach((list) => list.show());
    };
    document.addEventListener("change", refresh);
    document.querySelectorAll(".duration").forEach(duration);
    document.querySelectorAll("textarea[maxlength]").forEach(counter);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
