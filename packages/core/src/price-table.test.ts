import type * as Core from './index';

it('the table is read on first use, once, and not on import', () => {
  const read = jest.fn(() => jest.requireActual('./prices.json'));
  jest.isolateModules(() => {
    jest.doMock('./prices.json', read);
    const { priceTableVersion }: typeof Core = require('./index');
    expect(read).not.toHaveBeenCalled();
    priceTableVersion();
    priceTableVersion();
  });
  expect(read).toHaveBeenCalledTimes(1);
});
