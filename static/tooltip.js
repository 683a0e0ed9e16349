// Tooltips are elements: text stays text, and the page needs no inline style.
import { element } from './dom.js';
import { token } from './colour.js';
import { write } from './number.js';
import { changeOf, rowsAt } from './reading.js';

const swatch = colour => {
  const s = element('span', 'sw');
  if (typeof colour === 'string') s.style.backgroundColor = colour;
  return s;
};

const box = (title, rows, said = []) => {
  const b = element('div', 'tip');
  b.append(element('p', '', title));
  for (const r of rows) {
    const row = element('div');
    row.append(r.kind ? element('span') : swatch(r.colour), element('span', '', r.label), element('b', r.kind || '', r.value));
    b.append(row);
  }
  for (const text of said) b.append(element('p', 'said', text));
  return b;
};

// Of all series at a place of the axis.
export const axisTip = meta => points => {
  const list = Array.isArray(points) ? points : [points], i = list[0].dataIndex;
  const read = rowsAt(meta, meta.chart.getOption().series, i);
  const shown = read.map(r => ({
    label: r.label,
    value: write(r.unit, r.v),
    colour: list.find(p => p.seriesIndex === r.j)?.color,
  }));
  const change = changeOf(meta, read);
  if (change) shown.push(change);
  return box(meta.titles[i], shown, meta.said?.[i] ?? []);
};

// Of one bubble, with all its dimensions.
export const pointTip = meta => p => box(p.name, meta.dims.map(([label, unit], k) => ({
  label,
  value: write(unit, p.data.row[k]),
  colour: k ? undefined : p.color,
})));

export const tooltip = () => ({
  confine: true,
  renderMode: 'html',
  backgroundColor: token('surface'),
  borderColor: token('line'),
  borderWidth: 1,
  padding: [10, 12],
  extraCssText: `border-radius:10px;box-shadow:${token('shadow-2')}`,
  transitionDuration: 0.1,
  axisPointer: {
    type: 'line',
    lineStyle: { color: token('line-2'), type: 'solid' },
    shadowStyle: { color: token('weekend') },
  },
});
