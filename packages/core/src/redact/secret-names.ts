/** Names under which secrets are kept, without case, hyphens and underscores; others end with them. */
const ENDINGS = [
  'apikey',
  'secret',
  'secretkey',
  'secretaccesskey',
  'accesskey',
  'accountkey',
  'privatekey',
  'password',
  'passwd',
  'passphrase',
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'securitytoken',
  'authtoken',
  'bearertoken',
  'idtoken',
  'connectionstring',
];
const WHOLE = new Set(['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'credentials', 'pwd']);
const MAX_NAME = 80;
/** How every such name ends, and most names do not. */
const HINT = /(?:key|secret|word|wd|phrase|token|string|authorization|cookie|credentials)[-_ .]*$/i;

/** Whether a property is named after a secret: `apiKey`, `DB_PASSWORD`, `client-secret`. */
export function isSecretName(name: string): boolean {
  if (name.length > MAX_NAME || !HINT.test(name)) return false;
  const folded = name.toLowerCase().replace(/[-_ .]/g, '');
  return WHOLE.has(folded) || ENDINGS.some((ending) => folded.endsWith(ending));
}
