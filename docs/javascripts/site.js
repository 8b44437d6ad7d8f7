// The theme's search is a dialog without a name.
for (const each of document.querySelectorAll(".md-search[role=dialog]")) each.setAttribute("aria-label", "Search");
