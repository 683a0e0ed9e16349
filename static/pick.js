// A list of boxes to tick with a field that finds them: what does not match is hidden,
// but for what is ticked.
const show = (list, text) => {
  const wanted = text.trim().toLowerCase();
  for (const label of list.querySelectorAll('label')) {
    const box = label.querySelector('input');
    const named = `${label.textContent} ${box.value}`.toLowerCase(); // by its word or its key
    label.hidden = !named.includes(wanted) && !box.checked;
  }
};

// A field that finds rows of the table of its card by their names.
const showRows = field => {
  const wanted = field.value.trim().toLowerCase();
  for (const row of field.closest('.card').querySelectorAll('.scroll > .tbl > tbody > tr'))
    row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
};

export const startPicks = () => {
  document.addEventListener('input', e => {
    const find = e.target.closest('[data-find]');
    if (find) show(document.getElementById(find.dataset.find), find.value);
    if (e.target.matches('[data-rows]')) showRows(e.target);
  });
  document.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.closest('[data-find], [data-rows]')) e.preventDefault(); // it finds, and does not send
  });
};
