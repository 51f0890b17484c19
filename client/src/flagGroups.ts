/** A row as the server sends it: a flag is known by its folder and its key. */
export interface FlagRow {
  readonly folder: string;
  readonly folderName: string;
  readonly uri: string;
  readonly key: string;
  readonly file: string;
  /** No flag file declares it; `uri` is the first source that reads it. */
  readonly isUndeclared?: true;
  readonly state: 'on' | 'off' | 'partial' | 'fixed' | 'unknown';
  readonly rollout: string;
  readonly stateInWords: string;
  readonly stage?: { readonly number: number; readonly name: string };
  readonly owner?: string;
  readonly type?: string;
  readonly age?: number;
  /** Absent where not all of the code has been read. */
  readonly reads?: number;
  readonly due?: string;
}

export const GROUPINGS = ['stage', 'owner', 'file', 'type'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Flags that stand together; `value` is what they share, absent for those that have none. */
export interface FlagGroup {
  readonly id: string;
  readonly value?: string;
  readonly rows: readonly FlagRow[];
}

export function idOf({ folder, key }: { readonly folder: string; readonly key: string }): string {
  return `${folder}#${key}`;
}

/**
 * The rows that match `search`, in groups: stages in the order of a flag's life, all else by name, and last those that
 * have none. Within a group the flags that are due stand first.
 */
export function groupRows(rows: Iterable<FlagRow>, grouping: Grouping, search = ''): FlagGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, { order: string; value?: string; rows: FlagRow[] }>();
  for (const row of rows) {
    if (!words.every((word) => textOf(row).includes(word))) continue;
    const { order, value } = placeOf(row, grouping);
    const group = groups.get(order);
    if (group) group.rows.push(row);
    else groups.set(order, { order, ...(value !== undefined && { value }), rows: [row] });
  }
  return [...groups.values()]
    .sort((a, b) => compare(a.order, b.order))
    .map(({ order, value, rows: members }) => ({
      id: `${grouping}:${order}`,
      ...(value !== undefined && { value }),
      rows: members.sort(
        (a, b) => Number(b.due !== undefined) - Number(a.due !== undefined) || compare(a.key, b.key),
      ),
    }));
}

/** What a person may search for: the name, and whatever else a row shows. */
function textOf({ key, file, owner, type, stage, stateInWords, rollout, due }: FlagRow): string {
  const dueWord = due === undefined ? '' : 'due';
  return [key, file, owner, type?.replace('_', ' '), stage?.name, stateInWords, rollout, dueWord]
    .join('\n')
    .toLowerCase();
}

/** In which group a row stands; `order` sorts the groups, and names them apart. */
function placeOf(row: FlagRow, grouping: Grouping): { order: string; value?: string } {
  if (row.isUndeclared) return { order: UNDECLARED };
  switch (grouping) {
    case 'stage':
      return row.stage ? { order: String(row.stage.number), value: row.stage.name } : { order: LAST };
    case 'owner':
      return row.owner === undefined ? { order: LAST } : { order: row.owner, value: row.owner };
    case 'file':
      return { order: row.uri, value: row.file };
    case 'type':
      return row.type === undefined
        ? { order: LAST }
        : { order: row.type, value: row.type.replace('_', ' ') };
  }
}

/** Sorts behind every name. */
const LAST = '\uffff';

/** Where flags stand that no flag file declares, whatever they are grouped by. */
const UNDECLARED = `${LAST}undeclared`;

const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
