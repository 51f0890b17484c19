import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import type { PageParts } from '../features/report-page';
import type { FileContent } from '../workspace/host';
import { type ClientEntry, clientHost } from './client-host';
import { startServer } from './server';

/** The part of a web worker's global scope that a connection needs. */
type WorkerScope = ConstructorParameters<typeof BrowserMessageReader>[0];

/** The report page's script and style, as the client has them. */
interface PageTexts {
  readonly script: string;
  readonly style: string;
}

/** What browsers and workers have of the Web Cryptography API. */
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> };
};

/**
 * Serves the client that started this web worker. There is no disk, so the client reads the files; there are no
 * processes, so nothing asks git, and nothing checks types.
 */
export function startBrowserServer(scope: WorkerScope): void {
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(scope),
    new BrowserMessageWriter(scope),
  );
  startServer(connection, {
    openFolder: (root, log) => ({
      host: clientHost(
        root,
        {
          entries: (uri) =>
            connection.sendRequest<readonly ClientEntry[] | null>('flagwright/entries', { uri }),
          read: (uri) => connection.sendRequest<FileContent>('flagwright/read', { uri }),
        },
        log,
      ),
    }),
    pageParts: async () => {
      const { script, style } = await connection.sendRequest<PageTexts>('flagwright/pageParts');
      return { script: await hashed(script), style: await hashed(style) };
    },
  });
}

async function hashed(text: string): Promise<PageParts['script']> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return { text, hash: `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` };
}
