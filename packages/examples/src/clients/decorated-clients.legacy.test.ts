import { decoratedClientsSuite } from './decorated-clients.suite';

describe('under experimentalDecorators', decoratedClientsSuite);
