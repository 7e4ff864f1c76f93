import { billingTier, regionalTier } from './billing-tier';

it.each([
  [{}, undefined],
  [{ serviceTier: 'Standard', speed: 'standard', geo: 'global' }, undefined],
  [{ serviceTier: 'SERVICE_TIER_UNSPECIFIED' }, undefined],
  [{ serviceTier: 'ON_DEMAND' }, undefined],
  [{ geo: 'not_available' }, undefined],
  [{ serviceTier: ' Batch ' }, 'batch'],
  [{ serviceTier: 'SERVICE_TIER_FLEX' }, 'flex'],
  [{ serviceTier: 'ON_DEMAND_PRIORITY' }, 'priority'],
  [{ serviceTier: 'PROVISIONED_THROUGHPUT' }, 'provisioned_throughput'],
  [{ speed: 'fast' }, 'fast'],
  [{ serviceTier: 'batch', geo: 'us' }, 'batch+us'],
  [{ speed: 'fast', geo: 'us' }, 'fast+us'],
  [{ serviceTier: 'fast', speed: 'fast' }, 'fast'],
])('a call billed as %j has the tier %p', (terms, tier) => {
  expect(billingTier(terms)).toBe(tier);
});

it.each([
  [undefined, 'europe-west1', 'regional'],
  ['batch', 'us', 'batch+regional'],
  ['us', 'eu', 'regional+us'],
  ['batch', 'global', undefined],
  [undefined, ' ', undefined],
  [undefined, undefined, undefined],
])('the tier %p at %p is %p', (tier, location, regional) => {
  expect(regionalTier(tier, location)).toBe(regional);
});
