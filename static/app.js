// Charts, theme, pop-overs, upload progress and print. The server writes every
// text and table; this draws options that hold data and names, never code.
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const root = document.documentElement;
  const locale = root.lang.startsWith('zh') ? 'zh-CN' : 'en-US';
  const symbol = root.dataset.symbol || '';
  const cents = root.dataset.exponent !== '0';

  /* ---- numbers: the same as package i18n writes, checked by its tests ---- */
  const number = (least, most, more) => {
    const f = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most, ...more });
    return v => f.format(v);
  };
  const whole = number(0, 0), upTo2 = number(0, 2), fixed2 = number(2, 2), upTo1 = number(0, 1);
  const compact = number(0, 1, { notation: 'compact', useGrouping: 'always' });
  const share = { 1: number(1, 1, { style: 'percent' }), 2: number(2, 2, { style: 'percent' }) };
  const money = f => v => (v < 0 ? '-' : '') + symbol + f(Math.abs(v));
  const full = {
    count: whole,
    number: upTo2,
    days: upTo1,
    percent: v => share[v && Math.abs(v) < 0.01 ? 2 : 1](v),
    times: v => fixed2(v) + '×',
    money: money(v => (v && v < 1000 && cents ? fixed2 : whole)(v)),
  };
  const short = { ...full, count: compact, number: v => (Math.abs(v) < 1 ? upTo2 : compact)(v), money: money(v => (v >= 100 && v < (locale === 'zh-CN' ? 1e4 : 1e3) ? whole : compact)(v)), percent: number(0, 1, { style: 'percent' }), times: v => upTo1(v) + '×' };
  const known = v => v !== null && v !== undefined && v !== '-' && !Number.isNaN(+v);
  const write = (unit, v, set = full) => (known(v) ? (set[unit] || set.count)(+v) : '—');
  const valueOf = d => { const v = d && typeof d === 'object' && !Array.isArray(d) ? d.value : d; return Array.isArray(v) ? v[v.length - 1] : v; };

  /* ---- colours are tokens: "$c1", "$c1/.2", "$grad:c1:.25:0" ---- */
  const token = name => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const alpha = (hex, a) => { const n = parseInt(hex.slice(1), 16); return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${a})`; };
  const colour = s => {
    if (s.startsWith('$grad:')) {
      const [, name, from, to] = s.split(':');
      const stops = [from, to].map((a, i) => ({ offset: i, color: alpha(token(name), +a) }));
      return { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops: stops };
    }
    const [name, a] = s.slice(1).split('/');
    return a ? alpha(token(name), +a) : token(name);
  };

  /* ---- tooltips are DOM nodes: text stays text, and the page needs no inline style ---- */
  const el = (tag, cls, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; };
  const swatch = c => { const s = el('span', 'sw'); if (typeof c === 'string') s.style.backgroundColor = c; return s; };
  /* what there is to read at point i: each series that has a value there. A line's part in progress is a series of its own */
  const rows = (meta, series, i) => {
    if (meta.steps) return [{ label: meta.stepName, unit: meta.unit, v: meta.steps[i] }];
    const out = [];
    meta.series.forEach((t, j) => {
      const v = valueOf(series[j].data[i]), open = meta.open !== undefined && i >= meta.open, row = { role: t.role, unit: meta.unit, v, j };
      if (t.role === 'before') out.push({ ...row, label: t.name + (meta.beforeTitles ? ' · ' + meta.beforeTitles[i] : '') });
      else if (t.role === 'now' && (!open || meta.open === undefined)) out.push({ ...row, label: t.name });
      else if (t.role === 'open' && open) out.push({ ...row, label: t.name + ' · ' + meta.openName });
    });
    return out;
  };
  const change = (meta, list) => {
    const now = list.find(r => r.role === 'now'), was = list.find(r => r.role === 'before');
    if (!now || !was || !known(now.v) || !known(was.v) || +was.v === 0) return null;
    const d = (+now.v - +was.v) / Math.abs(+was.v), good = Math.sign(d) * (meta.good || 0);
    return { label: meta.change, value: (d > 0 ? '+' : d < 0 ? '-' : '') + full.percent(Math.abs(d)), cls: good > 0 ? 'delta good' : good < 0 ? 'delta bad' : 'delta' };
  };
  const box = (title, list) => {
    const b = el('div', 'tip');
    b.append(el('p', '', title));
    for (const r of list) { const row = el('div'); row.append(r.cls ? el('span') : swatch(r.colour), el('span', '', r.label), el('b', r.cls || '', r.value)); b.append(row); }
    return b;
  };
  const axisTip = meta => ps => {
    const list = Array.isArray(ps) ? ps : [ps], i = list[0].dataIndex;
    const read = rows(meta, meta.chart.getOption().series, i), shown = read.map(r => ({ label: r.label, value: write(r.unit, r.v), colour: list.find(p => p.seriesIndex === r.j)?.color }));
    const c = change(meta, read);
    if (c) shown.push(c);
    return box(meta.titles[i], shown);
  };
  const pointTip = meta => p => box(p.name, meta.dims.map(([label, unit], k) => ({ label, value: write(unit, p.data.row[k]), colour: k ? undefined : p.color })));
  const named = {
    tip: axisTip,
    point: pointTip,
    axis: (_, unit) => v => write(unit, v, short),
    step: meta => p => write(meta.unit, meta.steps[p.dataIndex], short),
    name: () => p => p.name,
  };
  const resolve = (v, meta, key) => {
    if (typeof v === 'string') {
      if (key === 'name' || key === 'text') return v;
      if (v.startsWith('$')) return colour(v);
      if (v.startsWith('@fn:')) { const [name, arg] = v.slice(4).split(':'); return named[name](meta, arg); }
      return v;
    }
    if (Array.isArray(v)) return key === 'titles' || (key === 'data' && typeof v[0] !== 'object') ? v : v.map(x => resolve(x, meta, key === 'row' ? 'name' : ''));
    if (v && typeof v === 'object') { const o = {}; for (const k in v) o[k] = resolve(v[k], meta, k); return o; }
    return v;
  };

  const theme = () => {
    const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: token('c-axis'), fontSize: 11, hideOverlap: true },
      splitLine: { lineStyle: { color: token('c-grid') } }, nameTextStyle: { color: token('c-axis'), fontSize: 11 } };
    return {
      backgroundColor: 'transparent', color: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map(token), textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      categoryAxis: { ...axis, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: token('line') } } }, valueAxis: axis,
      line: { symbol: 'circle', symbolSize: 6, lineStyle: { width: 2 } }, bar: { barMaxWidth: 30 }, markLine: { symbol: ['none', 'none'], silent: true, animation: false },
    };
  };
  const tooltip = () => ({ confine: true, renderMode: 'html', backgroundColor: token('surface'), borderColor: token('line'), borderWidth: 1, padding: [10, 12],
    extraCssText: `border-radius:10px;box-shadow:${token('shadow-2')}`, transitionDuration: 0.1, axisPointer: { type: 'line', lineStyle: { color: token('line-2'), type: 'solid' }, shadowStyle: { color: token('weekend') } } });

  const quiet = matchMedia('(prefers-reduced-motion: reduce)');
  const charts = new Map();
  let printing = false;
  const draw = (node, size) => {
    const src = document.getElementById(node.id + '-data');
    if (!src) return;
    const raw = JSON.parse(src.textContent), meta = raw.$meta || {};
    delete raw.$meta;
    const option = resolve(raw, meta);
    meta.titles ??= option.xAxis?.[0]?.data; // steps that need no longer name
    Object.assign(option, { animation: !quiet.matches && !printing, animationDuration: 350, animationDurationUpdate: 250, aria: { enabled: false }, tooltip: { ...tooltip(), ...option.tooltip } });
    const label = option.xAxis?.[0]?.axisLabel; // names under bars: in lines where there is room, else aslant
    if (label?.overflow === 'break') {
      const room = ((size?.width ?? node.clientWidth) - 70) / option.xAxis[0].data.length;
      Object.assign(label, room < 58 ? { rotate: 35, overflow: 'none' } : { width: room + 6 });
    }
    charts.get(node)?.dispose();
    const c = echarts.init(node, theme(), { renderer: 'canvas', devicePixelRatio: size ? 3 : undefined, width: size?.width, height: size?.height, locale: locale === 'zh-CN' ? 'ZH' : 'EN' });
    meta.chart = c;
    c.setOption(option);
    if (meta.dims) place(c, meta.points = option.series[0].data ?? []); // there may be no bubble
    charts.set(node, c);
    node.meta = meta;
    node.dataset.drawn = '1';
  };
  /* names of bubbles: beside, above or below, wherever they cover neither a bubble nor a name; else the tooltip has them */
  const place = (c, data) => {
    const pen = document.createElement('canvas').getContext('2d'), taken = [];
    pen.font = '11px ' + getComputedStyle(document.body).fontFamily;
    const box = (x, y, w, h) => ({ x, y, w, h }), hits = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    const at = data.map(d => { const [x, y] = c.convertToPixel({ seriesIndex: 0 }, d.value); return { x, y, r: d.symbolSize / 2 }; });
    const bubbles = at.map(({ x, y, r }) => box(x - r, y - r, 2 * r, 2 * r));
    at.forEach(({ x, y, r }, i) => {
      const w = pen.measureText(data[i].name).width + 2, h = 14, gap = r + 5;
      const sides = { right: box(x + gap, y - h / 2, w, h), top: box(x - w / 2, y - gap - h, w, h), left: box(x - gap - w, y - h / 2, w, h), bottom: box(x - w / 2, y + gap, w, h) };
      const position = Object.keys(sides).find(s => { const b = sides[s]; return b.x >= 0 && b.x + b.w <= c.getWidth() && b.y >= 0 && b.y + b.h <= c.getHeight() && ![...taken, ...bubbles].some(o => hits(b, o)); });
      data[i].label = position ? { position } : { show: false };
      if (position) taken.push(sides[position]);
    });
    c.setOption({ series: [{ data }] });
  };
  const redraw = () => [...charts.keys()].forEach(n => draw(n));

  /* one chart per task and only near the screen: input stays responsive */
  const waiting = [];
  let busy = false;
  const pump = () => {
    if (busy || !waiting.length) return;
    busy = true;
    setTimeout(() => { const n = waiting.shift(); busy = false; if (n.isConnected && !charts.has(n)) draw(n); pump(); });
  };
  const near = new IntersectionObserver(es => { for (const e of es) if (e.isIntersecting) { near.unobserve(e.target); waiting.push(e.target); } pump(); }, { rootMargin: '300px' });
  const sized = new ResizeObserver(es => { if (!printing) for (const e of es) { const c = charts.get(e.target); c?.resize(); if (c && e.target.meta.points) place(c, e.target.meta.points); } });
  const mount = scope => {
    for (const n of $$('[data-chart]', scope)) { sized.observe(n); near.observe(n); walk(n); }
    for (const s of $$('[data-end]', scope)) s.scrollLeft = s.scrollWidth; // newest first on phones
  };

  /* arrow keys walk the points of a chart; each is announced */
  const say = text => { const r = $('#say'); if (r) r.textContent = text; };
  const walk = node => {
    let i = -1;
    node.addEventListener('keydown', e => {
      const c = charts.get(node), titles = node.meta?.titles;
      if (!c || !titles || !['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape'].includes(e.key)) return;
      e.preventDefault();
      if (e.key === 'Escape') { c.dispatchAction({ type: 'hideTip' }); return; }
      const last = titles.length - 1;
      i = e.key === 'Home' ? 0 : e.key === 'End' ? last : Math.max(0, Math.min(last, i + (e.key === 'ArrowRight' ? 1 : -1)));
      c.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: i });
      const point = c.getOption().series[0].data[i];
      const text = node.meta.dims ? node.meta.dims.map(([l, u], k) => l + ' ' + write(u, point.row[k])) : rows(node.meta, c.getOption().series, i).map(r => r.label + ' ' + write(r.unit, r.v));
      say(titles[i] + ': ' + text.join(', '));
    });
  };

  /* ---- theme: a form that works without this; the server reads the cookie, so nothing flashes ---- */
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  document.addEventListener('submit', e => {
    if (!e.target.matches('[data-theme-form]')) return;
    e.preventDefault();
    const next = dark() ? 'light' : 'dark';
    root.dataset.theme = next;
    document.cookie = `theme=${next};path=/;max-age=31536000;samesite=lax`;
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  document.addEventListener('click', e => {
    const png = e.target.closest('[data-png]');
    if (png) import(root.dataset.picture).then(({ picture }) => {
      const a = el('a');
      a.href = picture(png.closest('.card')).toDataURL('image/png');
      a.download = png.dataset.png + '.png';
      a.click();
    });
    const square = e.target.closest('[data-run] rect'); // opens what its count in the table opens
    if (square) {
      const svg = square.parentNode, i = $$('rect', svg).indexOf(square), [row, column] = svg.dataset.run === 'rows' ? [i / 7 | 0, i % 7] : [i % 24, i / 24 | 0];
      $('a', $$('.as-table tbody tr', svg.closest('.card'))[row].cells[column + 1])?.click();
    }
    if (e.target.closest('[data-print]')) print();
    for (const d of $$('details.pop[open]')) if (!d.contains(e.target)) d.open = false;
  });
  document.addEventListener('keydown', e => {
    const d = e.key === 'Escape' && $('details.pop[open]');
    if (d) { d.open = false; $('summary', d).focus(); }
  });

  /* ---- print: light tokens, every chart drawn at the width it has on A4 landscape. Sized at init: resize() repaints a frame too late ---- */
  let was;
  addEventListener('beforeprint', () => {
    was = root.dataset.theme;
    root.dataset.theme = 'light';
    printing = true;
    for (const n of $$('[data-chart]')) {
      const columns = +(/\bs(\d+)\b/.exec(n.closest('.card').className)?.[1] || 12);
      draw(n, { width: Math.round(1030 * columns / 12) - 38, height: 214 });
    }
  });
  addEventListener('afterprint', () => { if (was) root.dataset.theme = was; else delete root.dataset.theme; printing = false; redraw(); });

  /* ---- the day under way: one stream for the tab; texts are found anew, for a partial update replaces them ---- */
  let stream, told = 0;
  const follow = () => {
    stream?.close();
    const first = $('[data-follow]');
    stream = first && new EventSource(first.dataset.follow);
    stream?.addEventListener('live', e => {
      for (const [panel, text] of Object.entries(JSON.parse(e.data))) {
        const p = document.getElementById('live-' + panel);
        if (!p || p.textContent === text) continue;
        p.textContent = text;
        p.hidden = !text;
        if (Date.now() - told > 60000) { told = Date.now(); say(text); } // a screen reader is not to talk all the time
      }
    });
  };
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', e => { if (e.persisted) follow(); });
  document.addEventListener('live:after', follow);

  /* ---- after a partial update ---- */
  document.addEventListener('live:before', e => { for (const [n, c] of charts) if (e.detail.contains(n)) { c.dispose(); charts.delete(n); } });
  document.addEventListener('live:after', e => { mount(e.detail); say($('#say')?.dataset.updated); });
  document.addEventListener('live:error', () => say($('#say')?.dataset.failed));

  /* ---- upload with progress: a plain form without this ---- */
  const send = (form, files) => {
    const body = new FormData(form), input = $('input[type=file]', form), bar = $('progress', form);
    if (files) { body.delete(input.name); for (const f of files) body.append(input.name, f); }
    const x = new XMLHttpRequest();
    x.open(form.method, form.action);
    x.setRequestHeader('Accept', 'text/html');
    if (bar) { bar.hidden = false; x.upload.onprogress = e => { if (e.lengthComputable) bar.value = e.loaded / e.total; }; }
    x.onload = () => {
      const next = new DOMParser().parseFromString(x.responseText, 'text/html').getElementById('app');
      if (!next) { location.assign(x.responseURL); return; }
      if (x.responseURL && x.responseURL !== location.href) history.pushState({}, '', x.responseURL);
      document.getElementById('app').replaceWith(next);
      mount(next);
      $('#main')?.focus();
    };
    x.onerror = () => { if (bar) bar.hidden = true; say($('#say')?.dataset.failed); };
    x.send(body);
  };
  document.addEventListener('submit', e => { if (e.target.matches('form[data-upload]')) { e.preventDefault(); send(e.target); } });
  document.addEventListener('change', e => { const f = e.target.closest('form[data-upload]'); if (f && e.target.type === 'file' && e.target.files.length) f.requestSubmit(); });
  for (const t of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    document.addEventListener(t, e => {
      const zone = e.target.closest?.('[data-drop]');
      if (!zone) return;
      e.preventDefault();
      zone.classList.toggle('over', t === 'dragenter' || t === 'dragover');
      if (t === 'drop' && e.dataTransfer.files.length) send(zone.closest('form'), e.dataTransfer.files);
    });
  }

  mount(document);
  follow();
})();
