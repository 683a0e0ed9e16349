// Colours are tokens of the style sheet, named in options: "$c1", "$c1/.2" (with
// opacity), "$grad:c1:.25:0" (from top to bottom).
import { root } from './dom.js';

export const token = name => getComputedStyle(root).getPropertyValue('--' + name).trim();

const withAlpha = (hex, a) => {
  const n = parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${a})`;
};

export const colour = name => {
  if (name.startsWith('$grad:')) {
    const [, base, from, to] = name.split(':');
    const colorStops = [from, to].map((a, i) => ({ offset: i, color: withAlpha(token(base), +a) }));
    return { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops };
  }
  const [base, a] = name.slice(1).split('/');
  return a ? withAlpha(token(base), +a) : token(base);
};

// What ECharts calls a theme.
export const chartTheme = () => {
  const label = { color: token('c-axis'), fontSize: 11 };
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...label, hideOverlap: true },
    splitLine: { lineStyle: { color: token('c-grid') } },
    nameTextStyle: label,
  };
  return {
    backgroundColor: 'transparent',
    color: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'].map(token),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    categoryAxis: { ...axis, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: token('line') } } },
    valueAxis: axis,
    line: { symbol: 'circle', symbolSize: 6, lineStyle: { width: 2 } },
    bar: { barMaxWidth: 30 },
    markLine: { symbol: ['none', 'none'], silent: true, animation: false },
  };
};
