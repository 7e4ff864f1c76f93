import { useCollectors } from './suite';

const use = useCollectors();

describe('the queue on the disk, as in config.yaml', () => {
  it('hands on what it took before it was killed, also when the program is gone', async () => {
    const sink = await use.sink({ isAway: true });
    const collector = await use.collector({ sink, isPersistent: true });
    const program = use.program(collector);
    await program.emit(1_000);
    expect(await program.end()).toBe(0);
    await collector.kill();
    await sink.start();
    await collector.start();
    expect(program.spans).toHaveLength(2_000);
    expect(await sink.missing(program.spans)).toEqual([]);
    await sink.metricsOf('kagura.cost.usd');
  });

  it('loses nothing when the Collector is killed again and again while spans flow', async () => {
    const sink = await use.sink();
    const collector = await use.collector({ sink, isPersistent: true });
    const program = use.program(collector);
    let isOver = false;
    const flow = async (): Promise<number> => {
      let lost = 0;
      while (!isOver) {
        await program.emit(50);
        lost = await program.flush();
      }
      return lost;
    };
    const flowing = flow();
    for (let kill = 0; kill < 5; kill += 1) {
      const before = program.spans.length;
      await untilMore(program.spans, before + 300);
      await collector.kill();
      await collector.start();
    }
    isOver = true;
    await flowing;
    const lost = await program.end();
    // A program that has waited 5 seconds for an answer gives up, and says so. Nothing else may be missing.
    const missing = await sink.missing(program.spans, { waitMs: lost === 0 ? 30_000 : 5_000 });
    expect(missing.length).toBeLessThanOrEqual(lost);
    expect(program.spans.length).toBeGreaterThan(1_500);
  });
});

async function untilMore(spans: readonly string[], count: number): Promise<void> {
  while (spans.length < count) await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
}
