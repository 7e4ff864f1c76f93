import { type FoundSecret, redactionMark } from './found-secret';

const SCHEME_END = '://';
const MAX_AUTHORITY = 512;
/** A name without a password is none, unless it is as long as a token. */
const MIN_TOKEN = 16;
const ENDS_AUTHORITY = new Set(Array.from('/?#"\'<>\\ \t\r\n', (character) => character.charCodeAt(0)));

/** Name and password in front of a host: `postgres://name:password@host`. The host stays. */
export function findUrlCredentials(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let scheme = text.indexOf(SCHEME_END);
  while (scheme >= 0) {
    const start = scheme + SCHEME_END.length;
    const end = authorityEnd(text, start);
    const at = text.slice(start, end).lastIndexOf('@');
    if (at > 0 && isSecret(text.slice(start, start + at))) {
      found.push({ start, end: start + at, replacement: redactionMark('url_credentials') });
    }
    scheme = text.indexOf(SCHEME_END, end);
  }
  return found;
}

function authorityEnd(text: string, start: number): number {
  const last = Math.min(text.length, start + MAX_AUTHORITY);
  let end = start;
  while (end < last && !ENDS_AUTHORITY.has(text.charCodeAt(end))) end += 1;
  return end;
}

function isSecret(userinfo: string): boolean {
  const colon = userinfo.indexOf(':');
  return colon < 0 ? userinfo.length >= MIN_TOKEN : colon < userinfo.length - 1;
}
