import { createInterface } from 'node:readline';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the process as Ctrl-C does elsewhere; while a question is open, it arrives here. */
  readonly interrupt: () => void;
}

const YES = /^\s*y(es)?\s*$/i;

/** Asks a question that is answered with yes or no. Anything but yes, the end of the input too, is a no. */
export function askOnTerminal(question: string, { input, output, interrupt }: Terminal): Promise<boolean> {
  const reader = createInterface({ input, output });
  return new Promise((resolve) => {
    reader.once('SIGINT', () => {
      reader.close();
      interrupt();
    });
    reader.once('close', () => resolve(false));
    reader.question(`${question} [y/N] `, (answer) => {
      resolve(YES.test(answer));
      reader.close();
    });
  });
}
