// Month grids that fill the date fields of their form: days from one to another, or
// so many days from the one that is picked (data-span). Loaded as a menu of days opens.
// Arrow keys walk the days, Home and End the week, Page Up and Page Down the months.
import { all, element, first, root } from './dom.js';

const dayLength = 86400000;
const iso = t => new Date(t).toISOString().slice(0, 10);
const at = day => Date.parse(day + 'T00:00:00Z');
const plus = (day, n) => iso(at(day) + n * dayLength);
const monthOf = (day, n = 0) => iso(Date.UTC(+day.slice(0, 4), day.slice(5, 7) - 1 + n, 1));
const lastOf = month => plus(monthOf(month, 1), -1);
const between = (from, to) => (at(to) - at(from)) / dayLength + 1;
const words = options => new Intl.DateTimeFormat(root.lang, { timeZone: 'UTC', ...options });
const text = /^\d{4}-\d\d-\d\d$/;

const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export const calendar = box => {
  const { span, week, final } = box.dataset, form = box.closest('form');
  const fields = all('input:not([type=hidden])', form);
  let half = false; // the first of two days is picked
  let cursor, shown;

  const picked = () => {
    const from = fields[0].value, to = span ? from && plus(from, span - 1) : fields[1].value;
    return text.test(from) && text.test(to) ? { from, to } : {};
  };

  // The same month a step away; of a shorter one its last day.
  const monthAway = n => {
    const month = monthOf(cursor, n), last = lastOf(month);
    return last.slice(8) < cursor.slice(8) ? last : month.slice(0, 8) + cursor.slice(8);
  };

  const say = () => {
    const { from, to } = picked(), note = first('[data-length]', form);
    if (!from || from > to) return;
    const length = box.dataset.days.replace('#', between(from, to)), days = words({ month: 'short', day: 'numeric' });
    note.textContent = `${days.format(at(from))} – ${days.format(at(to))} · ${length}`;
  };

  const mark = () => {
    const { from, to } = picked();
    for (const b of all('[data-day]', box)) {
      const day = b.dataset.day;
      b.tabIndex = day === cursor ? 0 : -1;
      b.classList.toggle('in', day > from && day < to);
      b.classList.toggle('end', day === from || day === to);
      b.parentNode.setAttribute('aria-selected', day >= from && day <= to);
    }
    say();
  };

  const pick = (from, to) => {
    fields[0].value = from;
    if (!span) fields[1].value = to;
    mark();
  };

  const choose = day => {
    cursor = day;
    if (span) pick(day);
    else if (!half) pick(day, day);
    else {
      const { from } = picked();
      pick(day < from ? day : from, day < from ? from : day);
    }
    half = !half && !span;
  };

  const cellOf = day => {
    const cell = element('td'), b = element('button', '', +day.slice(8));
    b.type = 'button';
    b.dataset.day = day;
    b.setAttribute('aria-label', words({ dateStyle: 'full' }).format(at(day)));
    b.disabled = Boolean(span) && day > final;
    b.classList.toggle('out', day < box.dataset.first || day > final);
    cell.append(b);
    return cell;
  };

  const grid = month => {
    const table = element('table'), head = element('tr'), body = element('tbody'), title = element('p');
    table.setAttribute('role', 'grid');
    const name = words({ year: 'numeric', month: 'long' }).format(at(month));
    table.setAttribute('aria-label', name);
    const whole = element(span ? 'span' : 'button', '', name);
    whole.type = 'button';
    whole.dataset.month = month;
    title.append(whole);
    const begin = plus(month, -((new Date(at(month)).getUTCDay() - week + 7) % 7));
    for (let i = 0; i < 7; i++) head.append(element('th', '', words({ weekday: 'narrow' }).format(at(begin) + i * dayLength)));
    for (let day = begin; day <= lastOf(month);) {
      const row = element('tr');
      for (let i = 0; i < 7; i++, day = plus(day, 1)) row.append(day.slice(0, 7) === month.slice(0, 7) ? cellOf(day) : element('td'));
      body.append(row);
    }
    const top = element('thead');
    top.append(head);
    table.append(top, body);
    const part = element('div', 'cal-month');
    part.append(title, table);
    return part;
  };

  const turn = (n, name) => {
    const b = element('button', 'turn', n < 0 ? '‹' : '›');
    b.type = 'button';
    b.dataset.turn = n;
    b.setAttribute('aria-label', name);
    return b;
  };

  const draw = month => {
    shown = month;
    box.replaceChildren(turn(-1, box.dataset.previous), grid(monthOf(month, -1)), grid(month), turn(1, box.dataset.next));
    if (!first(`[data-day="${cursor}"]`, box)) cursor = month;
    mark();
  };

  const go = day => {
    cursor = day;
    const month = monthOf(day), narrow = !first('.cal-month', box).offsetWidth;
    if (month > shown || month < monthOf(shown, narrow ? 0 : -1)) draw(month);
    else mark();
    first(`[data-day="${day}"]`, box).focus();
  };

  const refresh = () => {
    const { from, to } = picked();
    if (!from) return;
    cursor = from;
    half = false;
    draw(monthOf(to));
  };

  box.addEventListener('click', e => {
    const { day, month, turn: n } = e.target.dataset;
    if (day) choose(day);
    if (month && !span) pick(month, lastOf(month));
    if (n) {
      draw(monthOf(shown, +n));
      first(`[data-turn="${n}"]`, box).focus();
    }
  });
  box.addEventListener('keydown', e => {
    if (!e.target.dataset.day) return;
    const weekday = (new Date(at(cursor)).getUTCDay() - week + 7) % 7;
    const to = steps[e.key] ? plus(cursor, steps[e.key])
      : { Home: plus(cursor, -weekday), End: plus(cursor, 6 - weekday), PageUp: monthAway(-1), PageDown: monthAway(1) }[e.key];
    if (!to) return;
    e.preventDefault();
    go(span && to > final ? final : to);
  });
  for (const f of fields) {
    const { value } = f;
    f.type = 'text'; // as dates are written in the address, whatever the language of the machine
    f.inputMode = 'numeric';
    f.pattern = '\\d{4}-\\d{2}-\\d{2}';
    f.placeholder = '2026-09-01';
    f.value = value;
    f.addEventListener('change', refresh);
  }
  refresh();
};
