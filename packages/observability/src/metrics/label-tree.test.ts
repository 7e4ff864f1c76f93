import { LabelTree } from './label-tree';

function newTree(maxSeries: number) {
  const opened: string[] = [];
  const tree = new LabelTree({
    labels: ['agent', 'model'],
    maxSeries,
    open: (values, folded) => {
      opened.push(`${values.agent}/${values.model}${folded ? ' folded' : ''}`);
      return { calls: 0 };
    },
  });
  return { tree, opened };
}

it('gives the same series for the same labels, and tells null from the word', () => {
  const { tree, opened } = newTree(10);
  const series = tree.root.child('a').child(null).series;
  expect(tree.root.child('a').child(null).series).toBe(series);
  expect(tree.root.child('a').child('null').series).not.toBe(series);
  expect(opened).toEqual(['a/null', 'a/null']);
});

it('opens no more than it may, one for all others, and goes on finding those it knows', () => {
  const { tree, opened } = newTree(2);
  const known = tree.root.child('a').child('x').series;
  for (const agent of ['b', 'c', 'd']) {
    for (const model of ['x', 'y']) tree.root.child(agent).child(model).series.calls += 1;
  }
  expect(opened).toEqual(['a/x', 'b/x', 'other/other folded']);
  expect(tree.root.child('e').child('z').series.calls).toBe(5);
  expect(tree.root.child('a').child('y').series.calls).toBe(5);
  expect(tree.root.child('a').child('x').series).toBe(known);
});
