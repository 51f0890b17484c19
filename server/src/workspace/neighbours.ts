import { ownTexts } from '../text/own-texts';

/**
 * Which parts of a workspace imports connect, in whatever direction and over however many others: for each file the part
 * is the folder at the root that it lies in, so that only what leaves that folder has to be looked at.
 */
export interface Neighbours {
  /** Takes in the names of the modules that a file may import. */
  read(path: string, modules: Iterable<string>): void;
  /** False only where no chain of imports leads from one file to the other. */
  areConnected(path: string, other: string): boolean;
  /** The imports of some file are not known: from now on all count as connected. */
  giveUp(): void;
  clear(): void;
}

export function createNeighbours(fileOf: (path: string, module: string) => string | undefined): Neighbours {
  /** For each part that is connected with another: the one that stands for both. */
  const standIns = new Map<string, string>();
  /** To what parts names that are no paths lead, from each folder. */
  const led = new Map<string, string | undefined>();
  let isGivenUp = false;

  const standIn = (part: string): string => {
    let at = part;
    for (let next = standIns.get(at); next !== undefined; next = standIns.get(at)) at = next;
    return at;
  };

  const leadsTo = (path: string, module: string): string | undefined => {
    const file = fileOf(path, module);
    return file === undefined ? undefined : ownTexts(partOf(file));
  };

  return {
    read: (path, modules) => {
      const folders = path.split('/').length - 1;
      for (const module of modules) {
        let to: string | undefined;
        if (module.startsWith('.')) {
          if (module.split('/').filter((step) => step === '..').length < folders) continue;
          to = leadsTo(path, module);
        } else {
          const from = `${path.slice(0, path.lastIndexOf('/') + 1)}\0${module}`;
          if (led.size >= MAX_LED) led.clear();
          if (!led.has(from)) led.set(ownTexts(from), leadsTo(path, module));
          to = led.get(from);
        }
        if (to === undefined) continue;
        const [own, other] = [standIn(partOf(path)), standIn(to)];
        if (own !== other) standIns.set(own, other);
      }
    },
    areConnected: (path, other) => isGivenUp || standIn(partOf(path)) === standIn(partOf(other)),
    giveUp: () => {
      isGivenUp = true;
    },
    clear: () => {
      standIns.clear();
      led.clear();
      isGivenUp = false;
    },
  };
}

/** Files of one folder are read one after the other: what was found of others long ago need not be remembered. */
const MAX_LED = 5000;

/** The folder at the root; files at the root itself are one part. */
function partOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
