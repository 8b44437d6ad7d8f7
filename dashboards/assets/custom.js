// What the pages share in the browser: texts in the page's language, saving figures and files.
(() => {
  const { texts, plural } = JSON.parse(document.getElementById("words").textContent);
  const form = new Function("n", `return Number(${plural})`);
  const filled = (text, values) => text.replace(/%(?:\((\w+)\)s|%)/g, (all, key) => (key ? values[key] : "%"));
  Vue.prototype.$t = (text, values) => (values ? filled(texts[text] || text, values) : texts[text] || text);
  // A number as the language writes it, with so many digits after the point, or as many as it has.
  Vue.prototype.$n = (value, digits) => (value === null || value === undefined ? "–" : Number(value).toLocaleString(document.documentElement.lang, { minimumFractionDigits: digits || 0, maximumFractionDigits: digits === undefined ? 6 : digits, useGrouping: false, roundingMode: "halfEven" }).replace("-", "−"));
  // A share as whole per cent; what is not quite all or nothing is not said to be (as dashboards/languages/number_format.py has it).
  const whole = (share) => share.toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0, roundingMode: "halfEven" });
  Vue.prototype.$percent = (share) => (share === null || share === undefined ? "–" : share > 0 && share < 0.01 ? "<" + whole(0.01) : share > 0.99 && share < 1 ? ">" + whole(0.99) : whole(share));
  Vue.prototype.$signed = (value, digits) => (value === null || value === undefined ? "–" : (value > 0 ? "+" : "") + Vue.prototype.$n(value, digits));
  Vue.prototype.$counted = (one, many, num, values) => filled((texts[one] || [one, many])[form(num)], { num, ...values });
})();
window.silos = {
  // A component is told what to show in one object, `view`, and says what was done by one event, `act`.
  // These make the object's parts computed values of the component, and names of actions its methods.
  parts: (names) => Object.fromEntries(names.split(" ").map((name) => [name, function () { return this.view[name]; }])),
  actions: (names) => Object.fromEntries(names.split(" ").map((name) => [name, function (value) { this.act({ name, value }); }])),
  text(name, content, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: type || "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  },
  // A copy of a drawing that looks the same without our style sheet.
  // With lines, they stand above it: what a slide needs to be read without the page.
  alone(svg, lines) {
    const copy = svg.cloneNode(true), kept = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "paint-order",
      "font-size", "font-weight", "font-family", "text-anchor", "dominant-baseline"];
    const from = svg.querySelectorAll("*"), to = copy.querySelectorAll("*");
    from.forEach((each, i) => {
      const style = getComputedStyle(each);
      to[i].setAttribute("style", kept.map((key) => key + ":" + style.getPropertyValue(key).replace(/"/g, "'")).join(";"));
    });
    const view = svg.viewBox.baseVal, above = lines ? 16 + 34 * lines.length : 0;
    const box = { x: view.x, y: view.y - above, width: view.width, height: view.height + above }, back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("viewBox", [box.x, box.y, box.width, box.height].join(" "));
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    Object.entries({ x: box.x, y: box.y, width: box.width, height: box.height }).forEach(([key, value]) => back.setAttribute(key, value));
    back.setAttribute("fill", getComputedStyle(svg.closest(".silos")).getPropertyValue("--card"));
    copy.insertBefore(back, copy.firstChild);
    (lines || []).forEach((line, k) => {
      const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
      Object.entries({ x: box.x + 14, y: box.y + 36 + 34 * k, "font-size": k ? 19 : 27, "font-weight": k ? 400 : 700, "font-family": "sans-serif" }).forEach(([key, value]) => text.setAttribute(key, value));
      text.setAttribute("fill", getComputedStyle(svg.closest(".silos")).getPropertyValue("--ink"));
      text.textContent = line;
      copy.appendChild(text);
    });
    return { source: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
  },
  svg(name, svg, lines) {
    this.text(name + ".svg", this.alone(svg, lines).source, "image/svg+xml");
  },
  png(name, svg, lines) {
    const { source, width, height } = this.alone(svg, lines), image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas"), scale = Math.max(2, 1600 / width);
      canvas.width = width * scale;
      canvas.height = height * scale;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = name + ".png";
      link.click();
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(source);
  },
};
