/** Gives benchmarks/film.py `showMoment(entry, step)`: ms until the page has and shows a moment of the run. */

window.showMoment = async (entry, step) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const shown = document.querySelector("[data-stat=step]");
  const start = performance.now();
  let computed = Number.NaN;
  const stop = glassnet.on("state", (state) => {
    if (state.step !== step) return;
    computed = performance.now() - start;
    stop();
  });
  glassnet.request("go_to", { entry, step, in_passing: true }); // as the timeline does
  while (Number(shown.dataset.value) !== step)
    await new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        resolve();
      });
      watch.observe(shown, { attributes: true });
    });
  const numbers = performance.now() - start;
  await frame();
  return { "state, ms": computed, "numbers, ms": numbers, "next frame, ms": performance.now() - start };
};
