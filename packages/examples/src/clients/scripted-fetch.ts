/** A `fetch` that answers every request with the same body, and remembers what it was asked. */
export function scriptedFetch(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const requests: { readonly url: string; readonly body: unknown }[] = [];
  const fetch = async (url: string | URL | Request, init?: { body?: unknown }): Promise<Response> => {
    requests.push({ url: String(url), body: init?.body });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(text, { headers: { 'content-type': 'application/json', ...headers } });
  };
  return { fetch, requests };
}
