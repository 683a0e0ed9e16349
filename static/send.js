// A choice that changes what else a form asks sends it at once.
export const startSends = () => {
  document.addEventListener('change', e => {
    if (e.target.matches('[data-sends]')) e.target.form.requestSubmit();
  });
};
