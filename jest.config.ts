/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** What both projects share: sources are compiled by swc, workspace packages resolve to their sources. */
const shared = {
  testEnvironment: 'node',
  moduleNameMapper: {
    '^@kagura/(core|store|observability|redis|cli)$': '<rootDir>/packages/$1/src/index.ts',
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
} as const;

const swc = (transform: Record<string, unknown>, decorators: Record<string, unknown> = {}) => ({
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true, ...decorators }, transform },
      sourceMaps: 'inline',
    },
  ] as [string, Record<string, unknown>],
});

const config: Config = {
  // Every processor: by default jest leaves one idle, which on two is half of the machine.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'standard',
      testMatch: ['<rootDir>/packages/**/src/**/*.test.ts', '<rootDir>/test/{,ledger/}*.test.ts'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, '\\.legacy\\.test\\.ts$'],
      transform: swc({ decoratorVersion: '2022-03' }),
    },
    {
      ...shared,
      displayName: 'legacy decorators',
      testMatch: ['<rootDir>/packages/**/src/**/*.legacy.test.ts'],
      setupFiles: ['reflect-metadata'],
      transform: swc({ legacyDecorator: true, decoratorMetadata: true }),
    },
  ],
};

export default config;
