// The fault panel: what goes wrong at the next calls, and what is armed already.

import { arrange, make } from "./dom.js";
import { get, post, remove } from "./server.js";

const $ = (id) => document.getElementById(id);
const NAMES = { substack: "Substack", wechat: "WeChat", telegram: "Telegram", x: "X", blog: "Blog" };
const rows = new Map();
let panel = {};
let changed = () => {};

export async function prepareFaults(onChange) {
  changed = onChange;
  panel = await get("panel");
  const keys = Object.keys(NAMES).filter((key) => key in panel);
  $("services").replaceChildren(...keys.map((key, at) => choice("service", key, NAMES[key], at === 0)));
  $("services").addEventListener("change", offer);
  $("kinds").addEventListener("change", explain);
  $("order").addEventListener("submit", (event) => { event.preventDefault(); attempt(arm); });
  $("remedy").addEventListener("click", () => attempt(help));
  $("clear").addEventListener("click", () => attempt(() => remove("faults").then(() => "All faults are taken away.")));
  offer();
}

export function showFaults(faults) {
  const ids = new Set(faults.map((fault) => fault.id));
  for (const id of rows.keys()) if (!ids.has(id)) rows.delete(id);
  arrange($("armed"), faults.map(row));
  $("clear").hidden = !faults.length;
  $("unarmed").hidden = faults.length > 0;
}

function choice(name, value, words, checked) {
  return make("label", {}, make("input", { type: "radio", name, value, checked }), make("span", {}, words));
}

const picked = (name) => $("order").elements[name].value;
const current = () => panel[picked("service")].offers.find((one) => one.kind === picked("kind"));

function offer() {
  const { offers, operations } = panel[picked("service")];
  const before = $("order").elements.kind ? picked("kind") : "";
  const kept = offers.some((one) => one.kind === before) ? before : offers[0].kind;
  $("kinds").replaceChildren(...offers.map((one) => choice("kind", one.kind, one.label, one.kind === kept)));
  $("operations").replaceChildren(...operations.map((name) => make("option", { value: name })));
  $("operation").value = "";
  explain();
}

function explain() {
  const { note, operation, remedy } = current();
  const fixed = operation !== "*";
  $("note").textContent = note;
  $("operation").disabled = fixed;
  $("operation").placeholder = fixed ? operation : "any";
  $("remedy").hidden = !remedy;
  if (remedy) $("remedy").textContent = remedy[1];
}

async function arm() {
  const wanted = { service: picked("service"), kind: picked("kind"), times: Number($("times").value) };
  const operation = $("operation").disabled ? "" : $("operation").value.trim();
  await post("panel", operation ? { ...wanted, operation } : wanted);
  return `Armed: ${NAMES[wanted.service]}, ${current().label}.`;
}

async function help() {
  const [action, words] = current().remedy;
  await post(`do/${picked("service")}/${action}`, {});
  return `Done: ${words}.`;
}

async function attempt(deed) {
  try {
    $("said").textContent = await deed();
    await changed();
  } catch (error) {
    $("said").textContent = error.message;
  }
}

function row(fault) {
  const signature = JSON.stringify(fault);
  const old = rows.get(fault.id);
  if (old?.signature === signature) return old.element;
  const last = fault.times === null ? "" : ` of ${fault.times}`;
  const spent = fault.times !== null && fault.seen >= fault.nth + fault.times - 1;
  const what = fault.label || `${fault.action}, ${fault.point}`;
  const where = fault.operation === "*" ? "any call" : fault.operation;
  const name = NAMES[fault.service] ?? fault.service;
  const away = make("button", { type: "button", ariaLabel: `Take away: ${name}, ${what}` }, "×");
  away.addEventListener("click", () => attempt(() => remove(`faults?id=${fault.id}`).then(() => "The fault is taken away.")));
  const element = make("li", { className: spent ? "spent" : "" },
    make("div", {}, make("strong", {}, name), ` ${what}`,
      make("p", { className: "meta" }, `${where} · ${spent ? "over" : "armed"} · struck ${fault.fired}${last}`)),
    away);
  rows.set(fault.id, { signature, element });
  return element;
}
