/** Gives benchmarks/training.py `window.measure(request)`: JSON text in, JSON text out, by the worker. */

const worker = new Worker(new URL("./training-worker.js", import.meta.url), { type: "module" });

/** @param {string} request */
window.measure = (request) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
