// A day of a chart or calendar opens a small menu: what is noted there, writing a
// note, recording a try, and the members behind its figure.
import { all, element, first } from './dom.js';

let opener;

const iso = (day, n) => {
  const d = new Date(day + 'T00:00:00Z');
  d.setUTCDate(d.getUTCDate() + n);
  return d.toISOString().slice(0, 10);
};

const withDays = (address, from, to, names) => {
  const url = new URL(address, location.href);
  url.searchParams.set(names[0], from);
  if (to !== from) url.searchParams.set(names[1], to);
  return url.href;
};

// Where the menu opens: at the place of the chart or the square, within the page.
const place = (menu, at) => {
  const width = document.documentElement.clientWidth, box = menu.getBoundingClientRect();
  menu.style.left = scrollX + Math.max(8, Math.min(at.x, width - box.width - 8)) + 'px';
  menu.style.top = scrollY + at.y + 8 + 'px';
};

const open = (node, { from, to, title, said, people, at }) => {
  const menu = document.getElementById('day');
  if (!menu || !node.dataset.note) return;
  opener = node;
  first('p', menu).textContent = title;
  first('ul', menu).replaceChildren(...said.map(text => element('li', 'said', text)));
  const go = {
    note: withDays(node.dataset.note, from, to, ['day', 'to']),
    try: node.dataset.try && withDays(node.dataset.try, from, to, ['start', 'end']),
    people,
  };
  for (const a of all('[data-go]', menu)) {
    const href = go[a.dataset.go];
    a.hidden = !href;
    if (href) a.href = href;
  }
  menu.hidden = false;
  place(menu, at);
  first('a:not([hidden])', menu).focus();
};

const close = back => {
  const menu = document.getElementById('day');
  if (!menu || menu.hidden) return;
  menu.hidden = true;
  if (back) opener?.focus();
};

// The link of the first count of a row of the panel's table: its last rows are
// those of the last places of the chart.
const linkOf = (node, i, of) => {
  const rows = all('.as-table tbody tr', node.closest('.card'));
  return rows[i - of + rows.length]?.querySelector('td a')?.href;
};

// The place i of a chart.
export const openDay = (node, i) => {
  const meta = node.meta, [from, to = from] = meta?.days?.[i]?.split('/') ?? [];
  if (!from) return;
  const box = node.getBoundingClientRect(), x = meta.chart.convertToPixel({ xAxisIndex: 0 }, i);
  open(node, {
    from,
    to,
    title: meta.titles[i],
    said: meta.said?.[i] ?? [],
    people: linkOf(node, i, meta.days.length),
    at: { x: box.x + x, y: box.y + box.height / 3 },
  });
};

const openSquare = square => {
  const svg = square.parentNode, i = all('rect', svg).indexOf(square), day = iso(svg.dataset.first, i);
  const cells = all('.as-table tbody tr', svg.closest('.card'))[Math.floor(i / 7)]?.cells;
  const box = square.getBoundingClientRect();
  open(svg, {
    from: day,
    to: day,
    title: first('title', square).textContent,
    said: [],
    people: cells && first('a', cells[i % 7 + 1])?.href,
    at: { x: box.x, y: box.bottom },
  });
};

export const startDays = () => {
  document.addEventListener('click', e => {
    const square = e.target.closest('[data-first] rect'), menu = document.getElementById('day');
    if (square) openSquare(square);
    else if (menu && !menu.contains(e.target) && !e.target.closest('[data-chart]')) close(false);
  });
  document.addEventListener('keydown', e => {
    if (e.key === 'Escape') close(true);
  });
};
