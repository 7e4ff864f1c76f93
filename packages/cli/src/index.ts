export type { Host } from './command-context';
export type { Environment } from './environment';
export type { ExitCode } from './exit-code';
export { run } from './main';
export type { OutputStreams, TextStream } from './output';
