/* Several pictures at once: dropped on a stream of blocks, or chosen with its button, each becomes a block of its own.
   The order is that of the files; the alternative text is left to the editor. */
(() => {
  const text = document.currentScript.dataset;
  const { StreamBlockDefinition } = window.wagtailStreamField?.blocks || {};
  if (!StreamBlockDefinition) return;
  const formats = text.formats.split(' ');

  const children = (definition) => Object.values(definition.childBlockDefsByName || {});
  const isPicture = (definition) => ['image', 'decorative', 'alt_text'].every((name) => definition.childBlockDefsByName?.[name]);

  /* The type of child that holds a picture, and the name of the picture within it ("" when it is the child itself). */
  function pictureType(definition) {
    for (const child of children(definition)) {
      if (isPicture(child)) return { type: child.name, inner: '' };
      const first = children(child)[0];
      if (first && isPicture(first)) return { type: child.name, inner: first.name };
    }
    return null;
  }

  const render = StreamBlockDefinition.prototype.render;
  StreamBlockDefinition.prototype.render = function renderWithDrop(...options) {
    const stream = render.apply(this, options);
    const found = pictureType(this);
    if (found) acceptPictures(stream, this, found);
    return stream;
  };

  function acceptPictures(stream, definition, { type, inner }) {
    const box = stream.element;
    const bar = make('div', { className: 'drop-images' });
    bar.style.cssText = 'margin-block-start:.75rem;padding:.75rem;border:1px dashed var(--w-color-border-field-default);border-radius:.3125rem';
    const input = make('input', { type: 'file', multiple: true, accept: text.accept, hidden: true });
    const button = make('button', { type: 'button', className: 'button button-small button-secondary', textContent: text.choose });
    const list = make('ul', { className: 'drop-images-list' });
    list.style.cssText = 'list-style:none;margin:.5rem 0 0;padding:0';
    const said = make('p', { className: 'help' });
    said.setAttribute('aria-live', 'polite');
    said.style.margin = '0';
    bar.append(button, ' ', make('span', { className: 'help', textContent: text.hint }), input, list, said);
    box.append(bar);
    box.dataset.dropImages = '';

    button.addEventListener('click', () => input.click());
    input.addEventListener('change', (event) => {
      event.stopPropagation();
      take([...input.files], stream.children.length, true);
      input.value = '';
    });

    const mine = (event) => event.dataTransfer?.types.includes('Files')
      && event.target.closest?.('[data-drop-images]') === box;
    const mark = (on) => { box.style.outline = on ? '3px solid var(--w-color-border-focus, #00a885)' : ''; };
    box.addEventListener('dragover', (event) => {
      if (!mine(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      mark(true);
    }, true);
    box.addEventListener('dragleave', (event) => { if (!box.contains(event.relatedTarget)) mark(false); });
    box.addEventListener('drop', (event) => {
      if (!mine(event)) return;
      event.preventDefault();
      event.stopPropagation();
      mark(false);
      const under = stream.children.findIndex((child) => child.element.contains(event.target));
      take([...event.dataTransfer.files], under < 0 ? stream.children.length : under + 1, false);
    }, true);

    /* One after the other, so that a slow line is not shared and the order stays. */
    async function take(files, place, toFirst) {
      list.replaceChildren();
      const rows = files.map((file) => ({ file, row: addRow(file.name) }));
      const anchor = stream.children[place - 1] || null;
      const count = { added: 0, refused: 0 };
      let last = anchor;
      let first = null;
      for (const item of rows) {
        const added = await upload(item, () => last);
        if (added) last = added;
        first ||= added;
        count[added ? 'added' : 'refused'] += 1;
      }
      said.textContent = count.added
        ? text.summary.replace('%(added)s', count.added).replace('%(refused)s', count.refused)
        : text.none;
      if (toFirst) first?.focus();
    }

    async function upload({ file, row }, after) {
      const ending = file.name.split('.').pop().toLowerCase();
      if (!formats.includes(ending)) return refuse(row, text.wrong);
      if (file.size > Number(text.max)) return refuse(row, text.large);
      row.say(text.sending);
      try {
        const answer = await send(file, row.progress);
        const added = insert(answer, after());
        row.finish(answer.existing ? text.existing : text.done);
        return added;
      } catch (error) {
        return refuse(row, error.message, error.again && (() => upload({ file, row }, () => stream.children.at(-1))));
      }
    }

    function insert({ image, alt }, after) {
      const value = structuredClone(definition.initialChildStates[type]);
      const picture = inner ? value[inner] : value;
      Object.assign(picture, { image, alt_text: alt, decorative: false });
      const index = stream.children.indexOf(after) + 1;
      const added = stream.insert({ type, value, id: crypto.randomUUID?.() }, index, { animate: true });
      box.dispatchEvent(new Event('change', { bubbles: true }));
      return added;
    }

    function refuse(row, reason, again) {
      row.fail(reason, again);
      return null;
    }

    function addRow(name) {
      const row = make('li');
      row.style.cssText = 'display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding-block:.25rem';
      const label = make('span', { textContent: name });
      label.style.overflowWrap = 'anywhere';
      const progress = make('progress', { max: 1, value: 0 });
      progress.setAttribute('aria-label', name);
      const state = make('span', { className: 'help', textContent: text.waiting });
      state.style.margin = '0';
      row.append(label, progress, state);
      list.append(row);
      const close = () => {
        const remove = make('button', { type: 'button', className: 'button button-small button-secondary', textContent: text.remove });
        remove.addEventListener('click', () => row.remove());
        row.append(remove);
      };
      return {
        progress: (part) => { progress.value = part; },
        say: (words) => { state.textContent = words; progress.hidden = false; },
        finish: (words) => { state.textContent = words; progress.remove(); },
        fail: (words, again) => {
          state.textContent = words;
          state.style.color = 'var(--w-color-text-error)';
          progress.hidden = true;
          row.querySelectorAll('button').forEach((old) => old.remove());
          if (again) {
            const retry = make('button', { type: 'button', className: 'button button-small', textContent: text.retry });
            retry.addEventListener('click', () => { state.style.color = ''; retry.remove(); again(); });
            row.append(retry);
          }
          close();
        },
      };
    }
  }

  /* A file dropped beside a field would open in place of the form, and what was typed would be gone. */
  ['dragover', 'drop'].forEach((name) => window.addEventListener(name, (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    if (event.target.closest?.('input[type=file], .drop-zone')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  }));

  /* A fetch that tells how far it is. The error says whether trying again can help. */
  function send(file, progress) {
    return new Promise((done, failed) => {
      const fail = (message, again) => failed(Object.assign(new Error(message), { again }));
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append('file', file);
      request.open('POST', text.url);
      request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
      request.setRequestHeader(window.wagtailConfig.CSRF_HEADER_NAME, window.wagtailConfig.CSRF_TOKEN);
      request.responseType = 'json';
      request.upload.addEventListener('progress', (event) => progress(event.loaded / event.total));
      request.addEventListener('error', () => fail(text.offline, true));
      request.addEventListener('load', () => {
        if (request.status === 200 && request.response) done(request.response);
        else if (request.response?.error) fail(request.response.error, false);
        else {
          document.dispatchEvent(new CustomEvent('session:doubt'));
          fail(request.status === 403 ? text.ended : text.offline, true);
        }
      });
      request.send(data);
    });
  }

  function make(name, properties = {}) {
    return Object.assign(document.createElement(name), properties);
  }
})();
