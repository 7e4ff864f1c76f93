import { readEnvironment } from './environment';
import type { Runtime } from './runtime';

/**
 * The one piece of global state: shared by every copy of this package in the process (ESM and CommonJS, two
 * versions, a hot reload), so that no call is ever counted by two runtimes.
 */
const REGISTRY = Symbol.for('kagura.v1');

interface RegistryState {
  /** `undefined` after shutdown, and while observability is disabled by the environment. */
  runtime: Runtime | undefined;
}

function state(): RegistryState | undefined {
  return (globalThis as Record<symbol, unknown>)[REGISTRY] as RegistryState | undefined;
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

/** Puts a runtime in force; `undefined` passes calls through until the next explicit start. */
export function setRuntime(runtime: Runtime | undefined): void {
  (globalThis as Record<symbol, unknown>)[REGISTRY] = { runtime } satisfies RegistryState;
}

function startImplicitly(): Runtime | undefined {
  const environment = readEnvironment();
  if (environment.disabled) {
    setRuntime(undefined);
    return undefined;
  }
  // Loaded at the first use, so that importing the decorators costs nothing of the SDK and the store.
  const { createRuntime } = require('./create-runtime') as typeof import('./create-runtime');
  const runtime = createRuntime({}, { environment, implicit: true });
  setRuntime(runtime);
  return runtime;
}
