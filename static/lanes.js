// The board of people by stage: cards are dragged to the next column, or moved with the
// keys. Each move sends the form that the card has, and undo the one that undoes it.
import { all, first } from './dom.js';
import { send } from './live.js';

let held, at; // the card that is dragged; where the focus was: lane and place in it

const lanes = () => all('.lane');
const cards = lane => all('.person', lane);
const link = card => first('.all', card);
const goesTo = (card, lane) => card.dataset.move && card.dataset.move === lane.dataset.event;

// The card that takes the place of the one that went is focused when the board has come.
const sendForm = form => {
  const card = form.closest('.person');
  if (card) {
    const lane = card.closest('.lane');
    at = [lanes().indexOf(lane), cards(lane).indexOf(card)];
  }
  send(form);
};

const ready = () => {
  for (const card of all('.person')) if (first('[data-on]', card)) card.draggable = true;
  for (const a of all('.person .all')) a.draggable = false;
  if (!at) return;
  const [lane, place] = at, list = cards(lanes()[lane] ?? document.body);
  at = undefined;
  const next = list[Math.min(place, list.length - 1)];
  (next ? link(next) : first('#lanes a'))?.focus({ preventScroll: true });
};

const beside = (card, dx, dy) => {
  const here = card.closest('.lane'), list = cards(here), i = list.indexOf(card);
  if (dy) return list[i + dy];
  const others = cards(lanes()[lanes().indexOf(here) + dx] ?? document.createElement('i'));
  return others[Math.min(i, others.length - 1)];
};

const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener('keydown', e => {
  const card = e.target.closest?.('.person'), typing = e.target.closest?.('input, textarea, select');
  if ((e.metaKey || e.ctrlKey) && e.key === 'z' && !typing) {
    const undo = first('form[data-undo]');
    if (!undo) return;
    e.preventDefault();
    sendForm(undo);
    return;
  }
  if (!card || !steps[e.key] || e.altKey || e.metaKey || e.ctrlKey) return;
  e.preventDefault();
  const [dx, dy] = steps[e.key];
  if (e.shiftKey) {
    const form = dx && first(dx > 0 ? '[data-on]' : '[data-back]', card);
    if (form) sendForm(form);
    return;
  }
  const next = beside(card, dx, dy);
  if (next) link(next).focus();
});

document.addEventListener('dragstart', e => {
  held = e.target.closest?.('.person[draggable="true"]');
  if (!held) return;
  held.classList.add('held');
  e.dataTransfer.effectAllowed = 'move';
  e.dataTransfer.setData('text/plain', link(held).textContent);
});

const over = lane => lanes().forEach(x => x.classList.toggle('over', x === lane));

document.addEventListener('dragend', () => {
  held?.classList.remove('held');
  held = undefined;
  over();
});

document.addEventListener('dragover', e => {
  const lane = held && e.target.closest?.('.lane');
  const fits = lane && goesTo(held, lane);
  over(fits ? lane : undefined);
  if (fits) e.preventDefault();
});

document.addEventListener('drop', e => {
  const lane = held && e.target.closest?.('.lane');
  if (!lane || !goesTo(held, lane)) return;
  e.preventDefault();
  sendForm(first('[data-on]', held));
});

document.addEventListener('submit', e => {
  if (!e.target.matches('.person [data-on], #lanes [data-undo]')) return;
  e.preventDefault();
  sendForm(e.target);
});

document.addEventListener('live:after', ready);
ready();
