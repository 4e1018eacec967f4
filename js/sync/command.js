/** A command on its way: its parameters as text, and what it fails with. */

/** @import {ErrorValue} from "../protocol.js" */

/** @type {ErrorValue} */
export const NOT_LOADED = {
  code: "load_failed",
  message: "Python could not be loaded, so nothing can be computed.",
};

/** A refused or lost command, with the plain error as `error.value`. */
export class CommandError extends Error {
  /** @param {ErrorValue} error */
  constructor(error) {
    super(error.message);
    this.name = "CommandError";
    Object.assign(this, error);
    /** @type {ErrorValue} */ this.error = error;
  }
}

/** Of what JSON cannot carry, as far as it can be told. @param {unknown} value */
function textOf(value) {
  try {
    return `${Array.isArray(value) ? "a list" : String(value)}`.slice(0, 200);
  } catch {
    return "an object";
  }
}

/**
 * Parameters as a message has them: a file goes beside the others, as it is.
 * @param {any} params
 * @returns {{params: string, file?: Uint8Array}}
 */
export function toMessage(params) {
  if (!(params?.file instanceof Uint8Array)) return { params: toJson(params) };
  const { file, ...others } = params;
  return { params: toJson(others), file };
}

/**
 * JSON has no NaN or Infinity and would turn them into null: they go as text, so that Python's
 * refusal names the value that was really given.
 *
 * @param {unknown} params
 * @returns {string}
 */
function toJson(params) {
  try {
    return JSON.stringify(params ?? null, (_key, value) => {
      if (typeof value === "number" && !Number.isFinite(value)) return String(value);
      if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
      if (typeof value === "function" || typeof value === "symbol") return String(value);
      return value;
    });
  } catch (error) {
    const message = `params must be plain values: ${/** @type {Error} */ (error).message}.`;
    const told = { field: "params", rule: "must be plain values", value: textOf(params) };
    throw new CommandError({ code: "invalid", message, ...told });
  }
}
