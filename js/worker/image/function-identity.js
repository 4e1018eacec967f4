/**
 * Safari's engine, WebKit, has two objects for one function of WebAssembly: one among the exports and one in the
 * table (seen in WebKitGTK 2.50; the standard wants one). Emscripten tells by the object whether a function
 * has a place in the table already, gives most a second one there, and the memory image fits no longer, as its
 * addresses of functions are others. Here exports take the place of their doubles in the table.
 */

/** A module `(table (export "t") 1 funcref) (func (export "f")) (elem (i32.const 0) 0)`. */
const TRIAL = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 112, 0, 1],
  ...[7, 9, 2, 1, 116, 1, 0, 1, 102, 0, 0, 9, 7, 1, 0, 65, 0, 11, 1, 0, 10, 4, 1, 2, 0, 11],
]);

/** Make all instances of this worker have one object for each function, where the engine does not. */
export function keepFunctionsIdentical() {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(TRIAL));
  if (/** @type {WebAssembly.Table} */ (exports.t).get(0) === exports.f) return;
  /** @type {any} */ const scope = WebAssembly;
  const known = new WeakSet();
  scope.Instance = class extends WebAssembly.Instance {
    /** @param {WebAssembly.Module} module @param {any} imports */
    constructor(module, imports) {
      super(module, imports);
      unite(this, imports, known);
    }
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = scope[name];
    scope[name] = async (/** @type {any} */ source, /** @type {any} */ imports) => {
      const result = await instantiate.call(WebAssembly, source, imports);
      unite(result.instance ?? result, imports, known);
      return result;
    };
  }
}

/**
 * Put the functions that an instance exports where the table has their doubles. A function and its double have the
 * same name, its number in the module; those of other modules are told from it by the places of this one.
 *
 * @param {{exports: Record<string, any>}} instance
 * @param {any} imports  Emscripten's, with the table and where this module's places in it begin
 * @param {WeakSet<object>} known  all functions exported before; those of `instance` are added
 */
export function unite({ exports }, imports, known) {
  const { __indirect_function_table: table, __table_base: base } = imports?.env ?? {};
  if (!table) return;
  /** @type {Map<string, Function>} */ const own = new Map();
  for (const item of Object.values(exports)) {
    if (typeof item === "function" && item.name !== "" && !known.has(item)) {
      known.add(item);
      own.set(item.name, item);
    }
  }
  for (let place = Number(base?.value ?? base ?? 0); place < table.length; place++) {
    const item = table.get(place);
    const twin = item && !known.has(item) && own.get(item.name);
    if (twin) table.set(place, twin);
  }
}
