/** Gives benchmarks/film.py `showMoment(entry, step)`: ms until the page shows a moment of the run. */

window.showMoment = async (entry, step) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const shown = document.querySelector("[data-stat=step]");
  const start = performance.now();
  glassnet.request("go_to", { entry, step });
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
  return { "numbers, ms": numbers, "next frame, ms": performance.now() - start };
};
