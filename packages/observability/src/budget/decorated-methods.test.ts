import { decoratedMethods } from './decorated-methods.suite';

decoratedMethods();
