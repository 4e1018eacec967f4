// Runs before the page's modules, as a classic script that works everywhere: sets the theme before
// the first paint, fetches the first state, starts js/main.js, and tells in the page why the modules
// could not start, since they cannot.
// @ts-check
(() => {
  const root = document.documentElement;
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
})();

(() => {
  const COULD_NOT_START = "The page could not start.";
  const SANDBOXED = 'In a sandbox this page needs sandbox="allow-scripts allow-same-origin".';
  const INCOMPLETE = /** @type {const} */ ([
    "A part of the page could not be loaded.",
    "Either this is the source folder, which has no libraries in it, or the copy on the server is not complete.",
  ]);
  const root = document.documentElement;

  /**
   * @param {string} reason
   * @param {string} detail
   */
  function showFailure(reason, detail) {
    root.dataset.status = "failed";
    root.dataset.boot = "failed";
    const box = document.getElementById("boot-error");
    if (!box?.hidden) return;
    /** @type {any} */ (window).connectApi(() => {
      throw Object.assign(new Error(reason), { error: { code: "load_failed", message: reason } });
    });
    for (const [name, text] of Object.entries({ reason, detail })) {
      const place = box.querySelector(`[data-boot=${name}]`);
      if (place) place.textContent = text;
    }
    box.classList.toggle("boot-error--sandboxed", reason === SANDBOXED);
    box.hidden = false;
  }

  /**
   * @param {string} reason
   * @param {string} [detail]
   */
  function fail(reason, detail = "") {
    if (document.readyState !== "loading") showFailure(reason, detail);
    else document.addEventListener("DOMContentLoaded", () => showFailure(reason, detail));
  }

  if (location.protocol === "file:") {
    fail("This page was opened as a file. Browsers load its parts only from a web server.");
    return;
  }
  if (origin === "null") {
    fail(SANDBOXED, "With less, the browser does not let it load its parts.");
    return;
  }
  const whenBroken = (/** @type {Event} */ event) => {
    if (root.dataset.boot === "done") return; // the page runs; what fails later is told by the page itself
    if (event.target instanceof HTMLScriptElement) {
      fail(...INCOMPLETE);
    } else if (event instanceof ErrorEvent) {
      fail(COULD_NOT_START, event.message);
    }
  };
  // Load errors do not bubble, so that they are caught on their way down.
  addEventListener("error", whenBroken, true);
  addEventListener("unhandledrejection", ({ reason }) => {
    if (root.dataset.boot !== "done") fail(COULD_NOT_START, String(reason));
  });

  /** @type {any} */ (window).initialState = fetch("./initial.json").then((response) => {
    if (response.ok) return response.json();
    fail(...INCOMPLETE);
    return new Promise(() => {}); // all has been said
  });
  // Once the page counts as loaded: until then Chromium draws its own window all the time, to show that it is loading.
  addEventListener("load", () => {
    document.head.append(
      Object.assign(document.createElement("script"), { type: "module", src: "./js/main.js" }),
    );
  });
})();
