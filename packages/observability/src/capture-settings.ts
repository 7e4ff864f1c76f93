import { ConfigurationError, patternFinders, type RedactionPattern } from '@kagura/core';
import { DEFAULT_MAX_CAPTURE } from './capture';
import type { RedactionHook } from './content-filter';
import type { RedactionRules } from './content-redactor';

/** What is kept of prompts and responses where a method does not say, and what is taken out of all that is kept. */
export interface CaptureOptions {
  /** Keep arguments and requests. @default `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, else false */
  readonly prompts?: boolean | undefined;
  /** Keep returned values and answers. @default as for `prompts`, by the environment */
  readonly responses?: boolean | undefined;
  /** Limit of one captured value, in bytes of its JSON text. @default 65536 */
  readonly maxBytes?: number | undefined;
  /**
   * Patterns and functions beside the rules that always hold. A pattern that may take seconds for one text is refused
   * at the start.
   *
   * @default none
   */
  readonly redact?: readonly (RedactionPattern | RedactionHook)[] | undefined;
}

/** The same with every default filled in. */
export interface CaptureSettings extends RedactionRules {
  readonly prompts: boolean;
  readonly responses: boolean;
  readonly maxBytes: number;
}

const KNOWN = ['prompts', 'responses', 'maxBytes', 'redact'];

/**
 * @param defaults what the environment and the configuration file say
 * @throws ConfigurationError for an option that cannot work, with the value received
 */
export function resolveCapture(
  options: CaptureOptions = {},
  defaults: Omit<CaptureOptions, 'redact'>,
): CaptureSettings {
  const unknown = Object.keys(options).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) {
    throw new ConfigurationError(`Unknown option capture.${unknown}. Known options: ${KNOWN.join(', ')}.`);
  }
  const redact: readonly unknown[] = options.redact ?? [];
  if (!Array.isArray(redact)) {
    throw new ConfigurationError(`capture.redact must be a list, received a value of type ${typeof redact}.`);
  }
  return {
    prompts: flag('prompts', options.prompts) ?? defaults.prompts ?? false,
    responses: flag('responses', options.responses) ?? defaults.responses ?? false,
    maxBytes: sizeOf(options.maxBytes ?? defaults.maxBytes),
    hooks: redact.filter((item): item is RedactionHook => typeof item === 'function'),
    finders: patternFinders(
      redact.filter((item) => typeof item !== 'function'),
      () => performance.now(),
    ),
  };
}

function flag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ConfigurationError(`capture.${name} must be true or false, received ${JSON.stringify(value)}.`);
}

function sizeOf(maxBytes = DEFAULT_MAX_CAPTURE): number {
  if (Number.isInteger(maxBytes) && maxBytes >= 1) return maxBytes;
  throw new ConfigurationError(
    `capture.maxBytes must be a positive whole number, received ${String(maxBytes)}.`,
  );
}
