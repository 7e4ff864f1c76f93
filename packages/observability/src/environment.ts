import { type OpenTelemetryEnvironment, readOpenTelemetryEnvironment } from './open-telemetry-environment';

/** What the environment says, read here and nowhere else in this package. */
export interface Environment {
  /** `KAGURA_DISABLED=1` or `OTEL_SDK_DISABLED=true`: decorators pass calls through. */
  readonly disabled: boolean;
  readonly serviceName: string | undefined;
  readonly environment: string | undefined;
  /** `KAGURA_DB`: the database file. */
  readonly database: string | undefined;
  /** `KAGURA_TZ`: an IANA time zone. */
  readonly timeZone: string | undefined;
  /** `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, as a boolean or in the conventions' form. */
  readonly captureContent: boolean | undefined;
  /** What OpenTelemetry's own SDK goes by. */
  readonly openTelemetry: OpenTelemetryEnvironment;
}

/** Names that the deployment environment has in a resource: the conventions' present one, and the one before. */
const ENVIRONMENT_ATTRIBUTES = ['deployment.environment.name', 'deployment.environment'] as const;

export function readEnvironment(): Environment {
  const { env } = process;
  const openTelemetry = readOpenTelemetryEnvironment(env);
  const { resourceAttributes } = openTelemetry;
  const [environment] = ENVIRONMENT_ATTRIBUTES.flatMap((key) => resourceAttributes[key] || []);
  return {
    disabled: isTrue(env.KAGURA_DISABLED) || isTrue(env.OTEL_SDK_DISABLED),
    serviceName: resourceAttributes['service.name'] || env.npm_package_name || undefined,
    environment: environment ?? (env.NODE_ENV || undefined),
    database: env.KAGURA_DB || undefined,
    timeZone: env.KAGURA_TZ || undefined,
    captureContent: capturesOnSpans(env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT),
    openTelemetry,
  };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value?.toLowerCase() === 'true';
}

/** The event forms ask for log events, which Kagura does not emit: only the forms with spans turn capture on. What is none of the forms turns it off. */
function capturesOnSpans(value: string | undefined): boolean | undefined {
  const form = value?.trim().toUpperCase();
  if (!form) return undefined;
  return isTrue(form) || form === 'SPAN_ONLY' || form === 'SPAN_AND_EVENT';
}
