import { choicesOf, OUTPUT_LIMITS } from '@kagura/core';
import type { RequestChange } from './guarded-call';

export interface ChangeableRequest {
  /** What the API calls its limit of the output, where the request names none. */
  readonly outputLimit: string;
  /** Where the parameters are, if not in the request itself. */
  readonly parametersIn?: string | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;

/** The request as a budget lets it be sent: another model, a lower limit of output. The caller's objects stay as they are. */
export function changeRequest(
  request: unknown,
  { model, outputTokens }: RequestChange,
  { outputLimit, parametersIn }: ChangeableRequest,
): unknown {
  if (!isParameters(request)) return request;
  const changed = model === undefined ? request : { ...request, model };
  if (outputTokens === undefined) return changed;
  const limit = Math.floor(outputTokens / choicesOf(request));
  if (parametersIn === undefined) return limited(changed, limit, outputLimit);
  const inside = changed[parametersIn];
  return {
    ...changed,
    [parametersIn]: limited(isParameters(inside) ? inside : {}, limit, outputLimit),
  };
}

/** Every limit that the request names is lowered. */
function limited(parameters: Parameters, limit: number, outputLimit: string): Parameters {
  const named = OUTPUT_LIMITS.filter((name) => typeof parameters[name] === 'number');
  const limits = (named.length > 0 ? named : [outputLimit]).map((name) => [name, limit]);
  return { ...parameters, ...Object.fromEntries(limits) };
}

function isParameters(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null;
}
