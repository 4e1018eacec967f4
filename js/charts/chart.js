/**
 * One line chart over epochs: axes, grid, lines told apart without colour, and a legend that shows
 * the numbers under the pointer, or else the newest.
 */

import uPlot from "uplot";

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {string} color  a custom property of style.css, without the dashes
 * @property {number[]} [dash]  px; solid when left out
 */

/**
 * @typedef {object} ChartSpec
 * @property {string} title
 * @property {Line[]} lines
 * @property {(value: number) => string} format  of a value in the legend
 * @property {(value: number) => string} formatTick
 * @property {[number, number]|null} range  of the y axis; null is from 0 to the largest value
 */

/**
 * @param {HTMLElement} element
 * @param {ChartSpec} spec
 */
export function createChart(element, spec) {
  const id = `chart-${spec.title.toLowerCase()}`;
  const plot = make("div", "chart__plot");
  plot.setAttribute("role", "img");
  const title = make("h2", "panel__title", spec.title);
  title.id = id;
  const legend = createLegend(spec);
  const head = make("div", "chart__head");
  head.append(title, legend.element);
  element.append(head, plot);

  /** @type {uPlot|null} */
  let chart = null;
  /** @type {Float64Array[]} */
  let data = [];
  const showAt = (/** @type {number|null|undefined} */ index) => {
    const at = index ?? (data[0]?.length ?? 0) - 1;
    legend.render(data, at);
    return at;
  };
  const rebuild = () => {
    chart?.destroy();
    plot.replaceChildren();
    chart = null;
    const { clientWidth: width, clientHeight: height } = plot;
    if (width === 0 || height === 0) return;
    const options = { ...makeOptions(spec), width, height, hooks: { setCursor: [onCursor] } };
    chart = new uPlot(options, /** @type {uPlot.AlignedData} */ (data), plot);
  };
  const onCursor = (/** @type {uPlot} */ { cursor }) => showAt(cursor.idx);
  new ResizeObserver(() => {
    if (chart && plot.clientWidth > 0) chart.setSize({ width: plot.clientWidth, height: plot.clientHeight });
    else rebuild();
  }).observe(plot);
  return {
    rebuild,
    /** @param {Float64Array[]} next  epochs, then one array per line */
    draw(next) {
      data = next;
      chart?.setData(/** @type {uPlot.AlignedData} */ (next));
      const at = showAt(chart?.cursor.idx);
      plot.setAttribute("aria-label", describe(spec, data, at));
    },
  };
}

/**
 * @param {ChartSpec} spec
 * @param {Float64Array[]} data
 * @param {number} at
 */
function describe(spec, data, at) {
  const epoch = data[0]?.[at];
  if (epoch === undefined) return `${spec.title} by epoch: nothing yet`;
  const values = spec.lines.map(
    ({ label }, index) => `${label} ${spec.format(data[index + 1]?.[at] ?? Number.NaN)}`,
  );
  return `${spec.title} by epoch, at epoch ${Math.trunc(epoch)}: ${values.join(", ")}`;
}

/**
 * @param {ChartSpec} spec
 * @returns {Omit<uPlot.Options, "width"|"height">}
 */
function makeOptions({ lines, formatTick, range }) {
  const style = getComputedStyle(document.documentElement);
  const color = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    font: `11px ${color("font")}`,
    stroke: color("text-muted"),
    grid: { stroke: color("border"), width: 1 },
    ticks: { stroke: color("border"), width: 1, size: 4 },
  };
  return {
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min ?? 0, max > min ? max : min + 1] },
      y: { range: range ?? ((_, __, max) => [0, max > 0 && Number.isFinite(max) ? max * 1.05 : 1]) },
    },
    axes: [
      { ...axis, size: 26, gap: 4, space: 48, values: (_, ticks) => ticks.map(formatEpoch) },
      { ...axis, size: 42, gap: 5, space: 28, values: (_, ticks) => ticks.map(formatTick) },
    ],
    series: [
      {},
      ...lines.map(({ label, color: name, dash }) => ({
        label,
        stroke: color(name),
        width: 1.75,
        ...(dash && { dash }),
        // A line of one point is a dot, or nothing would be seen after the first step.
        points: { show: (/** @type {uPlot} */ { data }) => data[0].length === 1, size: 6 },
      })),
    ],
  };
}

/**
 * The first tick says what the axis is.
 * @param {number} epoch
 * @param {number} index
 */
function formatEpoch(epoch, index) {
  return index === 0 ? `epoch ${epoch}` : String(epoch);
}

/**
 * The lines' marks, names and numbers, as text, outside of the picture.
 * @param {ChartSpec} spec
 */
function createLegend({ lines, format }) {
  const element = make("ul", "chart__legend");
  const values = lines.map(({ label, color, dash }) => {
    const mark = make("span", `chart__mark${dash ? " chart__mark--dashed" : ""}`);
    mark.style.color = `var(--${color})`;
    const value = make("span", "chart__value");
    const item = make("li", "");
    item.append(mark, `${label} `, value);
    element.append(item);
    return value;
  });
  return {
    element,
    /**
     * @param {Float64Array[]} data
     * @param {number} at
     */
    render(data, at) {
      values.forEach((value, index) => {
        const number = data[index + 1]?.[at];
        const text = number === undefined ? "–" : format(number);
        if (value.textContent !== text) value.textContent = text;
      });
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
function make(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
