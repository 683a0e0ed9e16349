// While Daybreak itself is worked on (make dev): the page loads again when a template
// or a static file has changed, and when the program has been started anew.
let seen;

new EventSource(new URL('../edits', import.meta.url)).onmessage = e => {
  if (seen !== undefined && seen !== e.data) location.reload();
  seen = e.data;
};
