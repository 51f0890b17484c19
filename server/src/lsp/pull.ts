import { SERVICE_NAMES } from '../flags/model';
import { serviceOf } from '../services/pull';
import type { PullSource } from '../workspace/config-pull';
import type { Folder } from './folder';
import type { ServerContext } from './server';

/** What a client needs to pull flags: it starts that by itself, for this server never waits for a network. */
interface PullOffer {
  readonly folders: readonly {
    readonly name: string;
    readonly uri: string;
    /** What the team has agreed on. */
    readonly sources: readonly PullSource[];
  }[];
  readonly services: readonly {
    readonly name: string;
    readonly title: string;
    readonly tokenVariable: string;
    readonly tokenKind: string;
    readonly url?: string;
  }[];
}

/** Answers the request `flagwright/pullSources` of the client of this project. */
export function registerPull({ connection, guard, folders }: ServerContext): void {
  const nothing: PullOffer = { folders: [], services: [] };
  connection.onRequest(
    'flagwright/pullSources',
    guard.request('what can be pulled', nothing, async (): Promise<PullOffer> => {
      const offered = folders().map(async (folder: Folder) => {
        // Until then nobody has looked at the configuration.
        await folder.loaded;
        return { name: folder.name, uri: folder.uriOf(''), sources: (await folder.current()).config.pull };
      });
      return { folders: await Promise.all(offered), services: SERVICE_NAMES.map(describe) };
    }),
  );
}

function describe(service: (typeof SERVICE_NAMES)[number]): PullOffer['services'][number] {
  const { name, title, tokenVariable, tokenKind, url } = serviceOf(service);
  return { name, title, tokenVariable, tokenKind, ...(url !== undefined && { url }) };
}
