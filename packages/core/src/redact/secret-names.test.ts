import { isSecretName } from './secret-names';

it.each([
  ...[
    'apiKey',
    'OPENAI_API_KEY',
    'x-api-key',
    'client_secret',
    'aws_secret_access_key',
    'dbPassword',
    'passwd',
  ],
  ...[
    'pwd',
    'ssh passphrase',
    'access_token',
    'idToken',
    'private.key',
    'Authorization',
    'set-cookie',
    'api_key_',
  ],
  ...['credentials', 'connectionString', 'accountKey', 'secret'],
])('%s is the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

it.each([
  ...['key', 'token', 'tokens', 'max_tokens', 'prompt_tokens', 'cookieRecipe', 'keyword', 'author', 'string'],
  ...['passengers', 'secretary', 'accessKeyId', 'password_hint', '', 'x'.repeat(100_000)],
])('%s is none', (name) => {
  expect(isSecretName(name)).toBe(false);
});
