import { CostReader, type ReadingOptions, readingSource } from './reading';
import { runtimeSource } from './runtime-source';

/** What model calls cost: of the running process and everything its database holds, or of a file. */
export class CostTracker extends CostReader {
  constructor(options: ReadingOptions = {}) {
    super(readingSource(options, runtimeSource));
  }
}
