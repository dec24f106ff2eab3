"use strict";
// Without this script all is there; it adds the filters, opens what a link leads to, and opens all where the appendices are printed.
(() => {
  const $ = (id) => document.getElementById(id);
  const ready = (filter) => {
    const rows = [...document.querySelectorAll(filter.dataset.rows)];
    const text = filter.querySelector(".filter-text");
    const apply = () => {
      const wanted = {};
      for (const button of filter.querySelectorAll("button[aria-pressed=true]"))
        for (const [kind, value] of Object.entries(button.dataset)) (wanted[kind] ??= []).push(value);
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const its = (kind) => row.dataset[kind].split(" ");
        row.hidden = !(
          Object.entries(wanted).every(([kind, values]) => its(kind).some((one) => values.includes(one))) &&
          words.every((word) => row.dataset.text.includes(word))
        );
        if (!row.hidden) shown += Number(row.dataset.count || 1);
      }
      filter.querySelector(".filter-count").textContent = String(shown);
    };
    filter.hidden = false;
    filter.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      apply();
    });
    text.addEventListener("input", apply);
  };
  for (const filter of document.querySelectorAll(".filter")) ready(filter);

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  let opened = [];
  addEventListener("beforeprint", () => {
    if (!$("print-all").checked) return;
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });

  for (const lang of ["ja", "en"]) {
    $(`language-${lang}`).addEventListener("change", () => { document.documentElement.lang = lang; });
  }
})();
