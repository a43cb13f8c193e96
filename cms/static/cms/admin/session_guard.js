/* Before a form is sent: is its writer still logged in, and has nobody else saved meanwhile?
   If not, the form stays as it is and says what to do. Without this script forms are sent as ever. */
(() => {
  const script = document.currentScript;
  const text = script.dataset;
  const PATIENCE = 8000;
  /* The forms of someone who is logged in; the login itself has no menu beside it. */
  const INSIDE = '[data-wagtail-sidebar] ~ main';
  let writer = null;
  let trusted = null;
  let busy = null;
  let button = null;
  let saving = false;
  let insists = false;
  let panel = null;

  /* Who is logged in: a user's id; "" for nobody; null when that stays unknown: no answer, an error, the page of a proxy.
     Fresh tokens go into the forms. */
  async function probe() {
    let timer;
    try {
      const patience = new AbortController();
      timer = setTimeout(() => patience.abort(), PATIENCE);
      const answer = await fetch(text.probe, { signal: patience.signal, cache: 'no-store' });
      if (answer.status === 401) return '';
      if (!answer.ok) return null;
      const { user, csrf } = await answer.json();
      if (!user || !csrf) return null;
      writer ??= user;
      if (user === writer) refresh(csrf);
      return user;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  function refresh(csrf) {
    document.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((input) => { input.value = csrf; });
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = csrf;
  }

  /* Wagtail looks every ten seconds whether someone else saved; a save asks once more, so that its own warning shows. */
  function lookForOthers() {
    const sessions = document.querySelector('form.w-editing-sessions');
    if (!sessions) return Promise.resolve();
    return new Promise((done) => {
      ['w-swap:success', 'w-swap:error'].forEach((name) => sessions.addEventListener(name, done, { once: true }));
      setTimeout(done, PATIENCE);
      sessions.dispatchEvent(new CustomEvent('w-session:ping'));
    });
  }

  async function autosaved() {
    for (let waited = 0; saving && waited < PATIENCE; waited += 100) {
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  function sends(element) {
    const found = element instanceof Element && element.closest('button, input[type=submit]');
    const form = found && found.form;
    if (!form || form.method !== 'post' || !form.closest(INSIDE) || form.closest('.modal, .w-editing-sessions')) return null;
    return found.type === 'submit' || found.matches('[data-workflow-action-name]') ? found : null;
  }

  document.addEventListener('click', async (event) => {
    const clicked = sends(event.target);
    if (!clicked || clicked === trusted || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = clicked;
    button = clicked;
    clicked.setAttribute('aria-busy', 'true');
    await autosaved();
    const user = await probe();
    if (user && user === writer) await lookForOthers();
    clicked.removeAttribute('aria-busy');
    busy = null;
    if (user ? user === writer : user === null && insists) send();
    else if (user === null) tell(text.offline, text.waiting, 'anyway', true);
    else tell(text.ended, user ? text.other : text.kept, 'login', true);
  }, true);

  function send() {
    if (panel) panel.hidden = true;
    trusted = button;
    button.click();
    trusted = null;
  }

  /* Wagtail's warning was confirmed: it clicks the button itself, and that click is not to be asked again. */
  document.addEventListener('w-dialog:confirmed', () => {
    trusted = button;
    setTimeout(() => { trusted = null; });
  }, true);

  document.addEventListener('w-autosave:save', (event) => { saving = !event.defaultPrevented; });
  document.addEventListener('w-autosave:success', () => { saving = false; });
  document.addEventListener('w-autosave:error', async ({ detail }) => {
    saving = false;
    if (detail.type === 'server_error' && (await probe()) === '') tell(text.ended, text.kept, 'login', false);
  });
  /* Another script was refused, perhaps for this reason. */
  document.addEventListener('session:doubt', async () => {
    if ((await probe()) === '') tell(text.ended, text.kept, 'login', false);
  });
  document.addEventListener('input', ({ target }) => {
    if (writer === null && target.closest?.(`${INSIDE} form`)) { writer = undefined; probe(); }
  });

  /* Back from the other tab: the form can be saved. What was typed since the session ended is saved by itself. */
  async function comeBack() {
    if (document.hidden || !panel || panel.hidden || panel.dataset.offers !== 'login') return;
    const user = await probe();
    if (!user) return;
    if (user !== writer) { tell(text.ended, text.other, 'login', false); return; }
    tell(text.resumed, text.again, button ? 'save' : null, true);
    document.querySelector('form[data-edit-form]')?.dispatchEvent(new CustomEvent('w-unsaved:add', { bubbles: true }));
  }
  document.addEventListener('visibilitychange', comeBack);
  window.addEventListener('focus', comeBack);

  /* A panel above the form that leaves it usable; the keyboard goes there only after a click. */
  function tell(title, words, offers, focus) {
    if (!panel) {
      panel = document.createElement('div');
      panel.setAttribute('role', 'alert');
      panel.tabIndex = -1;
      panel.className = 'session-guard';
      panel.style.cssText = 'position:fixed;z-index:1000;inset-block-start:1rem;inset-inline:1rem;margin-inline:auto;'
        + 'max-inline-size:34rem;padding:1rem 1.25rem;border-radius:.5rem;border-inline-start:.375rem solid #cd4444;'
        + 'background:var(--w-color-surface-page);color:var(--w-color-text-context);box-shadow:0 .25rem 2rem #0007';
      document.body.append(panel);
    }
    const heading = document.createElement('strong');
    heading.textContent = title;
    const paragraph = document.createElement('p');
    paragraph.style.margin = '.25rem 0 .75rem';
    paragraph.textContent = words;
    const row = document.createElement('div');
    row.style.cssText = 'display:flex;flex-wrap:wrap;gap:.75rem';
    if (offers === 'login') {
      const link = document.createElement('a');
      Object.assign(link, { href: text.address, target: '_blank', className: 'button', textContent: text.login });
      row.append(link);
    } else if (offers === 'save') {
      row.append(action(text.save, 'button', send));
    } else if (offers === 'anyway') {
      /* Said once, it holds for this page: the check must never be what keeps a form from being sent. */
      row.append(action(text.anyway, 'button button-secondary', () => { insists = true; send(); }));
    }
    row.append(action(text.close, 'button button-secondary', () => { panel.hidden = true; }));
    panel.replaceChildren(heading, paragraph, row);
    panel.style.borderInlineStartColor = title === text.resumed ? '#1b8666' : '#cd4444';
    panel.dataset.offers = offers || '';
    panel.hidden = false;
    if (focus) panel.focus();
  }

  function action(label, className, run) {
    const made = document.createElement('button');
    Object.assign(made, { type: 'button', className, textContent: label });
    made.addEventListener('click', run);
    return made;
  }
})();
