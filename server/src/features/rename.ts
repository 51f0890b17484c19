import * as l10n from '@vscode/l10n';
import type { Flag } from '../flags/model';
import { titleOf } from '../flags/pulled';
import { layoutSafeKey } from '../flags/rename-entry';
import type { TextOf } from '../rules/rule';
import type { FileEdits, TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { camelCase, kebabCase } from '../usages/naming';
import type { Place, Snapshot } from '../workspace/snapshot';
import { keyOf, targetAt } from './target';

/** A rename that is not made, and why, in a sentence. */
export interface RenameRefusal {
  readonly refusal: string;
}

/** A flag's name under the cursor. */
export interface RenameTarget {
  readonly span: Span;
  readonly name: string;
  /** Whether it is an identifier, which means something of its own in the code, and not the key as a text. */
  readonly isIdentifier: boolean;
  /** Why the flag cannot be renamed, in a sentence. */
  readonly refusal?: string;
}

/** The name under the cursor that a rename would change; nothing where no flag is. */
export function prepareRename(
  snapshot: Snapshot,
  file: string,
  offset: number,
  textOf: TextOf,
): RenameTarget | undefined {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  if (!target || key === undefined) return undefined;
  const { kind, span } = target;
  const text = textOf(file) ?? '';
  // An identifier that stands for the flag is TypeScript's to rename.
  if (kind !== 'entry' && text.slice(span.start, span.end) !== key) return undefined;
  const isIdentifier = kind !== 'entry' && !isQuoted(text, span);
  if (isIdentifier && kind === 'read' && target.read.keyAt) return undefined;
  const refusal = whyNot(snapshot, key);
  return { span, name: key, isIdentifier, ...(refusal !== undefined && { refusal }) };
}

/**
 * The edits that rename a flag everywhere: its entries, the places where code writes its key, and the names of
 * camelCase tables. Refused whole where a single place cannot be changed for sure.
 */
export function rename(
  snapshot: Snapshot,
  key: string,
  name: string,
  textOf: TextOf,
): readonly FileEdits[] | RenameRefusal {
  if (name.trim() === '' || name !== name.trim())
    return { refusal: l10n.t('A flag needs a name without spaces around it.') };
  if (/["'`\\\r\n]/.test(name))
    return { refusal: l10n.t("A flag's name holds no quotes, backslashes or line breaks.") };
  if (snapshot.flag(name)) return { refusal: l10n.t("A flag '{0}' is declared already.", name) };
  const why = whyNot(snapshot, key);
  if (why !== undefined) return { refusal: why };

  const edits = new Map<string, Map<number, TextEdit>>();
  const replace = (file: string, span: Span, newText: string): void => {
    const list = edits.get(file) ?? new Map<number, TextEdit>();
    edits.set(file, list.set(span.start, { span, newText }));
  };
  for (const { flag } of snapshot.flag(key)?.declarations ?? []) {
    const refusal = renameEntry(flag, name, textOf, replace);
    if (refusal !== undefined) return { refusal };
    for (const other of snapshot.flagFiles.get(flag.file)?.flags ?? []) {
      for (const dependency of other.dependsOn)
        if (dependency.value === key) replace(flag.file, dependency.span, name);
    }
  }
  const places = [
    ...snapshot.readsOf(key).map((read) => read.keyAt ?? read),
    ...snapshot.codeDeclarationsOf(key),
  ];
  for (const place of places) {
    const { file, span } = place;
    const text = textOf(file)?.slice(span.start, span.end);
    const newText = text === undefined ? undefined : sameForm(text, key, name);
    if (newText !== undefined && !isQuoted(textOf(file)!, span) && !IDENTIFIER.test(newText)) {
      return { refusal: `'${newText}' cannot stand as a name in ${file}, where '${text}' is a member.` };
    }
    if (newText !== undefined) {
      const isShorthand = 'isShorthand' in place && place.isShorthand === true;
      replace(file, span, isShorthand ? `${newText}: ${text}` : newText);
    } else if (!('isWrapper' in place && place.isWrapper)) {
      return {
        refusal: `'${text ?? key}' in ${file} stands for flag '${key}' in a way that cannot be renamed. Rename it there by hand.`,
      };
    }
  }
  return [...edits]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, list]) => ({ file, edits: [...list.values()] }));
}

function renameEntry(
  flag: Flag,
  name: string,
  textOf: TextOf,
  replace: (file: string, span: Span, newText: string) => void,
): string | undefined {
  const text = textOf(flag.file);
  if (text === undefined) return `${flag.file} cannot be read.`;
  // In a nested section only the last part of the key stands at the entry.
  const own = text.slice(flag.keySpan.start, flag.keySpan.end);
  const section = flag.key.endsWith(own) ? flag.key.slice(0, flag.key.length - own.length) : '';
  if (!name.startsWith(section))
    return `Flag '${flag.key}' stands in a section of ${flag.file}: its new name must begin with '${section}'.`;
  const quoted = layoutSafeKey(text, flag.keySpan, name.slice(section.length));
  if (quoted === undefined) return `'${name}' cannot be written as a key of ${flag.file}.`;
  replace(flag.file, flag.keySpan, quoted);
  return undefined;
}

/** The new name in the form in which the old one stands: as it is, negated, or in camelCase or kebab-case. */
function sameForm(text: string, key: string, name: string): string | undefined {
  if (text === key) return name;
  if (text === `!${key}`) return `!${name}`;
  if (text === camelCase(key)) return camelCase(name);
  if (text === kebabCase(key)) return kebabCase(name);
  return undefined;
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function isQuoted(text: string, { start, end }: Span): boolean {
  const before = text[start - 1];
  return before !== undefined && `'"\``.includes(before) && text[end] === before;
}

/** Whatever may read the flag without being certain of it stands in the way of its rename. */
function whyNot(snapshot: Snapshot, key: string): string | undefined {
  for (const { flag } of snapshot.flag(key)?.declarations ?? []) {
    const pulled = snapshot.flagFiles.get(flag.file)?.pulled;
    if (pulled)
      return `${flag.file} was pulled from ${titleOf(pulled)}, which knows no '${key}' by another name: there a new name is a new flag.`;
  }
  const at = (place: Place): string => place.file;
  const dynamic = snapshot.dynamicReadsOf(key)[0];
  if (dynamic)
    return `A read in ${at(dynamic)} puts its key together at run time and may reach flag '${key}'.`;
  const likely = snapshot.readsOf(key).find(({ certainty }) => certainty === 'likely');
  if (likely) return `${at(likely)} may read flag '${key}', but that is not certain.`;
  const mention = snapshot.mentionsOf(key)?.[0];
  if (mention) return `${at(mention)} names '${key}' in another language.`;
  const write = snapshot.writesOf(key)[0];
  if (write) return `${at(write)} assigns to flag '${key}'.`;
  return undefined;
}
