/**
 * The wire between page and worker, on one page: every message as a typedef, and no code.
 *
 * Keys are snake_case and equal to the Python names. Arrays are flat and feature-major:
 * element (row, column) of an (n_rows, n_columns) array is at row * n_columns + column.
 */

// ---------------------------------------------------------------- configuration

/**
 * @typedef {object} NetworkConfig
 * @property {number[]} layer_sizes  units per layer, input and output included
 * @property {string[]} activations  one name per hidden layer
 * @property {string} output_activation
 * @property {string} loss
 * @property {string} initializer
 */

/**
 * @typedef {object} DataConfig
 * @property {string} dataset
 * @property {number} n_samples  training samples; the test set has as many
 * @property {number} noise  standard deviation of the samples' displacement, in units of the plane
 */

/**
 * @typedef {object} TrainingConfig
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} batch_size
 * @property {number|null} speed  steps per second at most; null is full speed
 */

/**
 * @typedef {object} Config
 * @property {number} seed
 * @property {NetworkConfig} network
 * @property {DataConfig} data
 * @property {TrainingConfig} training
 */

/** @typedef {{min: number, max: number}} Limit  both ends included */

/**
 * @typedef {object} Choice  One entry of a Python registry.
 * @property {string} name
 * @property {string} label
 * @property {string} description  one sentence
 */

/** @typedef {Choice & {recommended: Config}} DatasetChoice */
/** @typedef {Choice & {range: [number, number], output_only: boolean}} ActivationChoice */
/** @typedef {Choice & {output_activation: string|null}} LossChoice  the one output activation that the loss is for */

/**
 * @typedef {object} Catalog  What Python offers; controls are built from it.
 * @property {DatasetChoice[]} datasets
 * @property {ActivationChoice[]} activations
 * @property {LossChoice[]} losses
 * @property {Choice[]} initializers
 * @property {Choice[]} optimizers
 * @property {Record<string, Limit>} limits  keyed by field: "learning_rate", "batch_size", "seed",
 *   "n_samples", "noise", "speed", "n_layers" (total), "layer_size" (hidden units)
 * @property {Config} defaults
 */

// ---------------------------------------------------------------- page -> worker

/**
 * @typedef {object} BootMessage  The first message.
 * @property {"boot"} type
 * @property {Config} config
 * @property {Snapshot|null} snapshot  where to go on after a worker was lost
 * @property {Views} views
 */

/**
 * @typedef {object} CommandMessage  Gets exactly one ReplyMessage.
 * @property {"command"} type
 * @property {number} id
 * @property {string} name  one of COMMANDS in README.md, "Commands"
 * @property {string} params  a JSON object, as text
 */

/** @typedef {{type: "ack"}} AckMessage  The page has drawn the last state and wants the next. */
/** @typedef {{type: "ping"}} PingMessage  Answered by a PongMessage while the worker is alive. */
/** @typedef {BootMessage | CommandMessage | AckMessage | PingMessage} ToWorker */

/**
 * @typedef {object} Views  What the visible views need; the worker computes nothing else.
 * @property {boolean} grid  the output over the input plane
 * @property {number|null} sample  the training sample whose activations are shown; null is the mean over all
 */

// ---------------------------------------------------------------- worker -> page

/**
 * @typedef {object} ErrorValue  Every error, as a plain value.
 * @property {string} code  "invalid", "unknown_command", "not_ready", "python", "worker_lost", "load_failed"
 * @property {string} message  a sentence for the user
 * @property {string} [field]
 * @property {string} [rule]
 * @property {*} [value]
 * @property {string} [traceback]
 */

/** @typedef {{type: "reply", id: number, ok: true, result: any}} OkReply */
/** @typedef {{type: "reply", id: number, ok: false, error: ErrorValue}} ErrorReply */

/** @typedef {"runtime"|"packages"|"start"|"ready"|"failed"} LoadStage */

/**
 * @typedef {object} StatusEvent  Progress of the start.
 * @property {"status"} type
 * @property {LoadStage} stage
 * @property {number} loaded  bytes
 * @property {number} total  bytes
 */

/** @typedef {"stopped"|"training"|"diverged"} RunStatus */

/**
 * @typedef {object} TopologyEvent  A run begins: sent after every command that starts over.
 * @property {"topology"} type
 * @property {number} run_id
 * @property {Config} config  the configuration in force
 * @property {number[]} layer_sizes
 * @property {string[]} activations  one per layer after the input, output last
 * @property {[number, number][]} activation_ranges  one per layer, input first: values that map to
 *   the smallest and the largest unit
 * @property {number} n_parameters
 * @property {number} n_units
 * @property {number[]} weight_offsets  per layer after the input: weight (to, from) is parameter
 *   weight_offsets[l] + to * layer_sizes[l] + from
 * @property {number[]} bias_offsets  per layer after the input: bias of unit `to` is parameter
 *   bias_offsets[l] + to
 * @property {number[]} unit_offsets  per layer, input first: index of the layer's first unit
 */

/**
 * @typedef {object} ConfigEvent  What may change while training runs has changed.
 * @property {"config"} type
 * @property {number} run_id
 * @property {Config} config
 */

/**
 * @typedef {object} DatasetEvent
 * @property {"dataset"} type
 * @property {number} run_id
 * @property {string} name
 * @property {[number, number]} domain  of both axes of the plane
 * @property {number} n_inputs
 * @property {number} n_outputs
 * @property {Float32Array} train_inputs  (n_inputs, n_train)
 * @property {Float32Array} train_targets  (n_outputs, n_train)
 * @property {Float32Array} test_inputs  (n_inputs, n_test)
 * @property {Float32Array} test_targets  (n_outputs, n_test)
 * @property {number} baseline_accuracy  test accuracy of always answering the training set's majority class
 */

/**
 * @typedef {object} StateEvent  Sent at most once per AckMessage.
 * @property {"state"} type
 * @property {number} run_id
 * @property {RunStatus} status
 * @property {number} step
 * @property {number} epoch
 * @property {number|null} train_loss  over the whole training set; null: not finite
 * @property {number|null} test_loss  over the whole test set; null: not finite
 * @property {number} train_accuracy  0 to 1
 * @property {number} test_accuracy  0 to 1
 * @property {number} steps_per_epoch
 * @property {number} epochs_per_second  over about the last second; 0 while stopped
 * @property {Float32Array} parameters  (n_parameters,)
 * @property {Float32Array} activations  (n_units,) of Views.sample
 * @property {number|null} sample  what `activations` shows: Views.sample
 * @property {Float32Array|null} grid  (n_outputs, size, size): row 0 is x2 = domain[0], column 0 is x1 = domain[0];
 *   null: not asked for, or unchanged
 * @property {Float64Array|null} history  (6, n): epoch, step, train_loss, test_loss, train_accuracy, test_accuracy;
 *   null: unchanged since the last state
 */

/**
 * @typedef {object} Snapshot  Everything that a run needs to go on, bit for bit.
 * @property {string} meta  JSON text, opaque to JavaScript (its integers exceed 53 bits)
 * @property {Float64Array} values
 */

/** @typedef {{type: "snapshot", run_id: number, snapshot: Snapshot}} SnapshotEvent */
/** @typedef {{type: "catalog", catalog: Catalog}} CatalogEvent  Sent once, before the first topology. */
/** @typedef {{type: "error", error: ErrorValue}} ErrorEvent  Something failed that no command asked for. */
/** @typedef {{type: "pong"}} PongMessage */

/**
 * @typedef {StatusEvent|CatalogEvent|TopologyEvent|ConfigEvent|DatasetEvent|StateEvent|SnapshotEvent|ErrorEvent} WorkerEvent
 */
/** @typedef {OkReply | ErrorReply | WorkerEvent | PongMessage} FromWorker */

export {};
