// Building blocks: elements made from text, never from markup, and markup that has been cleaned.

const KEPT = new Set(
  ("a abbr b blockquote br cite code dd del details div dl dt em figcaption figure footer h1 h2 h3 " +
   "h4 h5 h6 hr i img li mark ol p pre s section small span strong sub summary sup table tbody td " +
   "tfoot th thead tr u ul").split(" "));
const DROPPED = new Set(
  "script style iframe object embed template noscript svg math link meta base title".split(" "));
const ATTRIBUTES = ["alt", "dir", "colspan", "rowspan", "start", "width", "height"];
const LINK = /^(https?:|mailto:)/i;
const PICTURE = /^\/(telegram|wechat|substack|x)\/[\w./%+=-]*$/;
const ACTIVE_STYLE = /url\s*\(|image-set|\\|position\s*:|behavior|@/i;

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function picture(source, alt = "") {
  return PICTURE.test(source) && !source.includes("..")
    ? make("img", { alt, src: source })
    : make("span", { className: "elsewhere" }, alt || "a picture that is not here");
}

// A link opens in a tab of its own and learns nothing of this page.
export function link(address, ...words) {
  if (!LINK.test(address)) return make("span", {}, ...words);
  return make("a", { href: address, rel: "noreferrer noopener nofollow", target: "_blank" }, ...words);
}

// Markup reduced to what is known: nothing in it runs, and its pictures are the sandbox's own.
export function cleaned(html, { styles = false } = {}) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...children(parsed.body, styles));
  return fragment;
}

function children(node, styles) {
  return [...node.childNodes].flatMap((child) => copied(child, styles));
}

function copied(node, styles) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (DROPPED.has(tag)) return [];
  const inner = children(node, styles);
  if (!KEPT.has(tag)) return inner;
  const copy = shell(tag, node, inner);
  for (const name of ATTRIBUTES) {
    if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
  }
  if (node.className === "spoiler") copy.className = "spoiler";
  const style = node.getAttribute("style") ?? "";
  if (styles && style && !ACTIVE_STYLE.test(style)) copy.style.cssText = style;
  return [copy];
}

function shell(tag, node, inner) {
  if (tag === "img") return picture(node.getAttribute("src") ?? "", node.getAttribute("alt") ?? "");
  if (tag === "a") return link(node.getAttribute("href") ?? "", ...inner);
  return make(tag, {}, ...inner);
}

// The wanted elements in their order; what stands right already is not moved, so frames stay loaded.
export function arrange(parent, wanted) {
  const staying = new Set(wanted);
  for (const child of [...parent.children]) if (!staying.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const element of wanted) {
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}

export function clock(epoch) {
  const moment = new Date(epoch * 1000);
  const text = moment.toLocaleTimeString([], { hour12: false });
  return make("time", { dateTime: moment.toISOString(), title: moment.toISOString() }, text);
}
