// Numbers as package i18n of the server writes them; its tests hold the two together.
import { root } from './dom.js';

export const chinese = root.lang.startsWith('zh');
const locale = chinese ? 'zh-CN' : 'en-US';
const symbol = root.dataset.symbol || '';
const cents = root.dataset.exponent !== '0';

const number = (least, most, more) => {
  const f = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most, ...more });
  return v => f.format(v);
};
const whole = number(0, 0), upTo1 = number(0, 1), upTo2 = number(0, 2), fixed2 = number(2, 2);
const compact = number(0, 1, { notation: 'compact', useGrouping: 'always' });
const percent1 = number(1, 1, { style: 'percent' }), percent2 = number(2, 2, { style: 'percent' });
const money = f => v => (v < 0 ? '-' : '') + symbol + f(Math.abs(v));

const full = {
  count: whole,
  number: upTo2,
  days: upTo1,
  percent: v => (v && Math.abs(v) < 0.01 ? percent2 : percent1)(v),
  times: v => fixed2(v) + '×',
  money: money(v => (v && v < 1000 && cents ? fixed2 : whole)(v)),
};
const short = {
  ...full,
  count: compact,
  number: v => (Math.abs(v) < 1 ? upTo2 : compact)(v),
  percent: number(0, 1, { style: 'percent' }),
  times: v => upTo1(v) + '×',
  money: money(v => (v >= 100 && v < (chinese ? 1e4 : 1e3) ? whole : compact)(v)),
};

export const known = v => v !== null && v !== undefined && v !== '-' && !Number.isNaN(+v);
const writer = set => (unit, v) => (known(v) ? (set[unit] || set.count)(+v) : '—');

// As a figure is read, and as an axis has room for.
export const write = writer(full);
export const writeShort = writer(short);
