/**
 * What a control does: a command to Python, and a word to the user where one is due. Knows neither
 * the document nor three.js.
 */

import { choiceOf, hidesSettings, summarize, withRecommended } from "../model/dataset-choice.js";
import { filmOf, momentAt, recordedSteps, stepAway } from "../model/film.js";
import {
  sameSettings,
  withLayerAdded,
  withLayerRemoved,
  withUnitAdded,
  withUnitRemoved,
} from "../model/network-changes.js";
import { withNotice, withView } from "../model/state.js";
import { Asking } from "./asking.js";
import { createStepActions } from "./step-actions.js";
import { createTravel } from "./travel.js";

/** @import {Config, DataConfig, Mark, Moment, NetworkConfig, Seeds, TrainingConfig} from "../protocol.js" */
/** @import {Notice, SeenStore, ViewChange} from "../model/state.js" */
/** @import {AskingOptions} from "./asking.js" */

const FIRST_LAYER = { size: 4, activation: "tanh" }; // of a network that has no hidden layer to go by

/** @param {AskingOptions & {hidden?: string[]}} options  hidden: names of controls that a link takes away */
export function createActions({ hidden = [], ...options }) {
  const { store } = options;
  const asking = new Asking(options);
  const step = createStepActions(asking, options);
  return {
    ...trainingActions(asking, store),
    ...step,
    /** Takes a step; one that is open walks to its end first. */
    onStep: () => (store.get().opened ? step.onWalk() : asking.run("step", {})),
    ...pastActions(asking, store),
    ...filmActions(asking, store),
    ...networkActions(asking, store),
    ...dataActions(asking, store, hidden),
    ...wholeActions(asking, store),
    ...pageActions(store),
    onError: asking.tell,
  };
}

/** @param {Asking} asking @param {SeenStore} store */
function trainingActions(asking, store) {
  /** What start or stop has asked for, until the state shown says so. @type {{isOn: boolean, isDone: boolean}|null} */
  let wanted = null;
  store.subscribe(({ network }, previous) => {
    if (wanted?.isDone && network !== previous.network) wanted = null;
  });

  /** @param {boolean} isOn */
  async function train(isOn) {
    const mine = { isOn, isDone: false };
    wanted = mine;
    mine.isDone = await asking.run(isOn ? "start_training" : "stop_training", {});
    if (!mine.isDone && wanted === mine) wanted = null;
  }

  return {
    onStart: () => train(true),
    onStop: () => train(false),
    onToggle: () => train(!(wanted ? wanted.isOn : store.get().status === "training")),
    /** @param {Partial<TrainingConfig>} changes */
    onTraining: (changes) => asking.run("set_training", changes),
  };
}

/** @param {Asking} asking @param {SeenStore} store */
function pastActions(asking, store) {
  /** @param {"undo"|"redo"} name @param {string} done */
  function takeBack(name, done) {
    asking.afterAll(() => {
      const what = store.get().edits[name];
      return what === null ? undefined : asking.ask(name, {}, () => `${done}: ${what}.`);
    });
  }

  return {
    onReset: () => asking.run("reset", {}),
    /** The same by the code as it came. */
    onStartFresh() {
      asking.afterAll(async () => {
        const isEdited = Object.keys(store.get().code).length > 0;
        if (isEdited && !(await asking.ask("edit_code", { files: {} }))) return;
        await asking.ask("reset", {}, () => ({ message: "Begun again, at step 0.", offer: "undo" }));
      });
    },
    onUndo: () => takeBack("undo", "Taken back"),
    onRedo: () => takeBack("redo", "Made again"),
    onRestoreFinite: () => asking.run("restore_finite", {}),
  };
}

/** Going to moments, which pauses training. @param {Asking} asking @param {SeenStore} store */
function filmActions(asking, store) {
  /** The step that was asked for last, until the state shown is of it. @type {number|null} */
  let asked = null;
  const travel = createTravel(async (/** @type {Moment} */ [entry, step]) => {
    if (store.get().status === "training") asking.run("stop_training", {});
    if (!(await asking.run("go_to", { entry, step, in_passing: true }))) asked = null;
  });
  store.subscribe(({ network }, previous) => {
    if (network !== previous.network && travel.wanted() === null) asked = null;
  });
  /** @param {number} step */
  function goTo(step) {
    const { branch, end } = filmOf(store.get());
    const moment = momentAt(branch, Math.min(Math.max(Math.round(step), 0), end));
    if (!moment) return;
    asked = moment[1];
    travel.to(moment);
  }

  return {
    /** To a step of the branch that is seen. */
    onGoTo: goTo,
    /** @param {number} distance  in recorded states */
    onGoBy(distance) {
      const state = store.get();
      const from = asked ?? state.network.step;
      const step = stepAway(recordedSteps(state), from, distance);
      if (step !== from) goTo(step);
    },
    /** To the end of the branch that is seen. */
    onNow: () => goTo(filmOf(store.get()).end),
    /** @param {Moment} moment  on any branch */
    onMoment: (moment) => travel.to(moment),
    /** @param {number} entry  that a branch ends with @param {Partial<Mark>} changes */
    onBranch: (entry, changes) => asking.run("mark_branch", { entry, ...changes }),
  };
}

/** @param {Asking} asking @param {SeenStore} store */
function networkActions(asking, store) {
  /** @param {(network: NetworkConfig) => Partial<NetworkConfig>} change */
  function changeNetwork(change) {
    asking.afterAll(() =>
      asking.ask("create_network", change(store.get().config.network), ({ topology }) => {
        return `Training started over: the network is now ${topology.layer_sizes.join("-")}.`;
      }),
    );
  }

  return {
    onNetwork: changeNetwork,
    /** @param {number} layer  of layer_sizes */
    onAddUnit: (layer) => changeNetwork((network) => withUnitAdded(network, layer)),
    /** @param {number} layer */
    onRemoveUnit: (layer) => changeNetwork((network) => withUnitRemoved(network, layer)),
    /** @param {number} position  the new hidden layer's index in layer_sizes */
    onAddLayer: (position) => changeNetwork((network) => withLayerAdded(network, position, FIRST_LAYER)),
    /** @param {number} layer */
    onRemoveLayer: (layer) => changeNetwork((network) => withLayerRemoved(network, layer)),
    /** @param {number} index @param {number} value */
    onParameter: (index, value) => asking.run("set_parameter", { index, value }),
    /** @param {number[]} indices @param {boolean} frozen */
    onFreeze: (indices, frozen) => asking.run("freeze", { indices, frozen }),
    /** Other first weights for the same samples. */
    onNewWeights: () =>
      asking.run("new_weights", {}, ({ config }) => {
        return `Training started over with new weights, from weight seed ${config.weight_seed}: same samples, same order.`;
      }),
  };
}

/** @param {Asking} asking @param {SeenStore} store @param {string[]} hidden  names of controls */
function dataActions(asking, store, hidden) {
  /** Another dataset; what learns it comes along while nothing else has been chosen. @param {string} name */
  function chooseDataset(name) {
    const { config, catalog } = store.get();
    const choice = choiceOf(name, catalog);
    const keeps = hidesSettings(hidden, catalog);
    const taken = keeps ? null : withRecommended(name, config, catalog);
    if (choice && taken) {
      const what = choice.is_tested ? "its recommended settings" : "settings that nobody has tried on it";
      const message = `Started over with “${choice.label}” and ${what}: ${summarize(taken, catalog)}.`;
      return asking.ask("configure", atThisSpeed(taken, config), () => ({ message, offer: "undo" }));
    }
    return asking.ask("generate_data", { dataset: name }, (state) => {
      const message = `Started over with “${choice?.label ?? name}”; your network and training stay.`;
      return keeps || !choice || sameSettings(state.config, choice.recommended)
        ? { message }
        : { message, offer: "recommended" };
    });
  }

  return {
    onDataset: (/** @type {string} */ name) => asking.afterAll(() => chooseDataset(name)),
    /** @param {Partial<DataConfig>} changes */
    onData: (changes) =>
      asking.run("generate_data", changes, () => "Training started over with new samples."),
    /** New samples of the same kind. */
    onRegenerate() {
      asking.afterAll(() => {
        const { config, catalog } = store.get();
        const data_seed = nextSeed(config.data_seed ?? config.seed, catalog.limits.seed?.max);
        const message = `Training started over with new samples, from data seed ${data_seed}.`;
        return asking.ask("generate_data", { data_seed }, () => message);
      });
    },
  };
}

/** What sets all settings, or the seeds of all. @param {Asking} asking @param {SeenStore} store */
function wholeActions(asking, store) {
  return {
    /** @param {string} name  of a preset of the catalog */
    onPreset(name) {
      const { catalog, config } = store.get();
      const preset = catalog.presets.find((choice) => choice.name === name);
      if (!preset) return;
      const told = `${preset.label}: ${preset.description}`;
      asking.run("configure", atThisSpeed(preset.config, config), () => told);
    },
    onRecommended() {
      const { catalog, config } = store.get();
      const choice = choiceOf(config.data.dataset, catalog);
      if (!choice) return;
      const { network, data, training } = choice.recommended;
      const what = choice.is_tested ? "that learn" : "to begin with, which nobody has tried on";
      const message = `Training started over with settings ${what} “${choice.label}”.`;
      asking.run("configure", atThisSpeed({ network, data, training }, config), () => message);
    },
    /** @param {Partial<Seeds>} seeds */
    onSeed: (seeds) =>
      asking.run("reset", seeds, ({ config }) => `Training started over with ${seedsInWords(config)}.`),
  };
}

/** What no run knows of. @param {SeenStore} store */
function pageActions(store) {
  return {
    /** @param {ViewChange} change */
    onView(change) {
      const changes = typeof change === "function" ? change(store.get()) : change;
      store.update((state) => withView(state, changes));
    },
    /** @param {Notice} notice */
    onNotice: (notice) => store.update((state) => withNotice(state, notice)),
    onDismiss: () => store.update((state) => withNotice(state, null)),
  };
}

/** @param {Partial<Config>} settings @param {Config} config  in force, whose speed stays */
function atThisSpeed({ training, ...rest }, { training: { speed } }) {
  return { config: { ...rest, training: { ...training, speed } } };
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
