// The set-up link carries its code behind the #, which browsers do not send:
// it moves into the form and out of the address.
(() => {
  'use strict';
  const field = document.querySelector('[data-from-fragment]');
  const take = () => {
    if (!field || location.hash.length < 2) return;
    field.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname + location.search);
  };
  addEventListener('hashchange', take); // the link was opened on this very page
  take();
})();
