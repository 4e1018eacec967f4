/** Runs before the site's own scripts: `memories` in its worker has the WebAssembly memories made there. */
(() => {
  const watch = `
    self.memories = [];
    WebAssembly.Memory = class extends WebAssembly.Memory {
      constructor(...options) {
        super(...options);
        memories.push(this);
      }
    };
  `;
  const OriginalBlob = window.Blob;
  window.Blob = class extends OriginalBlob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [watch, ...parts] : parts, options);
    }
  };
})();
