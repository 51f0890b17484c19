import { indexLines, type LineIndex, type Range } from '../text/lines';
import type { Span } from '../text/span';
import type { Workspace } from '../workspace/workspace';

/** Files' texts, read once, so that spans can become lines. */
export interface Texts {
  read(file: string): Promise<string | undefined>;
  /** The lines of a file; those of no text where there is none. */
  lines(file: string): Promise<LineIndex>;
  rangeOf(place: { readonly file: string; readonly span: Span }): Promise<Range>;
}

export function createTexts(workspace: Pick<Workspace, 'text'>): Texts {
  const texts = new Map<string, Promise<string | undefined>>();
  const indexes = new Map<string, LineIndex>();
  const read = (file: string): Promise<string | undefined> => {
    let text = texts.get(file);
    if (!text) {
      text = workspace.text(file);
      texts.set(file, text);
    }
    return text;
  };
  const lines = async (file: string): Promise<LineIndex> => {
    const text = (await read(file)) ?? '';
    let index = indexes.get(file);
    if (!index) {
      index = indexLines(text);
      indexes.set(file, index);
    }
    return index;
  };
  return { read, lines, rangeOf: async ({ file, span }) => (await lines(file)).rangeOf(span) };
}
