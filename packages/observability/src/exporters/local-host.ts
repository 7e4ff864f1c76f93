import { isIPv4 } from 'node:net';

/** Docker Desktop forwards this name from a container to the loopback of the machine. */
const DOCKER_HOST = 'host.docker.internal';

/** True for a name or address that means this machine and no other. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === '::1' || name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIPv4(name) && name.startsWith('127.');
}

/**
 * False for the `Host` of a web page of elsewhere whose name was made to mean this machine, so that a browser here
 * reads for it what only listens here. A request without one comes from no browser.
 */
export function isLocalRequest(hostHeader: string | undefined): boolean {
  if (hostHeader === undefined || hostHeader === '') return true;
  const address = `http://${hostHeader}`;
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === DOCKER_HOST || isLoopback(hostname);
}
