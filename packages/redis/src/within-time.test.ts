import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { TooLateError, withinTime } from './within-time';

const never = new Promise<never>(() => undefined);

it('brings what comes in time, be it a value or an error', async () => {
  expect(await withinTime(Promise.resolve(1), 1_000, 'no answer')).toBe(1);
  const error = new Error('refused');
  await expect(withinTime(Promise.reject(error), 1_000, 'no answer')).rejects.toBe(error);
});

it('says what has not come', async () => {
  await expect(withinTime(never, 5, 'no answer')).rejects.toThrow(new TooLateError('no answer within 5 ms'));
});

it('leaves no timer behind', async () => {
  jest.useFakeTimers();
  await withinTime(Promise.resolve(1), 1_000, 'no answer');
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

it('reads an answer that has arrived while the process was busy', async () => {
  const server = createServer((socket) => socket.end('answer')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(server, 'connection'), once(socket, 'connect')]);
  const answer = withinTime(once(socket, 'data'), 20, 'no answer');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  expect(String(await answer)).toBe('answer');
  server.close();
});
