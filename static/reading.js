// What there is to read at a point of a chart: each series that has a value
// there. A line's part in progress is a series of its own.
import { known, write } from './number.js';

const valueOf = d => {
  const v = d && typeof d === 'object' && !Array.isArray(d) ? d.value : d;
  return Array.isArray(v) ? v[v.length - 1] : v;
};

export const rowsAt = (meta, series, i) => {
  if (meta.steps) return [{ label: meta.stepName, unit: meta.unit, v: meta.steps[i] }];
  const out = [];
  meta.series.forEach((t, j) => {
    const v = valueOf(series[j].data[i]), open = meta.open !== undefined && i >= meta.open;
    const row = { role: t.role, unit: meta.unit, v, j };
    if (t.role === 'before') out.push({ ...row, label: t.name + (meta.beforeTitles ? ' · ' + meta.beforeTitles[i] : '') });
    else if (t.role === 'goal' && known(v)) out.push({ ...row, label: t.name });
    else if (t.role === 'now' && !open) out.push({ ...row, label: t.name });
    else if (t.role === 'open' && open) out.push({ ...row, label: t.name + ' · ' + meta.openName });
  });
  return out;
};

// The change from the period before, when both are known.
export const changeOf = (meta, rows) => {
  const now = rows.find(r => r.role === 'now'), was = rows.find(r => r.role === 'before');
  if (!now || !was || !known(now.v) || !known(was.v) || +was.v === 0) return null;
  const d = (+now.v - +was.v) / Math.abs(+was.v), good = Math.sign(d) * (meta.good || 0);
  const sign = d > 0 ? '+' : d < 0 ? '-' : '', kind = good > 0 ? ' good' : good < 0 ? ' bad' : '';
  return { label: meta.change, value: sign + write('percent', Math.abs(d)), kind: 'delta' + kind };
};

// A point in words, for those who hear it.
export const sentenceAt = (meta, series, i) => {
  const parts = meta.dims
    ? meta.dims.map(([label, unit], k) => label + ' ' + write(unit, series[0].data[i].row[k]))
    : rowsAt(meta, series, i).map(r => r.label + ' ' + write(r.unit, r.v));
  return meta.titles[i] + ': ' + [...parts, ...(meta.said?.[i] ?? [])].join(', ');
};
