// Writes intl.json: what Intl.NumberFormat shows, for comparison with Go.
//   node intl.mjs > intl.json
const values = [0, -0.4, 0.004, 0.005, 0.05, 0.25, 0.448, 0.4485, 1, 1.005, 2.5, 12.34, 61.4, 99.995, 123.456, 999, 999.94, 999.95, 999.999, 1000, 1234, 1250,
  9949, 9999, 9999.4, 9999.95, 10000, 12345, 99949, 99950, 99999, 123456, 974000, 999949, 999950, 1067500, 12345678, 18640000, 99994999, 99995000, 99999999, 100000000,
  123456789, 1.5e9, 999950000, 1e12, 2.5e13, -15000, -1234.5, -0.012, 1e-7, 9007199254740991];
let seed = 20260901;
for (let i = 0; i < 300; i++) { seed = (seed * 1103515245 + 12345) % 2147483648; values.push((seed / 1000 - 900000) * 10 ** (i % 9 - 4)); }
const nf = (loc, o) => new Intl.NumberFormat(loc, o);
const out = values.map(v => ({
  v,
  int: nf('en-US', { maximumFractionDigits: 0 }).format(v),
  two: nf('zh-CN', { maximumFractionDigits: 2 }).format(v),
  fixed: nf('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(v),
  percent: nf('en-US', { style: 'percent', minimumFractionDigits: v && Math.abs(v) < 0.01 ? 2 : 1, maximumFractionDigits: v && Math.abs(v) < 0.01 ? 2 : 1 }).format(v),
  en: nf('en-US', { notation: 'compact', maximumFractionDigits: 1, useGrouping: 'always' }).format(v),
  zh: nf('zh-CN', { notation: 'compact', maximumFractionDigits: 1, useGrouping: 'always' }).format(v),
  cny: nf('zh-CN', { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol', minimumFractionDigits: v && Math.abs(v) < 1000 ? 2 : 0, maximumFractionDigits: v && Math.abs(v) < 1000 ? 2 : 0 }).format(v),
}));
console.log(JSON.stringify(out).replaceAll('},', '},\n'));
