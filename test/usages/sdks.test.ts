import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { reads } from '../support/check';
import { parseFixture } from '../support/fixture';

const FOLDER = path.join(import.meta.dirname, 'sdks');

interface Section {
  readonly service: string;
  readonly title: string;
  /** A fixture of several files, as its reads are drawn into it. */
  readonly source: string;
}

/** One text a service; in it a section for each way in which its SDKs are used. */
const sections: readonly Section[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) =>
    readFileSync(path.join(FOLDER, name), 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const end = section.indexOf('\n');
        return {
          service: path.basename(name, '.txt'),
          title: section.slice(0, end),
          source: section.slice(end + 1).trimEnd(),
        };
      }),
  );

describe('the SDKs of services', () => {
  it.each(sections)('$service: $title', async ({ source }) => {
    await reads(source, { exactly: true });
  });

  it("are programs by the packages' own types; with a key at another place one is not", {
    timeout: 120_000,
  }, () => {
    const section = sections.find(({ title }) => title === "the server's client takes the user first")!;
    const wrong = {
      service: section.service,
      title: 'wrong',
      source: section.source.replace("('user', 'plain')", "('plain')"),
    };
    expect(errorsIn([...sections, wrong])).toEqual([
      expect.stringMatching(
        /^wrong: .*\/server\.ts: .*getTreatment\('plain'\).* Expected 2-4 arguments, but got 1\.$/,
      ),
    ]);
  });
});

/** What the compiler finds wrong with the code of fixtures. */
function errorsIn(list: readonly Section[]): string[] {
  const texts = new Map<string, string>();
  for (const [index, { source }] of list.entries()) {
    for (const [file, text] of parseFixture(source).files) {
      if (/\.tsx?$/.test(file)) texts.set(path.join(FOLDER, String(index), file), text);
    }
  }
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    experimentalDecorators: true,
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (file) => texts.get(path.normalize(file)) ?? readFile(file);
  host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists(file);
  host.directoryExists = () => true;
  host.getSourceFile = (file, target) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, target, true);
  };
  const program = ts.createProgram([path.join(FOLDER, 'left-out.d.ts'), ...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const name = file ? path.relative(FOLDER, file.fileName) : '';
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    const title = list[Number(name.split(path.sep)[0])]?.title;
    const code = file?.text.split('\n')[line]?.trim();
    return `${title}: ${name}: ${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
