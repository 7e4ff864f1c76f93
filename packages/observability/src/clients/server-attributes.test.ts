import { serverAttributes } from './server-attributes';

it.each([
  ['https://api.openai.com/v1', 'api.openai.com', 443],
  ['http://127.0.0.1:8080', '127.0.0.1', 8080],
  ['http://localhost', 'localhost', 80],
])('%s is host %s and port %d', (url, address, port) => {
  expect(serverAttributes(url)).toEqual({ 'server.address': address, 'server.port': port });
});

it.each([undefined, '', 'no address', 'data:,x'])('%j is no address', (url) => {
  expect(serverAttributes(url)).toEqual({});
});
