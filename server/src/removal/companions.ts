import { folderOf } from '../usages/resolve';

/** `Card.test.tsx` beside `Card.tsx`, or `__tests__/Card.tsx`. */
export function isCompanion(file: string, of: string): boolean {
  const [stem, ...endings] = nameOf(file).split('.');
  if (stem !== nameOf(of).split('.')[0]) return false;
  const folder = folderOf(file);
  if (folder === folderOf(of)) return endings.some((ending) => COMPANIONS.has(ending));
  return folderOf(folder) === folderOf(of) && FOLDERS.has(nameOf(folder));
}

const COMPANIONS = new Set(['test', 'tests', 'spec', 'specs', 'stories', 'story', 'e2e', 'cy', 'bench']);
const FOLDERS = new Set(['__tests__', 'tests', 'test', '__stories__', 'stories']);

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
