import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, type IRawTheme, parseRawGrammar, Registry } from 'vscode-textmate';

/** VS Code's YAML grammar: today's, and the one it had until 1.95. */
export type YamlGrammar = 'today' | 'until 1.95';

export interface Token {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly scopes: readonly string[];
  /** The colour that the theme gives; undefined without a theme. */
  readonly color: string | undefined;
}

export interface Options {
  readonly yaml?: YamlGrammar;
  /** False: VS Code's own grammar alone. */
  readonly injected?: boolean;
  /** One of VS Code's own themes, by its file's name. */
  readonly theme?: string;
}

const require = createRequire(import.meta.url);
const ROOT = join(__dirname, '../..');
const MODULES = join(ROOT, 'node_modules');
// These packages hold VS Code's extensions as they are, as resources for an editor in the browser. That editor, their
// only dependency, is left out by an override in package.json.
const YAML = join(MODULES, '@codingame/monaco-vscode-yaml-default-extension/resources');
const THEMES = join(MODULES, '@codingame/monaco-vscode-theme-defaults-default-extension/resources');
const OTHERS = join(MODULES, 'tm-grammars/grammars');

const OTHER_GRAMMARS = new Map([
  ['source.ts', 'typescript.json'],
  ['source.tsx', 'tsx.json'],
  ['source.js', 'javascript.json'],
  ['source.js.jsx', 'jsx.json'],
]);

/** The grammars that package.json gives to VS Code. */
function contributions(): readonly { scopeName: string; path: string; injectTo: readonly string[] }[] {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).contributes.grammars;
}

const oniguruma = loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'))).then(() => ({
  createOnigScanner: (sources: string[]) => createOnigScanner(sources),
  createOnigString: (text: string) => createOnigString(text),
}));

export async function tokenize(scopeName: string, text: string, options: Options = {}): Promise<Token[]> {
  const registry = new Registry({
    onigLib: oniguruma,
    loadGrammar: async (name) => {
      const path = grammarPath(name, options.yaml ?? 'today');
      return path ? parseRawGrammar(readFileSync(path, 'utf8'), path) : null;
    },
    getInjections: (name) =>
      options.injected === false
        ? []
        : contributions()
            .filter((grammar) => grammar.injectTo.includes(name))
            .map((grammar) => grammar.scopeName),
  });
  if (options.theme) registry.setTheme(readTheme(`${options.theme}.json`));
  const grammar = await registry.loadGrammar(scopeName);
  return [...tokensOf(grammar!, text, options.theme ? registry.getColorMap() : undefined)];
}

function* tokensOf(grammar: IGrammar, text: string, colors: string[] | undefined): Generator<Token> {
  let state = INITIAL;
  for (const [number, line] of text.split('\n').entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    const painted = colors && grammar.tokenizeLine2(line, state).tokens;
    for (const { startIndex: start, endIndex, scopes } of tokens) {
      const end = Math.min(endIndex, line.length);
      if (end <= start) continue;
      const color = painted && colors[foregroundAt(painted, start)];
      yield { line: number, start, end, text: line.slice(start, end), scopes, color };
    }
    state = ruleStack;
  }
}

/** The painted tokens are pairs of a start and a word whose bits 15 to 23 are the foreground's index. */
function foregroundAt(painted: Uint32Array, offset: number): number {
  let index = 0;
  while (index + 2 < painted.length && painted[index + 2]! <= offset) index += 2;
  return (painted[index + 1]! >>> 15) & 0x1ff;
}

function grammarPath(scopeName: string, yaml: YamlGrammar): string | undefined {
  const own = contributions().find((grammar) => grammar.scopeName === scopeName);
  if (own) return join(ROOT, own.path);
  const other = OTHER_GRAMMARS.get(scopeName);
  if (other) return join(OTHERS, other);
  if (!scopeName.startsWith('source.yaml')) return undefined;
  if (yaml === 'today')
    return join(YAML, `${scopeName.slice('source.'.length).replace('yaml.', 'yaml-')}.tmLanguage.json`);
  return scopeName === 'source.yaml' ? join(OTHERS, 'yaml.json') : undefined;
}

/** A theme builds on the one that it includes. */
function readTheme(file: string): IRawTheme {
  const theme = JSON.parse(readFileSync(join(THEMES, file), 'utf8'));
  const base = theme.include
    ? readTheme(theme.include).settings
    : [{ settings: { foreground: foregroundOf(theme) } }];
  return { settings: [...base, ...(theme.tokenColors ?? [])] };
}

function foregroundOf(theme: { colors?: Record<string, string> }): string {
  return theme.colors?.['editor.foreground'] ?? '#000000';
}
