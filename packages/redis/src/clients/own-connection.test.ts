import { OwnConnection } from './own-connection';
import type { RedisConnection } from './redis-connection';

interface TestedConnection extends RedisConnection {
  isReady: boolean;
  closed: number;
}

const made = (): TestedConnection => ({
  isReady: true,
  closed: 0,
  whenReady: async () => undefined,
  evalSha: async () => undefined,
  evalSource: async () => undefined,
  close() {
    this.closed += 1;
    this.isReady = false;
  },
});

let opened: TestedConnection[];
let attempts: number;
let failure: Error | undefined;
const open = async () => {
  attempts += 1;
  if (failure !== undefined) throw failure;
  opened.push(made());
  return opened.at(-1) as TestedConnection;
};

beforeEach(() => {
  jest.useFakeTimers();
  opened = [];
  attempts = 0;
  failure = undefined;
});
afterEach(() => jest.useRealTimers());

it('connects when it is first needed, once for all who ask meanwhile', async () => {
  const own = new OwnConnection(open);
  expect(attempts).toBe(0);
  const connections = await Promise.all([own.connection(), own.connection()]);
  expect(connections).toEqual([opened[0], opened[0]]);
  expect([own.connection(), attempts]).toEqual([opened[0], 1]);
});

it('connects anew where the connection has ended, and closes what is left of the old one', async () => {
  const own = new OwnConnection(open);
  const first = (await own.connection()) as TestedConnection;
  first.isReady = false;
  expect(await own.connection()).toBe(opened[1]);
  expect(first.closed).toBe(1);
});

it('fails at once in a pause after each failure, which grows to two seconds', async () => {
  failure = new Error('refused');
  const own = new OwnConnection(open);
  const pauses: number[] = [];
  for (let waited = 0; pauses.length < 9; waited += 1, jest.advanceTimersByTime(1)) {
    const before = attempts;
    await expect(own.connection()).rejects.toBe(failure);
    if (attempts > before) {
      pauses.push(waited);
      waited = 0;
    }
  }
  expect(pauses).toEqual([0, 50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
  failure = undefined;
  jest.advanceTimersByTime(2_000);
  expect(await own.connection()).toBe(opened[0]);
});

it('begins with the shortest pause again after a success', async () => {
  failure = new Error('refused');
  const own = new OwnConnection(open);
  for (let i = 0; i < 5; i += 1) {
    await expect(own.connection()).rejects.toBe(failure);
    jest.advanceTimersByTime(2_000);
  }
  failure = undefined;
  own.giveUp(await own.connection());
  failure = new Error('refused again');
  await expect(own.connection()).rejects.toBe(failure);
  jest.advanceTimersByTime(50);
  failure = undefined;
  expect(await own.connection()).toBe(opened[1]);
});

it('gives up the connection that it has, and not a later one', async () => {
  const own = new OwnConnection(open);
  const first = await own.connection();
  own.giveUp(first);
  const second = await own.connection();
  own.giveUp(first);
  expect([own.connection(), opened.map(({ closed }) => closed)]).toEqual([second, [1, 0]]);
});

it('opens nothing after it was closed, and closes what was being opened', async () => {
  const own = new OwnConnection(open);
  const opening = own.connection();
  own.close();
  await opening;
  expect(opened.map(({ closed }) => closed)).toEqual([1]);
  await expect(own.connection()).rejects.toThrow('closed');
  expect(attempts).toBe(1);
});
