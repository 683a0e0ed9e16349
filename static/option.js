// Options of charts come as data with names in them: "$c1" is a colour, "@fn:tip" one
// of the functions below. Texts of users stand under keys that are left alone.
import { colour } from './colour.js';
import { write, writeShort } from './number.js';
import { axisTip, pointTip } from './tooltip.js';

const functions = {
  tip: axisTip,
  point: pointTip,
  axis: (_, unit) => v => writeShort(unit, v),
  step: meta => p => writeShort(meta.unit, meta.steps[p.dataIndex]),
  name: () => p => p.name,
};

const resolveText = (text, meta, key) => {
  if (key === 'name' || key === 'text') return text;
  if (text.startsWith('$')) return colour(text);
  if (!text.startsWith('@fn:')) return text;
  const [name, argument] = text.slice(4).split(':');
  return functions[name](meta, argument);
};

export const resolve = (v, meta, key) => {
  if (typeof v === 'string') return resolveText(v, meta, key);
  if (Array.isArray(v)) {
    const texts = key === 'titles' || (key === 'data' && typeof v[0] !== 'object');
    return texts ? v : v.map(x => resolve(x, meta, key === 'row' ? 'name' : ''));
  }
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, resolve(x, meta, k)]));
  return v;
};
