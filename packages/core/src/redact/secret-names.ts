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
/** A part of every such name, which most names do not have. */
const HINT = /key|secret|pass|pwd|token|auth|cookie|cred|string/i;

/** Whether a property is named after a secret: `apiKey`, `DB_PASSWORD`, `client-secret`. */
export function isSecretName(name: string): boolean {
  if (name.length > MAX_NAME || !HINT.test(name)) return false;
  const folded = name.toLowerCase().replace(/[-_ .]/g, '');
  return WHOLE.has(folded) || ENDINGS.some((ending) => folded.endsWith(ending));
}
