// Two conveniences; every page works without them.

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

// Answers become buttons that say whether they are right; the written answer opens with the right one.
for (const quiz of document.querySelectorAll(".quiz")) {
  const verdict = quiz.querySelector(".verdict");
  for (const item of quiz.querySelectorAll(".choices li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener("click", () => {
      const right = "correct" in item.dataset;
      item.className = right ? "is-right" : "is-wrong";
      verdict.textContent = quiz.dataset[right ? "right" : "wrong"];
      if (right) quiz.querySelector("details").open = true;
    });
  }
}
