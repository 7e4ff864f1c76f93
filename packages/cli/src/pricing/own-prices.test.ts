import { openDatabase, writeCodePriceOverrides } from '@kagura/store';
import { type CliRun, type CliRunOptions, runCli } from '../test/run-cli';
import { type SeededDatabase, seedDatabase } from '../test/seeded-database';
import { exactCost, modelCall, spanRecord, unpricedCost } from '../test/span-records';

const SET = 'pricing set in-house-llm --input 0.40 --output 1.20';

/** On 2025-10-04: two calls to a model without a price, and one whose stored cost is not that of the table. */
function records() {
  const invocation = spanRecord();
  const unpriced = {
    name: 'in-house-llm',
    model: 'in-house-llm',
    provider: 'acme',
    usage: { inputTokens: 1_000, outputTokens: 500 },
    cost: unpricedCost(),
  };
  return [
    invocation,
    modelCall(invocation, 0, unpriced),
    modelCall(invocation, 1_000_000, unpriced),
    modelCall(invocation, 2_000_000, {
      usage: { inputTokens: 1_000, outputTokens: 100 },
      cost: exactCost(9_000_000),
    }),
  ];
}

describe('kagura pricing with a database', () => {
  let seeded: SeededDatabase;

  beforeEach(() => {
    seeded = seedDatabase(records());
  });

  afterEach(() => {
    seeded.remove();
  });

  function kagura(line: string, options: CliRunOptions = {}): Promise<CliRun> {
    return runCli(line.split(' '), { cwd: seeded.folder, ...options });
  }

  async function data(line: string): Promise<Record<string, unknown>> {
    return JSON.parse((await kagura(`${line} --json`)).stdout).data;
  }

  /** Dollars of all calls of October, as the cost report has them. */
  async function reportedUsd(): Promise<unknown> {
    return (await data('cost --period 2025-10')).total_usd;
  }

  describe('set and rm', () => {
    it('a price that was set is listed first and shown as the one that applies', async () => {
      const { exitCode, stderr } = await kagura(`${SET} --cached 0.04`);
      const { stdout } = await kagura('pricing list in-house');

      expect(exitCode).toBe(0);
      expect(stderr).toContain('kagura pricing recalc --model in-house-llm --dry-run');
      expect(stdout).toMatch(/^any +in-house-llm +\$0\.40 +\$1\.20 +\$0\.04 +override \(cli\) +always$/m);
      expect(await data('pricing show in-house-llm')).toMatchObject({
        price: { origin: 'override', rates: { input: '0.4', cache_read: '0.04', output: '1.2' } },
      });
    });

    it('a discount stands beside the price of the table that it changes', async () => {
      await kagura('pricing set gpt-4o --provider azure --discount 0.85 --from 2025-01-01');
      const { stdout } = await kagura('pricing show gpt-4o --provider azure');

      expect(await data('pricing show gpt-4o --provider azure')).toMatchObject({
        price: { rates: { input: '2.125' } },
        listed: { rates: { input: '2.5' } },
      });
      expect(stdout).toContain('  price of your own: ');
      expect((await kagura('pricing list gpt-4o')).stdout).toMatch(/^azure +gpt-4o +× 0\.85 +— /m);
    });

    it('stands before one given in code, which rm leaves alone', async () => {
      const database = openDatabase({ path: seeded.path });
      writeCodePriceOverrides(database, [
        { model: 'in-house-llm', inputUsdPerMillion: '7', outputUsdPerMillion: '7' },
      ]);
      database.close();
      await kagura(SET);

      expect((await kagura('pricing list in-house')).stdout).toMatch(
        /^any +in-house-llm .*\$0\.40 .*\(cli\).*\nany +in-house-llm .*\$7\.00 .*\(code\)/m,
      );
      expect(await data('pricing show in-house-llm')).toMatchObject({ price: { rates: { input: '0.4' } } });
      await kagura('pricing rm in-house-llm');
      expect(await data('pricing show in-house-llm')).toMatchObject({ price: { rates: { input: '7' } } });
    });

    it('rm takes it back, once', async () => {
      await kagura(SET);
      const first = await kagura('pricing rm in-house-llm');
      const second = await kagura('pricing rm in-house-llm');

      expect(first).toMatchObject({ exitCode: 0, stdout: '1 price of in-house-llm removed.\n' });
      expect(second.exitCode).toBe(4);
      expect((await kagura('pricing show in-house-llm')).exitCode).toBe(4);
    });

    it.each([
      ['pricing set in-house-llm', /changes nothing/],
      ['pricing set in-house-llm --input cheap --output 1', /"inputUsdPerMillion".*not cheap/],
      ['pricing set in*llm --input 1 --output 1', /"\*" only at the end/],
      ['pricing set gpt-4o --discount 0.9 --from soon', /"from" is not a date: soon/],
    ])('%s is refused', async (line, message) => {
      const { exitCode, stderr } = await kagura(line);

      expect(exitCode).toBe(2);
      expect(stderr).toMatch(message);
    });
  });

  describe('missing', () => {
    it('names the model, its calls and tokens, and the command that gives it a price', async () => {
      const { stdout } = await kagura('pricing missing');

      expect(stdout).toMatch(/^in-house-llm +acme +unknown_model +2 +2,000 +1,000 +2025-10-04 10:30:16$/m);
      expect(stdout).toContain(
        '  kagura pricing set in-house-llm --provider acme --input <usd> --output <usd>\n',
      );
    });

    it('once there is a price, the command is the one that applies it', async () => {
      await kagura(SET);

      expect(await data('pricing missing')).toMatchObject({
        models: [{ fix: 'kagura pricing recalc --model in-house-llm --provider acme --unpriced-only' }],
      });
    });

    it('of another range is nothing', async () => {
      expect((await kagura('pricing missing --period 2025-09')).stdout).toBe(
        'Every call in this range has a price.\n',
      );
    });
  });

  describe('recalc', () => {
    it('--dry-run shows old and new totals of each model and writes nothing', async () => {
      await kagura(SET);
      const before = await reportedUsd();
      const { stdout } = await kagura('pricing recalc --dry-run');

      expect(stdout).toMatch(/^gpt-4o +openai +1 +1 +0 +\$0\.009 +\$0\.0035$/m);
      expect(stdout).toMatch(/^in-house-llm +acme +2 +2 +2 → 0 +— +\$0\.002$/m);
      expect(stdout).toMatch(/^Total +3 +3 +2 → 0 +\$0\.009 +\$0\.0055$/m);
      expect(stdout).toContain('3 costs would change. Nothing was written.');
      expect(await reportedUsd()).toBe(before);
    });

    it('writes what the dry run told, and the reports have it', async () => {
      await kagura(SET);
      const { exitCode, stdout } = await kagura('pricing recalc --yes');

      expect(exitCode).toBe(0);
      expect(stdout).toContain('3 costs written.');
      expect(await reportedUsd()).toBe(0.0055);
      expect(await data('pricing recalc --yes')).toMatchObject({ written: false, changed: 0 });
    });

    it.each([
      ['--unpriced-only', 0.011],
      ['--model gpt-4o', 0.0035],
      ['--provider acme', 0.011],
      ['--until 2025-10-03', 0.009],
    ])('with %s touches only those calls', async (flags, expected) => {
      await kagura(SET);
      await kagura(`pricing recalc --yes ${flags}`);

      expect(await reportedUsd()).toBe(expected);
    });

    it('asks with the totals in view, and writes nothing after a no', async () => {
      const questions: string[] = [];
      const { stderr } = await kagura('pricing recalc', {
        confirm: async (question) => {
          questions.push(question);
          return false;
        },
      });

      expect(questions).toEqual([`Write these costs to ${seeded.path}?`]);
      expect(stderr).toMatch(/^Total .*\$0\.0035$/m);
      expect(stderr).toContain('Nothing was written.');
      expect(await reportedUsd()).toBe(0.009);
    });

    it('is refused where nobody can be asked', async () => {
      const { exitCode, stderr } = await kagura('pricing recalc');

      expect(exitCode).toBe(2);
      expect(stderr).toContain('Add --yes to write them, or --dry-run to see them.');
    });
  });
});
