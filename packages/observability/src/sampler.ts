import type { Sampler } from '@opentelemetry/sdk-trace';

type Sdk = typeof import('@opentelemetry/sdk-trace');

const PARENT_BASED = 'parentbased_';

/**
 * The sampler that `OTEL_TRACES_SAMPLER` names, `parentbased_` or not: `always_on`, `always_off` or `traceidratio` with
 * the ratio of `OTEL_TRACES_SAMPLER_ARG`. `undefined` for any other name, and the SDK's default samples everything.
 */
export function samplerOf(
  sdk: Sdk,
  name: string | undefined,
  ratio: string | undefined,
): Sampler | undefined {
  if (name?.startsWith(PARENT_BASED)) {
    const root = rootSampler(sdk, name.slice(PARENT_BASED.length), ratio);
    return root && new sdk.ParentBasedSampler({ root });
  }
  return rootSampler(sdk, name, ratio);
}

function rootSampler(sdk: Sdk, name: string | undefined, ratio: string | undefined): Sampler | undefined {
  switch (name) {
    case 'always_on':
      return new sdk.AlwaysOnSampler();
    case 'always_off':
      return new sdk.AlwaysOffSampler();
    case 'traceidratio':
      return new sdk.TraceIdRatioBasedSampler(ratioOf(ratio));
    default:
      return undefined;
  }
}

/** A ratio that is none samples everything, as the specification has it. */
function ratioOf(text: string | undefined): number {
  const ratio = text === undefined ? 1 : Number(text);
  return ratio >= 0 && ratio <= 1 ? ratio : 1;
}
