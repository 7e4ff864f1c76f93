import type { BilledAs } from '@kagura/core';
import type { SqliteValue } from './driver';

export const BILLING_COLUMNS: readonly string[] = ['service_tier', 'speed', 'geo', 'location'];

export interface BillingRow {
  readonly service_tier: string | null;
  readonly speed: string | null;
  readonly geo: string | null;
  readonly location: string | null;
}

const STANDARD: readonly SqliteValue[] = BILLING_COLUMNS.map(() => null);

/** In the order of `BILLING_COLUMNS`. */
export function billingValues(billing: BilledAs | null | undefined): readonly SqliteValue[] {
  if (!billing) return STANDARD;
  const { serviceTier, speed, geo, location } = billing;
  return [serviceTier ?? null, speed ?? null, geo ?? null, location ?? null];
}

export function billingOf({ service_tier, speed, geo, location }: BillingRow): BilledAs | null {
  if (service_tier === null && speed === null && geo === null && location === null) return null;
  return {
    ...(service_tier !== null && { serviceTier: service_tier }),
    ...(speed !== null && { speed }),
    ...(geo !== null && { geo }),
    ...(location !== null && { location }),
  };
}
