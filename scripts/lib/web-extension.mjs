// An extension in the web extension host, as on vscode.dev: VS Code takes those in development from a web server of their own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const TYPES = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves the files of a folder to any page of this machine; `close` ends it. */
export async function serveFolder(folder) {
  const server = createServer(({ url }, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    const file = path.join(folder, decodeURIComponent(new URL(url, 'http://localhost').pathname));
    try {
      const content = readFileSync(file);
      response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { authority: `127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/**
 * A page in which the workbench takes an extension, and the tests that lie in it, from a server of `serveFolder`. The
 * workbench's own policy lets it load nothing from elsewhere, which vscode.dev's does.
 */
export async function pageWithWebExtension(browser, { authority }, { tests, ...options } = {}) {
  const page = await browser.newPage({ ...options, bypassCSP: true });
  const at = (file) => ({ scheme: 'http', authority, path: file });
  const development = { extensions: [at('/')], ...(tests && { extensionTestsPath: at(tests) }) };
  // The workbench reads its options from an element of its page.
  await page.addInitScript((own) => {
    const change = (_, observer) => {
      const element = document.getElementById('vscode-workbench-web-configuration');
      if (!element) return;
      observer.disconnect();
      const configuration = JSON.parse(element.getAttribute('data-settings'));
      configuration.developmentOptions = { ...configuration.developmentOptions, ...own };
      element.setAttribute('data-settings', JSON.stringify(configuration));
    };
    new MutationObserver(change).observe(document, { childList: true, subtree: true });
  }, development);
  return page;
}
