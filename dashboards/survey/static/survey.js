// The survey's script: shows the questions that belong to who answers, and sends the answers until they have arrived.
"use strict";
(() => {
  const all = (what, where = document) => Array.from(where.querySelectorAll(what));
  const begin = document.getElementById("begin"), form = document.getElementById("survey");

  async function send(path, content) {
    const done = await post(path, content);
    if (done.go) location.href = done.go; else window.room.say(done.why);
    return done;
  }

  // ---------------------------------------------------------------- coming in: the key or the code stands in the fragment

  if (begin) {
    const came = location.hash.slice(1), key = came.startsWith("k.") ? came.slice(2) : "";
    const code = begin.elements.code;
    const before = begin.querySelector(".before"), fresh = begin.elements.new;
    if (key) begin.querySelector(".ask-code").hidden = true;
    else if (came) code.value = came;
    if (key && before) before.hidden = true;
    if (fresh) fresh.addEventListener("change", () => { begin.querySelector(".ask-code").hidden = !fresh.checked; });
    begin.addEventListener("submit", (event) => {
      event.preventDefault();
      send(`/s/${begin.dataset.survey}/begin`, key ? { key } : { code: code.value, new: Boolean(fresh && fresh.checked) });
    });
  }

  // ---------------------------------------------------------------- the questions

  function show() {
    const place = form.elements.organisation.value, tier = form.querySelector("[name=tier]:checked");
    document.getElementById("rest").hidden = place === "" || !tier;
    const system = JSON.parse(document.getElementById("system").textContent), own = place === "" ? null : system[Number(place)];
    all(".known").forEach((each) => { each.hidden = !own || !own.partners.includes(Number(each.dataset.place)); });
    const ticked = all(".known:not([hidden]) input:checked").map((each) => each.value);
    all(".about").forEach((each) => {
      if (each.dataset.about === "partners") each.hidden = !ticked.includes(each.dataset.subject);
      if (each.dataset.about === "kinds") each.hidden = !own || !own.kinds.includes(each.dataset.subject);
    });
  }
  function steps(section) {
    const given = {};
    all(".item", section).forEach((item) => {
      const chosen = item.querySelector("input:checked");
      if (chosen) given[item.dataset.key] = Number(chosen.value);
    });
    return given;
  }
  function answer() {
    const content = { organisation: Number(form.elements.organisation.value), tier: Number(form.querySelector("[name=tier]:checked").value), partners: {}, kinds: {}, guesses: {} };
    all(".about:not([hidden])").forEach((section) => {
      if (section.dataset.about === "guesses") content.guesses = steps(section);
      else content[section.dataset.about][section.dataset.subject] = steps(section);
    });
    return content;
  }
  if (form) {
    form.addEventListener("input", show);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button.main");
      button.disabled = true;
      const done = await send(`/s/${form.dataset.survey}/answer`, answer());
      if (!done.go) button.disabled = false;
    });
    show();
  }

  // ---------------------------------------------------------------- personal links, as a file

  document.addEventListener("submit", async (event) => {
    const room = event.target.dataset.links;
    if (!room) return;
    event.preventDefault();
    const done = await post("/surveys/links", { room, people: Number(event.target.elements.people.value) });
    if (!done.links) { window.room.say(done.why); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`link\n${done.links.join("\n")}\n`], { type: "text/csv" }));
    link.download = `survey-${room}-links.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();

// ---------------------------------------------------------------- a table from elsewhere, and what its columns mean

(() => {
  const table = document.getElementById("table"), mapping = document.getElementById("mapping");
  if (!table) return;
  let file = null;
  const all = (what) => Array.from(mapping.querySelectorAll(what));
  async function look(chosen = {}) {
    const done = await post(`/surveys/${table.dataset.survey}/table`, { ...file, ...chosen });
    if (done.html) mapping.innerHTML = done.html; else window.room.say(done.why, 20000);
  }
  table.addEventListener("change", async () => {
    const bytes = new Uint8Array(await table.files[0].arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    file = { file: table.files[0].name, data: btoa(text) };
    look();
  });
  mapping.addEventListener("change", (event) => {
    if (!("again" in event.target.dataset)) return;
    const form = event.target.form;
    look({ organisation: form.elements.organisation.value, tier: form.elements.tier ? form.elements.tier.value : "" });
  });
  mapping.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, chosen = (name, value = (each) => each.value) => Object.fromEntries(all(`[data-${name}]`).filter((each) => each.value).map((each) => [each.dataset[name], value(each)]));
    const steps = chosen("step", (each) => Number(each.value)), patterns = Object.entries(chosen("pattern"));
    const content = { organisation: form.elements.organisation.value, tier: form.elements.tier ? form.elements.tier.value : "", person: form.elements.person.value,
      organisations: chosen("organisation"), tiers: chosen("tier", (each) => Number(each.value)),
      columns: patterns.map(([column, item]) => ({ column, item })), steps: Object.fromEntries(patterns.map(([, item]) => [item, steps])) };
    const done = await post(`/surveys/${table.dataset.survey}/import`, { ...file, mapping: content });
    if (done.go) location.href = done.go; else window.room.say(done.why, 20000);
  });
})();
