/** Prints a value in a form that two runs can share: moments of time are left out. */
export type Print = (value: unknown) => void;

/**
 * Runs cases one after the other and prints what each of them gets or throws. With `observed` among the arguments of
 * the process the client is observed; else nothing of Kagura's is loaded.
 */
export function runCases(
  client: object,
  cases: Readonly<Record<string, (print: Print) => Promise<void>>>,
): void {
  const run = async (): Promise<void> => {
    if (process.argv.includes('observed')) {
      const { observeClient } = await import('@kagura/observability');
      observeClient(client);
    }
    for (const [name, body] of Object.entries(cases)) {
      console.log(`## ${name}`);
      await body(print).catch(printError);
    }
  };
  process.on('unhandledRejection', (reason) => console.log('unhandled rejection:', String(reason)));
  void run();
}

function print(value: unknown): void {
  const text = JSON.stringify(value, null, 1) ?? String(value);
  console.log(text.replace(/(\\?"created(?:_at)?\\?": ?)[\d.]+/g, '$1…'));
}

function printError(error: Error): void {
  const { cause, ...properties } = error as Error & Record<string, unknown>;
  print([error?.constructor.name, String(error), properties, String(cause)]);
}
