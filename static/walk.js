// Arrow keys walk the points of a chart; each is announced. Enter opens its day.
import { openDay } from './day.js';
import { say } from './dom.js';
import { sentenceAt } from './reading.js';

const keys = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape', 'Enter'];

export const walk = (node, charts) => {
  let i = -1;
  node.addEventListener('keydown', e => {
    const chart = charts.get(node), titles = node.meta?.titles;
    if (!chart || !titles || !keys.includes(e.key)) return;
    e.preventDefault();
    if (e.key === 'Escape') {
      chart.dispatchAction({ type: 'hideTip' });
      return;
    }
    if (e.key === 'Enter') {
      if (i >= 0) openDay(node, i);
      return;
    }
    const last = titles.length - 1, step = e.key === 'ArrowRight' ? 1 : -1;
    i = e.key === 'Home' ? 0 : e.key === 'End' ? last : Math.max(0, Math.min(last, i + step));
    chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: i });
    say(sentenceAt(node.meta, chart.getOption().series, i));
  });
};
