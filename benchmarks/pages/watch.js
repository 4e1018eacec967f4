/**
 * Runs before the site's own scripts and counts what it does: `window.watch` has the start-up stages
 * in ms since navigation, animation frames, those in which the scene is drawn, the most draw calls in one,
 * draw calls and bytes uploaded to the graphics card; `isFrozen`, which keeps every animation frame waiting:
 * nothing is drawn and no state is asked for; and `isBlind`, with which draw calls are counted and left out.
 */
window.watch = {
  stages: {},
  frames: 0,
  drawnFrames: 0,
  mostDraws: 0,
  draws: 0,
  uploaded: 0,
  states: 0,
  stateBytes: 0,
  isFrozen: false,
  isBlind: false,
};

(() => {
  const { watch } = window;
  const note = (stage) => {
    watch.stages[stage] ??= performance.now();
  };

  const OriginalWorker = window.Worker;
  window.Worker = class extends OriginalWorker {
    constructor(...options) {
      super(...options);
      note("worker");
      this.addEventListener("message", ({ data }) => {
        if (data.type === "status") note(data.stage);
        if (data.type === "state") countState(data);
      });
    }
  };

  function countState(state) {
    watch.states += 1;
    for (const value of Object.values(state))
      if (ArrayBuffer.isView(value)) watch.stateBytes += value.byteLength;
  }

  const requestFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    requestFrame(function run(now) {
      if (watch.isFrozen) requestFrame(run);
      else callback(now);
    });
  let drawsBefore = 0;
  requestFrame(function count() {
    const draws = watch.draws - drawsBefore; // since the frame before
    drawsBefore = watch.draws;
    watch.frames += 1;
    watch.drawnFrames += Number(draws > 0);
    watch.mostDraws = Math.max(watch.mostDraws, draws);
    requestFrame(count);
  });

  const gl = window.WebGL2RenderingContext?.prototype;
  if (!gl) return;
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
    const draw = gl[name];
    gl[name] = function (...values) {
      watch.draws += 1;
      note("scene");
      if (!watch.isBlind) draw.apply(this, values);
    };
  }
  // bufferData(target, data, …) and bufferSubData(target, offset, data, first, length): of a part, its bytes.
  for (const [name, place] of Object.entries({ bufferData: 1, bufferSubData: 2 })) {
    const upload = gl[name];
    gl[name] = function (...values) {
      const data = values[place];
      const unit = data?.BYTES_PER_ELEMENT ?? 1;
      watch.uploaded += values[place + 2] && place === 2 ? values[place + 2] * unit : (data?.byteLength ?? 0);
      return upload.apply(this, values);
    };
  }
})();
