// A field marked data-carry belongs to one form of its page, and what is chosen
// in it goes along with every other form and link to the same page.
import { all, element } from './dom.js';

const carry = field => {
  const here = location.pathname, { name, value } = field;
  const within = address => {
    const url = new URL(address, location.href);
    return url.pathname === here || url.pathname.startsWith(here + '/');
  };
  const named = address => {
    const url = new URL(address, location.href);
    url.searchParams.set(name, value);
    return url.pathname + url.search + url.hash;
  };
  for (const form of all('form')) {
    if (form === field.form || !within(form.action)) continue;
    if (form.method === 'post') form.action = named(form.action);
    else {
      const hidden = form.elements.namedItem(name) ?? form.appendChild(Object.assign(element('input'), { type: 'hidden', name }));
      hidden.value = value;
    }
  }
  for (const link of all('a[href]')) if (within(link.href)) link.href = named(link.href);
};

document.addEventListener('change', e => {
  if (e.target.matches('[data-carry]')) carry(e.target);
});
