import { MetricsReader } from './reading';
import { runtimeSource } from './runtime-source';

/** How agents perform: calls, success rate, latency, slow calls. Bound to the running process at each call. */
export const metrics: MetricsReader = new MetricsReader(runtimeSource);
