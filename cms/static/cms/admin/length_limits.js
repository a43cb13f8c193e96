/* A browser cuts what is pasted into a field with a limit, without a word. Here the field keeps all of it and says by
   how much it is too long; the server refuses it with the same message until it is short enough. */
(() => {
  const { tooLong } = document.currentScript.dataset;
  const isText = (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  const limited = (field) => isText(field) && field.maxLength >= 0 && field.closest('form[data-edit-form]');

  function keepAll({ target }) {
    if (!limited(target)) return;
    const limit = target.maxLength;
    target.removeAttribute('maxlength');
    setTimeout(() => {
      target.maxLength = limit;
      check(target);
    });
  }

  function check(field) {
    const note = field.parentElement.querySelector(':scope > .length-limit');
    const { length } = field.value;
    if (length <= field.maxLength) {
      note?.remove();
      return;
    }
    const shown = note || document.createElement('p');
    shown.className = 'length-limit error-message';
    shown.setAttribute('role', 'status');
    shown.textContent = tooLong.replace('%(limit)s', field.maxLength).replace('%(length)s', length);
    if (!note) field.after(shown);
  }

  ['paste', 'drop'].forEach((name) => document.addEventListener(name, keepAll, true));
  document.addEventListener('input', ({ target }) => { if (limited(target)) check(target); });
})();
