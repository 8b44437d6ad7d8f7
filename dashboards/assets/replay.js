// Plays the run that stands in this file (dashboards/explore/replay.py).
(() => {
  const { places, frames, layouts, log, charts, words } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id), colours = ["#56b4e9", "#e69f00", "#2fb58a", "#d98bb8", "#e8dc4a", "#9aa5ff", "#c9a27a", "#8fd3c8", "#f08c7a", "#b7c3cf"];
  const dashes = ["", "", "9 5", "3 4"], widths = [0, 0.8, 1.8, 3.2, 5], last = frames.length - 1;
  let now = 0, timer = null, spots = [];
  const safe = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const dark = matchMedia("(prefers-color-scheme: dark)"), shade = () => { document.body.className = dark.matches ? "theme--dark" : "theme--light"; };
  dark.addEventListener("change", shade);
  shade();
  const home = places.nodes.map((n) => [n.x, n.y, n.r]);
  // Convex hull by the monotone chain.
  const half = (points) => points.reduce((kept, p) => {
    const turns = () => { const [a, b] = kept.slice(-2); return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0; };
    while (kept.length > 1 && !turns()) kept.pop();
    return kept.concat([p]);
  }, []);
  const hull = (points) => { const sorted = points.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]); return half(sorted).concat(half(sorted.reverse())); };
  const gates = (r, closed) => { const part = (2 * Math.PI * r) / 4; return closed >= 98 ? "none" : `${(part * closed) / 100} ${(part * (100 - closed)) / 100}`; };

  function network(frame) {
    const silos = frame.at === null ? [] : [...new Set(frame.silo.filter((s) => s >= 0))], several = silos.length > 1, parts = [];
    silos.forEach((silo, k) => {
      const members = spots.filter((_, i) => frame.silo[i] === silo), top = members.reduce((a, b) => (b[1] - b[2] < a[1] - a[2] ? b : a));
      parts.push(`<path class="hull" d="M${hull(members).map((p) => `${p[0]} ${p[1]}`).join("L")}Z" stroke-width="${2 * (top[2] + 17)}"/>`);
      if (several) parts.push(`<text class="halo" x="${top[0]}" y="${Math.max(20, top[1] - top[2] - 24)}" text-anchor="middle" font-size="21" font-weight="700">${safe(words.silo.replace("%(letter)s", String.fromCharCode(65 + (k % 26))))}</text>`);
    });
    if (frame.at === null) places.sectors.forEach((s) => parts.push(`<circle class="island" cx="${s.x}" cy="${s.y}" r="${s.r}"/><text class="halo" x="${s.x}" y="${s.y - s.r - 12}" text-anchor="middle" font-size="25" font-weight="650">${safe(s.name)}</text>`));
    const lines = {};
    for (let t = 0; t < places.first.length; t++) {
      const code = frame.ties.charCodeAt(t) - 48, [a, b] = [spots[places.first[t]], spots[places.second[t]]];
      if (code % 5) (lines[code] = lines[code] || []).push(`M${a[0]} ${a[1]}L${b[0]} ${b[1]}`);
    }
    Object.entries(lines).forEach(([code, path]) => parts.push(`<path fill="none" class="t${Math.floor(code / 5)}" stroke-width="${code < 5 ? 0.8 : widths[code % 5]}" stroke-dasharray="${dashes[Math.floor(code / 5)]}" opacity="${code % 5 === 1 ? 0.45 : 0.85}" d="${path.join("")}"/>`));
    places.nodes.forEach((n, i) => {
      const [x, y, r] = spots[i], alone = frame.silo[i] < 0 && frame.at !== null, colour = colours[n.sector % colours.length];
      parts.push(`<g><title>${safe(n.name)}</title><circle cx="${x}" cy="${y}" r="${r + 6}" fill="var(--island)"/><circle cx="${x}" cy="${y}" r="${r}" fill="${alone ? "var(--card)" : colour}" stroke="${colour}" stroke-width="${alone ? 4 : 0}"/>` + (frame.walls[i] > 2 ? `<circle class="wall" cx="${x}" cy="${y}" r="${r + 5}" stroke-width="4" stroke-dasharray="${gates(r + 5, frame.walls[i])}"/>` : "") + "</g>");
    });
    at("net").innerHTML = parts.join("");
  }

  function chart(c) {
    const all = c.lines.flatMap((l) => l.values).filter((v) => v !== null), low = Math.min(c.low === null ? Infinity : c.low, ...all), high = Math.max(c.high === null ? -Infinity : c.high, ...all, low + 0.1);
    const x = (m) => 6 + (300 * m) / Math.max(1, last), y = (v) => 80 - (72 * (v - low)) / (high - low);
    const path = (l) => l.values.reduce(([d, pen], v, m) => (v === null ? [d, false] : [d + (pen ? "L" : "M") + x(m).toFixed(1) + " " + y(v).toFixed(1), true]), ["", false])[0];
    const named = c.lines.map((l, k) => `<text class="n${k}" x="314" y="${20 + 17 * k}" font-size="12" font-weight="600">${safe(l.name)} ${l.values[now] === null ? "–" : l.values[now].toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 })}</text>`);
    return `<div class="chart"><h3>${safe(c.title)}</h3><svg viewBox="0 0 440 86" role="img" aria-label="${safe(c.title)}">${c.lines.map((l, k) => `<path fill="none" class="l${k}" stroke-width="2" d="${path(l)}"/>`).join("")}<line x1="${x(now)}" x2="${x(now)}" y1="2" y2="84" stroke="var(--ink)"/>${named.join("")}</svg></div>`;
  }

  function show(month, glide) {
    now = Math.min(Math.max(month, 0), last);
    const frame = frames[now], to = frame.at === null ? home : layouts[frame.at], from = spots.length ? spots : to;
    at("says").textContent = frame.headline + (frame.beside ? "; " + frame.beside : "");
    at("figures").textContent = frame.figures;
    at("month").value = now;
    at("shown").textContent = `${words.month} ${now} / ${last}`;
    at("charts").innerHTML = charts.map(chart).join("");
    [...at("log").children].forEach((item, k) => { item.classList.toggle("ahead", log[k].month > now); item.classList.toggle("now", log[k].month === now); });
    if (!glide || from === to || matchMedia("(prefers-reduced-motion: reduce)").matches) { spots = to; network(frame); return; }
    const began = performance.now(), walk = (time) => {
      const share = Math.min(1, Math.max(0, time - began) / 300);
      spots = share < 1 ? to.map((p, i) => p.map((v, axis) => from[i][axis] + (v - from[i][axis]) * share)) : to;
      if (frames[now] !== frame) { spots = to; return; }
      network(frame);
      if (share < 1) requestAnimationFrame(walk);
    };
    requestAnimationFrame(walk);
  }
  function name() { at("play").textContent = timer ? "❚❚ " + words.pause : "▶ " + words.play; }
  function stop() { clearTimeout(timer); timer = null; name(); }
  function next() { if (now >= last) return stop(); show(now + 1, true); timer = setTimeout(next, 1000 / Number(at("speed").value)); }
  function toggle() { if (timer) return stop(); if (now >= last) show(0); timer = setTimeout(next, 0); name(); }
  log.forEach((entry) => { const item = document.createElement("li"); item.textContent = entry.text; item.onclick = () => { stop(); show(entry.month); }; at("log").appendChild(item); });
  at("net").setAttribute("viewBox", `0 0 ${places.width} ${places.height}`);
  at("month").max = last;
  at("month").oninput = (event) => { stop(); show(Number(event.target.value)); };
  at("play").onclick = toggle;
  addEventListener("keydown", (event) => {
    if (/^(INPUT|SELECT)$/.test(event.target.tagName) || (event.key === " " && event.target.tagName === "BUTTON")) return;
    const key = { " ": toggle, ArrowRight: () => { stop(); show(now + 1); }, ArrowLeft: () => { stop(); show(now - 1); } }[event.key];
    if (key) { event.preventDefault(); key(); }
  });
  show(0);
  name();
})();
