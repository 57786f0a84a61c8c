// Asks what has changed, and shows it.

import { showBlog, showFeeds, prepareFeeds } from "./feeds.js";
import { prepareCalls, showCalls, showUnmodelled } from "./calls.js";
import { prepareFaults, showFaults } from "./faults.js";
import { get } from "./server.js";

const OFTEN_MS = 400;
const AWAY_MS = 2000;
const SETTLES_MS = 3000; // what time alone changes: a job that ends, a lag that is over

const state = document.getElementById("state");
let version = "";
let service = "";
let shownAt = 0;

async function look(force = false) {
  const now = await get("version");
  if (!force && now.version === version && Date.now() - shownAt < SETTLES_MS) return;
  const page = await get(`page?service=${encodeURIComponent(service)}`);
  version = page.version;
  shownAt = Date.now();
  showFeeds(page.feeds);
  showBlog(page.feeds.blog ?? []);
  showCalls(page.calls);
  showUnmodelled(page.unmodelled);
  showFaults(page.faults);
}

function say(words, ended) {
  if (state.textContent !== words) state.textContent = words;
  document.body.classList.toggle("ended", ended);
}

async function keepLooking() {
  let pause = OFTEN_MS;
  try {
    if (!document.hidden) await look();
    say("Live", false);
  } catch (error) {
    const away = error instanceof TypeError; // what fetch throws when nobody answers
    say(away ? "The sandbox has ended. Start it again: pressrun sandbox" : String(error), true);
    pause = AWAY_MS;
  }
  setTimeout(keepLooking, pause);
}

prepareFeeds();
prepareCalls((chosen) => {
  service = chosen;
  return look(true);
});
await prepareFaults(() => look(true)).catch((error) => say(String(error), true));
keepLooking();
