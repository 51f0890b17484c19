import type { FileKind } from './file-kinds';
import { isModuleConfig } from './modules';

/** What the first reading of a workspace reads one after the other: the meaning of the later rests on the earlier. */
export enum Stage {
  Start,
  Configuration,
  Flags,
  Sources,
}

/** When a file is read that is of this kind. */
export function stageOf(path: string, kind: FileKind): Stage {
  if (kind === 'config') return Stage.Configuration;
  return kind === 'flagFile' || isModuleConfig(path) ? Stage.Flags : Stage.Sources;
}
