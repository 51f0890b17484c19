import * as l10n from '@vscode/l10n';
import { parseJson } from '../text/json';
import { indexLines, type LineIndex } from '../text/lines';
import { parseSilencer, type Silencer } from '../text/silencer';
import type { Comment, DataTree } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { chromium } from './formats/chromium';
import { configcat } from './formats/configcat';
import { flagd } from './formats/flagd';
import { flagsmith } from './formats/flagsmith';
import { flipt } from './formats/flipt';
import type { FlagFormat, FlagSource } from './formats/format';
import { gitlab } from './formats/gitlab';
import { goFeatureFlag } from './formats/go-feature-flag';
import { growthbook } from './formats/growthbook';
import { harness } from './formats/harness';
import { launchdarkly } from './formats/launchdarkly';
import { microsoft } from './formats/microsoft';
import { openfeature } from './formats/openfeature';
import { plain } from './formats/plain';
import { split } from './formats/split';
import { splitDefinitions } from './formats/split-definitions';
import { unleash } from './formats/unleash';
import type { FlagFile, FlagFileProblem } from './model';
import type { FlagFileOptions } from './options';
import { pulledFrom } from './pulled';

/**
 * Reads one flag file. Undefined where the content is not about flags (hundreds of projects have a `flags.json` of
 * countries) and the configuration did not name the file. Never throws: what is wrong are the file's problems.
 */
export function readFlagFile(
  path: string,
  text: string,
  options: FlagFileOptions & { readonly configured?: boolean } = {},
): FlagFile | undefined {
  const syntax = syntaxOf(path, text, options.format);
  const tree = syntax === 'json' ? parseJson(text) : parseYaml(text);
  const lines = indexLines(text);
  const source = { path, syntax, tree, lines, options, configured: options.configured === true };
  const formats = FORMATS.filter((format) => format.name === options.format);
  for (const format of formats.length > 0 ? formats : FORMATS) {
    const reading = format.read(source);
    if (!reading) continue;
    const pulled = pulledFrom(tree.documents[0]);
    const environment = options.environment ?? pulled?.environment;
    return {
      path,
      format: syntax,
      syntax,
      ...(format !== plain && { service: format.name }),
      ...(environment !== undefined && { environment }),
      ...(pulled && { pulled }),
      flags: reading.flags,
      problems: presentable([...syntaxProblems(tree), ...reading.problems], lines),
      broken: tree.broken || reading.incomplete === true,
      silencers: silencersOf(text, lines, tree.comments),
    };
  }
  if (formats.length > 0 && !tree.broken) return unrecognised(source, text);
  // What cannot be read whole may have been about flags a keystroke ago: nobody can tell, so no flag is called unknown.
  return tree.broken ? unreadableFile(source, text) : undefined;
}

/** The configuration names the format, and the content is of another: flags may be missing. */
function unrecognised(source: FlagSource, text: string): FlagFile {
  const file = unreadableFile(source, text);
  const message = l10n.t(
    "The configuration says that this file has the format '{0}', and nothing in it looks like that. Correct the one or the other.",
    source.options.format ?? '',
  );
  const problem: FlagFileProblem = { rule: 'invalid-flag', span: { start: 0, end: 0 }, message };
  return { ...file, problems: [problem, ...file.problems] };
}

function unreadableFile({ path, syntax, tree, lines, options }: FlagSource, text: string): FlagFile {
  return {
    path,
    format: syntax,
    syntax,
    ...(options.environment !== undefined && { environment: options.environment }),
    flags: [],
    problems: presentable(syntaxProblems(tree), lines),
    broken: true,
    silencers: silencersOf(text, lines, tree.comments),
  };
}

/** The first that recognises the content reads it; `plain` stands last, as it recognises the most. */
const FORMATS: readonly FlagFormat[] = [
  flagd,
  openfeature,
  launchdarkly,
  flipt,
  unleash,
  growthbook,
  goFeatureFlag,
  split,
  splitDefinitions,
  flagsmith,
  configcat,
  microsoft,
  harness,
  gitlab,
  chromium,
  plain,
];

function syntaxOf(path: string, text: string, format: string | undefined): 'yaml' | 'json' {
  if (format === 'yaml' || format === 'json') return format;
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'yaml' || extension === 'yml') return 'yaml';
  if (extension === 'json' || extension === 'jsonc' || extension === 'json5') return 'json';
  const first = text.trimStart()[0];
  return first === '{' || first === '[' ? 'json' : 'yaml';
}

function syntaxProblems(tree: DataTree): FlagFileProblem[] {
  return tree.problems.map(({ message, span }) => ({ rule: 'invalid-flag', message, span }));
}

/** In the order of the file; an entry that aliases share is spoken of once, and no span is longer than its first line. */
function presentable(problems: readonly FlagFileProblem[], lines: LineIndex): FlagFileProblem[] {
  const byPlace = new Map<string, FlagFileProblem>();
  for (const problem of problems) {
    const { start, end } = problem.span;
    const place = `${problem.rule} ${start} ${end}`;
    if (byPlace.has(place)) continue;
    if (byPlace.size >= MAX_PROBLEMS) break;
    const lineEnd = lines.lineSpan(lines.positionAt(start).line).end;
    byPlace.set(place, { ...problem, span: { start, end: Math.max(start, Math.min(end, lineEnd)) } });
  }
  return [...byPlace.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** More of them help nobody, and would hold up the editor. */
const MAX_PROBLEMS = 1000;

function silencersOf(text: string, lines: LineIndex, comments: readonly Comment[]): Silencer[] {
  return comments.flatMap((comment) => {
    const silencer = parseSilencer(comment.text);
    if (!silencer) return [];
    const { line } = lines.positionAt(comment.span.start);
    const own = lines.lineSpan(line);
    const isAlone = text.slice(own.start, comment.span.start).trim() === '';
    return [{ ...silencer, span: comment.span, covers: isAlone ? lines.lineSpan(line + 1) : own }];
  });
}
