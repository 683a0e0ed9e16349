// The page: finding and making elements, and what a screen reader is told.
export const root = document.documentElement;

export const first = (selector, within = document) => within.querySelector(selector);

export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

export const element = (tag, kind, text) => {
  const e = document.createElement(tag);
  if (kind) e.className = kind;
  if (text !== undefined) e.textContent = text;
  return e;
};

export const say = text => {
  const region = document.getElementById('say');
  if (region) region.textContent = text;
};

// One of the sentences the server has put on the region: updated, failed.
export const announce = name => say(document.getElementById('say')?.dataset[name]);
