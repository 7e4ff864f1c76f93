import { runModelServer } from './run-model-server';

runModelServer(process.argv.slice(2), console.log).then(
  (server) => {
    process.once('SIGINT', () => void server.close());
    process.once('SIGTERM', () => void server.close());
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
