import { observe, startObservability } from '@kagura/observability';

/** Keeps what is asked, without what identifies people or orders. */
export async function main(): Promise<void> {
  const kagura = startObservability({
    capture: {
      prompts: true,
      redact: [
        /\+\d{1,3}(?: \d{2,4}){2,4}/,
        { name: 'order', pattern: /\bORD-\d{6}\b/ },
        (text, { direction }) => (direction === 'input' ? text.replaceAll('Jane', '(a customer)') : text),
      ],
    },
  });
  const support = observe((question: string) => `Thank you for ${question.length} characters.`, 'support');
  support('This is Jane, jane@example.com. Call +44 20 7946 0958 about ORD-123456.');

  const trace = await kagura.tracer.getLastTrace('support');
  console.log(trace?.prompt);
  await kagura.shutdown();
}
