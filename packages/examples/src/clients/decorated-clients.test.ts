import { decoratedClientsSuite } from './decorated-clients.suite';

describe('under the TC39 standard', decoratedClientsSuite);
