//! What is measured inside the page: the script of every scroll frame and of every keystroke, and the rows that are drawn.
//!
//! Script enters the page in two ways only: an event is dispatched (a scroll, an input), or an answer of the desk arrives (the
//! window asks through `fetch`). Both are watched from the moment they enter to the end of their microtasks, in which Svelte has
//! changed the page: a scroll to the callbacks of its frame, a letter and an answer (from the reading of its JSON on) to the end of a
//! chain of microtasks of our own, which ends after the page's. Nothing is drawn before that.
//! The page's clock ticks in whole milliseconds, so one figure is only known to ±1 ms; the mean of many is not.

/// Watches. Everything measured since is in `watch`.
pub const WATCH: &str = r#"
if (!window.watch) {
  const grid = () => document.querySelector('main [role=grid]');
  const rows = () => grid()?.querySelectorAll('[role=row][aria-rowindex]:not([aria-rowindex="1"])').length ?? 0;
  const box = () => ({ shown: Math.ceil(grid().clientHeight / (grid().querySelector('[role=row][aria-rowindex]:not([aria-rowindex="1"])')?.offsetHeight || 48)) });
  window.watch = { frames: [], keys: [], rows: 0, shown: 0, asked: 0, answered: 0, now: 0 };
  // A chain of microtasks longer than any that the page makes of one event or answer: drawing cannot come in between.
  const soon = async done => { for (let hop = 0; hop < 500; hop++) await null; done(); };
  const spent = since => { watch.now += performance.now() - since; };
  // Events: the first to hear them is on the window, before anybody of the page.
  for (const kind of ['scroll', 'input'])
    window.addEventListener(kind, () => {
      const began = performance.now();
      if (kind === 'scroll') requestAnimationFrame(() => spent(began));
      else soon(() => spent(began));
    }, true);
  const real = window.fetch;
  window.fetch = async (...asked) => {
    watch.asked++;
    const reply = await real(...asked);
    return new Proxy(reply, { get(of, name) {
      if (name !== 'json') { const found = Reflect.get(of, name); return typeof found === 'function' ? found.bind(of) : found; }
      return async () => {
        const text = await of.text();
        const began = performance.now();
        const read = JSON.parse(text);
        soon(() => { spent(began); watch.answered++; });
        return read;
      };
    } });
  };
  watch.look = () => { watch.rows = Math.max(watch.rows, rows()); watch.shown = Math.max(watch.shown, box().shown); };
}
return true;
"#;

/// Scrolls frame by frame: `arguments[0]` frames, each `arguments[1]` pixels on, or anywhere if that is 0. Tells each frame's script.
pub const SCROLL: &str = r"
const [frames, by, done] = arguments;
const box = document.querySelector('main [role=grid]');
const told = [];
let at = box.scrollTop, dice = 1;
const anywhere = () => { dice = (dice * 48271) % 2147483647; return (dice / 2147483647) * (box.scrollHeight - box.clientHeight); };
const frame = () => {
  if (told.length) watch.look();
  told.push(watch.now);
  watch.now = 0;
  if (told.length > frames) return settle();
  at = by ? (at + by) % (box.scrollHeight - box.clientHeight) : anywhere();
  box.scrollTop = at;
  requestAnimationFrame(frame);
};
// What is still on its way belongs to the last frame.
const settle = () => setTimeout(() => { told.push(watch.now); watch.now = 0; done(told.slice(1)); }, 300);
watch.now = 0;
requestAnimationFrame(frame);
";

/// Types `arguments[0]` letter by letter into the search, each once the answer to the last one is drawn. Tells the script of each
/// letter and how long it took until the picture with its answer was ready to be shown.
pub const TYPE: &str = r"
const [text, done] = arguments;
const field = document.querySelector('main [role=searchbox]');
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
const frame = () => new Promise(go => requestAnimationFrame(go));
const still = async () => { for (let quiet = 0; quiet < 3; ) { await frame(); quiet = watch.asked === watch.answered ? quiet + 1 : 0; } };
(async () => {
  field.focus();
  const told = [];
  await still();
  for (let end = 1; end <= text.length; end++) {
    watch.now = 0;
    const [before, began] = [watch.answered, performance.now()];
    set.call(field, text.slice(0, end));
    field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text[end - 1], inputType: 'insertText' }));
    const answer = new Promise(go => { const look = () => watch.answered > before && watch.asked === watch.answered ? go() : setTimeout(look, 0); look(); });
    await answer;
    await frame();
    const drawn = performance.now() - began;
    await still();
    watch.look();
    told.push([watch.now, drawn]);
  }
  set.call(field, '');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }));
  await still();
  done(told);
})();
";

/// When Team had its first picture, and when the page was free to hear somebody after it, which it marks itself: in milliseconds since
/// 1970, with when the page began and how many rows stood there.
pub const TEAM: &str = r"
const done = arguments[0];
const look = () => {
  const [first, usable] = ['first-contentful-paint', 'usable'].map(name => performance.getEntriesByName(name)[0]);
  if (!first || !usable || !document.querySelector('[data-testid=team-row]')) return requestAnimationFrame(look);
  const origin = performance.timeOrigin;
  done({ at: origin + usable.startTime, first: origin + first.startTime, origin, rows: usable.detail });
};
look();
";

/// When an empty page began, and when it had its first picture.
pub const EMPTY: &str = r"
const done = arguments[0];
const look = () => {
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  if (!first) return requestAnimationFrame(look);
  done({ at: performance.timeOrigin + first.startTime, origin: performance.timeOrigin });
};
look();
";
