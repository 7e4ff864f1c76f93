import { isInScope } from './budget-charge';

const call = {
  agent: 'research',
  model: 'gpt-4o-2024-08-06',
  provider: 'openai',
  user: 'ann',
  tags: { team: 'search' },
};

it.each([
  ['nothing', {}, true],
  ['the agent', { agent: 'research' }, true],
  ['another agent', { agent: 'writer' }, false],
  ['the model', { model: 'gpt-4o-2024-08-06' }, true],
  ['the model without its date', { model: 'gpt-4o' }, true],
  ['the model in capitals', { model: 'GPT-4o' }, true],
  ['a model whose name begins alike', { model: 'gpt-4' }, false],
  ['another version of the model', { model: 'gpt-4o-2024-05-13' }, false],
  ['the user and a tag', { user: 'ann', tag: { key: 'team', value: 'search' } }, true],
  ['the user and another tag', { user: 'ann', tag: { key: 'team', value: 'sales' } }, false],
  ['a session that the call does not have', { session: 's' }, false],
])('a scope of %s', (_what, scope, expected) => {
  expect(isInScope(scope, call)).toBe(expected);
});

it('a dated model stands for itself only', () => {
  expect(isInScope({ model: 'gpt-4o-2024-08-06' }, { model: 'gpt-4o' })).toBe(false);
});
