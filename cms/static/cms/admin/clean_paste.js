/* What is pasted into rich text is cleaned before the editor reads it. The editor keeps only what its field allows
   (and makes lists of Word's paragraphs that look like lists); here goes what it would take for text, and what has
   no place of its own in a field becomes the nearest thing that has. */
(() => {
  const GONE = 'script, style, meta, link, title, xml, template, iframe, object, embed, svg, noscript, button, select';
  const HEADINGS = { H1: 'h2', H4: 'h3', H5: 'h3', H6: 'h3' };

  function clean(html) {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    body.querySelectorAll(GONE).forEach((element) => element.remove());
    body.querySelectorAll(Object.keys(HEADINGS).join()).forEach((heading) => rename(heading, HEADINGS[heading.tagName]));
    // Google Docs wraps everything in bold text that is not bold.
    body.querySelectorAll('b[id^=docs-internal-guid]').forEach((wrapper) => wrapper.replaceWith(...wrapper.childNodes));
    [...body.querySelectorAll('table')].reverse().forEach(rowsToLines);
    body.querySelectorAll('p, h2, h3, div, li').forEach((block) => {
      if (!block.textContent.trim() && !block.querySelector('hr, li')) block.remove();
    });
    return body.textContent.trim() ? body.innerHTML.trim() : '';
  }

  function rename(element, name) {
    const renamed = element.ownerDocument.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
  }

  /* A field of rich text has no tables: each row becomes a line, so that what belongs together stays together. */
  function rowsToLines(table) {
    const lines = [...table.rows].map((row) => {
      const line = table.ownerDocument.createElement('p');
      [...row.cells].forEach((cell, number) => {
        cell.querySelectorAll('p, div, li, ul, ol, h2, h3').forEach((block) => {
          block.replaceWith(...block.childNodes, block.nextElementSibling ? ' ' : '');
        });
        line.append(number ? ' | ' : '', ...cell.childNodes);
      });
      return line;
    });
    table.replaceWith(...lines);
  }

  document.addEventListener('paste', (event) => {
    const field = event.target.closest?.('.public-DraftEditor-content');
    const html = event.clipboardData?.getData('text/html');
    // Text of this editor itself is carried whole in a form of its own.
    if (!field || !html || event.cleaned || /data-(editor|draftail|draftjs)/.test(html)) return;
    const cleaned = clean(html);
    if (!cleaned) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const data = new DataTransfer();
    data.setData('text/html', cleaned);
    data.setData('text/plain', event.clipboardData.getData('text/plain'));
    const again = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    again.cleaned = true;
    event.target.dispatchEvent(again);
  }, true);
})();
