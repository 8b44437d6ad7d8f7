// What phones, the facilitator's page and the big screen share: parts put in place, buttons and forms, the clock.
// Whoever uses it sets `room.ask`, which sends what somebody wants.
"use strict";
window.room = (() => {
  const $ = (where, what) => Array.from(where.querySelectorAll(what));
  let ahead = 0, quiet = 0;

  function say(text, long = 6000) {
    const said = document.getElementById("said");
    said.textContent = text; said.hidden = !text; clearTimeout(quiet);
    quiet = setTimeout(() => { said.hidden = true; }, long);
  }

  // What the script says, in the page's language.
  let words = null;
  function word(name, values = {}) {
    words = words || JSON.parse(document.getElementById("said-words").textContent);
    return words[name].replace(/%(?:\((\w+)\)s|%)/g, (all, key) => (key ? values[key] : "%"));
  }

  // ---------------------------------------------------------------- parts

  // While something is pressed its place stays as it is, for a button that goes before it is let go of is not clicked.
  let pressed = null;
  const waiting = new Map();
  document.addEventListener("pointerdown", (event) => { pressed = event.target; });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => {
    pressed = null;
    const all = Array.from(waiting);
    waiting.clear();
    all.forEach(([place, [html, then]]) => put(place, html, then));
  }));

  function put(place, html, then = () => {}) {
    if (pressed && place.contains(pressed)) { waiting.set(place, [html, then]); return; }
    const open = $(place, "details").map((each) => each.open), before = draft(place), begun = $(place, BEGUN).map((form) => [form.dataset.do, written(form)]), all = "a, button, input, select, summary";
    const at = $(place, all).indexOf(document.activeElement), focus = at >= 0 && document.activeElement.name;
    place.innerHTML = html;
    $(place, "details").forEach((each, at) => { if (at < open.length && draft(place) === before) each.open = open[at]; });
    const again = focus ? place.querySelector(`[name="${CSS.escape(focus)}"]`) : $(place, all)[at];
    if (again) again.focus({ preventScroll: true });
    $(place, "form").forEach(slide);
    begun.forEach(([what, values]) => rewrite(place.querySelector(`form[data-do="${what}"]`), values));
    $(place, "form").forEach(ranges);
    then();
    tick();
  }

  // For what a form with a draft is: another round's begins anew, closed.
  function draft(place) { const form = place.querySelector("form[data-draft]"); return form && form.dataset.draft; }

  // ---------------------------------------------------------------- forms

  // What somebody is about to say stays as it is while news come, or another person than the chosen one is removed.
  const BEGUN = "form[data-begun]:not([data-draft])";
  function written(form) { return Array.from(form.elements, (each) => each.value); }
  function rewrite(form, values) {
    if (!form || form.elements.length !== values.length) return;
    form.dataset.begun = "";
    Array.from(form.elements).forEach((each, at) => {
      if (each.tagName !== "SELECT" || Array.from(each.options).some((option) => option.value === values[at])) each.value = values[at];
    });
  }

  function fields(form) {
    const found = {};
    for (const each of form.elements) {
      if (!each.name) continue;
      const kind = each.dataset.type, value = each.value;
      found[each.name] = kind === "flag" ? each.checked : kind === "share" ? Number(value) / 100 : kind === "number" ? (value === "" ? null : Number(value)) : kind === "plain" ? Number(value) : value;
    }
    return found;
  }
  function ranges(form) {
    $(form, "input[type=range]").forEach((each) => {
      const said = "untouched" in each.dataset ? word("unsaid") : each.dataset.type === "plain" ? Number(each.value).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 6, useGrouping: false }) : word("percent", { number: each.value });
      each.parentElement.querySelector("output").textContent = said;
    });
  }
  // A slider that goes with what is chosen in a list.
  function slide(form) {
    const chosen = form.matches("[data-try]") && form.querySelector("option:checked"), range = form.querySelector("input[type=range]");
    if (!chosen) return;
    ["min", "max", "step"].forEach((each) => { range[each] = chosen.dataset[each]; });
    range.value = chosen.dataset.now;
    form.querySelector("[data-meaning]:not(option)").textContent = chosen.dataset.meaning;
  }
  let soon = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.do) return;
    form.dataset.begun = "";
    delete event.target.dataset.untouched;
    if (form.matches("[data-auto]")) { form.requestSubmit(); return; }
    $(form, "[data-moved]").forEach((button) => { const chosen = form.querySelector("option:checked"), range = form.querySelector("input[type=range]"); button.disabled = !chosen || Number(range.value) === Number(chosen.dataset.now); });
    if (event.target.tagName === "SELECT") slide(form);
    ranges(form);
    if (!form.matches("[data-try]")) return;
    clearTimeout(soon);
    soon = setTimeout(() => window.room.attempt(fields(form)), 150);
  });
  document.addEventListener("click", (event) => {
    const explained = event.target.closest("[data-explain]");
    if (explained) { event.preventDefault(); say(explained.dataset.explain, 12000); return; }
    const button = event.target.closest("button[data-do]");
    if (!button || (button.dataset.confirm && !confirm(button.dataset.confirm))) return;
    const more = {};
    if (button.dataset.prompt) {
      const answer = prompt(button.dataset.prompt, button.textContent.trim());
      if (!answer) return;
      more[button.dataset.promptField] = answer;
    }
    window.room.ask({ do: button.dataset.do, ...JSON.parse(button.dataset.fields || "{}"), ...more });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    if (!form.dataset.do || (form.dataset.confirm && !confirm(form.dataset.confirm))) return;
    delete form.dataset.begun;
    window.room.ask({ do: form.dataset.do, ...fields(form) }, form);
  });

  // ---------------------------------------------------------------- time

  // Once a round, half a minute before its end: the big screen sounds where that is wished, a phone that has sent nothing shakes.
  let rung = "";
  function remind() {
    const form = document.querySelector("form.choose");
    if (form && !document.querySelector("#chosen .sent") && navigator.vibrate) navigator.vibrate([200, 100, 200]);
    if (document.querySelector("[data-sound]") && window.AudioContext) {
      const audio = new AudioContext(), tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = 660; volume.gain.setValueAtTime(0.2, audio.currentTime); volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.8);
      tone.connect(volume).connect(audio.destination); tone.start(); tone.stop(audio.currentTime + 0.8);
    }
  }
  function tick() {
    $(document, "[data-ends]").forEach((each) => {
      const left = Math.max(0, Math.round(Number(each.dataset.ends) + ahead - Date.now() / 1000));
      each.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      each.classList.toggle("late", left <= 20);
      if (left === 30 && rung !== each.dataset.ends) { rung = each.dataset.ends; remind(); }
    });
  }
  function now(server) { ahead = Date.now() / 1000 - server; }
  setInterval(tick, 250);

  // ---------------------------------------------------------------- a page of Solara, which gives up after a minute or two

  // Whether the server is there is asked once a second while it does not seem to be, else now and then.  The page is
  // loaded again where the server was started again, and where Solara does not come back by itself.
  function stay() {
    const offline = document.getElementById("offline");
    let since = null, asked = 0, gone = 0, waited = 0;
    async function look() {
      const connected = window.app && window.app.connectionStatus === "connected";
      if (!connected || gone || Date.now() - asked > 5000) {
        asked = Date.now();
        try {
          const answer = await fetch("/clock", { cache: "no-store", signal: AbortSignal.timeout(3000) }), found = await answer.json();
          now(found.now);
          waited = connected ? 0 : waited + 1;
          const long = gone && Date.now() - gone > 10000, other = since !== null && since !== found.since;
          since = found.since; gone = 0;
          if (long || other || waited > 4) { location.reload(); return; }
        } catch { gone = gone || asked; }
        offline.hidden = !gone && connected;
      }
      setTimeout(look, 1000);
    }
    look();
  }
  return { $, say, word, put, ranges, now, stay, ask() {}, attempt() {} };
})();
