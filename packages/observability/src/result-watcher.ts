/** Told what becomes of a call's result. Exactly one of `succeed`, `streamEnded` and `fail` takes effect. */
export interface ResultWatcher {
  /** Runs a piece of the call's own work in the call's context. */
  run<T>(body: () => T): T;
  chunk(value: unknown): void;
  /** The member of the result that streams, where the result itself does not. */
  readonly streamIn?: string | undefined;
  /** Why the stream must not go on, where a budget says so after a chunk. The follower ends it, and fails with this. */
  readonly stopReason?: Error | undefined;
  succeed(value: unknown): void;
  /** The stream was read to its end (`returned` is a generator's return value) or left early by its reader. */
  streamEnded(how: { readonly aborted: boolean; readonly returned?: unknown }): void;
  fail(error: unknown): void;
  /** Our own code could not follow the result; the call ends now, with the result unseen. */
  tapFailed(error: unknown): void;
  /** Ends the call should this object be collected before anyone finished with it; takes the place of an earlier one. */
  watchAbandonment(handle: object): void;
  /** Somebody has begun to read: the object may go, what it has given out is being read. */
  stopWatchingAbandonment(): void;
}
