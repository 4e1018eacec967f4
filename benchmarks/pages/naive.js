/** The plainest way to train in a worker; `window.stages` resolves to ms since navigation by stage. */

const times = {};
const worker = new Worker(new URL("./naive-worker.js", import.meta.url), { type: "module" });

window.stages = new Promise((resolve) => {
  worker.onmessage = ({ data }) => {
    times[data] = performance.now();
    if (data === "first epoch") resolve(times);
  };
});
