import type { Message, MessageStrategy } from 'vscode-languageserver';
import { admitted } from './door';

/** Takes each message of the client, with the time since the first in milliseconds. */
export type Trace = (entry: { readonly ms: number; readonly message: Message }) => void;

/** What is done with each message before its handler sees it: it is recorded, where someone asked for that, and looked at. */
export function messageStrategy(trace?: Trace, now: () => number = () => performance.now()): MessageStrategy {
  let first: number | undefined;
  return {
    handleMessage(message, next) {
      first ??= now();
      trace?.({ ms: Math.round(now() - first), message });
      return next(admitted(message));
    },
  };
}
