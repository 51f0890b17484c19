/** At the root: the findings that a team knows of and does not want to be shown again. It names flags, and mentions none. */
export const BASELINE_FILE = 'flagwright.baseline.json';
