// The calls that were made, newest first; opened, each shows its request and its answer.

import { arrange, clock, make } from "./dom.js";
import { get } from "./server.js";

const list = document.getElementById("calls-list");
const scroll = document.getElementById("calls-scroll");
const rows = new Map();
const EMBEDDED = /(data:[\w/+.-]+;base64,)[\w+/=%]{200,}/g;

export function prepareCalls(chosen) {
  const select = document.getElementById("calls-of");
  for (const key of ["substack", "wechat", "telegram", "x", "blog"]) select.append(new Option(key));
  select.addEventListener("change", () => chosen(select.value));
}

export function showCalls(calls) {
  const place = scroll.scrollTop > 4 ? scroll.scrollHeight - scroll.scrollTop : 0;
  const numbers = new Set(calls.map((call) => call.number));
  for (const number of rows.keys()) if (!numbers.has(number)) rows.delete(number);
  for (const call of calls) update(call);
  const wanted = calls.map((call) => rows.get(call.number).item);
  arrange(list, wanted.length ? wanted : [list.querySelector(".empty") ?? make("li", { className: "empty" }, "No call yet.")]);
  if (place) scroll.scrollTop = scroll.scrollHeight - place;
}

export function showUnmodelled(entries) {
  const box = document.getElementById("unmodelled");
  box.hidden = !entries.length;
  const lines = entries.map((one) => make("li", {}, `${one.method} ${one.path}: ${one.reason}`));
  box.replaceChildren(make("h3", {}, "Not modelled"), make("ul", {}, ...lines));
}

function update(call) {
  const signature = JSON.stringify(call);
  const row = rows.get(call.number) ?? fresh(call.number);
  if (row.signature === signature) return;
  row.signature = signature;
  row.summary.replaceChildren(...cells(call));
  if (row.details.open) fill(row, call.number);
}

function fresh(number) {
  const summary = make("summary");
  const body = make("div", { className: "exchange" });
  const details = make("details", {}, summary, body);
  const row = { item: make("li", {}, details), details, summary, body, signature: "" };
  details.addEventListener("toggle", () => details.open && fill(row, number));
  rows.set(number, row);
  return row;
}

function cells(call) {
  const status = call.outcome === "open" ? "…" : call.outcome === "answered" ? `${call.status}` : call.outcome;
  const good = call.outcome === "open" || (call.outcome === "answered" && call.status < 400);
  const cell = (name, ...words) => make("span", { className: name }, ...words);
  const took = call.seconds === null ? "" : call.seconds < 1 ? `${Math.round(call.seconds * 1000)} ms` : `${call.seconds.toFixed(1)} s`;
  return [
    cell("when", clock(call.at)),
    cell(`service ${call.service}`, call.service),
    cell("method", call.method),
    cell("path", call.path),
    ...call.faults.map((fault) => cell("badge gone", fault)),
    cell(`status ${good ? "good" : "bad"}`, status),
    cell("took", took),
  ];
}

async function fill(row, number) {
  try {
    const call = await get(`calls/${number}`);
    row.body.replaceChildren(
      side("Request", [`${call.method} ${call.path}`, query(call.query)].filter(Boolean).join("\n"), call.headers, call.body),
      side("Answer", call.status === null ? `none: ${call.outcome}` : `status ${call.status}`, call.answer_headers, call.answer));
  } catch (error) {
    row.body.replaceChildren(make("p", {}, error.message));
  }
}

function query(values) {
  return Object.entries(values).map(([name, value]) => `  ${name} = ${value}`).join("\n");
}

function side(title, line, headers, body) {
  const heads = Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");
  const block = (label, text) => make("pre", { tabIndex: 0, role: "region", ariaLabel: `${title}: ${label}` }, text);
  return make("div", {}, make("h3", {}, title), block("line", line),
    ...(heads ? [block("headers", heads)] : []), block("body", written(body)));
}

// JSON on lines of its own; a form part by part; bytes as their number.
function written(body) {
  if (body === null || body === "") return "(no body)";
  if (typeof body === "string") return pretty(body);
  if (body.files) {
    const fields = Object.entries(body.fields).map(([name, value]) => `${name} = ${pretty(value)}`);
    const files = Object.entries(body.files).map(([name, file]) =>
      `${name}: ${file.filename || "(no name)"}, ${file.content_type || "no type"}, ${bytes(file.bytes)}`);
    return [...fields, ...files].join("\n");
  }
  return body.bytes === undefined ? JSON.stringify(body, null, 2) : bytes(body.bytes);
}

function pretty(text) {
  const short = text.replace(EMBEDDED, (all, head) => `${head}… ${all.length - head.length} characters`);
  try {
    return JSON.stringify(JSON.parse(short), null, 2);
  } catch {
    return short; // a form, a page, or half of an answer: as it was sent
  }
}

const bytes = (count) => `${count.toLocaleString("en")} bytes`;
