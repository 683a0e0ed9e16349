// On paper: light tokens, and every chart drawn at the width it has on A4 landscape.
import { all } from './dom.js';
import { draw, redraw } from './chart.js';
import { lighten } from './theme.js';

const paper = 1030, height = 214; // pixels
let restore;

const widthOf = node => {
  const columns = +(/\bs(\d+)\b/.exec(node.closest('.card').className)?.[1] || 12);
  return Math.round(paper * columns / 12) - 38;
};

export const startPrint = () => {
  addEventListener('beforeprint', () => {
    restore = lighten();
    for (const n of all('[data-chart]')) draw(n, { width: widthOf(n), height });
  });
  addEventListener('afterprint', () => {
    restore?.();
    redraw();
  });
};
