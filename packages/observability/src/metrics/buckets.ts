/**
 * Boundaries for durations in seconds. Every second one is a boundary that the GenAI conventions ask for (0.01 to
 * 81.92, doubling); those between halve the error of percentiles, those above are for agents that work for minutes.
 */
export const SECONDS: readonly number[] = [
  0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.16, 0.24, 0.32, 0.48, 0.64, 0.96, 1.28, 1.92, 2.56, 3.84,
  5.12, 7.68, 10.24, 15.36, 20.48, 30.72, 40.96, 61.44, 81.92, 163.84, 327.68, 655.36,
];

/** Boundaries for tokens of one call: the conventions' (powers of four) and the powers of two between them. */
export const TOKENS: readonly number[] = Array.from({ length: 27 }, (_, exponent) => 2 ** exponent);

/** Boundaries for the steps of an agent's invocation: the usual dozen told apart, loops seen by their size. */
export const STEPS: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256, 512];
