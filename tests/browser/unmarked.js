// What a page says outside the brackets of a language that marks every text; not names, nor what a scenario or lesson says.
() => {
  const QUIET = "script, style, noscript, [translate=no], .a-card, .a-after, .lesson h3, .lesson .a-nets h2, .lesson .a-chart h3";
  const SAID = ["aria-label", "title", "placeholder", "aria-valuetext"], letters = /\p{L}{2,}/u, found = [];
  let depth = 0;
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      for (const piece of node.data.split(/([⟦⟧])/)) {
        if (piece === "⟦") depth += 1; else if (piece === "⟧") depth -= 1;
        else if (!depth && letters.test(piece)) found.push(piece.trim());
      }
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(QUIET)) {
      for (const name of SAID) {
        const said = node.getAttribute(name);
        if (said && letters.test(said) && !said.includes("⟦")) found.push(`${name}=${said}`);
      }
      node.childNodes.forEach(walk);
    }
  };
  walk(document.querySelector(".silos") || document.body);
  return [...new Set(found)];
}
