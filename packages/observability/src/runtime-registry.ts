import { describe } from './diagnostics';
import { readEnvironment } from './environment';
import type { Runtime } from './runtime';

/**
 * The one piece of global state: shared by every copy of this package in the process (ESM and CommonJS, two
 * versions, a hot reload), so that no call is ever counted by two runtimes.
 */
const REGISTRY = Symbol.for('kagura.v1');

/** Set once somebody was told that two versions do not work together. */
const REFUSAL = Symbol.for('kagura.refusal');

/** Raised whenever a copy with the old shape of the registry or of the runtime could not work with the new one. */
const SHAPE = 1;

interface RegistryState {
  readonly shape: number;
  /** `undefined` after shutdown, and while observability is disabled by the environment. */
  runtime: Runtime | undefined;
}

const globals = globalThis as Record<symbol, unknown>;

/** What a copy does that finds the registry of another version: nothing, so that no call is counted twice. */
const REFUSED: RegistryState = Object.freeze({ shape: SHAPE, runtime: undefined });

function state(): RegistryState | undefined {
  const found = globals[REGISTRY];
  if (found === undefined || isReadable(found)) return found;
  warnOfOtherVersion();
  return REFUSED;
}

function isReadable(found: unknown): found is RegistryState {
  return typeof found === 'object' && found !== null && (found as Partial<RegistryState>).shape === SHAPE;
}

function warnOfOtherVersion(): void {
  if (globals[REFUSAL] === true) return;
  globals[REFUSAL] = true;
  process.emitWarning(
    'Two versions of @kagura/observability that do not work together are loaded. The first one goes on recording, ' +
      'calls observed by the other pass through unrecorded. Find them with `npm ls @kagura/observability` and keep one.',
    { type: 'KaguraWarning', code: 'KAGURA_TWO_VERSIONS' },
  );
}

/** The running runtime; starts one with defaults at the first use. `undefined` when disabled or shut down. */
export function currentRuntime(): Runtime | undefined {
  const current = state();
  return current === undefined ? startImplicitly() : current.runtime;
}

/** The running runtime, without starting one. */
export function peekRuntime(): Runtime | undefined {
  return state()?.runtime;
}

/** True where another version of this package is in charge, one that this copy cannot work with. */
export function isRegistryRefused(): boolean {
  return state() === REFUSED;
}

/**
 * Puts a runtime in force; `undefined` passes calls through until the next explicit start. Does nothing where another
 * version is in charge.
 */
export function setRuntime(runtime: Runtime | undefined): void {
  if (isRegistryRefused()) return;
  globals[REGISTRY] = { shape: SHAPE, runtime } satisfies RegistryState;
}

function startImplicitly(): Runtime | undefined {
  const environment = readEnvironment();
  if (environment.disabled) {
    setRuntime(undefined);
    return undefined;
  }
  // Starting may run instrumented code, which asks for the runtime again: calls pass through until there is one.
  setRuntime(undefined);
  try {
    // Loaded at the first use, so that importing the decorators costs nothing of the SDK and the store.
    const { createRuntime } = require('./create-runtime') as typeof import('./create-runtime');
    setRuntime(createRuntime({}, { environment, implicit: true }));
  } catch (error) {
    // Nobody called a function of ours: the call that is about to be observed must not fail for it.
    process.emitWarning(`Calls are not recorded, because observability could not start: ${describe(error)}`, {
      type: 'KaguraWarning',
      code: 'KAGURA_START',
    });
  }
  return peekRuntime();
}
