// The day under way: one stream for the tab. Texts are found anew each time, for a
// partial update replaces them.
import { first, say } from './dom.js';

const pause = 60000; // milliseconds: a screen reader is not to talk all the time
let stream, told = 0;

const show = (panel, text) => {
  const p = document.getElementById('live-' + panel);
  if (!p || p.textContent === text) return;
  p.textContent = text;
  p.hidden = !text;
  if (Date.now() - told < pause) return;
  told = Date.now();
  say(text);
};

export const follow = () => {
  stream?.close();
  const node = first('[data-follow]');
  stream = node && new EventSource(node.dataset.follow);
  stream?.addEventListener('live', e => {
    for (const [panel, text] of Object.entries(JSON.parse(e.data))) show(panel, text);
  });
};

addEventListener('pagehide', () => stream?.close());
addEventListener('pageshow', e => { if (e.persisted) follow(); });
