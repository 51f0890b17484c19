// What the web worker runs. TypeScript lies in a file of its own, which the server for Node shares: the client's first
// message names it, and only when it is there can the rest be loaded, which is why it is required and not imported.
declare const self: {
  onmessage: ((event: { readonly data: { readonly typescript: string } }) => void) | null;
  module?: { exports: unknown };
  setImmediate?: (run: () => void) => void;
};
declare function importScripts(url: string): void;

self.setImmediate ??= (run) => void setTimeout(run, 0);

self.onmessage = ({ data }) => {
  self.onmessage = null;
  self.module = { exports: {} };
  importScripts(data.typescript);
  const { startBrowserServer } = require('./browser') as typeof import('./browser');
  startBrowserServer(self as never);
};
