import { folderOf } from '../usages/resolve';

/** The nearest folder above a file that is a package of its own; the root where there is none. */
export function packageFolder(path: string, isPackageFolder: (folder: string) => boolean): string {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    if (isPackageFolder(folder)) return folder;
  }
  return '';
}
