import type { CallContext } from '@kagura/core';
import { type Context, createContextKey } from '@opentelemetry/api';

const CALL_CONTEXT_KEY = createContextKey('kagura.call_context');
const EMPTY: CallContext = Object.freeze({});

/** User, session, tenant and tags that the calls in a context are made for. */
export function callContextOf(context: Context): CallContext {
  return (context.getValue(CALL_CONTEXT_KEY) as CallContext | undefined) ?? EMPTY;
}

/** Adds to what the context already says; tags are merged key by key, and a later value wins. */
export function extendCallContext(context: Context, addition: CallContext): Context {
  const current = callContextOf(context);
  const extended: CallContext = Object.freeze({
    user: addition.user ?? current.user,
    session: addition.session ?? current.session,
    tenant: addition.tenant ?? current.tenant,
    tags: addition.tags ? { ...current.tags, ...addition.tags } : current.tags,
  });
  return context.setValue(CALL_CONTEXT_KEY, extended);
}
