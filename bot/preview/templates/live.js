// Of the served page alone: it hears of each new state and takes it over in place.
"use strict";

const fault = document.getElementById("fault");

// A frame's own attribute stays as it was, since writing it would load the frame anew.
const sources = new WeakMap();

// A picture that stays is moved, not set again: it need not be decoded once more.
function keepPictures(page, body) {
  const kept = new Map();
  for (const image of page.querySelectorAll("img[data-picture]")) {
    const same = kept.get(image.dataset.picture) ?? [];
    kept.set(image.dataset.picture, [...same, image]);
  }
  for (const image of body.querySelectorAll("img[data-picture]")) {
    const old = kept.get(image.dataset.picture)?.shift();
    if (!old) continue;
    for (const { name, value } of image.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    image.replaceWith(old);
  }
}

function refill(frame, source) {
  const page = frame.contentDocument;
  const fresh = new DOMParser().parseFromString(source, "text/html");
  const at = page.defaultView.scrollY;
  const body = page.adoptNode(fresh.body);
  keepPictures(page, body);
  if (page.head.innerHTML !== fresh.head.innerHTML) {
    page.head.replaceWith(page.adoptNode(fresh.head));
  }
  page.body.replaceWith(body);
  sources.set(frame, source);
  dress(frame);
  if (at) page.defaultView.scrollTo(0, at); // which has to lay the frame out at once
}

const taken = new WeakMap();

// The frames first: they are what an author looks at while writing.
function takeOver(fresh) {
  for (const frame of frames()) {
    const next = fresh.getElementById(frame.closest("article").id)?.querySelector("iframe");
    if (!next) return false;
    const source = next.getAttribute("srcdoc");
    if ((sources.get(frame) ?? frame.getAttribute("srcdoc")) !== source) refill(frame, source);
  }
  document.title = fresh.title;
  setTimeout(() => takeOverRest(fresh));
  return frames().length === fresh.querySelectorAll("iframe").length;
}

function takeOverRest(fresh) {
  for (const now of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${now.dataset.live}"]`);
    if (!next || taken.get(now) === next.innerHTML) continue;
    taken.set(now, next.innerHTML);
    now.replaceChildren(...next.childNodes);
  }
  putPictures(document);
}

async function renew() {
  const known = Object.keys(pictures).join(",");
  const answer = await fetch(`/update?known=${known}`);
  const { page, pictures: added, fault: words } = await answer.json();
  Object.assign(pictures, added);
  fault.textContent = words;
  fault.hidden = !words;
  if (!words && !takeOver(new DOMParser().parseFromString(page, "text/html"))) location.reload();
  document.body.dataset.state = String(Number(document.body.dataset.state ?? 0) + 1);
}

let newest = null;
const heard = new EventSource("/events");
heard.addEventListener("message", (event) => {
  if (newest !== null && event.data !== newest) renew();
  newest = event.data;
});
