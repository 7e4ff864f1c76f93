import { alphanumericAnd, runEnd, runStart } from './characters';
import { type FoundSecret, redactionMark } from './found-secret';

const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const isLocalCharacter = alphanumericAnd("._+-'");
/** Around an address in a sentence, and inside it too. */
const isMark = (code: number): boolean => code === 46 || code === 39;
const ESCAPE = /^(?:\\[nrtbf]|%[0-9A-Fa-f]{2})/;
const isDomainCharacter = alphanumericAnd('.-');
const TOP_LEVEL = /\.[A-Za-z]{2,24}$/;
/** A picture for screens of several densities: `icon@2x.png`. */
const DENSITY = /^[0-9]x\./;

/** E-mail addresses. The user `git` of an address for cloning is nobody. */
export function findEmails(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = localStart(text, at, from);
    if (start === at || text.slice(start, at) === 'git') continue;
    const end = domainEnd(text, at + 1);
    if (end === undefined) continue;
    found.push({ start, end, replacement: redactionMark('email') });
    from = end;
  }
  return found;
}

/** Not inside the escape that may stand before it, nor with the marks that a sentence may have. */
function localStart(text: string, at: number, from: number): number {
  const start = runStart(text, at, isLocalCharacter, Math.max(from, at - MAX_LOCAL));
  const escaped = start > from ? ESCAPE.exec(text.slice(start - 1, start + 2)) : null;
  return runEnd(text, Math.min(start + (escaped ? escaped[0].length - 1 : 0), at), isMark, at);
}

function domainEnd(text: string, start: number): number | undefined {
  const run = runEnd(text, start, isDomainCharacter, start + MAX_DOMAIN);
  const domain = text.slice(start, run).replace(/[.-]{1,8}$/, '');
  const isDomain = TOP_LEVEL.test(domain) && !domain.startsWith('.') && !DENSITY.test(domain);
  return isDomain ? start + domain.length : undefined;
}
