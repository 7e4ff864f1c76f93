/** Suites that need servers. `npm run test:stack` runs them. */
module.exports = {
  rootDir: '../..',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/stack/{,prometheus/}*.test.ts'],
  testTimeout: 60_000,
  moduleNameMapper: { '^@kagura/(core|store|redis)$': '<rootDir>/packages/$1/src/index.ts' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
};
