"use strict";
// Without this script all is there; it adds the filter, opens what a link leads to, and opens all for print.
(() => {
  const $ = (id) => document.getElementById(id);
  const findings = [...document.querySelectorAll("#open-findings .finding")];
  const filter = $("filter");

  const apply = () => {
    const chosen = (kind) => [...filter.querySelectorAll(`button[data-${kind}][aria-pressed=true]`)].map((b) => b.dataset[kind]);
    const severities = chosen("severity"), measures = chosen("measure");
    const words = $("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of findings) {
      const its = row.dataset.measures.split(" ");
      row.hidden = !(
        (!severities.length || severities.includes(row.dataset.severity)) &&
        (!measures.length || measures.some((m) => its.includes(m))) &&
        words.every((word) => row.dataset.text.includes(word))
      );
      if (!row.hidden) shown += 1;
    }
    $("filter-count").textContent = String(shown);
  };

  if (filter) {
    filter.hidden = false;
    filter.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      apply();
    });
    $("filter-text").addEventListener("input", apply);
  }

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  for (const lang of ["ja", "en"]) {
    $(`language-${lang}`).addEventListener("change", () => { document.documentElement.lang = lang; });
  }
})();
