"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // Theme: follows the system until the reader chooses. Storage may be closed to local files; then the choice lasts for this view.
  const themes = ["auto", "light", "dark"];
  const button = $("theme");
  const recall = () => { try { return localStorage.getItem("axle-theme"); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem("axle-theme", value); } catch { /* a closed storage only forgets */ } };
  const setTheme = (value) => {
    if (value === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset.theme = value;
    button.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[value];
    button.setAttribute("aria-label", `Colours: ${value}. Change`);
  };
  let theme = themes.includes(recall()) ? recall() : "auto";
  button.hidden = false;
  setTheme(theme);
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    keep(theme);
    setTheme(theme);
  });

  findings();
  graph();

  function findings() {
    if (!$("filters")) return;
    const data = JSON.parse($("data").textContent);
    const names = ["info", "low", "medium", "high", "critical"];
    const word = (n) => data.words[n];
    const all = data.findings.map((r, index) => ({
      index, severity: r[0], confidence: r[1], urgency: r[2], rule: word(r[3]), file: word(r[4]), area: word(r[5]),
      message: word(r[6]), why: word(r[7]), remedy: word(r[8]), agents: r[9].map(word), line: r[10], endLine: r[11], snippet: r[12],
      text: `${word(r[6])}\n${word(r[4])}:${r[10]}\n${word(r[3])}`.toLowerCase(),
    }));
    const page = 40;
    const form = $("filters"), list = $("list"), more = $("more"), count = $("f-count");
    const controls = { text: $("f-text"), rule: $("f-rule"), agent: $("f-agent"), area: $("f-area"), sort: $("f-sort") };
    const boxes = [...form.querySelectorAll("input[name=severity]")];
    const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const byFile = (a, b) => byText(a.file, b.file) || a.line - b.line;
    const orders = {
      urgency: (a, b) => b.urgency - a.urgency || byFile(a, b),
      severity: (a, b) => b.severity - a.severity || b.confidence - a.confidence || byFile(a, b),
      file: byFile,
      rule: (a, b) => byText(a.rule, b.rule) || byFile(a, b),
      confidence: (a, b) => b.confidence - a.confidence || b.severity - a.severity,
    };
    let shown = [], drawn = 0;

    const options = (select, values) => {
      const counts = new Map();
      for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
      for (const [value, n] of [...counts].sort((a, b) => byText(a[0], b[0]))) {
        const option = make("option", "", `${value} (${n})`);
        option.value = value;
        select.append(option);
      }
    };
    options(controls.rule, all.map((f) => f.rule));
    options(controls.agent, all.flatMap((f) => f.agents));
    options(controls.area, all.map((f) => f.area));

    const apply = () => {
      const on = new Set(boxes.filter((b) => b.checked).map((b) => names.indexOf(b.value)));
      const terms = controls.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const rule = controls.rule.value, agent = controls.agent.value, area = controls.area.value;
      shown = all.filter((f) => on.has(f.severity) && (!rule || f.rule === rule) && (!agent || f.agents.includes(agent))
        && (!area || f.area === area) && terms.every((t) => f.text.includes(t)));
      shown.sort(orders[controls.sort.value]);
      drawn = 0;
      list.replaceChildren();
      draw(page);
      count.textContent = shown.length === all.length ? `${all.length.toLocaleString("en")} findings` : `${shown.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} findings`;
      if (!shown.length) list.append(make("p", "empty", "No finding fits these filters."));
    };

    const draw = (n) => {
      const end = Math.min(shown.length, drawn + n);
      const part = document.createDocumentFragment();
      for (; drawn < end; drawn++) part.append(row(shown[drawn]));
      list.append(part);
      more.hidden = drawn >= shown.length;
      more.textContent = `Show ${Math.min(page, shown.length - drawn)} more of ${(shown.length - drawn).toLocaleString("en")}`;
    };

    const row = (f) => {
      const details = make("details", `s-${names[f.severity]}`);
      const summary = make("summary");
      const place = make("span", "where");
      const isolated = make("bdi", "", `${f.file}:${f.line}`);
      isolated.dir = "ltr";
      place.title = `${f.file}:${f.line}`;
      place.append(isolated);
      const tag = make("span");
      tag.append(make("span", "tag", names[f.severity]));
      const message = make("span", "msg", f.message);
      message.dir = "auto";
      const sure = make("span", "sure", `${f.confidence} %`);
      sure.title = "How sure the rule is";
      summary.append(tag, message, place, sure);
      details.append(summary);
      details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(body(f)); });
      return details;
    };

    const body = (f) => {
      const box = make("div", "body");
      if (f.snippet) box.append(code(f));
      const facts = make("dl");
      const fact = (name, value) => {
        if (!value) return;
        const dd = make("dd", "", value);
        dd.dir = "auto";
        facts.append(make("dt", "", name), dd);
      };
      fact("Why it matters", f.why);
      fact("What to do", f.remedy);
      fact("Rule", f.rule);
      fact("Found by", f.agents.join(", "));
      const actions = make("div", "actions");
      const copy = make("button", "", "Copy place");
      copy.type = "button";
      copy.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(`${f.file}:${f.line}`); copy.textContent = "Copied"; } catch { copy.textContent = `${f.file}:${f.line}`; }
      });
      const same = make("button", "", "All of this rule");
      same.type = "button";
      same.addEventListener("click", () => only({ rule: f.rule }));
      actions.append(copy, same);
      if (data.root) {
        const link = make("a", "", "Open on the code host");
        link.href = `${data.root}${f.file.split("/").map(encodeURIComponent).join("/")}#L${f.line}`;
        link.rel = "noreferrer";
        actions.append(link);
      }
      box.append(facts, actions);
      return box;
    };

    const code = (f) => {
      const [start, ...raw] = f.snippet;
      const indents = raw.filter((l) => l.trim() && !l.startsWith("···")).map((l) => l.length - l.trimStart().length);
      const indent = Math.min(...indents, 80);
      const lines = raw.map((l) => (l.startsWith("···") ? l : l.slice(indent)));
      const block = make("div", "code");
      block.tabIndex = 0;
      block.setAttribute("role", "region");
      block.setAttribute("aria-label", `Code of ${f.file} from line ${start}`);
      lines.forEach((text, i) => {
        const line = make("div", start + i >= f.line && start + i <= f.endLine ? "at" : "");
        line.append(make("i", "", String(start + i)), make("span", "", text || " "));
        block.append(line);
      });
      return block;
    };

    const only = (wish) => {
      form.reset();
      if (wish.severity) boxes.forEach((b) => { b.checked = b.value === wish.severity; });
      if (wish.rule) controls.rule.value = wish.rule;
      if (wish.area) controls.area.value = wish.area;
      apply();
      $("findings").scrollIntoView();
    };

    form.hidden = list.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (e) => e.preventDefault());
    more.addEventListener("click", () => draw(page));
    document.addEventListener("click", (e) => {
      const link = e.target.closest("[data-filter-severity],[data-filter-rule],[data-filter-area]");
      if (!link) return;
      e.preventDefault();
      only({ severity: link.dataset.filterSeverity, rule: link.dataset.filterRule, area: link.dataset.filterArea });
    });
    document.addEventListener("keydown", (e) => {
      if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
        e.preventDefault();
        controls.text.focus();
      }
      if ((e.key === "ArrowDown" || e.key === "ArrowUp") && document.activeElement.tagName === "SUMMARY" && list.contains(document.activeElement)) {
        const details = document.activeElement.parentElement;
        const next = e.key === "ArrowDown" ? details.nextElementSibling : details.previousElementSibling;
        if (next) { e.preventDefault(); next.firstChild.focus(); }
      }
    });
    // Paper has no button for more.
    addEventListener("beforeprint", () => draw(1000));
    apply();
  }

  function graph() {
    const figure = $("graph");
    if (!figure) return;
    const svg = figure.querySelector("svg"), note = $("graph-note");
    const nodes = [...svg.querySelectorAll(".nodes g")], edges = [...svg.querySelectorAll(".edges path")];
    const whole = { x: 0, y: 0, w: +svg.dataset.width, h: +svg.dataset.height };
    let view = { ...whole }, chosen = null;
    figure.classList.add("live");
    figure.querySelector(".tools").hidden = false;
    const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    const zoom = (factor, cx = 0.5, cy = 0.5) => {
      const w = Math.min(whole.w * 1.2, Math.max(whole.w / 8, view.w / factor)), h = w * whole.h / whole.w;
      view = { x: view.x + (view.w - w) * cx, y: view.y + (view.h - h) * cy, w, h };
      show();
    };
    figure.querySelectorAll("[data-zoom]").forEach((b) => b.addEventListener("click", () => {
      if (b.dataset.zoom === "fit") { view = { ...whole }; show(); pick(chosen = null); } else zoom(b.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    }));
    svg.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(e.deltaY < 0 ? 1.15 : 1 / 1.15, (e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height);
    }, { passive: false });

    let from = null, moved = false;
    svg.addEventListener("pointerdown", (e) => { from = { x: e.clientX, y: e.clientY, view: { ...view } }; moved = false; });
    svg.addEventListener("pointermove", (e) => {
      if (!from) return;
      const box = svg.getBoundingClientRect(), dx = e.clientX - from.x, dy = e.clientY - from.y;
      if (Math.abs(dx) + Math.abs(dy) < 5) return;
      if (!moved) { moved = true; svg.setPointerCapture(e.pointerId); figure.classList.add("dragging"); }
      view.x = from.view.x - dx * view.w / box.width;
      view.y = from.view.y - dy * view.h / box.height;
      show();
    });
    const release = () => { from = null; figure.classList.remove("dragging"); };
    svg.addEventListener("pointerup", release);
    svg.addEventListener("pointercancel", release);

    const pick = (id) => {
      figure.classList.toggle("picked", id !== null);
      const near = new Set([id]);
      for (const edge of edges) {
        const touches = id !== null && (edge.dataset.from === id || edge.dataset.to === id);
        edge.classList.toggle("near", touches);
        if (touches) near.add(edge.dataset.from).add(edge.dataset.to);
      }
      for (const node of nodes) {
        node.classList.toggle("near", near.has(node.dataset.id));
        node.classList.toggle("self", node.dataset.id === id);
        node.setAttribute("aria-pressed", String(node.dataset.id === id && chosen === id));
      }
      note.textContent = id === null ? "Point at a module or choose one to see its neighbours." : nodes.find((n) => n.dataset.id === id).getAttribute("aria-label");
    };
    for (const node of nodes) {
      const id = node.dataset.id;
      const toggle = () => { if (!moved) pick(chosen = chosen === id ? null : id); };
      node.addEventListener("pointerenter", () => { if (chosen === null && !from) pick(id); });
      node.addEventListener("pointerleave", () => { if (chosen === null && !from) pick(null); });
      node.addEventListener("click", toggle);
      node.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); moved = false; toggle(); } if (e.key === "Escape") pick(chosen = null); });
    }
  }
})();
