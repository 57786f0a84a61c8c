// Copying, for the preview and for a page of the kit. What it copies of an issue is only ever an
// attribute's text, read into a document that belongs to no window; nothing of it enters this one.
"use strict";

const pictures = JSON.parse(document.getElementById("picture-data").textContent);
const said = document.getElementById("said");

function tell(words) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

function putPictures(root) {
  for (const image of root.querySelectorAll("img[data-picture]")) {
    const uri = pictures[image.dataset.picture];
    if (uri && image.getAttribute("src") !== uri) image.src = uri;
  }
}

// Without asking for a permission, which a page opened from a file might not get.
function copy(kinds) {
  const fill = (event) => {
    for (const [kind, text] of Object.entries(kinds)) event.clipboardData.setData(kind, text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", fill, { once: true, capture: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  tell(done ? document.body.dataset.copied : document.body.dataset.refused);
}

// The kit's markup with its pictures in it, or with their numbers in their places.
function filled(html, pictured) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const image of page.querySelectorAll("img[data-place]")) {
    const uri = pictures[image.dataset.picture];
    const place = image.dataset.place;
    if (!uri || !pictured) {
      image.replaceWith(`[${place}]`);
      continue;
    }
    delete image.dataset.picture;
    delete image.dataset.place;
    image.src = uri;
  }
  return page.body.innerHTML;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) {
    const words = document.getElementById(button.dataset.copy);
    copy({ "text/plain": words.value ?? words.textContent });
  } else if (button.dataset.rich) {
    const { html, plain } = document.getElementById(button.dataset.rich).dataset;
    const pictured = button.dataset.pictured !== "no";
    copy({ "text/html": filled(html, pictured), "text/plain": plain });
  }
});

putPictures(document);
