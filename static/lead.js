// Some things a browser is to do once and not in each of its tabs. One tab leads, the
// one looked at last, for browsers stop those that nobody looks at; when it is closed
// another takes over. begin starts what is to be done and returns what ends it.
export const lead = (name, begin) => {
  let waiting, leads = false;
  const ask = steal => {
    waiting?.abort();
    waiting = new AbortController();
    let end;
    navigator.locks.request(name, steal ? { steal } : { signal: waiting.signal }, () => {
      leads = true;
      end = begin();
      return new Promise(() => {}); // for as long as the tab is there
    }).catch(() => {
      if (!end) return; // it waited no longer
      leads = false;
      end();
      ask(false);
    });
  };
  ask(!document.hidden);
  document.addEventListener('visibilitychange', () => { if (!document.hidden && !leads) ask(true); });
  addEventListener('pageshow', e => { if (e.persisted) ask(true); });
};
