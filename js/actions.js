/**
 * What a control does: a command to Python, and a word to the user where one is due. Knows neither
 * the document nor three.js.
 */

/** @import {DataConfig, ErrorValue, NetworkConfig, TrainingConfig} from "./protocol.js" */
/** @import {AppState, ViewSettings} from "./state.js" */

import { withError, withNotice, withView } from "./state.js";

/** @typedef {import("./store.js").Store<AppState>} AppStore */

/**
 * @param {object} options
 * @param {ReturnType<typeof import("./worker-client.js").createWorkerClient>} options.client
 * @param {AppStore} options.store
 * @param {(field: string, message: string) => boolean} options.showError  at the field's control; false: it has none
 */
export function createActions({ client, store, showError }) {
  /** @param {unknown} thrown */
  function tell(thrown) {
    const error = /** @type {{error?: ErrorValue}} */ (thrown).error;
    if (!error) throw thrown;
    if (error.field && showError(error.field, error.message)) return;
    store.update((state) => withError(state, error));
  }

  let lastChange = Promise.resolve();

  /**
   * @param {string} name
   * @param {object|(() => object)} [params]  a function is called when all earlier changes are in force
   * @param {(state: AppState) => string} [message]  shown once the command has been carried out
   */
  async function run(name, params = {}, message) {
    try {
      await client.request(name, typeof params === "function" ? params() : params);
      store.update((state) => withNotice(state, message ? { kind: "info", message: message(state) } : null));
    } catch (thrown) {
      tell(thrown);
    }
  }

  return {
    onStart: () => run("start_training"),
    onStop: () => run("stop_training"),
    onStep: () => run("step"),
    onReset: () => run("reset"),
    /** @param {(network: NetworkConfig) => Partial<NetworkConfig>} change */
    onNetwork(change) {
      const params = () => change(store.get().config.network);
      lastChange = lastChange.then(() =>
        run("create_network", params, ({ topology }) => {
          return `Training started over: the network is now ${topology.layer_sizes.join("-")}.`;
        }),
      );
    },
    /** @param {Partial<DataConfig>} changes */
    onData: (changes) => run("generate_data", changes, () => "Training started over with new samples."),
    /** @param {number} seed */
    onSeed: (seed) => run("reset", { seed }, () => `Training started over with seed ${seed}.`),
    /** @param {Partial<TrainingConfig>} changes */
    onTraining: (changes) => run("set_training", changes),
    onRecommended() {
      const { catalog, config } = store.get();
      const choice = catalog.datasets.find(({ name }) => name === config.data.dataset);
      if (!choice) return;
      const { network, data, training } = choice.recommended;
      const wanted = { network, data, training: { ...training, speed: config.training.speed } };
      run(
        "configure",
        { config: wanted },
        () => `Training started over with settings that learn “${choice.label}”.`,
      );
    },
    /** @param {Partial<ViewSettings>} changes */
    async onView(changes) {
      if (changes.sample !== undefined) {
        try {
          await client.setViews({ grid: true, sample: changes.sample });
        } catch (thrown) {
          tell(thrown);
          return;
        }
      }
      store.update((state) => withView(state, changes));
    },
    onDismiss: () => store.update((state) => withNotice(state, null)),
  };
}
