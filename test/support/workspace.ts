import type { WorkspaceHost } from '../../server/src/workspace/host';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import type { Workspace } from '../../server/src/workspace/workspace';
import { type Fixture, parseFixture } from './fixture';
import { createMemoryHost, loadWorkspace } from './memory-host';

/** A fixture as a loaded workspace over files in memory. */
export interface Opened {
  readonly fixture: Fixture;
  readonly workspace: Workspace;
  readonly host: WorkspaceHost;
  readonly snapshot: Snapshot;
  /** The place of `$0`; the start of the first file where there is none. */
  readonly file: string;
  readonly offset: number;
  /** The text of a file; that with the cursor unless another is named. */
  textOf(file?: string): string;
}

export async function openFixture(source: string): Promise<Opened> {
  const fixture = parseFixture(source);
  const host = createMemoryHost(fixture.files);
  const workspace = await loadWorkspace(host);
  const { file, offset } = fixture.cursor ?? { file: [...fixture.files.keys()][0]!, offset: 0 };
  return {
    fixture,
    workspace,
    host,
    snapshot: workspace.snapshot(),
    file,
    offset,
    textOf: (name = file) => fixture.files.get(name)!,
  };
}

/** The part of a text that a span covers, as `line: text` with the part between brackets; for expectations. */
export function drawPlace(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline < 0 ? text.length : newline;
  return `${text.slice(from, start)}[${text.slice(start, end)}]${text.slice(end, to)}`.trim();
}
