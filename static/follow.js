// The day under way: one stream for all tabs of a browser, which over HTTP/1.1 has six
// connections in all. A tab holds a lock by the name of the page it follows. The tab
// that leads asks the server for what all of them hold and tells them; locks end with
// their tab, so nobody has to be forgotten.
import { first, say } from './dom.js';
import { lead } from './lead.js';

const pause = 60000; // milliseconds: a screen reader is not to talk all the time
const again = 15000; // after the server has refused the stream
const most = 50, longest = 16000; // pages, and characters of their addresses, that a stream follows

let told = 0, mine, leave, channel, joined;

// Texts are found anew each time, for a partial update replaces them.
const show = (panel, text) => {
  const p = document.getElementById('live-' + panel);
  if (!p || p.textContent === text) return;
  p.textContent = text;
  p.hidden = !text;
  if (Date.now() - told < pause) return;
  told = Date.now();
  say(text);
};

const hear = ({ of, texts }) => {
  if (of === mine) for (const [panel, text] of Object.entries(texts)) show(panel, text);
};

// pages returns the query that asks for the pages all tabs follow.
const pages = async path => {
  const { held } = await navigator.locks.query();
  const all = [...new Set(held.map(l => l.name).filter(n => n.startsWith(path + '?')))].sort().map(n => n.slice(path.length + 1));
  let room = longest;
  return new URLSearchParams(all.slice(0, most).filter(of => (room -= of.length) > 0).map(of => ['of', of])).toString();
};

// listen is what the tab does that leads.
const listen = path => {
  const latest = new Map();
  let stream, asked = '', late, over = false;
  const close = () => {
    clearTimeout(late);
    stream?.close();
  };
  const open = async () => {
    const query = await pages(path);
    if (over || !query || query === asked) return;
    close();
    asked = query;
    stream = new EventSource(path + '?' + query);
    stream.addEventListener('live', e => {
      const news = JSON.parse(e.data);
      latest.set(news.of, news);
      channel.postMessage(news);
      hear(news);
    });
    stream.addEventListener('error', e => {
      if (e.target.readyState !== EventSource.CLOSED) return; // it comes back by itself
      asked = '';
      late = setTimeout(open, again);
    });
  };
  joined = of => {
    const news = latest.get(of);
    if (!news) return open();
    channel.postMessage(news);
    hear(news);
  };
  open();
  return () => {
    over = true;
    joined = undefined;
    close();
  };
};

const start = path => {
  channel = new BroadcastChannel(path);
  channel.onmessage = e => e.data.joins ? joined?.(e.data.joins) : hear(e.data);
  lead(path, () => listen(path));
};

export const follow = () => {
  const node = first('[data-follow]');
  if (!node || !navigator.locks) return;
  const url = new URL(node.dataset.follow, location.href), path = url.pathname, of = url.searchParams.get('of');
  if (of === mine) return;
  if (!channel) start(path);
  leave?.();
  mine = of;
  const left = new Promise(done => { leave = done; });
  navigator.locks.request(path + '?' + of, { mode: 'shared' }, () => {
    channel.postMessage({ joins: of });
    joined?.(of);
    return left;
  });
};
