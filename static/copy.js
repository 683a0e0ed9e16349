// Buttons that copy a text: there without script nothing would happen, so they are
// shown by it.
import { all, say } from './dom.js';

export const startCopies = () => {
  if (!navigator.clipboard) return;
  for (const button of all('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(button.dataset.said);
      const text = button.firstChild.textContent;
      button.firstChild.textContent = button.dataset.said;
      setTimeout(() => { button.firstChild.textContent = text; }, 1500);
    });
  }
};
