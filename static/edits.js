// While Daybreak itself is worked on (make dev): the page loads again when a template
// or a static file has changed, and when the program has been started anew. One tab
// listens for all.
import { lead } from './lead.js';

const address = new URL('../edits', import.meta.url), channel = new BroadcastChannel(address.pathname);
let seen;

const hear = edition => {
  if (seen !== undefined && seen !== edition) location.reload();
  seen = edition;
};

channel.onmessage = e => hear(e.data);
lead(address.pathname, () => {
  const stream = new EventSource(address);
  stream.onmessage = e => {
    channel.postMessage(e.data);
    hear(e.data);
  };
  return () => stream.close();
});
