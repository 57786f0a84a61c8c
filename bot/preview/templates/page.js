// The page's own script. What it shows of an issue it only ever sets as text or as a picture that
// lies in the page; the frames have no script and no origin but this page's.
const frames = () => [...document.querySelectorAll("iframe")];
const inside = (frame) => frame.contentDocument;

// --- frames -------------------------------------------------------------------------------------

function dress(frame) {
  const root = inside(frame)?.documentElement;
  if (!root) return;
  const article = frame.closest("article");
  root.dataset.scheme = article.dataset.scheme;
  root.dataset.view = article.dataset.view;
  putPictures(root);
}

function wake(frame) {
  frame.addEventListener("load", () => dress(frame));
  if (inside(frame)?.readyState === "complete") dress(frame);
}

function press(article, name, value) {
  article.dataset[name] = value;
  for (const button of article.querySelectorAll(`button[data-${name}]`)) {
    button.setAttribute("aria-pressed", String(button.dataset[name] === value));
  }
  const frame = article.querySelector("iframe");
  if (frame) dress(frame);
}

// --- places -------------------------------------------------------------------------------------

// Not seen, or only between the cells of a table that a channel shows as lines.
const PASSED = /[\s\u00ad\u200a-\u200f\u2060\ufe0f\ufeff\u00b7]/u;

// The text of a frame without what is passed over, and where each of its characters stands.
function written(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const at = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let n = 0; n < node.data.length; n += 1) {
      if (!PASSED.test(node.data[n])) {
        text += node.data[n];
        at.push([node, n]);
      }
    }
  }
  return { text, at };
}

function rangeOf(root, words) {
  const wanted = words.replace(new RegExp(PASSED, "gu"), "");
  const { text, at } = written(root);
  for (const length of [wanted.length, 24, 12]) {
    const found = wanted && length <= wanted.length ? text.indexOf(wanted.slice(0, length)) : -1;
    if (found >= 0) {
      const range = root.ownerDocument.createRange();
      range.setStart(...at[found]);
      const [node, n] = at[found + length - 1];
      range.setEnd(node, n + 1);
      return range;
    }
  }
  return null;
}

function seen(frame, words, source) {
  const root = inside(frame)?.body;
  if (!root) return null;
  const pictured = source && [...root.querySelectorAll("img[data-source]")]
    .find((image) => image.dataset.source === source);
  return pictured || (words ? rangeOf(root, words) : null);
}

function mark(frame, box) {
  const page = inside(frame);
  const flash = page.createElement("div");
  flash.className = "flash";
  const top = box.top + page.defaultView.scrollY;
  Object.assign(flash.style, {
    left: `${Math.max(0, box.left - 4)}px`, top: `${top - 4}px`,
    width: `${box.width + 8}px`, height: `${box.height + 8}px`,
  });
  page.body.append(flash);
}

// What lies in a folded part is unfolded first.
function unfold(place) {
  for (let node = place.startContainer || place; node; node = node.parentNode) {
    if (node.localName === "details") node.open = true;
  }
}

function show(frame, place) {
  unfold(place);
  const view = frame.contentWindow;
  const box = place.getBoundingClientRect();
  view.scrollTo({ top: box.top + view.scrollY - view.innerHeight / 3 });
  mark(frame, place.getBoundingClientRect());
  frame.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function go(button) {
  const { words, picture, channels } = button.dataset;
  const first = channels ? channels.split(" ") : [];
  const rank = (frame) => (first.includes(frame.closest("article").id) ? 0 : 1);
  const ordered = frames().sort((a, b) => rank(a) - rank(b));
  const shown = ordered.map((frame) => [frame, seen(frame, words, picture)]).filter(([, p]) => p);
  for (const frame of ordered) for (const old of inside(frame).querySelectorAll(".flash")) old.remove();
  const wanted = shown.filter(([frame]) => rank(frame) === 0);
  for (const [frame, place] of (wanted.length ? wanted : shown).reverse()) show(frame, place);
  if (!shown.length) tell(document.body.dataset.nowhere);
}

// --- what a reader presses ----------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const article = button.closest("article");
  if (button.dataset.scheme) press(article, "scheme", button.dataset.scheme);
  else if (button.dataset.view) press(article, "view", button.dataset.view);
  else if (button.dataset.words !== undefined) go(button);
});

function start() {
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  for (const article of document.querySelectorAll("article[data-view]")) {
    press(article, "scheme", article.dataset.scheme || scheme);
    press(article, "view", article.dataset.view);
  }
  frames().forEach(wake);
}

start();
