import { findCards } from './find-cards';
import { findEmails } from './find-emails';
import { findKeys } from './find-keys';
import { findNamedSecrets } from './find-named-secrets';

import { findPrivateKeys } from './find-private-keys';
import { findSocialSecurityNumbers } from './find-social-security-numbers';
import { findCredentials, findWebTokens } from './find-tokens';
import { findUrlCredentials } from './find-url-credentials';
import { type FoundSecret, mergeFound, replaceFound, type SecretFinder } from './found-secret';

/** Most UTF-16 units of one text that are looked at and kept; what is behind is dropped. */
export const MAX_REDACTED_LENGTH = 65_536;

/** Looked at behind the place where a text is cut: a secret that begins before it is known by then, and does not leak its head. */
export const REDACTION_MARGIN = 1_024;

/** No secret is as short as this. */
const MIN_LENGTH = 6;

const FINDERS: readonly SecretFinder[] = [
  findPrivateKeys,
  findKeys,
  findWebTokens,
  findCredentials,
  findUrlCredentials,
  findNamedSecrets,
];

/** Most texts do not have so many digits in a row, which is asked once for all that are about numbers. */
const MIN_NUMBER = 9;
const NUMBER = /[0-9](?:[ -]?[0-9]){8}/;
const NUMBER_FINDERS: readonly SecretFinder[] = [findCards, findSocialSecurityNumbers];

/**
 * A text without secrets: keys and tokens, private keys, passwords, e-mail addresses, payment cards. Each is replaced
 * by a mark that names the rule. The time grows with the text's length only, whatever the text is.
 *
 * @param options.finders rules beside our own; they look at the text as it was given
 * @param options.limit UTF-16 units to keep at most. @default 65536, which is the most there is
 */
export function redactText(
  text: string,
  { finders = [], limit = MAX_REDACTED_LENGTH }: RedactOptions = {},
): string {
  const kept = Math.min(limit, MAX_REDACTED_LENGTH);
  if (text.length < MIN_LENGTH && finders.length === 0) return text.slice(0, kept);
  const examined = text.length > kept + REDACTION_MARGIN ? text.slice(0, kept + REDACTION_MARGIN) : text;
  const found = findAll(examined, finders);
  return found.length === 0 && examined.length <= kept ? examined : replaceFound(examined, found, kept);
}

function findAll(text: string, others: readonly SecretFinder[]): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  addFound(found, FINDERS, text);
  if (text.length >= MIN_NUMBER && NUMBER.test(text)) addFound(found, NUMBER_FINDERS, text);
  addFound(found, others, text);
  const emails = findEmails(text);
  if (emails.length === 0) return mergeFound(found);
  const secrets = mergeFound(found);
  return mergeFound([...secrets, ...outside(emails, secrets)]);
}

/** Mostly there is nothing to add. */
function addFound(found: FoundSecret[], finders: readonly SecretFinder[], text: string): void {
  for (const find of finders) {
    const more = find(text);
    if (more.length > 0) found.push(...more);
  }
}

export interface RedactOptions {
  readonly finders?: readonly SecretFinder[] | undefined;
  readonly limit?: number | undefined;
}

/** The end of a password in front of a host is no address, and the host may stay. Both are in the order of the text. */
function outside(emails: readonly FoundSecret[], secrets: readonly FoundSecret[]): readonly FoundSecret[] {
  let next = 0;
  return emails.filter(({ start }) => {
    while ((secrets[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return (secrets[next]?.start ?? Number.POSITIVE_INFINITY) > start;
  });
}
