// The phone's script: takes what is new from the server, sends what is chosen, and keeps both through lost connections.
"use strict";
const { $, say, word, put, ranges, now } = window.room, body = document.body, role = body.dataset.socket;
const id = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
const offline = document.getElementById("offline");
let socket = null, number = 0, waiting = new Map(), held = [];

// ---------------------------------------------------------------- what comes

function take(message) {
  if (message.now) now(message.now);
  for (const [name, html] of Object.entries(message.parts || {})) {
    const place = document.getElementById(name);
    if (place) put(place, html, () => prepare(place));
  }
  for (const key of ["ok", "no"]) if (key in message) {
    const done = waiting.get(message[key]);
    waiting.delete(message[key]);
    if (done) done(key === "ok", message.why);
    else if (key === "no" && message.why) say(message.why);
  }
}

let soon = 0;
function connect() {
  clearTimeout(soon);
  if (socket) { socket.onopen = socket.onmessage = socket.onclose = null; socket.close(); }
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${body.dataset.root || ""}/ws?role=${role}&language=${document.documentElement.lang}`);
  soon = setTimeout(lost, 8000);
  socket.onopen = () => { clearTimeout(soon); offline.hidden = true; waiting.clear(); flush(); held.splice(0).forEach(([message, done]) => ask(message, done)); };
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = (event) => {
    if (event.code === 4403) location.href = "/";
    else lost();
  };
}
function lost() {
  if (held.splice(0).length) say(word("unconnected"));
  offline.hidden = false; clearTimeout(soon);
  soon = setTimeout(connect, 700 + Math.random() * 600);
}
function ready() { return socket && socket.readyState === WebSocket.OPEN && offline.hidden; }

// What is asked before the first connection stands goes as soon as it does.  What is not answered in five seconds went
// nowhere, whatever the browser thinks of the connection.
function ask(message, done) {
  if (!ready() && offline.hidden) { held.push([message, done]); return; }
  if (!ready()) { say(word("unconnected")); return; }
  number += 1;
  const mine = number;
  waiting.set(mine, done || ((ok, why) => { if (!ok) say(why); }));
  socket.send(JSON.stringify({ ...message, n: mine }));
  setTimeout(() => { if (waiting.has(mine)) lost(); }, 5000);
}
if (role) {
  setInterval(() => { if (ready() && !document.hidden) ask({ do: "ping" }); }, 8000);
  window.addEventListener("offline", lost);
  window.addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !ready()) connect(); });
}

// ---------------------------------------------------------------- a choice is kept until the server has it

const OUT = `silos-out-${body.dataset.session}`;
function flush() {
  const kept = localStorage.getItem(OUT);
  if (!kept) return;
  ask(JSON.parse(kept), (ok, why) => {
    if (localStorage.getItem(OUT) === kept) localStorage.removeItem(OUT);
    if (!ok) say(why);
  });
}
function choose(form) {
  const picked = (name) => $(form, `[name="${name}"]:checked`).map((each) => each.value);
  const door = picked("door")[0] || "", believed = form.elements.believed;
  const choice = { race: picked("race")[0] === "1", unlike: picked("unlike").map(Number),
    door: door === "" ? null : Number(door),
    doors: $(form, "[data-door]").filter((each) => each.value !== "").map((each) => [Number(each.dataset.door), Number(each.value)]),
    meet: picked("meet").length ? picked("meet").map(Number) : null,
    believed: "untouched" in believed.dataset ? null : Number(believed.value) / 100 };
  localStorage.setItem(OUT, JSON.stringify({ do: "choose", id: id(), turn: Number(form.dataset.turn), on: Number(form.dataset.on), choice }));
  if (ready()) flush(); else say(word("kept"));
  window.scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

// ---------------------------------------------------------------- forms

function shown(form) {
  ranges(form);
  if (form.dataset.do !== "choose") return;
  const race = form.querySelector("[name=race]:checked");
  $(form, ".partner").forEach((row) => {
    const other = row.querySelector("[name=unlike]").checked, mark = row.querySelector(".stance"), races = race && (race.value === "1") !== other;
    const stance = !race ? (other ? "other" : "same") : races ? "race" : "battle";
    mark.textContent = word(stance);
    mark.className = "stance " + stance;
  });
  const meet = $(form, "[name=meet]"), met = meet.filter((each) => each.checked).length;
  meet.forEach((each) => { each.disabled = !each.checked && met >= Number(form.dataset.hours); });
  const counts = { unlike: $(form, "[name=unlike]:checked").length, meet: met, doors: $(form, "[data-door]").filter((each) => each.value !== "").length };
  $(form, "[data-count]").forEach((each) => { each.textContent = counts[each.dataset.count]; });
}
function keep(form) {
  const state = Array.from(form.elements).map((each) => [each.checked || false, each.value, "untouched" in each.dataset]);
  sessionStorage.setItem(`draft-${form.dataset.draft}`, JSON.stringify(state));
}
function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(`draft-${form.dataset.draft}`) || "[]");
  if (kept.length !== form.elements.length) return;
  Array.from(form.elements).forEach((each, at) => {
    if (each.type === "checkbox" || each.type === "radio") each.checked = kept[at][0]; else if (each.tagName !== "BUTTON") each.value = kept[at][1];
    if (!kept[at][2]) delete each.dataset.untouched;
  });
}
function prepare(place) {
  $(place, "form[data-draft]").forEach((form) => { restore(form); shown(form); });
}
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !form.dataset.do) return;
  shown(form);
  if (form.dataset.draft) keep(form);
});
document.addEventListener("click", (event) => {
  const flip = event.target.closest("[data-flip]");
  if (flip) { $(flip.closest("fieldset"), "[name=unlike]").forEach((each) => { each.checked = !each.checked; }); shown(flip.form); keep(flip.form); }
  const language = event.target.closest("[data-language]");
  if (language) language.hash = location.hash; // the code that came with the link
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "join") join(event.target);
  if (event.target.dataset.post) send(event.target.dataset.post, filled(event.target));
  if (event.target.id === "enter") enter();
});
window.room.ask = (message, form) => { if (message.do === "choose") choose(form); else ask(message); };

// ---------------------------------------------------------------- the page of rooms

function filled(form) {
  const found = {};
  for (const each of form.elements) if (each.name && each.value !== "") found[each.name] = each.dataset.type === "number" ? Number(each.value) : each.value;
  return found;
}
async function send(path, content) {
  const done = await post(path, content);
  if (done.go) location.href = done.go; else say(done.why);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-post]");
  if (button && (!button.dataset.confirm || confirm(button.dataset.confirm))) send(button.dataset.post, { room: button.dataset.room });
});

// ---------------------------------------------------------------- coming in

async function post(path, content) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content) });
    return await answer.json();
  } catch { return { why: word("silent") }; }
}
async function join(form) {
  const code = form.elements.code.value, more = document.getElementById("more"), seat = form.elements.seat;
  if (more.hidden) {
    const found = await post("/look", { code });
    if (!found.seats) { say(found.why); return; }
    const groups = {};
    for (const each of found.seats) {
      groups[each.sector] = groups[each.sector] || Object.assign(document.createElement("optgroup"), { label: each.sector });
      groups[each.sector].append(new Option(each.people ? word("taken", { seat: each.label, people: each.people }) : each.label, each.number));
    }
    Object.values(groups).forEach((each) => seat.append(each));
    more.hidden = false; form.elements.name.required = true; form.elements.name.focus();
    form.querySelector("button").textContent = word("join");
    return;
  }
  const wanted = seat.value === "any" ? "any" : seat.value === "" ? null : Number(seat.value);
  const done = await post("/join", { code, name: form.elements.name.value, seat: wanted });
  if (done.go) location.href = done.go; else say(done.why);
}
async function enter() {
  const [kind, key] = [location.hash.slice(1, 2), location.hash.slice(3)];
  const done = await post("enter", { role: kind, key });
  if (done.go) { history.replaceState(null, "", location.pathname); location.replace(done.go); } else say(done.why);
}

if (body.dataset.now) now(Number(body.dataset.now));
prepare(document);
if (role) connect();
body.inert = false;
const coming = document.getElementById("join");
if (coming && location.hash.length > 1) { coming.elements.code.value = location.hash.slice(1); join(coming); }
if (document.getElementById("enter") && /^#[fs]\./.test(location.hash)) enter();
