// The application and a library it uses each bring a copy of the package: together they still count a call once.
const { CostTracker, observe } = require('@kagura/observability');
const { complete } = require('./library/index.cjs');

const ask = observe(() => complete('Hello.'), 'assistant');

async function main() {
  await ask();
  const { total } = await new CostTracker().getCost({ agent: 'assistant' });
  process.stdout.write(`${total}\n`);
}

void main();
