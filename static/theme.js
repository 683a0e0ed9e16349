// The theme: a form that works without this. The server reads the cookie, so
// nothing flashes. The sheet of the dark theme stands on every page; its media
// says whether it holds.
import { root } from './dom.js';
import { redraw } from './chart.js';

const system = matchMedia('(prefers-color-scheme: dark)');
const sheet = document.getElementById('dark');
const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';

export const startTheme = () => {
  document.addEventListener('submit', e => {
    if (!e.target.matches('[data-theme-form]')) return;
    e.preventDefault();
    const next = isDark() ? 'light' : 'dark';
    root.dataset.theme = next;
    sheet.media = next === 'dark' ? 'screen' : 'not all';
    document.cookie = `theme=${next};path=/;max-age=31536000;samesite=lax`;
    redraw();
  });
  system.addEventListener('change', redraw);
};

// On paper everything is light. What is returned restores the theme.
export const lighten = () => {
  const media = sheet.media;
  sheet.media = 'not all';
  return () => { sheet.media = media; };
};
