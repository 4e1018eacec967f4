/**
 * The wire between page and worker, on one page: every message as a typedef, and no code.
 *
 * Keys are snake_case and equal to the Python names. Arrays are flat and feature-major:
 * element (row, column) of an (n_rows, n_columns) array is at row * n_columns + column.
 */

// ---------------------------------------------------------------- configuration

/**
 * @typedef {object} NetworkConfig
 * @property {string[]} features  what the input units get, computed from x1 and x2
 * @property {number[]} layer_sizes  units per layer, input and output included
 * @property {string[]} activations  one name per hidden layer
 * @property {string} output_activation
 * @property {string} loss
 * @property {string} initializer
 * @property {string} bias_initializer
 */

/**
 * @typedef {object} DataConfig
 * @property {string} dataset
 * @property {number} n_samples  training samples
 * @property {number} noise  standard deviation of the samples' displacement, in units of the plane; for regression
 *   of the targets' displacement
 * @property {number} train_share  training samples as a share of all, 0.1 to 0.9: at 0.5 there are as many for testing
 * @property {number} n_classes  where the dataset lets one choose
 */

/**
 * @typedef {object} TrainingNames  The settings of the training that the page itself asks about.
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number|null} speed  steps per second at most; null is full speed
 * @property {string} schedule  how the learning rate changes with the epochs
 * @property {number} l1  penalty: l1 × sum of |w| over all weights
 * @property {number} l2  penalty: l2 / 2 × sum of w² over all weights
 * @property {number|null} stop_loss  stop when the train loss has fallen to this
 * @property {number|null} stop_plateau  stop when the train loss has not fallen for so many epochs
 */
/** @typedef {TrainingNames & Record<string, string|number|null>} TrainingConfig  all of them: those of Catalog.fields */

/**
 * @typedef {object} Config
 * @property {number} seed
 * @property {number|null} data_seed  of the samples; null: `seed`
 * @property {number|null} weight_seed  of the first weights and biases; null: `seed`
 * @property {number|null} order_seed  of the order of the samples and of what dropout leaves out; null: `seed`
 * @property {NetworkConfig} network
 * @property {DataConfig} data
 * @property {TrainingConfig} training
 */

/** @typedef {Pick<Config, "seed"|"data_seed"|"weight_seed"|"order_seed">} Seeds */
/** @typedef {{min: number, max: number}} Limit  both ends included */

/**
 * @typedef {object} Choice  One entry of a Python registry.
 * @property {string} name
 * @property {string} label
 * @property {string} description  one sentence
 * @property {string[]} [options]  settings that only some of these choices have
 */

/** @typedef {{low: number, high: number, first: number}} Scale  1, 2, 3, 5 × 10ᵏ; an empty field begins at `first` */

/**
 * @typedef {object} Setting  Of py/glassnet/config.py, where each is declared once.
 * @property {string} name
 * @property {"network"|"data"|"training"|null} part  of the configuration; null: the configuration itself
 * @property {string} key  in a link
 * @property {"number"|"integer"|"choice"|"features"|"sizes"|"activations"} kind
 * @property {string} label
 * @property {string} hint
 * @property {string|null} group  behind More; null: on the first page, with a control of its own
 * @property {string|null} belongs_to  the setting of whose choices only those have it that name it in `options`
 * @property {Registry} [choices]  of a choice
 * @property {Limit} [limits]  of a number
 * @property {string|null} [null]  of a number: what it stands for, as an empty field says it; null: it may not be null
 * @property {number|Scale|null} [step]  of a number
 */

/** @typedef {"datasets"|"activations"|"losses"|"initializers"|"bias_initializers"|"optimizers"|"schedules"} Registry  in the catalog */

/** @typedef {"binary"|"multiclass"|"regression"} Task */
/**
 * @typedef {Choice & {task: Task, has_n_classes: boolean, recommended: Config, is_tested: boolean}} DatasetChoice
 *   `is_tested`: the recommended settings have been seen to learn it; else they are a beginning
 */
/** @typedef {Choice & {range: [number, number], output_only: boolean}} ActivationChoice */
/** @typedef {Choice & {output_activation: string|null, tasks: Task[]}} LossChoice  the one output activation that the loss is for */
/** @typedef {Choice & {fails: boolean, config: Config}} PresetChoice  its description says why it works or fails */

/**
 * @typedef {object} Catalog  What Python offers; controls are built from it.
 * @property {DatasetChoice[]} datasets
 * @property {ActivationChoice[]} activations
 * @property {LossChoice[]} losses
 * @property {Choice[]} initializers
 * @property {Choice[]} bias_initializers
 * @property {Choice[]} optimizers
 * @property {Choice[]} features  their labels are as short as "x₁²"
 * @property {Choice[]} schedules
 * @property {PresetChoice[]} presets
 * @property {Setting[]} fields  in the order of a link
 * @property {string[]} groups  of the settings behind More
 * @property {Record<string, Limit>} limits  of every setting that is a number, and of "n_layers" (total), "layer_size"
 *   (hidden units), "n_steps", "value" (of a parameter), and "branch_name" (letters)
 * @property {Config} defaults
 */

// ---------------------------------------------------------------- page -> worker

/**
 * @typedef {object} BootMessage  The first message.
 * @property {"boot"} type
 * @property {BootRun[]} runs
 * @property {number} run_id  the highest that the page has seen: the worker's are above it; 0 for the first worker
 */

/**
 * @typedef {object} BootRun  A run that begins or goes on.
 * @property {string} run  its name, which the page gives
 * @property {Config} config  of a run that begins
 * @property {Views} views
 * @property {BootJournal|null} journal  of a run that goes on
 * @property {{keeps: boolean}|null} failed  its last edit of the code has failed, and is left out; `keeps`: what was
 *   trained since stays
 */

/** @typedef {[number, number]} Moment  an entry of a journal, and a step of the branch that begins with it */

/**
 * @typedef {object} Entry  Something that was done to a run.
 * @property {number} id  above all before it
 * @property {number|null} parent  the entry after which it was done; null: the first
 * @property {number} step  at which it was done
 * @property {string} command
 * @property {Record<string, any>} params
 * @property {string} what  it changes, in words such as "the network"
 * @property {boolean} begins  the run starts over
 * @property {EditedFiles|null} code  the edited files from here on; null: as before
 */

/** @typedef {Moment|{what: string, marks: [number, Mark][]}} Turn  Where undo or redo leads: to a moment, or to what was said of branches before `what` */
/** @typedef {{entry: number, step: number, meta: string, values: Float64Array}} Keyframe  All of a run at a moment; `meta` is opaque to JavaScript (its integers exceed 53 bits) */
/** @typedef {{now: Moment, back: Turn[], forward: Turn[], reached: [number, number][], marks: [number, Mark][]}} Place  Where a run is; where undo and redo lead, the next last; the last step of each entry's branch; what is said of branches, by their last entry */
/** @typedef {{name: string|null, is_deleted: boolean, is_main: boolean}} Mark  What the user has said of a branch; name null: none but what was done */
/** @typedef {Place & {entries: Entry[], keyframes: Keyframe[]}} BootJournal */

/**
 * @typedef {object} CommandMessage  Gets exactly one ReplyMessage.
 * @property {"command"} type
 * @property {number} id
 * @property {string} run
 * @property {string} name  one of those in docs/commands.md
 * @property {string} params  a JSON object, as text
 * @property {Uint8Array} [file]  the parameter of that name
 */

/** @typedef {Record<string, string>} EditedFiles  texts of the files of py/glassnet that differ from the original */

/** @typedef {{type: "load"}} LoadMessage  Python may be loaded; what it begins with comes in a BootMessage. */
/** @typedef {{type: "ack", run: string}} AckMessage  The page has drawn the last state and wants the next. */
/** @typedef {{type: "ping"}} PingMessage  Answered by a PongMessage while the worker is alive. */
/** @typedef {LoadMessage | BootMessage | CommandMessage | AckMessage | PingMessage} ToWorker */

/**
 * @typedef {object} Views  What the visible views need; the worker computes nothing else.
 * @property {boolean} grid  the output over the input plane
 * @property {number|null} sample  the training sample whose activations are shown; null is the mean over all
 * @property {boolean} sample_outputs  the outputs at all samples
 * @property {boolean} unit_grids  every unit's activation over the input plane
 * @property {boolean} confusion
 * @property {boolean} distributions  of weights, activations and gradients
 * @property {number|null} unit  whose sum is written out; an index of all units, not an input
 * @property {[number, number]|null} space  two units whose activations span a plane
 * @property {SpaceRequest|null} layer_space
 * @property {[number, number]|null} point  the point of the plane, x1 and x2, that is shown instead of a sample
 * @property {[number, number]|null} probe  another point, whose outputs are told
 * @property {boolean} gradient  of the last step
 * @property {LossRequest|null} loss_surface
 */

/**
 * @typedef {object} LossRequest  Over which plane of parameters the loss is shown, through those in force.
 * @property {"path"|[number, number]} directions  the two main ones of the run's own path, or two parameters
 * @property {"train"|"test"} samples
 * @property {number} extent  0.01 to 100: times as wide as fits the path
 * @property {11|21|41} size  losses along each direction
 */

// ---------------------------------------------------------------- commands

/**
 * @typedef {object} Standing  Where training stands.
 * @property {number} run_id
 * @property {RunStatus} status
 * @property {number} step
 * @property {number} epoch
 * @property {number|null} train_loss
 * @property {number|null} test_loss
 * @property {number|null} train_accuracy
 * @property {number|null} test_accuracy
 * @property {number|null} penalty
 * @property {number} learning_rate
 * @property {StateEvent["stop_reason"]} stop_reason
 */

/** @typedef {{frozen: number[], undo: string|null, redo: string|null, entry: number, edited?: string[]}} Moved  after a move in the past */
/** @typedef {{opened: boolean, code: FileText[]}} Opened  false: it has this code, and nobody has said that it may run */
/** @typedef {{file: string, text: string}} FileText  an edited file; there may be several texts of one */
/** @typedef {Partial<Omit<Config, "network"|"data"|"training">> & {network?: Partial<NetworkConfig>, data?: Partial<DataConfig>, training?: Partial<TrainingConfig>}} ConfigChanges */

/** @typedef {{name: string, text: string, original: string, description: string}} CodeFile */
/**
 * @typedef {{file: string, name: string, title: string, description: string, start: number, end: number, original: string|null}} CodeFunction
 *   lines from 1, and its text as it came; null: it is new */
/** @typedef {{edited: string[], step: number, restarted: string|null, note: string|null}} Accepted  an edit */
/** @typedef {{name: string, title: string, symptom: string}} Defect */

/** @typedef {{name: string, shape: number[], dtype: string, numbers: (number|string)[], changed: boolean}} TracedValue */
/** @typedef {{units: [number, number][], parameters: [number, number][], samples: "batch"|"all"|null}} Touches  up to and without the last */
/** @typedef {{function: string, layer: number|null, values: TracedValue[], touches: Touches}} Visit  one run of a line */
/** @typedef {{step: number, batch: number[], files: Record<string, Record<string, Visit[]>>}} Trace  visits by file and line */

/** @typedef {"batch"|"z"|"a"|"loss"|"mean"|"d_a"|"d_z"|"d_weights"|"d_biases"|"penalty"|"clipping"|"optimizer"|"change"|"new_value"} Quantity  of a step */

/**
 * @typedef {object} Station  A place inside a step: what is computed there, in the order of the step.
 * @property {Quantity} name
 * @property {"forward"|"loss"|"backward"|"update"} phase
 * @property {number|null} layer  of layer_sizes, with z, a, d_a, d_z, d_weights and d_biases
 * @property {string|null} missing  a sentence: the code does not have it; null: it is there
 * @property {string|null} file  of the line of the code in force that computes it; null: not found
 * @property {number|null} line
 */

/**
 * @typedef {object} WrongStation  Where the numbers are not those that they should be, by those that enter it: what only
 *   follows from an earlier one is right.
 * @property {number} station  its place among the stations
 * @property {number} first  the station where the same is wrong first: the same line runs in every layer
 * @property {"the original code"|"central differences"|"the chain rule"} compared_with
 * @property {string} message  a sentence
 * @property {number|null} unit  where the difference is largest, in the station's layer
 * @property {number|null} input  of a weight: the unit in the layer before
 * @property {number|null} sample  of training
 * @property {number|null} found
 * @property {number|null} expected
 */

/**
 * @typedef {object} StepArrays  NaN where there is no number. `n_kept` samples of the batch are kept, in its order; units
 *   are numbered as in StateEvent.activations, parameters as everywhere.
 * @property {Float64Array} a  (n_units, n_kept): activations, inputs first
 * @property {Float64Array} z  (n_units, n_kept)
 * @property {Float64Array} mask  (n_units, n_kept): what dropout multiplies activations by on their way
 * @property {Float64Array} d_a  (n_units, n_kept)
 * @property {Float64Array} d_z  (n_units, n_kept)
 * @property {Record<"a"|"z"|"d_a"|"d_z", Float64Array>} means  (n_units,) each, over the whole batch
 * @property {Float64Array} targets  (n_outputs, n_kept)
 * @property {Float64Array} losses  (n_kept,)
 * @property {Float64Array} d_parameters  (n_parameters,): d_weights and d_biases of the loss
 * @property {Float64Array} penalty  (n_parameters,): what it adds to them; 0 without one
 * @property {Float64Array} gradient  (n_parameters,): after penalty and clipping, as the optimizer gets it
 * @property {Float64Array} before  (n_parameters,)
 * @property {Float64Array} change  (n_parameters,)
 * @property {Float64Array} after  (n_parameters,)
 * @property {Record<string, Float64Array>} memory_before  (n_parameters,) each: what the optimizer remembers, by name
 * @property {Record<string, Float64Array>} memory_after
 */

/**
 * @typedef {object} StepRecord  The next step, taken on a copy of the run.
 * @property {number} entry  of the journal that the run is at
 * @property {number} step  that it is at: the recorded one is the next
 * @property {number[]} batch  its training samples, in order; -1: it is none of them
 * @property {number[]} kept  those of which all is kept, in order
 * @property {string|null} left_out  a sentence, where that is not the whole batch
 * @property {number} bytes  that the record takes
 * @property {number|null} mean  the loss of the batch
 * @property {number|null} learning_rate  that the optimizer had
 * @property {number|null} clipping  the factor by which the gradient was shortened; 1: it was not
 * @property {string} optimizer  its name in the catalog
 * @property {number} n_steps  that the optimizer has counted, this one included; 0: it does not count
 * @property {StepArrays} arrays
 * @property {Station[]} stations
 * @property {WrongStation|null} wrong  the first; null: none, or the code is as it came
 * @property {WrongStation[]} all_wrong  in order
 */

/** @typedef {{label: string, factors: number[], value: number|null}} Term  the product of its factors; label: "unit 3", "bias", "sample 17" */

/**
 * @typedef {object} Sum  How a number is made.
 * @property {string} name  of the number, such as "m"
 * @property {string} rule  in symbols
 * @property {Term[]} terms
 * @property {number|null} sum  of the terms
 * @property {number|null} result  that the step has recorded, or made on its way
 * @property {boolean} agrees  the sum is the result, but for rounding
 */

/**
 * @typedef {object} Explained  How a number of the recorded step is made.
 * @property {Quantity} quantity
 * @property {string} of  what it is of: "sample 17", "mean of 32", "sum over 32", "the step"
 * @property {Sum[]} steps  that come before, such as the optimizer's m and v; in order
 * @property {string|null} note  a sentence
 * @property {string|null} missing  a sentence: the code does not have it, so there are no terms
 * @property {string|null} file
 * @property {number|null} line
 */

/** `layer`, `unit` (its place there) and, of a weight, `input` (in the layer before, null: the bias); `sample` null: the batch. @typedef {number|null} Asked */

/**
 * @typedef {object} ProbeAnswer  What every unit computes at a point; null: not finite.
 * @property {[number, number]} point
 * @property {(number|null)[][]} layers  activations of each layer, inputs first
 * @property {(number|null)[][]} z  sums of each layer after the input
 * @property {(number|null)[]} outputs
 * @property {string|number|null} answer  the name of the class, in regression the value
 */

/**
 * @typedef {object} GradientCheck
 * @property {boolean} ok
 * @property {number} n_checked
 * @property {number} n_parameters
 * @property {number|null} largest_error  relative; null: not finite
 * @property {number} tolerance
 * @property {number} parameter  where the error is largest
 * @property {number|null} analytic
 * @property {number|null} numeric
 */

/**
 * @typedef {object} ReplayCheck
 * @property {boolean} ok
 * @property {boolean} repeats  two runs from the seed are the same
 * @property {number} n_epochs
 * @property {number} n_steps
 * @property {{epoch: number, recorded: number|null, replayed: number|null}|null} first_difference
 * @property {string[]} changes  done by hand
 */

/**
 * @typedef {object} Commands  By name: what each takes and answers. docs/commands.md says what it does.
 * @property {{params: Partial<NetworkConfig & Seeds>, result: Standing & {layer_sizes: number[]}}} create_network
 * @property {{params: Partial<DataConfig & Seeds>, result: Standing & {X: number[][], Y: number[][], test_X: number[][], test_Y: number[][]}}} generate_data
 * @property {{params: {config: ConfigChanges}, result: Standing & {config: Config}}} configure
 * @property {{params: Partial<Seeds>, result: Standing}} reset
 * @property {{params: {seed?: number}, result: Standing & {weight_seed: number}}} new_weights
 * @property {{params: {}, result: Standing}} start_training
 * @property {{params: {}, result: Standing}} stop_training
 * @property {{params: {n_steps?: number}, result: Standing}} step
 * @property {{params: Partial<TrainingConfig>, result: Standing & {training: TrainingConfig}}} set_training
 * @property {{params: {}, result: Standing & {config: Config, layer_sizes: number[], weights: (number|null)[][][], biases: (number|null)[][]}}} get_network_state
 * @property {{params: {inputs: number[][]}, result: {outputs: (number|null)[][]}}} predict
 * @property {{params: {point: [number, number]}, result: ProbeAnswer}} probe
 * @property {{params: {index: number, value: number}, result: Standing & {index: number, value: number}}} set_parameter
 * @property {{params: {parameters: string}, result: Standing}} set_parameters
 * @property {{params: {indices: number[], frozen: boolean}, result: Standing & {frozen: number[]}}} freeze
 * @property {{params: {}, result: Standing & Moved}} undo
 * @property {{params: {}, result: Standing & Moved}} redo
 * @property {{params: {}, result: Standing & Moved}} restore_finite
 * @property {{params: {entry?: number, step?: number, in_passing?: boolean}, result: Standing & Moved}} go_to
 * @property {{params: {as: string, entry?: number, step?: number}, result: Standing & {run: string, entry: number}}} fork
 * @property {{params: {}, result: {}}} close_run
 * @property {{params: {}, result: {name: string, file: Uint8Array<ArrayBuffer>}}} save_run
 * @property {{params: {file: Uint8Array, runs_code?: boolean}, result: Partial<Standing> & Opened}} open_run
 * @property {{params: {entry: number} & Partial<Mark>, result: {entry: number} & Mark}} mark_branch
 * @property {{params: Partial<Views>, result: Views}} set_views
 * @property {{params: {}, result: {files: CodeFile[], functions: CodeFunction[]}}} get_code
 * @property {{params: {files: EditedFiles}, result: Accepted}} edit_code
 * @property {{params: {}, result: Trace}} trace_step
 * @property {{params: {sample?: number|null}, result: StepRecord}} record_step
 * @property {{params: {quantity: Quantity, layer?: Asked, unit?: Asked, input?: Asked, sample?: Asked}, result: Explained & Sum}} explain
 * @property {{params: {}, result: GradientCheck}} check_gradient
 * @property {{params: {}, result: ReplayCheck}} check_replay
 * @property {{params: {}, result: {repaired: true, differs: null}|{repaired: false, differs: string}}} check_fix
 * @property {{params: {format?: "py"|"ipynb"}, result: {name: string, text: string}}} export_run
 * @property {{params: {precision?: "double"|"float"}, result: {name: string, base64: string}}} export_onnx
 * @property {{params: {}, result: {defects: Defect[]}}} get_defects
 * @property {{params: {name: string}, result: {files: EditedFiles}}} break_code
 * @property {{params: {name: string, of?: "file"|"line"}, result: {file: string, line: number|null}}} get_hint
 */

/** @typedef {keyof Commands} CommandName */
/** @typedef {<K extends CommandName>(name: K, params: Commands[K]["params"]) => Promise<Commands[K]["result"]>} Request  rejects with what has an ErrorValue as `error` */

// ---------------------------------------------------------------- worker -> page

/**
 * @typedef {object} ErrorValue  Every error, as a plain value.
 * @property {string} code  "invalid", "unknown_command", "not_ready", "python", "code", "worker_lost", "load_failed",
 *   "not_revived": no run could be made of a journal; "older_run": something that was set could not be done by the code before
 * @property {string} message  a sentence for the user
 * @property {string} [field]
 * @property {string} [rule]
 * @property {*} [value]
 * @property {string} [traceback]
 * @property {string|null} [file]  with "code": where edited code failed
 * @property {number|null} [line]
 * @property {boolean} [ran]  with "code": the edit has been executed, not only compiled
 */

/** @typedef {"starts_over"|"changes"|"trains"|"asks"|"closes"} Effect  What a command does to the run, as Python declares it. */
/** @typedef {{type: "reply", id: number, ok: true, effect: Effect, result: any}} OkReply */
/** @typedef {{type: "reply", id: number, ok: false, error: ErrorValue}} ErrorReply */

/** @typedef {"runtime"|"packages"|"start"|"ready"|"failed"} LoadStage */

/**
 * @typedef {object} StatusEvent  Progress of the start.
 * @property {"status"} type
 * @property {LoadStage} stage
 * @property {number} loaded  bytes
 * @property {number} total  bytes; 0: not known
 * @property {boolean} [restores]  with "start": from the image of Python's memory
 * @property {number} [patience]  with "ready": ms after which the worker itself interrupts edited code at the latest
 */

/** @typedef {"stopped"|"training"|"diverged"} RunStatus */

/**
 * @typedef {object} TopologyEvent  A run begins or goes on, from another moment, by other code or in another worker.
 * @property {"topology"} type
 * @property {string} run
 * @property {number} run_id  above all before it
 * @property {Float64Array|null} previous_history  of the run before the one that began there, if it was trained and is
 *   of the same dataset; as StateEvent.history
 * @property {Config} config  the configuration in force
 * @property {number[]} layer_sizes
 * @property {string[]} activations  one per layer after the input, output last
 * @property {[number, number][]} unit_ranges  one per unit: values that map to the smallest and the largest unit
 * @property {string[]} input_labels  one per input unit, such as "x₁²"
 * @property {string[]} output_labels  one per output unit, such as "ŷ", or the name of a class
 * @property {number} n_parameters
 * @property {number} n_units
 * @property {number[]} weight_offsets  per layer after the input: weight (to, from) is parameter
 *   weight_offsets[l] + to * layer_sizes[l] + from
 * @property {number[]} bias_offsets  per layer after the input: bias of unit `to` is parameter
 *   bias_offsets[l] + to
 * @property {number[]} unit_offsets  per layer, input first: index of the layer's first unit
 * @property {Edits} edits
 */

/**
 * @typedef {object} Edits  What the user has done to the run by hand.
 * @property {number[]} frozen  parameters that training leaves alone
 * @property {string|null} undo  what the command undo would take back, such as "the network"; null: nothing
 * @property {string|null} redo
 */

/**
 * @typedef {object} ConfigEvent  What may change while training runs has changed.
 * @property {"config"} type
 * @property {string} run
 * @property {number} run_id
 * @property {Config} config
 * @property {Edits} edits
 */

/**
 * @typedef {object} DivergenceEvent  Training has left the finite numbers.
 * @property {"divergence"} type
 * @property {string} run
 * @property {number} run_id
 * @property {number} step  in which it happened; at the latest, if `after` is a number
 * @property {number|null} after  null: `step` is the one; else it happened after this step, there was no time to find out more
 * @property {string|null} quantity  what overflowed first, such as "the activations of hidden layer 2"; null: not found
 * @property {string} reason  why that tends to happen: a sentence
 * @property {number} finite_step  where the command restore_finite goes back to
 */

/**
 * @typedef {object} DatasetEvent
 * @property {"dataset"} type
 * @property {string} run
 * @property {number} run_id
 * @property {string} name
 * @property {Task} task
 * @property {string[]} class_names  "0" and "1" for two classes, empty for regression
 * @property {[number, number]} domain  of both axes of the plane
 * @property {[number, number]} target_range  0 to 1 for classes, −1 to 1 with a tanh output; the middle is where one
 *   class ends and the other begins
 * @property {number} n_inputs  2: the plane, whatever the features
 * @property {number} n_outputs  more than two classes: one per class, targets are one-hot, at the ends of target_range
 * @property {Float32Array} train_inputs  (n_inputs, n_train)
 * @property {Float32Array} train_targets  (n_outputs, n_train)
 * @property {Float32Array} test_inputs  (n_inputs, n_test)
 * @property {Float32Array} test_targets  (n_outputs, n_test)
 * @property {number|null} baseline_accuracy  test accuracy of always answering the training set's majority class;
 *   null for regression
 * @property {number} baseline_loss  test loss of always answering the training set's mean target
 * @property {number|null} best_accuracy  an estimate of the best test accuracy that the noise allows; null: for regression, or
 *   not known
 */

/**
 * @typedef {object} StateEvent  Sent at most once per AckMessage.
 * @property {"state"} type
 * @property {string} run
 * @property {number} run_id
 * @property {number} entry  of the journal, after which the run is
 * @property {RunStatus} status
 * @property {number} step
 * @property {number} epoch
 * @property {number|null} train_loss  over the whole training set; null: not finite
 * @property {number|null} test_loss  over the whole test set; null: not finite
 * @property {number|null} penalty  of l1 and l2, which the losses do not contain
 * @property {number|null} train_accuracy  0 to 1; null for regression
 * @property {number|null} test_accuracy  0 to 1; null for regression
 * @property {number} learning_rate  of the next step, after the schedule
 * @property {"epoch"|"loss"|"plateau"|null} stop_reason  the stop condition that ended training
 * @property {number} steps_per_epoch
 * @property {number} epochs_per_second  over about the last second; 0 while stopped
 * @property {Float32Array} parameters  (n_parameters,)
 * @property {Float64Array} activations  (n_units,) at Views.point, else of Views.sample
 * @property {number|null} sample  Views.sample
 * @property {[number, number]|null} point  Views.point
 * @property {Float32Array|null} gradient  (n_parameters,) of the last step, of its batch; null: not asked for, or none yet
 * @property {Float32Array|null} grid  (n_outputs, size, size): row 0 is x2 = domain[0], column 0 is x1 = domain[0];
 *   null: not asked for, or unchanged
 * @property {Float32Array|null} sample_outputs  (n_outputs, n_train + n_test), training samples first; null: not asked
 *   for, or unchanged
 * @property {Float32Array|null} unit_grids  (n_units, size, size), inputs included; null: not asked for, or unchanged
 * @property {Float64Array|null} confusion  (2, n_classes, n_classes) counts: train then test, rows are the true class,
 *   columns the predicted one; null: not asked for, or regression
 * @property {Distributions|null} distributions  null: not asked for, or unchanged
 * @property {HiddenSpace|null} space  null: not asked for, or unchanged
 * @property {LayerSpace|null} layer_space  null: not asked for, or unchanged
 * @property {Float64Array|null} unit_sum  of Views.unit at what is shown (or means over the training samples):
 *   n_in weights, n_in inputs, n_in products, bias, z, activation; null: not asked for
 * @property {Probe|null} probe  of Views.probe; null: not asked for
 * @property {LossSurface|null} loss_surface  null: not asked for, or nothing new; it comes when there is time for it
 * @property {Float64Array|null} history  (6, n): epoch, step, train_loss, test_loss, train_accuracy, test_accuracy;
 *   null: unchanged since the last state
 * @property {Remark|null} remark  what there is to say of how the run goes; null: nothing
 * @property {boolean} is_final  what is seen is as fine as can be; else finer views follow as soon as nothing trains
 */

/**
 * @typedef {object} Remark
 * @property {"solved"|"alike"|"dead"|"saturated"|"linear"|"too_high"|"too_low"|"too_small"|"stalled"} kind
 * @property {string} message  a sentence or two, with the facts
 */

/**
 * @typedef {object} LossSurface  Losses without the penalty, as train_loss and test_loss, over a plane of parameters whose
 *   middle is where the run was.
 * @property {number} step
 * @property {"train"|"test"} samples
 * @property {number|null} loss  in the middle: train_loss or test_loss of that step; null: not finite
 * @property {number} size  losses along each direction
 * @property {Float32Array} losses  (size, size): row 0 and column 0 are at the low ends of the 2nd and the 1st direction;
 *   not finite where the loss is not
 * @property {[number, number]} half_widths  from the middle to the end of each direction
 * @property {[number, number]|null} parameters  that are the directions; null: the main ones of the path
 * @property {[number|null, number|null]|null} values  of these parameters in the middle
 * @property {[number, number]} moved  the two parameters that have moved most
 * @property {[number, number]|null} shares  that the directions hold of the path's squared ways from the middle; null: no way
 * @property {Float32Array} path  (5, n): of some steps so far the place along both directions, the loss, the loss of the
 *   plane at that place, and the distance from the plane
 */

/** @typedef {{point: [number, number], outputs: (number|null)[]}} Probe  The outputs at a point; null: not finite. */

/**
 * @typedef {[layer: number, units: number[]|null, before?: [layer: number, units: number[]|null]|null]} SpaceRequest  The axes
 *   of a layer's space: up to three of its units, by their places in it; null: its main directions. `before`: those of
 *   another layer, which is told as well.
 */

/**
 * @typedef {object} HiddenSpace  Where two units take things: the activations of Views.space.
 * @property {Float32Array} samples  (2, n_train)
 * @property {Float32Array} grid  (2, size, size): row 0 is x2 = domain[0], column 0 is x1 = domain[0]
 */

/**
 * @typedef {object} LayerSpace  Coordinates in the space of Views.layer_space; along an axis that there is not they are 0.
 * @property {number} layer
 * @property {number[]|null} units  null: the axes are main directions of the training samples, around their mean
 * @property {(number|null)[]|null} shares  of the variance, of each direction; null: of units
 * @property {Float32Array} train  (3, n_train)
 * @property {Float32Array} test  (3, n_test)
 * @property {Float32Array} grid  (3, size, size): row 0 is x2 = domain[0], column 0 is x1 = domain[0]
 * @property {Float32Array} outputs  (n_outputs, size, size), of the network
 * @property {Float32Array} planes  (n_next, 4): w · a + b of a unit of the next layer is normal · c + offset at the
 *   coordinates c, for activations that differ from the samples' mean along the axes alone
 * @property {LayerSpace|null} before  the same of the other layer; null: not asked for
 */

/**
 * @typedef {object} Distributions  Per layer after the input; activations and gradients over all training samples.
 * @property {number} n_bins
 * @property {Float32Array} counts  (3, n_layers, n_bins): weights and biases, activations, gradients
 * @property {Float32Array} ranges  (3, n_layers, 2): low end of the first bin, high end of the last
 * @property {number[]} dead_units  never active: relu-like units that are 0, or constant, for every training sample
 * @property {number[]} saturated_units  sigmoid or tanh units within 1 % of an end of their range for 99 % of the samples
 */

/**
 * @typedef {object} KeyframeEvent  A state of the run that is kept; with `now` where the run is. The page's copy of the past.
 * @property {"keyframe"} type
 * @property {string} run
 * @property {number} entry
 * @property {number} step
 * @property {string} meta
 * @property {Float64Array} values
 * @property {Moment} [now]
 * @property {Moment[]} [dropped]  keyframes that are no longer kept
 * @property {boolean} [resumes]  training goes on from it until stopped
 */

/** @typedef {Place & {type: "journal", run: string, entries: Entry[], dropped: Moment[]}} JournalEvent  What the past has become: new entries, and where the run is. */
/** @typedef {{type: "closed", run: string}} ClosedEvent  A run was given up. */
/** @typedef {{type: "catalog", run: string, catalog: Catalog}} CatalogEvent  Sent before the first topology, and by every other version of the code. */
/** @typedef {{type: "error", run: string, error: ErrorValue}} ErrorEvent  Something failed that no command asked for. */
/** @typedef {{type: "code", run: string, edited: string[], files: EditedFiles}} CodeEvent  Another version of the code is in force. */
/** @typedef {{type: "log", run: string, text: string}} LogEvent  Lines that edited code has printed. */
/** @typedef {{type: "pong"}} PongMessage */
/** @typedef {{type: "not_restored"}} NotRestoredMessage  The memory image has failed: start another worker, without it. */

/**
 * @typedef {StatusEvent|CatalogEvent|TopologyEvent|ConfigEvent|DivergenceEvent|DatasetEvent|StateEvent|KeyframeEvent|JournalEvent|ClosedEvent|CodeEvent|LogEvent|ErrorEvent} WorkerEvent
 */
/** @typedef {OkReply | ErrorReply | WorkerEvent | PongMessage | NotRestoredMessage} FromWorker */

export {};
