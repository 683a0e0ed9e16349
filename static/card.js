// Buttons of a panel, and pop-overs.
import { all, element, first, root } from './dom.js';

const savePicture = async button => {
  const { picture } = await import('./picture.js');
  const a = element('a');
  a.href = picture(button.closest('.card')).toDataURL('image/png');
  a.download = button.dataset.png + '.png';
  a.click();
};

// A square of a week by hours opens what its count in the table opens; one of a
// calendar is a day, which day.js opens.
const openSquare = square => {
  const svg = square.parentNode, i = all('rect', svg).indexOf(square);
  if (svg.dataset.first) return;
  const cells = all('.as-table tbody tr', svg.closest('.card'))[i % 24].cells;
  first('a', cells[Math.floor(i / 24) + 1])?.click();
};

// The server reads the cookie, so that nothing moves when the next page comes.
const rememberFolds = () => {
  const folded = all('[data-fold]:not([open])').map(d => d.dataset.fold);
  document.cookie = `folded=${folded.join('.')};path=/;max-age=31536000;samesite=lax`;
};

// A menu that would leave the screen at the right moves to the left.
const keepInside = pop => {
  const panel = first('.panel', pop);
  panel.style.translate = '';
  const out = panel.getBoundingClientRect().right + 12 - root.clientWidth;
  if (out > 0) panel.style.translate = `${-out}px`;
};

// A menu of days gets its month grids as it opens for the first time.
const opened = async details => {
  const boxes = all('[data-calendar]:empty', details).filter(b => b.closest('details') === details);
  if (boxes.length) {
    const { calendar } = await import('./calendar.js');
    boxes.forEach(calendar);
  }
  const pop = details.closest('.pop');
  if (pop) keepInside(pop);
};

export const startCards = () => {
  document.addEventListener('toggle', e => { if (e.target.open) opened(e.target); }, true);
  document.addEventListener('click', e => {
    const png = e.target.closest('[data-png]'), square = e.target.closest('[data-run] rect');
    if (png) savePicture(png);
    if (square) openSquare(square);
    if (e.target.closest('[data-print]')) print();
    if (e.target.closest('[data-fold] > summary')) setTimeout(rememberFolds);
    const done = e.target.closest('.menu .panel > *');
    for (const d of all('details.pop[open]')) if (done || !d.contains(e.target)) d.open = false;
  });
  document.addEventListener('keydown', e => {
    const d = e.key === 'Escape' && first('details.pop[open]');
    if (!d) return;
    d.open = false;
    first('summary', d).focus();
  });
};
