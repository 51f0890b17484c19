// TypeScript's library files, for projects that have none of their own installed: without comments, which are most of them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Writes `lib.*.d.ts` into a folder. References between them stay, as they are what the compiler follows. */
export function writeLibraryFiles(folder) {
  const source = path.join('node_modules', 'typescript', 'lib');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const printer = ts.createPrinter({ removeComments: true });
  for (const name of readdirSync(source)) {
    if (!/^lib\..*\.d\.ts$/.test(name) && name !== 'lib.d.ts') continue;
    const text = readFileSync(path.join(source, name), 'utf8');
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    const references = file.libReferenceDirectives.map(
      ({ fileName }) => `/// <reference lib="${fileName}" />\n`,
    );
    // `no-default-lib` tells the compiler that these are its own.
    const body = printer.printFile(file).replaceAll(/^ +/gm, '');
    // Whose they are is said once, in the file that stands for all: a hundred times over it is a tenth of the folder.
    const own = name === 'lib.d.ts' ? body : withoutNotice(body);
    writeFileSync(
      path.join(folder, name),
      `/// <reference no-default-lib="true" />\n${references.join('')}${own}`,
    );
  }
}

/** A file without the notice of copyright that it begins with. */
function withoutNotice(text) {
  const notices = (ts.getLeadingCommentRanges(text, 0) ?? []).filter(({ pos }) =>
    text.startsWith('/*!', pos),
  );
  return text.slice(notices.at(-1)?.end ?? 0).trimStart();
}
