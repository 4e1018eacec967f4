/** What the confusion matrices count. Pure. */

/** In the order of StateEvent.confusion. */
export const CONFUSION_SETS = [
  { name: "train", label: "Training samples" },
  { name: "test", label: "Test samples" },
];

/**
 * One count as a share of its row, 0 for an empty row.
 * @param {ArrayLike<number>} counts
 * @param {number} index
 * @param {number} n_classes
 */
export function rowShare(counts, index, n_classes) {
  const start = index - (index % n_classes);
  let total = 0;
  for (let at = start; at < start + n_classes; at++) total += Number(counts[at]);
  return total > 0 ? Number(counts[index]) / total : 0;
}
