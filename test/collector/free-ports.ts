import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Ports of 127.0.0.1 that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  // All at once, since a port is given out again as soon as it is free.
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  const closed = probes.map((probe) => once(probe, 'close'));
  for (const probe of probes) probe.close();
  await Promise.all(closed);
  return ports;
}
