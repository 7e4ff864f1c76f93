import { OUTPUT_LIMITS } from '@kagura/core';
import type { RequestChange } from './guarded-call';

export interface ChangeableRequest {
  /** What the API calls its limit of the output, where the request names none. */
  readonly outputLimit: string;
  /** Where the parameters are, if not in the request itself. */
  readonly parametersIn?: string | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;

const CHOICES = ['n', 'best_of', 'candidateCount'] as const;

/** The request as a budget lets it be sent: another model, a lower limit of output. The caller's objects stay as they are. */
export function changeRequest(
  request: unknown,
  { model, outputTokens }: RequestChange,
  { outputLimit, parametersIn }: ChangeableRequest,
): unknown {
  if (!isParameters(request)) return request;
  const changed = model === undefined ? request : { ...request, model };
  if (outputTokens === undefined) return changed;
  if (parametersIn === undefined) return limited(changed, outputTokens, outputLimit);
  const inside = changed[parametersIn];
  return {
    ...changed,
    [parametersIn]: limited(isParameters(inside) ? inside : {}, outputTokens, outputLimit),
  };
}

/** Every limit that the request names is lowered, and each choice gets its part. */
function limited(parameters: Parameters, outputTokens: number, outputLimit: string): Parameters {
  const choices = Math.max(1, ...CHOICES.map((name) => Number(parameters[name]) || 1));
  const limit = Math.floor(outputTokens / choices);
  const named = OUTPUT_LIMITS.filter((name) => typeof parameters[name] === 'number');
  const limits = (named.length > 0 ? named : [outputLimit]).map((name) => [name, limit]);
  return { ...parameters, ...Object.fromEntries(limits) };
}

function isParameters(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null;
}
