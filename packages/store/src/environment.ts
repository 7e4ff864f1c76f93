/** For a process of our own: nothing that the application has Node.js load, such as what instruments it. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  // In Electron, the executable is only then Node.js.
  return { ...environment, ELECTRON_RUN_AS_NODE: '1' };
}
