import { priceTableVersion } from '@kagura/core';

/** Measures in this process what the first price costs. */
const isLoaded = (): boolean => Object.keys(require.cache).some((file) => file.endsWith('prices.json'));

const loadedOnImport = isLoaded();
const start = performance.now();
priceTableVersion();
const loadMs = performance.now() - start;

if (!isLoaded()) throw new Error('The price table is not where it was looked for.');
process.stdout.write(JSON.stringify({ loadMs, loadedOnImport }));
