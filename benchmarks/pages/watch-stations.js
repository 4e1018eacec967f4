/**
 * Runs before the site's own scripts: `stations.press(key)` tells, of an opened step, how long it takes from a key to the
 * numbers of the station in the card and in the picture, in ms.
 */
window.stations = { drawnAt: 0 };

(() => {
  const { stations } = window;
  const REST_MS = 60; // without a draw call: the picture is there
  const gl = window.WebGL2RenderingContext?.prototype;
  for (const name of gl
    ? ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]
    : []) {
    const draw = gl[name];
    gl[name] = function (...values) {
      draw.apply(this, values);
      stations.drawnAt = performance.now();
    };
  }

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /** When the card has the numbers that it has been asked for. */
  const answered = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const number = document.querySelector("#step .step__number:not([aria-busy])");
        if (!number?.querySelector(".step__sum > *")) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(document.querySelector("#step"), {
        ...{ attributeFilter: ["aria-busy"], childList: true, subtree: true },
      });
    });

  stations.press = async (key) => {
    for (let count = 0; count < 3; count++) await frame(); // software WebGL may still be at work on the last picture
    const begun = performance.now();
    const card = answered();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const cardAt = await card;
    while (stations.drawnAt < begun || performance.now() - stations.drawnAt < REST_MS) await pause(5);
    return { both: Math.max(cardAt, stations.drawnAt) - begun, card: cardAt - begun };
  };
})();
