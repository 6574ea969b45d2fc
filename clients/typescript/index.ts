export * from './client.ts';
export * from './agent.ts';
export { AxleError } from './problem.ts';
export type { Server } from './server.ts';
