/**
 * Keeps work that follows training to a pace: what changes at every frame is drawn a few times a second.
 * All of one pace run at the same moments, so that the browser puts the page together once for all.
 */

/**
 * Run a task at most once per pause. The last request is always carried out.
 * @param {number} pause  ms
 * @param {() => number|void} task  may return a longer pause until its next run, ms
 * @param {() => number} [now]  ms
 */
export function createPace(pause, task, now = () => performance.now()) {
  let isWanted = false;
  let isBusy = false; // running, or waiting for the pause to end
  let timer = 0;
  const wait = (longer = 0) => {
    isBusy = true;
    timer = window.setTimeout(run, Math.max(pause - (now() % pause), longer));
  };
  const run = () => {
    isBusy = isWanted;
    if (!isWanted) return;
    isWanted = false;
    wait(task() ?? 0);
  };
  return {
    /** Ask for a run, at the latest a pause from now. */
    request() {
      isWanted = true;
      if (!isBusy) wait();
    },
    /** Run now. */
    flush() {
      clearTimeout(timer);
      isWanted = true;
      run();
    },
  };
}
