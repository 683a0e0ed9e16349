// The theme: a form that works without this. The server reads the cookie, so
// nothing flashes.
import { root } from './dom.js';
import { redraw } from './chart.js';

const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';

export const startTheme = () => {
  document.addEventListener('submit', e => {
    if (!e.target.matches('[data-theme-form]')) return;
    e.preventDefault();
    const next = isDark() ? 'light' : 'dark';
    root.dataset.theme = next;
    document.cookie = `theme=${next};path=/;max-age=31536000;samesite=lax`;
    redraw();
  });
  system.addEventListener('change', redraw);
};
