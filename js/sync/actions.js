/**
 * What a control does: a command to Python, and a word to the user where one is due. Knows neither
 * the document nor three.js.
 */

import { choiceOf, hidesSettings, summarize, withRecommended } from "../model/dataset-choice.js";
import {
  sameSettings,
  withLayerAdded,
  withLayerRemoved,
  withUnitAdded,
  withUnitRemoved,
} from "../model/network-changes.js";
import { asSeen, withError, withNotice, withView } from "../model/state.js";

/** @import {CommandName, Commands, Config, DataConfig, ErrorValue, NetworkConfig, Request, Seeds, TrainingConfig} from "../protocol.js" */
/** @import {AppState, Notice, SeenStore} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

const FIRST_LAYER = { size: 4, activation: "tanh" }; // of a network that has no hidden layer to go by

/** @typedef {(state: AppState) => string|Pick<Notice, "message"|"offer">} Told  shown once a command has been carried out */

/**
 * @param {object} options
 * @param {Request} options.request
 * @param {SeenStore} options.store
 * @param {string[]} [options.hidden]  names of controls that a link takes away
 * @param {(field: string, message: string) => boolean} options.showError  at the field's control; false: it has none
 */
export function createActions({ request, store, hidden = [], showError }) {
  /** @param {unknown} thrown */
  function tell(thrown) {
    const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
    if (!error) {
      reportError(thrown); // a fault of ours
      return;
    }
    if (error.field && showError(error.field, error.message)) return;
    store.update((state) => withError(state, error));
  }

  /**
   * Settles when all commands so far have been answered; a fault of ours must not keep later ones waiting.
   * @type {Promise<unknown>}
   */
  let settled = Promise.resolve();

  /**
   * @template {CommandName} K
   * @param {K} name
   * @param {Commands[K]["params"]} params
   * @param {Told} [told]
   */
  function run(name, params, told) {
    const answered = ask(name, params, told);
    afterAll(() => answered);
    return answered;
  }

  /**
   * Do what depends on the state that all commands so far lead to, which the state shown may not be yet.
   * @param {() => Promise<unknown>|undefined} act
   */
  function afterAll(act) {
    settled = settled.then(act).catch(reportError);
  }

  /**
   * Run it, whatever else is under way.
   * @template {CommandName} K
   * @param {K} name @param {Commands[K]["params"]} params @param {Told} [told]
   * @returns {Promise<boolean>}  it has been carried out
   */
  async function ask(name, params, told) {
    const { notice } = store.get();
    try {
      await request(name, params);
      store.update((state) => {
        const now = asSeen(state);
        if (now.notice?.kind === "error" && now.notice !== notice) return state; // nobody has read it yet
        const said = told?.(now);
        const next = typeof said === "string" ? { message: said } : said;
        return withNotice(state, next ? { kind: "info", ...next } : null);
      });
      return true;
    } catch (thrown) {
      tell(thrown);
      return false;
    }
  }

  /** What start or stop has asked for, until the state shown says so. @type {{isOn: boolean, isDone: boolean}|null} */
  let wanted = null;
  store.subscribe(({ network }, previous) => {
    if (wanted?.isDone && network !== previous.network) wanted = null;
  });

  /** @param {boolean} isOn */
  async function train(isOn) {
    const mine = { isOn, isDone: false };
    wanted = mine;
    mine.isDone = await run(isOn ? "start_training" : "stop_training", {});
    if (!mine.isDone && wanted === mine) wanted = null;
  }

  /** @param {(network: NetworkConfig) => Partial<NetworkConfig>} change */
  function changeNetwork(change) {
    afterAll(() =>
      ask("create_network", change(store.get().config.network), ({ topology }) => {
        return `Training started over: the network is now ${topology.layer_sizes.join("-")}.`;
      }),
    );
  }

  /** @param {"undo"|"redo"} name @param {string} done */
  function takeBack(name, done) {
    afterAll(() => {
      const what = store.get().edits[name];
      return what === null ? undefined : ask(name, {}, () => `${done}: ${what}.`);
    });
  }

  /** @param {Partial<import("../protocol.js").Config>} config  at the speed that is set */
  function atThisSpeed({ training, ...rest }) {
    const { speed } = store.get().config.training;
    return { config: { ...rest, training: { ...training, speed } } };
  }

  /** Another dataset; what learns it comes along while nothing else has been chosen. @param {string} name */
  function chooseDataset(name) {
    const { config, catalog } = store.get();
    const choice = choiceOf(name, catalog);
    const keeps = hidesSettings(hidden, catalog);
    const taken = keeps ? null : withRecommended(name, config, catalog);
    if (choice && taken) {
      const what = choice.is_tested ? "its recommended settings" : "settings that nobody has tried on it";
      const message = `Started over with “${choice.label}” and ${what}: ${summarize(taken, catalog)}.`;
      return ask("configure", atThisSpeed(taken), () => ({ message, offer: "undo" }));
    }
    return ask("generate_data", { dataset: name }, (state) => {
      const message = `Started over with “${choice?.label ?? name}”; your network and training stay.`;
      return keeps || !choice || sameSettings(state.config, choice.recommended)
        ? { message }
        : { message, offer: "recommended" };
    });
  }

  return {
    onStart: () => train(true),
    onStop: () => train(false),
    onToggle: () => train(!(wanted ? wanted.isOn : store.get().status === "training")),
    onStep: () => run("step", {}),
    onReset: () => run("reset", {}),
    onUndo: () => takeBack("undo", "Taken back"),
    onRedo: () => takeBack("redo", "Made again"),
    onRestoreFinite: () => run("restore_finite", {}),
    /** @param {number} index @param {number} value */
    onParameter: (index, value) => run("set_parameter", { index, value }),
    /** @param {number[]} indices @param {boolean} frozen */
    onFreeze: (indices, frozen) => run("freeze", { indices, frozen }),
    /** @param {string} name  of a preset of the catalog */
    onPreset(name) {
      const preset = store.get().catalog.presets.find((choice) => choice.name === name);
      if (!preset) return;
      run("configure", atThisSpeed(preset.config), () => `${preset.label}: ${preset.description}`);
    },
    onNetwork: changeNetwork,
    /** @param {number} layer  of layer_sizes */
    onAddUnit: (layer) => changeNetwork((network) => withUnitAdded(network, layer)),
    /** @param {number} layer */
    onRemoveUnit: (layer) => changeNetwork((network) => withUnitRemoved(network, layer)),
    /** @param {number} position  the new hidden layer's index in layer_sizes */
    onAddLayer: (position) => changeNetwork((network) => withLayerAdded(network, position, FIRST_LAYER)),
    /** @param {number} layer */
    onRemoveLayer: (layer) => changeNetwork((network) => withLayerRemoved(network, layer)),
    onDataset: (/** @type {string} */ name) => afterAll(() => chooseDataset(name)),
    /** @param {Partial<DataConfig>} changes */
    onData: (changes) => run("generate_data", changes, () => "Training started over with new samples."),
    /** @param {Partial<Seeds>} seeds */
    onSeed: (seeds) =>
      run("reset", seeds, ({ config }) => `Training started over with ${seedsInWords(config)}.`),
    /** @param {Partial<TrainingConfig>} changes */
    onTraining: (changes) => run("set_training", changes),
    /** New samples of the same kind. */
    onRegenerate() {
      afterAll(() => {
        const { config, catalog } = store.get();
        const data_seed = nextSeed(config.data_seed ?? config.seed, catalog.limits.seed?.max);
        const message = `Training started over with new samples, from data seed ${data_seed}.`;
        return ask("generate_data", { data_seed }, () => message);
      });
    },
    /** Other first weights for the same samples. */
    onNewWeights: () =>
      run("new_weights", {}, ({ config }) => {
        return `Training started over with new weights, from weight seed ${config.weight_seed}: same samples, same order.`;
      }),
    onRecommended() {
      const { catalog, config } = store.get();
      const choice = choiceOf(config.data.dataset, catalog);
      if (!choice) return;
      const { network, data, training } = choice.recommended;
      const what = choice.is_tested ? "that learn" : "to begin with, which nobody has tried on";
      const message = `Training started over with settings ${what} “${choice.label}”.`;
      run("configure", atThisSpeed({ network, data, training }), () => message);
    },
    /** @param {Partial<ViewSettings>} changes */
    onView: (changes) => store.update((state) => withView(state, changes)),
    /** @param {boolean} lacksCode */
    onCopied(lacksCode) {
      const message = lacksCode
        ? "The link has been copied, without your code: that is too long for a link. Download run.py instead."
        : "The link has been copied.";
      store.update((state) => withNotice(state, { kind: "info", message }));
    },
    /** @param {string} link */
    onCopyFailed(link) {
      const message = "The browser does not allow copying here. Copy the link yourself:";
      store.update((state) => withNotice(state, { kind: "info", message, detail: link }));
    },
    onError: tell,
    onDismiss: () => store.update((state) => withNotice(state, null)),
  };
}

/**
 * The seed, and those that parts of the run have of their own, such as "seed 7, weight seed 3".
 * @param {Config} config
 */
export function seedsInWords({ seed, data_seed, weight_seed, order_seed }) {
  const own = Object.entries({ data: data_seed, weight: weight_seed, order: order_seed });
  return [
    `seed ${seed}`,
    ...own.flatMap(([part, value]) => (value === null ? [] : [`${part} seed ${value}`])),
  ].join(", ");
}

/**
 * @param {number} seed
 * @param {number} [max]
 */
export function nextSeed(seed, max = Number.POSITIVE_INFINITY) {
  return seed < max ? seed + 1 : 0;
}
