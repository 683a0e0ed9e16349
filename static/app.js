// What pages can do with script; without it they are links, forms and tables. The
// server writes every text; charts are drawn from options that hold data and names,
// never code. Each module does one thing, and nothing is built: browsers load them
// as they stand.
import { announce } from './dom.js';
import { startCopies } from './copy.js';
import { startCards } from './card.js';
import { startDays } from './day.js';
import { mount, unmount } from './chart.js';
import { follow } from './follow.js';
import { startLive } from './live.js';
import { startPicks } from './pick.js';
import { startPrint } from './print.js';
import { startSends } from './send.js';
import { startTheme } from './theme.js';

startTheme();
startCards();
startCopies();
startDays();
startPicks();
startPrint();
startSends();
startLive();
document.addEventListener('live:before', e => unmount(e.detail));
document.addEventListener('live:after', e => {
  mount(e.detail);
  announce('updated');
  follow();
});
document.addEventListener('live:error', () => announce('failed'));
mount(document);
follow();
