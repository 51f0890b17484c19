import * as l10n from '@vscode/l10n';
import { addEntry } from '../flags/add-entry';
import { formatDay } from '../flags/dates';
import { FLAG_TYPES, type FlagType } from '../flags/model';
import { usualDays } from '../rules/metadata-fixes';
import { likelyOwners } from '../rules/owners';
import type { TextOf } from '../rules/rule';
import type { FileEdits, TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { inStyle, keyStyleOf } from '../usages/key-style';
import type { Wrappable } from '../usages/wrapping';
import { wrappableAt } from '../usages/wrapping';
import { flagFileOptions } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';
import { nearestFile, readerFor } from './reader-style';

/** What a person is asked for a new flag, and the likely answers. */
export interface FlagForm {
  /** `snake_case`, and the like; absent where the keys of the project are not written alike. */
  readonly style?: string;
  /** Where it can be added, the likeliest first; where there is no flag file yet, the one to be made. */
  readonly files: readonly { readonly path: string; readonly asksForMore: boolean }[];
  readonly types: readonly { readonly type: FlagType; readonly expires?: string; readonly days?: number }[];
  /** The likeliest first. */
  readonly owners: readonly string[];
  /** Of them who owns the code that the flag is for, and who is asking. */
  readonly codeOwners: readonly string[];
  readonly user?: string;
}

/** A flag to be made, and the statements or elements to be put behind it. */
export interface NewFlag {
  readonly key: string;
  readonly file: string;
  readonly type?: FlagType;
  readonly owner?: string;
  readonly description?: string;
  readonly wrap?: { readonly file: string; readonly span: Span };
}

/** What is done in place of the person asking: who answers for a path, and who is asking. */
export interface People {
  readonly owners: readonly string[];
  readonly user?: string;
}

/** Where a project has no flag file yet, this one is found without a configuration. */
const FIRST_FILE = 'feature_flags.yaml';

export function flagForm(
  snapshot: Snapshot,
  from: string | undefined,
  people: People,
  textOf: TextOf,
): FlagForm {
  const own = [...snapshot.flagFiles.values()].filter(
    ({ service, broken }) => service === undefined && !broken,
  );
  const paths = own.map(({ path }) => path);
  const first = from === undefined ? paths[0] : nearestFile(from, paths);
  const files = [...new Set([...(first === undefined ? [] : [first]), ...paths])].map((path) => {
    const flags = snapshot.flagFiles.get(path)?.flags ?? [];
    return { path, asksForMore: flags.length === 0 || flags.some(({ canHave }) => canHave.owner) };
  });
  const style = keyStyleOf(snapshot.keys());
  const used = likelyOwners(snapshot, first ?? FIRST_FILE, textOf);
  // A name that the flag files use for the owner of the code is better than how git spells it.
  const named = people.owners.map((owner) => used.find((one) => isSame(one, owner)) ?? owner);
  return {
    ...(style && { style: style.name }),
    files: files.length > 0 ? files : [{ path: FIRST_FILE, asksForMore: true }],
    types: FLAG_TYPES.map((type) => {
      const days = usualDays(type);
      return days === undefined ? { type } : { type, days, expires: formatDay(snapshot.today + days) };
    }),
    owners: [...new Set([...named, ...(people.user === undefined ? [] : [people.user]), ...used])],
    codeOwners: named,
    ...(people.user !== undefined && { user: people.user }),
  };
}

/** `payments-team` and `@shop/payments-team`. */
function isSame(owner: string, codeowner: string): boolean {
  return owner.replace(/^@/, '') === codeowner.replace(/^@(?:[^/]+\/)?/, '');
}

/** Why a key cannot be that of a new flag, in a sentence, and what it could be. */
export function problemOfKey(
  snapshot: Snapshot,
  key: string,
): { readonly problem: string; readonly suggestion?: string } | undefined {
  if (key.trim() === '') return { problem: l10n.t('A flag needs a name.') };
  if (/\s/.test(key)) return { problem: l10n.t('The name of a flag holds no spaces.') };
  if (/['"`\\$]/.test(key)) return { problem: l10n.t('The name of a flag holds no quotes.') };
  const declared = snapshot.flag(key);
  if (declared) return { problem: l10n.t("There is a flag '{0}' already, in {1}.", key, declared.flag.file) };
  const style = keyStyleOf(snapshot.keys());
  if (!style) return undefined;
  const suggestion = inStyle(style, key);
  return suggestion === key
    ? undefined
    : {
        problem: l10n.t("The flags of this project are named in {0}: '{1}'.", style.name, suggestion),
        suggestion,
      };
}

/** The edits that make a flag, and what a person is told; or why there are none. */
export type Creation =
  | { readonly edits: readonly FileEdits[]; readonly message: string }
  | { readonly refusal: string };

/** Adds the entry, off, and puts the statements behind a read of it. */
export function createFlag(snapshot: Snapshot, flag: NewFlag, textOf: TextOf): Creation {
  const { key, file, type, owner, description, wrap } = flag;
  const known = snapshot.flagFiles.get(file);
  const text = textOf(file);
  if (known && text === undefined) return { refusal: l10n.t('{0} could not be read.', file) };
  const days = type && usualDays(type);
  const entry = {
    enabled: false,
    created: snapshot.today,
    ...(description && { description }),
    ...(owner && { owner }),
    ...(type && { type }),
    ...(days !== undefined && { expires: snapshot.today + days }),
  };
  const added = addEntry(text ?? '', known, key, entry, flagFileOptions(snapshot.config, file));
  if (added.length === 0)
    return { refusal: l10n.t("Flag '{0}' cannot be added to {1} by an edit.", key, file) };
  const edits: FileEdits[] = [{ file, edits: added, ...(text === undefined && { isNew: true }) }];
  const done = l10n.t("Flag '{0}' was added to {1}. It is off for everyone until you turn it on.", key, file);
  if (!wrap) return { edits, message: done };
  const source = textOf(wrap.file);
  const place = source === undefined ? undefined : wrappableAt(wrap.file, source, wrap.span);
  if (source === undefined || !place) return { edits, message: done };
  if ('problem' in place)
    return { edits, message: l10n.t('{0} The code was left as it is. {1}', done, place.problem) };
  const reader = readerFor(snapshot, wrap.file, place, textOf);
  if (!reader) {
    const why = l10n.t('No read of a flag was found that could be written there as well.');
    return { edits, message: l10n.t('{0} The code was left as it is. {1}', done, why) };
  }
  const wrapped = wrapIn(source, place, reader.condition(key), reader.isHook ? key : undefined);
  return {
    edits: [
      ...edits,
      { file: wrap.file, edits: [...(reader.importEdit ? [reader.importEdit] : []), ...wrapped] },
    ],
    message: done,
  };
}

/** The condition around the place; a hook is called at the top, and its answer has a name. */
function wrapIn(text: string, place: Wrappable, condition: string, hookFor: string | undefined): TextEdit[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const test = hookFor === undefined ? condition : nameFor(hookFor);
  const around = place.kind === 'statements' ? ifAround : elementsBehind;
  const newText = around(text, place, test, eol);
  if (hookFor === undefined) return [{ span: place.span, newText }];
  const line = `const ${test} = ${condition};${eol}${indentAt(text, place.listStart)}`;
  if (place.listStart === place.span.start) return [{ span: place.span, newText: `${line}${newText}` }];
  return [
    { span: { start: place.listStart, end: place.listStart }, newText: line },
    { span: place.span, newText },
  ];
}

/** `if (condition) { … }` */
function ifAround(text: string, place: Wrappable, condition: string, eol: string): string {
  const indent = indentAt(text, place.span.start);
  const step = stepOf(text);
  return `if (${condition}) {${eol}${indent}${step}${movedIn(text, place, step)}${eol}${indent}}`;
}

/** `{condition && <A />}`, and a fragment around what is more than one element. */
function elementsBehind(text: string, place: Wrappable, condition: string, eol: string): string {
  const isElement = place.kind === 'element';
  const inner = text.slice(place.span.start, place.span.end);
  if (!inner.includes('\n')) return `{${condition} && ${isElement ? inner : `<>${inner}</>`}}`;
  const indent = indentAt(text, place.span.start);
  const step = stepOf(text);
  const body = isElement
    ? movedIn(text, place, step)
    : `<>${eol}${indent}${step}${step}${movedIn(text, place, step + step)}${eol}${indent}${step}</>`;
  return `{${condition} && (${eol}${indent}${step}${body}${eol}${indent})}`;
}

/** The lines of the place further to the right, but those that hold the inside of a text between backticks. */
function movedIn(text: string, { span, fixed }: Wrappable, by: string): string {
  let at = span.start;
  const lines = text.slice(span.start, span.end).split('\n');
  return lines
    .map((line, index) => {
      const start = at;
      at += line.length + 1;
      const isFixed = fixed.some((one) => one.start < start && start < one.end);
      return index === 0 || line.trim() === '' || isFixed ? line : `${by}${line}`;
    })
    .join('\n');
}

function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))![0];
}

function stepOf(text: string): string {
  return /^(\t| {2,8})\S/m.exec(text)?.[1] ?? '  ';
}

/** A variable's name for a flag: `new_checkout` → `newCheckout`. */
function nameFor(key: string): string {
  const words = key.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const name = words
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('');
  return /^\p{L}/u.test(name) ? name : `flag${name}`;
}
