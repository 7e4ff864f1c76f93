import { TRANSPORT } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Host and port of an address; nothing for what is no address. */
export function serverAttributes(baseUrl: string | undefined): Attributes {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return {};
  const { hostname, port, protocol } = new URL(baseUrl);
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  if (hostname === '') return {};
  return {
    [TRANSPORT.serverAddress]: hostname,
    ...(number !== undefined && { [TRANSPORT.serverPort]: number }),
  };
}
