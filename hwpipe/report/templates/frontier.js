"use strict";
(function () {
  const figures = JSON.parse(document.getElementById("figures-data").textContent);
  const config = {responsive: true, displaylogo: false, scrollZoom: false, displayModeBar: false};
  const root = document.documentElement;
  const articles = [...document.querySelectorAll("article.plan")];
  const rows = [...document.querySelectorAll("#point-table tbody tr")];

  // ---- charts: the theme comes from the page's CSS variables ----
  function theme() {
    const style = getComputedStyle(root);
    const get = (name) => style.getPropertyValue("--" + name).trim();
    const change = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
      "font.color": get("ink"), "font.family": getComputedStyle(document.body).fontFamily,
      "hoverlabel.bgcolor": get("hover"), "hoverlabel.bordercolor": get("line"),
      "hoverlabel.font.color": get("ink")};
    for (const key of ["xaxis", "yaxis"]) {
      change[key + ".gridcolor"] = get("grid");
      change[key + ".linecolor"] = get("line");
    }
    return change;
  }
  const drawn = [];
  function restyle() {
    for (const id of drawn) { Plotly.relayout(id, theme()); }
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);

  // ---- one point is chosen: in the charts, in the table, and its plan is shown ----
  function choose(point) {
    if (!(point >= 0 && point < articles.length)) { return; }
    root.dataset.chosen = String(point);
    document.getElementById("chosen-number").textContent = String(point);
    for (const list of [articles, rows]) {
      for (const element of list) {
        element.classList.toggle("chosen", Number(element.dataset.point) === point);
      }
    }
    for (const id of drawn) { Plotly.restyle(id, {selectedpoints: [[point]]}); }
  }
  function follow(point) {
    history.replaceState(null, "", "#point-" + point);
    choose(point);
  }
  for (const row of rows) {
    const point = Number(row.dataset.point);
    row.addEventListener("click", () => follow(point));
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); follow(point); }
    });
  }
  function fromAddress() {
    const found = /^#point-(\d+)$/.exec(location.hash);
    choose(found ? Number(found[1]) : 0);
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();

  Promise.all(Object.keys(figures).map((id) =>
    Plotly.newPlot(id, figures[id].data, figures[id].layout, config).then((element) => {
      drawn.push(id);
      element.on("plotly_click", (event) => follow(Number(event.points[0].customdata)));
    })
  )).then(() => {
    restyle();
    choose(Number(root.dataset.chosen));
    root.dataset.drawn = String(drawn.length);
  });
})();
