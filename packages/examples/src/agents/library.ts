const PASSAGES: ReadonlyMap<string, string> = new Map([
  ['kagura', 'Kagura is a ritual dance with music, performed for the gods at Shinto shrines in Japan.'],
  ['token', 'A language model reads and writes tokens; providers bill by them.'],
  ['trace', 'A trace is everything that happened inside one request, as a tree of timed spans.'],
]);

/** The sources an agent may search. */
export class Library {
  /** Passages whose keyword occurs in the topic. */
  async find(topic: string): Promise<string> {
    const words = topic.toLowerCase();
    const found = [...PASSAGES].filter(([keyword]) => words.includes(keyword)).map(([, passage]) => passage);
    return found.length > 0 ? found.join('\n') : 'Nothing found.';
  }
}
