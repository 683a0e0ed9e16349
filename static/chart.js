// Charts of the page: each is drawn once it is near the screen, one per task, so
// that input stays responsive.
import { all } from './dom.js';
import { chartTheme } from './colour.js';
import { chinese } from './number.js';
import { resolve } from './option.js';
import { tooltip } from './tooltip.js';
import { placeNames } from './bubble.js';
import { openDay } from './day.js';
import { walk } from './walk.js';

const quiet = matchMedia('(prefers-reduced-motion: reduce)');
const charts = new Map(); // element → chart

// Names under bars stand in lines where there is room, else aslant.
const fitNames = (option, width) => {
  const axis = option.xAxis?.[0], label = axis?.axisLabel;
  if (label?.overflow !== 'break') return;
  const room = (width - 70) / axis.data.length;
  Object.assign(label, room < 58 ? { rotate: 35, overflow: 'none' } : { width: room + 6 });
};

// The place on the axis under the pointer, -1 outside of the drawing.
const placeAt = (chart, { offsetX: x, offsetY: y }) =>
  chart.containPixel('grid', [x, y]) ? chart.convertFromPixel({ xAxisIndex: 0 }, x) : -1;

// size is given for paper: a chart is sized as it is made, resize() repaints a
// frame too late.
export const draw = (node, size) => {
  const source = document.getElementById(node.id + '-data');
  if (!source) return;
  const { $meta: meta = {}, ...raw } = JSON.parse(source.textContent);
  const option = resolve(raw, meta);
  meta.titles ??= option.xAxis?.[0]?.data; // steps that need no longer name
  const seen = node.querySelector('.first'); // the server's picture of it, which init takes away
  Object.assign(option, {
    animation: !quiet.matches && !size && !seen,
    animationDuration: 350,
    animationDurationUpdate: 250,
    aria: { enabled: false },
    tooltip: { ...tooltip(), ...option.tooltip },
  });
  fitNames(option, size?.width ?? node.clientWidth);
  charts.get(node)?.dispose();
  const chart = echarts.init(node, chartTheme(), {
    renderer: 'canvas',
    devicePixelRatio: size ? 3 : undefined,
    width: size?.width,
    height: size?.height,
    locale: chinese ? 'ZH' : 'EN',
  });
  meta.chart = chart;
  meta.paper = Boolean(size);
  chart.setOption(option);
  if (seen) chart.getZr().flush(); // no moment without any
  if (meta.dims) placeNames(chart, meta.points = option.series[0].data ?? []); // there may be no bubble
  if (meta.days && !size) chart.getZr().on('click', e => openDay(node, placeAt(chart, e)));
  charts.set(node, chart);
  node.meta = meta;
  node.dataset.drawn = '1';
};

export const redraw = () => [...charts.keys()].forEach(n => draw(n));

const waiting = [];
let busy = false;
const drawNext = () => {
  if (busy || !waiting.length) return;
  busy = true;
  setTimeout(() => {
    const node = waiting.shift();
    busy = false;
    if (node.isConnected && !charts.has(node)) draw(node);
    drawNext();
  });
};

const near = new IntersectionObserver(entries => {
  for (const e of entries) {
    if (!e.isIntersecting) continue;
    near.unobserve(e.target);
    waiting.push(e.target);
  }
  drawNext();
}, { rootMargin: '300px' });

const sized = new ResizeObserver(entries => {
  for (const e of entries) {
    const chart = charts.get(e.target);
    if (!chart || e.target.meta.paper) continue;
    chart.resize();
    if (e.target.meta.points) placeNames(chart, e.target.meta.points);
  }
});

export const mount = scope => {
  for (const node of all('[data-chart]', scope)) {
    sized.observe(node);
    near.observe(node);
    walk(node, charts);
  }
  for (const s of all('[data-end]', scope)) s.scrollLeft = s.scrollWidth; // newest first on phones
};

export const unmount = scope => {
  for (const [node, chart] of charts) {
    if (!scope.contains(node)) continue;
    chart.dispose();
    charts.delete(node);
  }
};
