// Links marked data-live and forms marked data-live that stay on their page
// replace #app instead of loading a new document. Everything works without it.
(() => {
  'use strict';
  let current;
  const swap = async (url, push) => {
    current?.abort();
    const mine = (current = new AbortController());
    const app = document.getElementById('app'), main = document.getElementById('main');
    main.setAttribute('aria-busy', 'true');
    document.querySelector('.busy').classList.add('on');
    try {
      const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal: mine.signal, credentials: 'same-origin' });
      const at = new URL(answer.url), moved = at.pathname !== new URL(url, location.href).pathname; // to a sign-in, say
      const doc = answer.ok && !moved ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
      const next = doc?.getElementById('app');
      if (!next) { location.assign(url); return; } // let the browser show what it is
      if (push) history.pushState({ live: 1 }, '', at.href);
      const focus = document.activeElement?.id;
      document.dispatchEvent(new CustomEvent('live:before', { detail: app }));
      app.replaceWith(next);
      document.title = doc.title;
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
      document.dispatchEvent(new CustomEvent('live:after', { detail: next }));
    } catch (e) {
      if (e.name === 'AbortError') return;
      main.removeAttribute('aria-busy');
      document.dispatchEvent(new CustomEvent('live:error'));
    }
    if (mine === current) document.querySelector('.busy').classList.remove('on');
  };
  const here = url => url.origin === location.origin && url.pathname === location.pathname;
  document.addEventListener('click', e => {
    const a = e.target.closest('a[data-live]');
    if (!a || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || e.button !== 0 || !here(new URL(a.href))) return;
    e.preventDefault();
    swap(a.href, true);
  });
  document.addEventListener('submit', e => {
    const f = e.target;
    if (!f.matches('form[data-live]')) return;
    const url = new URL(f.action, location.href);
    if (!here(url)) return;
    e.preventDefault();
    const fields = new FormData(f);
    for (const [k, v] of [...fields]) if (v === '') fields.delete(k);
    url.search = new URLSearchParams(fields);
    swap(url.href, true);
  });
  // A jump within the page, as to its content, is no way back.
  addEventListener('popstate', e => { if (e.state || !location.hash) swap(location.href, false); });
})();
