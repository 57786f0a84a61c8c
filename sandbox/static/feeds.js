// The four feeds, each as its readers see it; on a narrow screen one at a time.

import { arrange, cleaned, clock, link, make, picture } from "./dom.js";

const SERVICES = { substack: "Substack", wechat: "WeChat", telegram: "Telegram", x: "X" };
const CLIP_PX = 440;
const narrow = matchMedia("(max-width: 759px)");
const columns = {};
let chosen = "substack";

export function prepareFeeds() {
  for (const [key, name] of Object.entries(SERVICES)) columns[key] = column(key, name);
  narrow.addEventListener("change", choose);
  addEventListener("resize", () => document.querySelectorAll("#feeds iframe").forEach(fit));
  choose();
}

export function showFeeds(feeds) {
  for (const key of Object.keys(SERVICES)) show(columns[key], ordered(key, feeds[key] ?? []));
}

export function showBlog(pages) {
  const line = document.getElementById("blog");
  line.hidden = !pages.length;
  const links = pages.map((page) => make("a", { href: new URL(page.url, location.origin).pathname }, page.title || page.url));
  const signature = JSON.stringify(pages);
  if (line.dataset.signature === signature) return;
  line.dataset.signature = signature;
  line.replaceChildren("Blog: ", ...links.flatMap((one, index) => (index ? [" · ", one] : [one])));
}

function column(key, name) {
  const count = make("span", { className: "count" }, "0");
  const list = make("div", { className: "posts", tabIndex: 0, role: "region", ariaLabel: `${name}: posts` });
  const section = make("section", { id: key, ariaLabel: name },
    make("h2", {}, make("span", { className: "mark" }), name, count), list);
  const tab = make("button", { type: "button", id: `tab-${key}` }, name, make("span", { className: "count" }, "0"));
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", key);
  tab.addEventListener("click", () => choose(key));
  tab.addEventListener("keydown", (event) => step(event));
  document.getElementById("tabs").append(tab);
  document.getElementById("feeds").append(section);
  list.addEventListener("load", () => list.dataset.end && toEnd(list), true);
  list.addEventListener("scroll", () => { if (key === "telegram") list.dataset.end = atEnd(list) ? "1" : ""; });
  return { key, section, list, tab, counts: [count, tab.querySelector(".count")], posts: new Map() };
}

function choose(key) {
  if (key in SERVICES) chosen = key;
  const tabs = document.getElementById("tabs");
  if (narrow.matches) tabs.setAttribute("role", "tablist");
  else tabs.removeAttribute("role");
  for (const [name, { section, tab, list }] of Object.entries(columns)) {
    tab.setAttribute("aria-selected", name === chosen);
    tab.tabIndex = name === chosen ? 0 : -1;
    section.hidden = narrow.matches && name !== chosen;
    section.setAttribute("role", narrow.matches ? "tabpanel" : "region");
    if (!section.hidden) section.querySelectorAll("iframe").forEach(fit);
    if (!section.hidden && list.dataset.end) toEnd(list);
  }
}

function step(event) {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!move) return;
  const keys = Object.keys(SERVICES);
  choose(keys[(keys.indexOf(chosen) + move + keys.length) % keys.length]);
  columns[chosen].tab.focus();
}

// Readers see a channel and a thread from its first post on, a publication from its latest.
function ordered(key, posts) {
  if (key === "telegram") return posts.toSorted((a, b) => a.at - b.at || a.id - b.id);
  const newest = posts.toSorted((a, b) => b.at - a.at);
  if (key !== "x") return newest;
  const threads = Map.groupBy(newest, (post) => post.conversation_id);
  return [...threads.values()].flatMap((thread) => thread.reverse());
}

function show(column, posts) {
  const { list, key } = column;
  const first = !column.posts.size;
  const place = first ? null : placeOf(list);
  const stay = key === "telegram" && (first || list.dataset.end === "1");
  const next = new Map();
  for (const post of posts) {
    const id = `${post.kind}/${post.id}`;
    const signature = JSON.stringify(post);
    const old = column.posts.get(id);
    next.set(id, old?.signature === signature ? old : { signature, element: card(key, post) });
  }
  column.posts = next;
  const wanted = [...next.values()].map((one) => one.element);
  arrange(list, wanted.length ? wanted : [list.querySelector(".empty") ?? empty()]);
  const standing = posts.filter((post) => !post.deleted).length;
  for (const count of column.counts) if (count.textContent !== `${standing}`) count.textContent = standing;
  if (stay) toEnd(list);
  else if (place) list.scrollTop += place.element.isConnected ? place.element.offsetTop - list.scrollTop - place.offset : 0;
}

const empty = () => make("p", { className: "empty" }, "Nothing here yet.");
const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 40;

function toEnd(list) {
  list.dataset.end = "1";
  list.scrollTop = list.scrollHeight;
}

// The post at the top of what is seen, and how far above the edge it begins.
function placeOf(list) {
  if (list.scrollTop < 4) return null;
  const element = [...list.children].find((one) => one.offsetTop + one.offsetHeight > list.scrollTop);
  return element ? { element, offset: element.offsetTop - list.scrollTop } : null;
}

function card(key, post) {
  const element = make("article", { className: post.kind }, head(key, post));
  element.dataset.post = post.id;
  element.classList.toggle("deleted", post.deleted);
  const body = key === "substack" || key === "wechat" ? article(key, post) : message(key, post);
  element.append(...body);
  return element;
}

function head(key, post) {
  const meta = make("p", { className: "meta" });
  if (post.username) meta.append(make("strong", {}, `@${post.username}`));
  meta.append(clock(post.at));
  if (post.deleted) meta.append(make("span", { className: "badge gone" }, "deleted"));
  else if (post.kind === "draft") meta.append(make("span", { className: "badge" }, post.schedules?.length ? "scheduled draft" : "draft"));
  if (post.emailed) meta.append(make("span", { className: "badge" }, `mailed ${post.emailed}×`));
  if (post.edited) meta.append(make("span", {}, "edited"));
  if (!post.deleted && post.url.startsWith(`/${key}/`)) meta.append(make("a", { href: post.url }, "open"));
  return meta;
}

function article(key, post) {
  const parts = [make("h3", {}, post.title || "Untitled")];
  const below = post.subtitle || [post.author, post.digest].filter(Boolean).join(" · ");
  if (below) parts.push(make("p", { className: "below" }, below));
  for (const fault of post.editor_faults ?? []) parts.push(make("p", { className: "warning" }, fault));
  if (!post.html) return parts;
  const holder = make("div", {}, cleaned(post.html, { styles: true }));
  const frame = make("iframe", { title: post.title || "Untitled", loading: "eager" });
  frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  frame.addEventListener("load", () => fit(frame));
  frame.srcdoc = "<!doctype html><meta charset=utf-8><link rel=stylesheet href=/_page/frame.css>" +
    `<body class="${key} clipped">${holder.innerHTML}`;
  const more = make("button", { type: "button", className: "more", hidden: true, ariaExpanded: "false" }, "Show all of it");
  more.addEventListener("click", () => {
    const whole = frame.dataset.whole !== "1";
    frame.dataset.whole = whole ? "1" : "";
    more.ariaExpanded = String(whole);
    more.textContent = whole ? "Show less" : "Show all of it";
    fit(frame);
  });
  return [...parts, frame, more];
}

// A frame is as high as what it holds, up to a limit that a button lifts.
function fit(frame) {
  const body = frame.contentDocument?.body;
  const more = frame.nextElementSibling;
  if (!body || !more || !frame.offsetWidth) return;
  const height = Math.ceil(body.getBoundingClientRect().height);
  const whole = frame.dataset.whole === "1" || height <= CLIP_PX + 60;
  more.hidden = height <= CLIP_PX + 60;
  frame.style.height = `${whole ? height : CLIP_PX}px`;
  frame.classList.toggle("clipped", !whole);
}

function message(key, post) {
  const shots = make("div", { className: "shots" });
  const inside = key === "telegram" && post.kind === "rich";
  if (!inside) shots.append(...post.pictures.map((source, at) => picture(source, post.alts?.[at] ?? "")));
  const files = (post.documents ?? []).map((name) => make("p", { className: "meta" }, `📎 ${name}`));
  const words = post.html ? [make("div", { className: "words" }, cleaned(post.html))] : [];
  const media = shots.children.length ? [shots] : [];
  const preview = post.preview?.url && !post.preview.is_disabled
    ? [make("p", { className: "preview" }, link(post.preview.url, post.preview.url))] : [];
  const before = key === "telegram" && !post.above;
  return [...(before ? [...media, ...files, ...words] : [...words, ...media, ...files]), ...preview, ...buttons(post)];
}

function buttons(post) {
  const rows = post.keyboard?.inline_keyboard ?? [];
  return rows.map((row) => make("p", { className: "keys" }, ...row.map((key) => make("span", {}, String(key.text)))));
}
