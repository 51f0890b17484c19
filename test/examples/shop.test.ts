import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

it('compiles in strict mode, with nothing but TypeScript', () => {
  const config = join(__dirname, '../../examples/shop/tsconfig.json');
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(text(problem));
    },
  };
  const project = ts.getParsedCommandLineOfConfigFile(config, undefined, host);
  const program = ts.createProgram(project!.fileNames, project!.options);

  expect(project!.options).toMatchObject({ strict: true, types: [] });
  expect(program.getRootFileNames().length).toBeGreaterThan(12);
  expect([...project!.errors, ...ts.getPreEmitDiagnostics(program)].map(text)).toEqual([]);
});

function text(problem: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(problem.messageText, '\n');
  return problem.file ? `${problem.file.fileName}:${problem.start}: ${message}` : message;
}
