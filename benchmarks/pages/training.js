/** Gives benchmarks `window.measure(request, module)`: JSON text in, JSON text out, by a module in the worker. */

const worker = new Worker(new URL("./training-worker.js", import.meta.url), { type: "module" });

/** @param {string} request @param {string} [module]  of benchmarks/ */
window.measure = (request, module = "rates") =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ request, module });
  });
