import { setFlagsFromString } from 'node:v8';

/**
 * Has the engine optimise only what is called very often. A command lasts for seconds, and of what is optimised in them most is
 * hardly called again: without this it takes a quarter of the processor's time. Node from 24 on has a quicker compiler for that.
 * A server that is started from the command line lasts long enough.
 */
const FEWER_OPTIMISED: Readonly<Record<string, string>> = {
  20: '--interrupt-budget=500000',
  22: '--invocation-count-for-turbofan=12000',
};

const flag = FEWER_OPTIMISED[process.versions.node.split('.')[0]!];
if (flag && !['lsp', 'mcp'].includes(process.argv[2] ?? '')) setFlagsFromString(flag);
