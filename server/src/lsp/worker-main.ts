// What the web worker runs. What parses, and what the servers have in common, lie in files of their own, which the one for Node
// shares: the client's first message names them, and only when they are there can the rest be loaded, which is why it is
// required and not imported.
declare const self: {
  onmessage: ((event: { readonly data: { readonly syntax: string; readonly core: string } }) => void) | null;
  module?: { exports: unknown };
  require?: (name: './syntax.js') => unknown;
  setImmediate?: (run: () => void) => void;
};
declare function importScripts(url: string): void;

self.setImmediate ??= (run) => void setTimeout(run, 0);

self.onmessage = ({ data }) => {
  self.onmessage = null;
  self.module = { exports: {} };
  importScripts(data.syntax);
  const syntax = self.module.exports;
  self.require = () => syntax;
  importScripts(data.core);
  const { startBrowserServer } = require('./browser') as typeof import('./browser');
  startBrowserServer(self as never);
};
