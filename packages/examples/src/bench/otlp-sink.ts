import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Accepts OTLP/HTTP and throws it away, in a process of its own so that its work is not counted.
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit(0));
