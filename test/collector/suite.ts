import { Collector, type CollectorOptions } from './collector';
import { Program } from './program';
import { Sink } from './sink';

type Cleanup = () => unknown;

/** Starts what a test needs, and ends it with the test. */
export function useCollectors() {
  const cleanups: Cleanup[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  return {
    async sink({ isAway = false } = {}): Promise<Sink> {
      const sink = isAway ? await Sink.away() : await Sink.start();
      cleanups.push(() => sink.stop());
      return sink;
    },
    async collector(options: CollectorOptions): Promise<Collector> {
      const collector = await Collector.start(options);
      cleanups.push(() => collector.remove());
      return collector;
    },
    program({ url }: Collector): Program {
      const program = new Program(url);
      cleanups.push(() => program.kill());
      return program;
    },
  };
}
