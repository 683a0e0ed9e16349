// Links marked data-live and forms marked data-live that stay on their page
// replace #app instead of loading a new document. Everything works without it. The
// document hears of it: live:before with what goes, live:after with what has come,
// live:error when the server did not answer.
let current;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent('live:' + name, { detail }));

const fetchApp = async (url, signal, body) => {
  const answer = await fetch(url, { method: body ? 'POST' : 'GET', body, headers: { Accept: 'text/html' }, signal, credentials: 'same-origin' });
  const at = new URL(answer.url), moved = at.pathname !== (body ? location : new URL(url, location.href)).pathname; // to a sign-in, say
  if (!answer.ok || moved) return {};
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return { href: at.href, title: page.title, next: page.getElementById('app') };
};

// Tables that somebody has opened stay open on what comes.
const keepOpen = (app, next) => {
  for (const d of app.querySelectorAll('.card > details.as-table[open]'))
    next.querySelector('#' + CSS.escape(d.parentNode.id) + ' > details.as-table')?.setAttribute('open', '');
};

const replace = (app, { href, title, next }, push) => {
  if (push) history.pushState({ live: 1 }, '', href);
  const focus = document.activeElement?.id;
  keepOpen(app, next);
  tell('before', app);
  app.replaceWith(next);
  document.title = title;
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  tell('after', next);
};

const swap = async (url, push, form) => {
  current?.abort();
  const mine = (current = new AbortController());
  const app = document.getElementById('app'), main = document.getElementById('main'), bar = document.querySelector('.busy');
  main.setAttribute('aria-busy', 'true');
  bar.classList.add('on');
  try {
    const fresh = await fetchApp(url, mine.signal, form && new URLSearchParams(new FormData(form)));
    if (!fresh.next) { // let the browser show what it is
      if (form) form.submit();
      else location.assign(url);
      return;
    }
    replace(app, fresh, push);
  } catch (e) {
    if (e.name === 'AbortError') return;
    main.removeAttribute('aria-busy');
    tell('error');
  }
  if (mine === current) bar.classList.remove('on');
};

// send posts a form that leads back to this page, as the browser would.
export const send = form => swap(form.action, true, form);

const here = url => url.origin === location.origin && url.pathname === location.pathname;

export const startLive = () => {
  document.addEventListener('click', e => {
    const a = e.target.closest('a[data-live]'), aside = e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || e.button !== 0;
    if (!a || aside || !here(new URL(a.href))) return;
    e.preventDefault();
    swap(a.href, true);
  });
  document.addEventListener('submit', e => {
    const form = e.target, url = new URL(form.action, location.href);
    if (!form.matches('form[data-live]') || !here(url)) return;
    e.preventDefault();
    const fields = new FormData(form);
    for (const [k, v] of [...fields]) if (v === '') fields.delete(k);
    url.search = new URLSearchParams(fields);
    swap(url.href, true);
  });
  // A jump within the page, as to its content, is no way back.
  addEventListener('popstate', e => { if (e.state || !location.hash) swap(location.href, false); });
};
