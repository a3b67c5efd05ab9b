"use strict";
(function () {
  const figures = JSON.parse(document.getElementById("figures-data").textContent);
  const config = {responsive: true, displaylogo: false, scrollZoom: false, displayModeBar: false};

  // ---- charts: the theme comes from the page's CSS variables ----
  function colours() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue("--" + name).trim();
    return {ink: get("ink"), soft: get("soft"), grid: get("grid"), line: get("line"),
      hover: get("hover"), card: get("card")};
  }
  function theme(layout) {
    const c = colours();
    const change = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
      "font.color": c.ink, "font.size": 12.5,
      "font.family": getComputedStyle(document.body).fontFamily,
      "hoverlabel.bgcolor": c.hover, "hoverlabel.bordercolor": c.line,
      "hoverlabel.font.color": c.ink, "modebar.bgcolor": "rgba(0,0,0,0)",
      "modebar.color": c.soft, "modebar.activecolor": c.ink};
    for (const key of Object.keys(layout)) {
      if (/^[xy]axis\d*$/.test(key)) {
        change[key + ".gridcolor"] = c.grid;
        change[key + ".linecolor"] = c.line;
        change[key + ".zerolinecolor"] = c.line;
      }
    }
    if (layout.updatemenus) {
      change["updatemenus[0].bgcolor"] = c.card;
      change["updatemenus[0].bordercolor"] = c.line;
      change["updatemenus[0].font.color"] = "#0072B2";
    }
    return change;
  }
  function set(target, path, value) {
    const keys = path.replace(/\[(\d+)\]/g, ".$1").split(".");
    const last = keys.pop();
    let node = target;
    for (const key of keys) { node = node[key] === undefined ? (node[key] = {}) : node[key]; }
    node[last] = value;
  }
  const drawn = [];
  function draw(id) {
    const element = document.getElementById(id);
    const figure = figures[id];
    for (const [path, value] of Object.entries(theme(figure.layout))) {
      set(figure.layout, path, value);
    }
    for (const trace of figure.data) {
      if (trace.meta === "ink") { trace.line.color = colours().ink; }
    }
    const done = Plotly.newPlot(element, figure.data, figure.layout, config);
    drawn.push(id);
    return done;
  }
  function restyle() {
    for (const id of drawn) {
      const element = document.getElementById(id);
      Plotly.relayout(element, theme(element.layout));
      element.data.forEach((trace, index) => {
        if (trace.meta === "ink") {
          Plotly.restyle(element, {"line.color": colours().ink}, [index]);
        }
      });
    }
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  // On paper: light colours and a fixed width, since no resize event comes before printing.
  function print(on) {
    document.documentElement.classList.toggle("print", on);
    restyle();
    for (const id of drawn) {
      Plotly.relayout(id, on ? {width: 660} : {width: null, autosize: true});
    }
  }
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => print(false));

  // ---- the layer table: text nodes only, so that a name can never become markup ----
  const LIMIT = 400;
  const layers = JSON.parse(document.getElementById("layers-data").textContent);
  const body = document.querySelector("#layer-table tbody");
  const filter = document.getElementById("layer-filter");
  const stage = document.getElementById("layer-stage");
  const count = document.getElementById("layer-count");
  let order = {column: -1, down: false};

  function scaled(value, steps) {
    if (value === 0) { return "0"; }
    for (const [factor, name] of steps) {
      if (value >= factor) { return Number((value / factor).toPrecision(3)) + " " + name; }
    }
    const [factor, name] = steps[steps.length - 1];
    return Number((value / factor).toPrecision(3)) + " " + name;
  }
  const si = (value) => scaled(value, [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]]).trim();
  const size = (value) => scaled(value, [[1e12, "TB"], [1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]]);
  const time = (value) => scaled(value, [[1, "s"], [1e-3, "ms"], [1e-6, "us"], [1e-9, "ns"]]);

  function cell(row, text, css) {
    const td = row.insertCell();
    td.textContent = text;
    if (css) { td.className = css; }
    return td;
  }
  function fill() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let chosen = layers.rows.map((row, index) => [row, index]).filter(([row]) =>
      (stage.value === "" || row[2] === Number(stage.value)) &&
      words.every((word) => (row[0] + " " + row[1]).toLowerCase().includes(word)));
    if (order.column >= 0 || order.down) {
      const key = ([row, index]) => order.column < 0 ? index : row[order.column];
      chosen.sort((a, b) => {
        const x = key(a), y = key(b);
        const sign = typeof x === "string" ? x.localeCompare(y) : x - y;
        return order.down ? -sign : sign;
      });
    }
    const total = chosen.reduce((sum, [row]) => sum + row[6], 0);
    count.textContent = chosen.length + " of " + layers.rows.length + " layers, " + time(total) +
      (chosen.length > LIMIT ? "; the first " + LIMIT + " are listed" : "");
    chosen = chosen.slice(0, LIMIT);
    body.replaceChildren();
    for (const [row, index] of chosen) {
      const tr = body.insertRow();
      cell(tr, String(index), "num");
      cell(tr, row[0], "name");
      cell(tr, row[1]);
      const td = cell(tr, "");
      const dot = document.createElement("span");
      dot.className = "dot";
      dot.style.background = layers.stages[row[2]] || "transparent";
      td.append(dot, String(row[2]));
      cell(tr, row[3] ? si(row[3]) : "", "num");
      cell(tr, size(row[4]), "num");
      cell(tr, row[5] ? size(row[5]) : "", "num");
      cell(tr, time(row[6]), "num");
    }
  }
  function sort(head) {
    const column = Number(head.dataset.column);
    const numeric = column > 2;
    order = {column, down: order.column === column ? !order.down : numeric};
    for (const other of document.querySelectorAll("#layer-table th")) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    fill();
  }
  for (const head of document.querySelectorAll("#layer-table th")) {
    head.addEventListener("click", () => sort(head));
    head.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(head); }
    });
  }
  filter.addEventListener("input", fill);
  stage.addEventListener("change", fill);
  fill();

  Promise.all(Object.keys(figures).map(draw)).then(() => {
    document.documentElement.dataset.drawn = String(drawn.length);
  });
})();
