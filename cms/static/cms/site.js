// Conveniences of a material's page; it reads the same without them.

// A page of another site opens in place on tap; nothing of it is loaded before.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-frame-url]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = link.dataset.frameUrl;
  frame.title = link.dataset.frameTitle;
  frame.allow = "fullscreen";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "frame";
  link.closest(".embed").append(frame);
  link.removeAttribute("data-frame-url");
  frame.focus();
});

function iconOf(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(space, "use"));
  svg.firstChild.setAttribute("href", `#i-${name}`);
  return svg;
}

function button(...content) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(...content);
  return made;
}

// Answers become buttons. One right answer is told at once; where there are several, they are chosen, then checked.
const quizzes = [...document.querySelectorAll(".quiz")];
const firstTries = new Map();

function prepare(quiz) {
  const verdict = quiz.querySelector(".verdict");
  const items = [...quiz.querySelectorAll(".choices li")];
  const isRight = (item) => "correct" in item.dataset;
  const several = items.filter(isRight).length > 1;

  function tell(right) {
    verdict.textContent = quiz.dataset[right ? "right" : "wrong"];
    verdict.className = `verdict ${right ? "is-right" : "is-wrong"}`;
    if (!firstTries.has(quiz)) firstTries.set(quiz, right);
    if (right) quiz.querySelector("details").open = true;
    tellScore();
  }

  function mark(item, right) {
    item.className = right ? "is-right" : "is-wrong";
    item.querySelector(".mark")?.remove();
    const sign = document.createElement("span");
    sign.className = "mark";
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = quiz.dataset[right ? "right" : "wrong"];
    sign.append(iconOf(right ? "check" : "close"), word);
    item.firstChild.append(sign);
  }

  function unmark(item) {
    item.className = "";
    item.querySelector(".mark")?.remove();
  }

  for (const item of items) {
    const choice = button(...item.childNodes);
    item.append(choice);
    if (several) choice.setAttribute("aria-pressed", "false");
    choice.addEventListener("click", () => {
      if (!several) {
        mark(item, isRight(item));
        tell(isRight(item));
        return;
      }
      choice.setAttribute("aria-pressed", String(choice.getAttribute("aria-pressed") === "false"));
      items.forEach(unmark);
      verdict.textContent = "";
    });
  }
  if (!several) return;
  const hint = document.createElement("p");
  hint.className = "meta";
  hint.textContent = quiz.dataset.several;
  quiz.querySelector(".choices").before(hint);
  const check = button(quiz.dataset.check);
  check.className = "check";
  verdict.before(check);
  check.addEventListener("click", () => {
    const chosen = items.filter((item) => item.firstChild.getAttribute("aria-pressed") === "true");
    items.forEach(unmark);
    if (!chosen.length) return;
    chosen.forEach((item) => mark(item, isRight(item)));
    tell(items.every((item) => chosen.includes(item) === isRight(item)));
  });
}

// With more than one question, how many were right at once is said below the last when all have been tried.
function tellScore() {
  const words = document.querySelector("[data-score]");
  if (!words || quizzes.length < 2 || firstTries.size < quizzes.length) return;
  const right = [...firstTries.values()].filter(Boolean).length;
  words.querySelector(".score").textContent = words.dataset.score.replace("{right}", right).replace("{total}", quizzes.length);
}

quizzes.forEach(prepare);
if (quizzes.length > 1) {
  const score = document.createElement("p");
  score.className = "score";
  score.setAttribute("role", "status");
  document.querySelector("[data-score]")?.append(score);
}

// Copying: an input's value or an element's text.
for (const control of document.querySelectorAll("[data-copy]")) {
  const words = control.querySelector("span");
  const before = words.textContent;
  control.hidden = false;
  words.setAttribute("role", "status");
  control.addEventListener("click", async () => {
    const source = document.querySelector(control.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    } catch {
      // Without the right to the clipboard the text is selected: the reader's own "copy" takes it.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    words.textContent = control.dataset.done;
    setTimeout(() => { words.textContent = before; }, 4000);
  });
}

// Printing shows what is folded away, then folds it again.
for (const control of document.querySelectorAll("[data-print]")) {
  control.hidden = false;
  control.addEventListener("click", () => print());
}
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(".resource-body details:not([open]), .gallery details:not([open])")];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});

// A picture opens large above the page; the link alone leads to it.
const dialog = document.querySelector("dialog.enlarged");
const pictures = [...document.querySelectorAll("a.enlarge")];

function viewer() {
  const [previous, next, full, close] = ["left", "right", "zoom", "close"].map((name, place) => {
    const control = button(iconOf(name));
    control.className = "plain";
    control.setAttribute("aria-label", dialog.dataset.labels.split("|")[place]);
    return control;
  });
  const count = document.createElement("p");
  const bar = document.createElement("div");
  bar.className = "enlarged-bar";
  bar.append(count, ...(pictures.length > 1 ? [previous, next] : []), full, close);
  const stage = document.createElement("div");
  stage.className = "enlarged-picture";
  stage.tabIndex = 0;
  close.autofocus = true;
  dialog.append(bar, stage);
  let shown = 0;

  function enlarge(on) {
    full.setAttribute("aria-pressed", String(on));
    dialog.classList.toggle("is-full", on);
  }

  function show(number) {
    shown = (number + pictures.length) % pictures.length;
    const image = document.createElement("img");
    image.alt = pictures[shown].querySelector("img").alt;
    image.src = pictures[shown].href;
    stage.replaceChildren(image);
    count.textContent = pictures.length > 1 ? `${shown + 1}/${pictures.length}` : "";
    enlarge(false);
  }

  dialog.addEventListener("click", (event) => {
    const control = event.target.closest("button");
    if (control === previous) show(shown - 1);
    else if (control === next) show(shown + 1);
    else if (control === full || event.target.tagName === "IMG") enlarge(!dialog.classList.contains("is-full"));
    else if (control === close || event.target === stage) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    // At full size the arrows move the picture.
    if (step && pictures.length > 1 && !dialog.classList.contains("is-full")) show(shown + step);
  });
  dialog.addEventListener("close", () => {
    stage.replaceChildren();
    pictures[shown].focus();
  });
  return show;
}

// Its parts and looks come with the first picture; most readers open none.
async function opened() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = dialog.dataset.style;
  const loaded = new Promise((done) => { sheet.onload = sheet.onerror = done; });
  document.head.append(sheet);
  await loaded;
  return viewer();
}

if (dialog?.showModal) {
  let show;
  pictures.forEach((link, number) => link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (await (show ??= opened()))(number);
    if (!dialog.open) dialog.showModal();
  }));
}
