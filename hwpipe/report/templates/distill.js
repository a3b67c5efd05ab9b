"use strict";
(function () {
  const figures = JSON.parse(document.getElementById("figures-data").textContent);
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue("--" + name).trim();
  const config = {responsive: true, displaylogo: false, scrollZoom: false, displayModeBar: false};
  for (const [id, figure] of Object.entries(figures)) {
    Object.assign(figure.layout, {paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: {color: get("ink"), family: getComputedStyle(document.body).fontFamily}});
    for (const key of ["xaxis", "yaxis"]) { figure.layout[key].gridcolor = get("grid"); }
    Plotly.newPlot(id, figure.data, figure.layout, config).then(() => {
      document.documentElement.dataset.drawn = id;
    });
  }
})();
