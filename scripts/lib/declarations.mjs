// Writes the type declarations of a module and of every module that its types come from.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Declarations of `entry` below `folder`, in the layout of the sources below `sources`. */
export function writeDeclarations(entry, sources, folder) {
  const needed = [path.resolve(entry)];
  for (const file of needed) {
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, strict: true },
    });
    const [problem] = diagnostics ?? [];
    if (problem) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
    const target = path.resolve(folder, path.relative(sources, file).replace(/\.ts$/, '.d.ts'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    for (const { fileName } of ts.preProcessFile(outputText).importedFiles) {
      const next = path.resolve(path.dirname(file), `${fileName}.ts`);
      if (!existsSync(next)) throw new Error(`${file} needs ${fileName}, which is not ours to ship.`);
      if (!needed.includes(next)) needed.push(next);
    }
  }
}
