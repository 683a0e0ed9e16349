// A panel as a picture: what it shows on the screen, without its tools, at
// twice the size and with all that a scrolled part holds; below it the days,
// comparison and filters of the page. Fetched when the first is asked for.
const ratio = 2, margin = 8;
const skipped = '.sr, script, details, form, button, .card > .foot, .seg, .crumbs, a.link';

export const picture = card => {
  const scrolled = [...card.querySelectorAll('.scroll')].filter(s => !s.closest('details'));
  const was = scrolled.map(s => [s.scrollLeft, s.scrollTop]);
  const to = (s, left, top) => s.scrollTo({ left, top, behavior: 'instant' });
  for (const s of scrolled) to(s, 0, 0);
  const at = card.getBoundingClientRect(), parts = [...card.children].filter(k => !k.matches(skipped)).map(k => k.getBoundingClientRect());
  const inner = scrolled.map(s => {
    const r = s.getBoundingClientRect();
    return { right: r.left + s.scrollWidth, bottom: r.top + s.scrollHeight };
  });
  const width = Math.max(at.right, ...inner.map(r => r.right)) - at.left + 2 * margin;
  const end = Math.max(...parts.map(r => r.bottom), ...inner.map(r => r.bottom)) - at.top + 2 * margin;
  const out = document.createElement('canvas'), c = out.getContext('2d'), font = '11px ' + getComputedStyle(card).fontFamily;
  const lines = [];
  c.font = font;
  for (const part of document.querySelector('main > .only-print, main > .scope').textContent.split(' · ')) {
    const longer = lines.length ? lines.at(-1) + ' · ' + part : part;
    if (c.measureText(longer).width < width - 6 * margin) lines.splice(-1, 1, longer); else lines.push(part);
  }
  const height = end + 16 * lines.length + margin;
  out.width = Math.ceil(width * ratio);
  out.height = Math.ceil(height * ratio);
  c.scale(ratio, ratio);
  c.fillStyle = getComputedStyle(card).backgroundColor;
  c.fillRect(0, 0, width, height);
  c.font = font;
  c.fillStyle = getComputedStyle(card).color;
  c.globalAlpha = 0.7;
  lines.forEach((line, i) => c.fillText(line, 3 * margin, end + 16 * i + margin));
  c.globalAlpha = 1;
  c.translate(margin - at.left, margin - at.top);
  for (const k of card.children) walk(c, k);
  scrolled.forEach((s, i) => to(s, ...was[i]));
  return out;
};

const walk = (c, n) => {
  if (n.nodeType === Node.TEXT_NODE) return write(c, n, getComputedStyle(n.parentElement).color);
  if (n.nodeType !== Node.ELEMENT_NODE || n.matches(skipped)) return;
  const s = getComputedStyle(n);
  if (s.display === 'none' || s.visibility === 'hidden') return;
  if (n instanceof SVGElement) return draw(c, n, s);
  const r = n.getBoundingClientRect(), cut = s.overflowX !== 'visible' && !n.matches('.scroll');
  c.save();
  if (cut) { c.beginPath(); c.rect(r.left - 3, r.top - 3, r.width + 6, r.height + 6); c.clip(); }
  box(c, r, s);
  const chart = n.matches('[data-chart]') && echarts.getInstanceByDom(n);
  if (chart) {
    chart.dispatchAction({ type: 'updateAxisPointer', currTrigger: 'leave' });
    c.drawImage(chart.getRenderedCanvas({ pixelRatio: ratio }), r.left, r.top, r.width, r.height);
  } else for (const k of n.childNodes) walk(c, k);
  c.restore();
};

const box = (c, r, s) => {
  const outline = () => { c.beginPath(); c.roundRect(r.left, r.top, r.width, r.height, parseFloat(s.borderTopLeftRadius) || 0); };
  c.fillStyle = s.backgroundColor;
  outline();
  c.fill();
  if (s.backgroundImage.startsWith('repeating')) { // in progress
    c.save();
    c.clip();
    c.strokeStyle = s.color;
    c.globalAlpha = 0.12;
    c.beginPath();
    for (let x = -r.height; x < r.width; x += 8) { c.moveTo(r.left + x, r.bottom); c.lineTo(r.left + x + r.height, r.top); }
    c.stroke();
    c.restore();
  }
  const sides = [
    ['Top', r.left, r.top, r.right, r.top],
    ['Right', r.right, r.top, r.right, r.bottom],
    ['Bottom', r.left, r.bottom, r.right, r.bottom],
    ['Left', r.left, r.top, r.left, r.bottom],
  ];
  for (const [side, x1, y1, x2, y2] of sides) {
    const w = parseFloat(s[`border${side}Width`]), style = s[`border${side}Style`];
    if (!w || style === 'none') continue;
    c.strokeStyle = s[`border${side}Color`];
    c.lineWidth = w;
    c.setLineDash(style === 'dashed' ? [4, 3] : style === 'dotted' ? [2, 2] : []);
    c.beginPath();
    c.moveTo(x1, y1);
    c.lineTo(x2, y2);
    c.stroke();
    c.setLineDash([]);
  }
};

/* text, word by word where the browser has put it */
const write = (c, n, ink, size = 1) => {
  const s = getComputedStyle(n.parentElement), range = document.createRange();
  c.font = `${s.fontWeight} ${parseFloat(s.fontSize) * size}px ${s.fontFamily}`;
  c.fillStyle = ink;
  c.textBaseline = 'middle';
  for (const m of n.data.matchAll(/[\u2E80-\uFFEF]|[^\s\u2E80-\uFFEF]+/g)) {
    range.setStart(n, m.index);
    range.setEnd(n, m.index + m[0].length);
    const r = range.getBoundingClientRect();
    if (!r.width) continue;
    c.letterSpacing = '0px';
    c.letterSpacing = (r.width - c.measureText(m[0]).width) / m[0].length + 'px';
    c.fillText(m[0], r.left, r.top + r.height / 2);
  }
};

const draw = (c, n, s) => {
  if (n.localName === 'use') {
    const symbol = document.querySelector(n.getAttribute('href')), r = n.ownerSVGElement.getBoundingClientRect();
    const seen = symbol.viewBox.baseVal;
    const m = new DOMMatrix().translate(r.left, r.top).scale(r.width / seen.width, r.height / seen.height);
    for (const k of symbol.children) shape(c, k, m, s);
    return;
  }
  const m = n.localName !== 'svg' && n.getScreenCTM?.();
  if (n.localName === 'text') for (const k of n.childNodes) write(c, k, s.fill, m.a);
  else if (m && n.localName !== 'g' && n.localName !== 'title') shape(c, n, m, s);
  else for (const k of n.children) walk(c, k);
};

const shape = (c, n, m, s) => {
  const own = new Path2D(n.localName === 'path' ? n.getAttribute('d') : undefined), placed = new Path2D();
  const v = name => n[name].baseVal.value;
  if (n.localName === 'rect') own.roundRect(v('x'), v('y'), v('width'), v('height'), v('rx'));
  if (n.localName === 'circle') own.arc(v('cx'), v('cy'), v('r'), 0, 2 * Math.PI);
  placed.addPath(own, m);
  const paint = (colour, opacity, how) => {
    if (colour === 'none') return;
    c.globalAlpha = s.opacity * opacity;
    c.fillStyle = c.strokeStyle = colour;
    how.call(c, placed);
    c.globalAlpha = 1;
  };
  c.lineWidth = parseFloat(s.strokeWidth) * (s.vectorEffect === 'none' ? m.a : 1);
  c.lineCap = s.strokeLinecap;
  c.lineJoin = s.strokeLinejoin;
  c.setLineDash(s.strokeDasharray === 'none' ? [] : s.strokeDasharray.split(',').map(parseFloat));
  paint(s.fill, s.fillOpacity, c.fill);
  paint(s.stroke, s.strokeOpacity, c.stroke);
  c.setLineDash([]);
};
