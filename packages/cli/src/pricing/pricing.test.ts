import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceTableVersion } from '@kagura/core';
import { type CliRun, runCli } from '../test/run-cli';

describe('kagura pricing without a database', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kagura-pricing-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function kagura(line: string): Promise<CliRun> {
    return runCli(line.split(' '), { cwd: folder });
  }

  async function data(line: string): Promise<Record<string, unknown>> {
    return JSON.parse((await kagura(`${line} --json`)).stdout).data;
  }

  describe('list', () => {
    it('shows what is in force, with its provider and origin and the version of the table', async () => {
      const { exitCode, stdout } = await kagura('pricing list gpt-4o --provider openai');

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^openai +gpt-4o +\$2\.50 +\$10\.00 +\$1\.25 +correction +since 2024-10-02$/m);
      expect(stdout).not.toContain('until 2024-10-02');
      expect(stdout).toContain(`Price table ${priceTableVersion()}, data of 20`);
    });

    it.each([
      ['--all', ['2.5', '5']],
      ['--at 2024-06-01', ['5']],
      ['--at 2024-11-01', ['2.5']],
    ])('with %s has the prices of that time', async (flags, expected) => {
      const { prices } = await data(`pricing list openai/gpt-4o --provider openai ${flags}`);
      const own = (prices as { model: string; tier: string | null; rates: { input: string } }[]).filter(
        ({ model, tier }) => model === 'gpt-4o' && tier === null,
      );

      expect(own.map(({ rates }) => rates.input).sort()).toEqual(expected);
    });

    it('shows as many rows as are wanted, and says how many there are besides', async () => {
      const { stdout } = await kagura('pricing list opus-4-1 --provider anthropic --limit 1');

      expect(stdout).toMatch(/^anthropic +claude-opus-4-1 .*\n\n… and 1 more\.$/m);
    });

    it('says so when nothing matches', async () => {
      const { exitCode, stderr } = await kagura('pricing list no-such-model');

      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'No price matches.\n' });
    });

    it('refuses a time that it cannot read', async () => {
      const { exitCode, stderr } = await kagura('pricing list --at yesteryear');

      expect(exitCode).toBe(2);
      expect(stderr).toContain('Cannot read --at "yesteryear".');
    });
  });

  describe('show', () => {
    it('tells the price, how it was found and the other prices of the model', async () => {
      const { stdout } = await kagura('pricing show gpt-4o');

      expect(stdout).toContain('  Price id:     openai/gpt-4o@2024-10-02\n');
      expect(stdout).toContain('  Cache reads:  $1.25 per million tokens\n');
      expect(stdout).toContain('  maker of the model: gpt-4o → openai/gpt-4o\n');
      expect(stdout).toMatch(/^ {2}until 2024-10-02 {2}standard +\$5\.00 +\$15\.00$/m);
    });

    it('has the price of a time, a way of billing and a region', async () => {
      const batch = await data('pricing show gpt-4o --tier batch --at 2024-06-01');
      const regional = await data('pricing show claude-sonnet-4-5 --provider vertex --location europe-west1');

      expect(batch.price).toMatchObject({ tier: 'batch', to: '2024-10-02', rates: { input: '2.5' } });
      expect(regional.price).toMatchObject({ provider: 'google', tier: 'regional', rates: { input: '3.3' } });
    });

    it('says why there is no price although the model has some', async () => {
      const { exitCode, stdout } = await kagura('pricing show gpt-4o --tier nonsense');

      expect(exitCode).toBe(0);
      expect(stdout).toContain('No price for this way of billing.');
      expect(await data('pricing show gpt-4o --tier nonsense')).toMatchObject({
        price: null,
        reason: 'unknown_tier',
      });
    });

    it('of an unknown model names those that may be meant, and how to give a price', async () => {
      const { exitCode, stderr } = await kagura('pricing show gpt-4oo');

      expect(exitCode).toBe(4);
      expect(stderr).toMatch(/No price of "gpt-4oo"\.\n {2}Did you mean gpt-4o, /);
      expect(stderr).toContain('kagura pricing set gpt-4oo --input');
    });
  });

  it('a database that was named has to be there', async () => {
    const { exitCode } = await kagura('pricing list --db missing.db');

    expect(exitCode).toBe(3);
  });
});
