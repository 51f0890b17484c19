// What the web worker runs. TypeScript and what the servers have in common lie in files of their own, which the one for Node
// shares: the client's first message names them, and only when they are there can the rest be loaded, which is why it is
// required and not imported.
declare const self: {
  onmessage:
    | ((event: { readonly data: { readonly typescript: string; readonly core: string } }) => void)
    | null;
  module?: { exports: unknown };
  require?: (name: './typescript.js') => unknown;
  setImmediate?: (run: () => void) => void;
};
declare function importScripts(url: string): void;

self.setImmediate ??= (run) => void setTimeout(run, 0);

self.onmessage = ({ data }) => {
  self.onmessage = null;
  self.module = { exports: {} };
  importScripts(data.typescript);
  const typescript = self.module.exports;
  self.require = () => typescript;
  importScripts(data.core);
  const { startBrowserServer } = require('./browser') as typeof import('./browser');
  startBrowserServer(self as never);
};
