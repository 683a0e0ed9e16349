// Uploads with progress: a plain form without this. The page of imports loads it.
import { announce, first } from './dom.js';
import { mount } from './chart.js';

const show = answer => {
  const next = new DOMParser().parseFromString(answer.responseText, 'text/html').getElementById('app');
  if (!next) {
    location.assign(answer.responseURL);
    return;
  }
  if (answer.responseURL && answer.responseURL !== location.href) history.pushState({}, '', answer.responseURL);
  document.getElementById('app').replaceWith(next);
  mount(next);
  first('#main')?.focus();
};

const send = (form, files) => {
  const body = new FormData(form), input = first('input[type=file]', form), bar = first('progress', form);
  if (files) {
    body.delete(input.name);
    for (const f of files) body.append(input.name, f);
  }
  const request = new XMLHttpRequest();
  request.open(form.method, form.action);
  request.setRequestHeader('Accept', 'text/html');
  if (bar) {
    bar.hidden = false;
    request.upload.onprogress = e => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
  }
  request.onload = () => show(request);
  request.onerror = () => {
    if (bar) bar.hidden = true;
    announce('failed');
  };
  request.send(body);
};

document.addEventListener('submit', e => {
  if (!e.target.matches('form[data-upload]')) return;
  e.preventDefault();
  send(e.target);
});
document.addEventListener('change', e => {
  const form = e.target.closest('form[data-upload]');
  if (form && e.target.type === 'file' && e.target.files.length) form.requestSubmit();
});
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, e => {
    const zone = e.target.closest?.('[data-drop]');
    if (!zone) return;
    e.preventDefault();
    zone.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop' && e.dataTransfer.files.length) send(zone.closest('form'), e.dataTransfer.files);
  });
}
