import { errorCode } from './error-code';

/**
 * What can be told of a client's error: its message and code. Beside them clients keep the command that failed, with the
 * password that it may have logged in with and the ids of calls.
 *
 * @param url where it has tried to connect: its password is not shown either
 */
export function plainError(error: unknown, url?: string): Error {
  const code = errorCode(error);
  const told = error instanceof Error ? error.message : String(error);
  // Attempts at several addresses fail with a code alone.
  const message = withoutArguments(passwordsIn(url).reduce(hide, told || String(code ?? 'unknown error')));
  return Object.assign(new Error(message), typeof code === 'string' && { code });
}

/** Servers repeat a command that they do not know, which may be the one to log in. */
function withoutArguments(message: string): string {
  return message.replace(/,? with args beginning with.*$/is, '');
}

function passwordsIn(url: string | undefined): string[] {
  if (url === undefined) return [];
  const { password } = new URL(url);
  return [password, decoded(password)].filter((text) => text !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hide(message: string, secret: string): string {
  return message.replaceAll(secret, '***');
}
