/**
 * Keeps work that follows training to a pace: what changes at every frame is drawn a few times a second.
 */

/**
 * Run a task at most once per pause. The last request is always carried out.
 * @param {number} pause  ms
 * @param {() => number|void} task  may return a longer pause until its next run, ms
 */
export function createPace(pause, task) {
  let isWanted = false;
  let isBusy = false; // running, or waiting for the pause to end
  let timer = 0;
  const wait = (/** @type {number} */ time) => {
    isBusy = true;
    timer = window.setTimeout(run, time);
  };
  const run = () => {
    isBusy = isWanted;
    if (!isWanted) return;
    isWanted = false;
    const longer = task() ?? 0;
    wait(Math.max(pause, longer));
  };
  return {
    /** Ask for a run, at the latest a pause from now. */
    request() {
      isWanted = true;
      if (!isBusy) wait(pause);
    },
    /** Run now. */
    flush() {
      clearTimeout(timer);
      isWanted = true;
      run();
    },
  };
}
