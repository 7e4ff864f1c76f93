// Puts what the command `kagura` runs into one file: to find and load some two hundred of them would take a third of
// the time of a command. The price table stays a file of its own, read when it is needed.
import { join } from 'node:path';
import { build } from 'esbuild';

const dist = new URL('../packages/cli/dist/', import.meta.url).pathname;

await build({
  entryPoints: [join(dist, 'process.js')],
  outfile: join(dist, 'kagura.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['@photostructure/sqlite', 'commander'],
  loader: { '.json': 'copy' },
  assetNames: '[name]',
  minifyWhitespace: true,
});
