import { ServerClock } from './server-clock';

const NOON = Date.UTC(2026, 10, 25, 12);

beforeEach(() => jest.useFakeTimers({ now: NOON }));
afterEach(() => jest.useRealTimers());

it("shows this machine's time until the server has told its own", () => {
  const clock = new ServerClock();
  expect(clock.now()).toBe(NOON);
  clock.see(NOON - 5_000);
  expect(clock.now()).toBe(NOON - 5_000);
});

it("goes on from the server's last answer, whatever is done to this machine's clock", () => {
  const clock = new ServerClock();
  clock.see(NOON + 60_000);
  jest.advanceTimersByTime(1_500);
  jest.setSystemTime(0);
  expect(clock.now()).toBe(NOON + 61_500);
});

it('does not go back because of an answer that was long on its way', () => {
  const clock = new ServerClock();
  clock.see(NOON);
  jest.advanceTimersByTime(1_000);
  clock.see(NOON + 400);
  expect(clock.now()).toBe(NOON + 1_000);
  clock.see(NOON + 1_100);
  expect(clock.now()).toBe(NOON + 1_100);
});

it('goes back where the server says that it is not so late yet', () => {
  const clock = new ServerClock();
  clock.see(NOON);
  jest.advanceTimersByTime(1_000);
  clock.set(NOON + 10);
  expect(clock.now()).toBe(NOON + 10);
});
