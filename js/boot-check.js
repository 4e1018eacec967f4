// Runs before the page's modules, as a classic script that works everywhere: sets the theme before
// the first paint, fetches the first state, holds what is pressed until it can be done, starts
// js/main.js, and tells in the page why that could not start, since it cannot.
// @ts-check
{
  const COULD_NOT_START = "The page could not start.";
  const SANDBOXED = 'In a sandbox this page needs sandbox="allow-scripts allow-same-origin".';
  const INCOMPLETE = "A part of the page could not be loaded.";
  const SOURCE =
    "Either this is the source folder, which has no libraries in it, or the copy on the server is not complete.";
  const AGAIN =
    "Load the page again. If that does not help, the copy on the server is not complete: put all of its files there again.";
  const QUIET_MS = 20_000; // in which no file has come
  const LOOK_MS = 1000;
  const root = document.documentElement;
  /** @type {{loadJson: (name: string) => Promise<any>, faultOf: (name: string) => Promise<string|null>}} */
  const { loadJson, faultOf } = /** @type {any} */ (window).siteFiles; // js/site-files.js
  /** @param {string} name @param {string[]} values @param {string} otherwise */
  function preferred(name, values, otherwise) {
    try {
      const value = localStorage.getItem(`glassnet.${name}`) ?? "";
      return values.includes(value) ? value : otherwise;
    } catch {
      return otherwise; // storage may be off
    }
  }
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = preferred("theme", ["light", "dark"], isDark ? "dark" : "light");
  root.dataset.palette = preferred("palette", ["glass", "original", "safe"], "glass");

  /**
   * @param {string} reason
   * @param {string} detail
   */
  function showFailure(reason, detail) {
    root.dataset.status = "failed";
    const box = document.getElementById("boot-error");
    if (!box?.hidden) return;
    const isSource = reason === INCOMPLETE && root.dataset.version === undefined;
    for (const [name, text] of Object.entries({ reason, detail: isSource ? SOURCE : detail })) {
      const place = box.querySelector(`[data-boot=${name}]`);
      if (place) place.textContent = text;
    }
    box.classList.toggle("boot-error--sandboxed", reason === SANDBOXED);
    box.hidden = false;
  }

  /** A button that was pressed while the page could do nothing yet: it is pressed again when it can. @type {HTMLElement|null} */
  let pressed = null;
  /** @param {Event} event */
  function hold(event) {
    const button = event.target instanceof Element ? event.target.closest("button[id$=-button]") : null;
    if (!(button instanceof HTMLElement)) return;
    event.stopImmediatePropagation();
    pressed = button;
  }
  addEventListener("click", hold, true);

  /** @param {HTMLLinkElement} link */
  const isMissing = (link) => link.rel === "stylesheet" && link.sheet === null;

  /**
   * @param {string} reason
   * @param {string} [detail]
   */
  function fail(reason, detail = "") {
    if (root.dataset.boot) return; // it runs, or all has been said
    root.dataset.boot = "failed";
    /** @type {any} */ (window).failApi({ code: "load_failed", message: `${reason} ${detail}`.trim() });
    // A style sheet that does not come would hold the page's first picture for ever.
    for (const link of document.querySelectorAll("link")) if (isMissing(link)) link.remove();
    if (document.readyState !== "loading") showFailure(reason, detail);
    else document.addEventListener("DOMContentLoaded", () => showFailure(reason, detail));
  }

  /** Say which file is at fault. @param {string} otherwise  what is known if none is */
  async function explain(otherwise) {
    const links = document.querySelectorAll("link[rel=modulepreload]");
    const modules = Array.from(links, (link) => String(link.getAttribute("href")).replace("./", ""));
    const names = ["style.css", "initial.json", ...modules];
    const faults = (await Promise.all(names.map(faultOf))).filter((fault) => fault !== null);
    if (faults.length > 0) fail(INCOMPLETE, `${faults.join(" ")} ${AGAIN}`);
    else fail(COULD_NOT_START, `${otherwise} ${AGAIN}`);
  }

  async function start() {
    // The last rule of the style sheet: without it the page has come without its style, or with a part of it.
    if (!getComputedStyle(root).getPropertyValue("--style-is-whole")) {
      return explain("style.css is not whole.");
    }
    try {
      const { href } = new URL("./js/main.js", document.baseURI);
      const { isStarted } = await import(href);
      if (!isStarted) return explain("js/main.js is not whole.");
      root.dataset.boot = "done"; // maybe after it was given up: then it was only late
      const box = document.getElementById("boot-error");
      if (box) box.hidden = true;
      removeEventListener("click", hold, true);
      pressed?.click();
    } catch (error) {
      explain(String(error));
    }
  }

  /** Notice that nothing comes any more. */
  function watchArrival() {
    let cameAt = performance.now();
    let lookedAt = cameAt;
    new PerformanceObserver(() => {
      cameAt = performance.now();
    }).observe({ type: "resource", buffered: true });
    const looks = setInterval(() => {
      const now = performance.now();
      // While the page was busy or frozen nothing could come.
      if (now - lookedAt > 2 * LOOK_MS) cameAt = now;
      lookedAt = now;
      const isQuiet = now - cameAt > QUIET_MS;
      if (isQuiet || root.dataset.boot) clearInterval(looks);
      if (isQuiet) explain("All of its files are there, but they have not come to this page.");
    }, LOOK_MS);
  }

  if (location.protocol === "file:") {
    fail("This page was opened as a file. Browsers load its parts only from a web server.");
  } else if (origin === "null") {
    fail(SANDBOXED, "With less, the browser does not let it load its parts.");
  } else {
    /** @type {any} */ (window).initialState = loadJson("initial.json").catch(({ message }) => {
      fail(INCOMPLETE, `${message} ${AGAIN}`);
      return new Promise(() => {}); // all has been said
    });
    watchArrival();
    // Once the page counts as loaded: until then Chromium draws its own window all the time, to show that it is loading.
    addEventListener("load", start);
  }
}
