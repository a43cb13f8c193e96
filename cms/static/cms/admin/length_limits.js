/* A browser cuts what is pasted into a field with a limit, without a word. Here it keeps all of it and says by how much
   it is too long; the server refuses it with the same message until it is short enough. */
(() => {
  const { tooLong } = document.currentScript.dataset;
  const limits = new WeakMap();

  function lift(field) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.maxLength < 0) return;
    if (!field.closest('form[data-edit-form]')) return;
    limits.set(field, field.maxLength);
    field.removeAttribute('maxlength');
  }

  function check(field) {
    const limit = limits.get(field);
    if (limit === undefined) return;
    let note = field.parentElement.querySelector(':scope > .length-limit');
    const length = [...field.value].length;
    field.setAttribute('aria-invalid', String(length > limit));
    if (length <= limit) {
      note?.remove();
      return;
    }
    if (!note) {
      note = document.createElement('p');
      note.className = 'length-limit error-message';
      note.setAttribute('role', 'status');
      field.after(note);
    }
    note.textContent = tooLong.replace('%(limit)s', limit).replace('%(length)s', length);
  }

  document.addEventListener('focusin', ({ target }) => lift(target));
  document.addEventListener('input', ({ target }) => check(target));
})();
