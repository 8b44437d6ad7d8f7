"use strict";
// Asks every second how far the sweep is, and shows the report whenever there is a newer one.
const page = Math.random().toString(36).slice(2);
const at = (id) => document.getElementById(id);
let shown = 0, state = "running", loading = false;

const sectionOf = (part) => part.closest("section")?.id ?? "";
const foldsOf = (paper) => [...paper.querySelectorAll("details")].map((fold, n, all) => {
  const before = all.slice(0, n).filter((other) => sectionOf(other) === sectionOf(fold)).length;
  return [`${sectionOf(fold)} ${before}`, fold];
});

// The reader stays where they are, and what was unfolded stays unfolded.
function settle(before, after) {
  const open = new Set(foldsOf(before.contentDocument).filter(([, fold]) => fold.open).map(([name]) => name));
  for (const [name, fold] of foldsOf(after.contentDocument)) fold.open = open.has(name);
  after.contentWindow.scrollTo(before.contentWindow.scrollX, before.contentWindow.scrollY);
}

function show(version) {
  const before = at("room").querySelector("iframe");
  const frame = document.createElement("iframe");
  frame.title = "Report";
  frame.className = "coming";
  loading = true;
  frame.onload = () => {
    if (before) { settle(before, frame); before.remove(); }
    frame.className = "";
    shown = version;
    loading = false;
    ask();
  };
  frame.src = `report?made=${version}`;
  at("room").append(frame);
}

function tell(now) {
  state = now.state;
  at("words").textContent = now.words;
  if (now.total) { at("bar").max = now.total; at("bar").value = now.done; }
  at("why").textContent = now.why;
  at("why").hidden = !now.why;
  at("rule").hidden = !now.rule;
  if (now.rule && at("points").innerHTML !== now.points) {
    at("rule").firstElementChild.textContent = now.rule;
    at("points").innerHTML = now.points;
  }
  const share = now.total ? `${Math.floor(100 * now.done / now.total)}% ` : "";
  document.title = `${state === "over" ? "" : share}${document.querySelector("h1").textContent} – Silos`;
  if (now.report > shown && !loading) show(now.report);
}

async function ask() {
  const known = state;
  try {
    const answer = await fetch(`progress?page=${page}&shown=${shown}&state=${known}`);
    tell(await answer.json());
  } catch {
    if (known !== "over") at("words").textContent = "The sweep has ended, or its terminal was closed. Below is the last report that came.";
  }
}

async function follow() {
  const known = state;
  await ask();
  if (known !== "over" || loading) setTimeout(follow, 1000);
}

addEventListener("pagehide", () => navigator.sendBeacon(`closed?page=${page}`));
follow();
