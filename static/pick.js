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

export const startPicks = () => {
  document.addEventListener('input', e => {
    const find = e.target.closest('[data-find]');
    if (find) show(document.getElementById(find.dataset.find), find.value);
  });
  document.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.closest('[data-find]')) e.preventDefault(); // it finds, and does not send
  });
};
