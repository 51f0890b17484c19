/** Debian's Emacs with eglot, set up as docs/editors/emacs.md says, in the shop: over `flagwright lsp --stdio`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Machine, machine, setUpOf, TYPO } from './editors';

/** What a person does, one step after the other; each step waits for what it is to bring about. */
const STEPS = `
(require 'json)
(defvar result nil)
(defconst shop default-directory)
(defun told (name value) (push (cons name value) result))

(defun await (what condition)
  (with-timeout (40 (error "waited in vain for %s: %S" what (found)))
    (while (not (funcall condition))
      ;; Without a terminal Emacs is never idle, which is when eglot sends what was changed.
      (when (eglot-managed-p) (eglot--signal-textDocument/didChange))
      ;; Unlike waiting for output alone, it also takes in what the system tells of files.
      (read-event nil nil 0.02))))

(defun visit (file)
  (switch-to-buffer (find-file-noselect (expand-file-name file shop)))
  (run-hooks 'post-command-hook)
  (await "the server" (lambda () (eglot-managed-p)))
  (flymake-start))

(defun found ()
  (mapcar (lambda (diagnostic)
            (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg diagnostic)) (flymake-diagnostic-text diagnostic)))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(defun found-p (text)
  (seq-some (lambda (line) (string-match-p (regexp-quote text) line)) (found)))

(defun act (text)
  "Takes the one action whose title has TEXT in it, as the menu does."
  (let ((completing-read-function
         (lambda (_prompt choices &rest _)
           (or (seq-find (lambda (title) (string-match-p (regexp-quote text) title)) (mapcar #'car choices))
               (error "no such action: %S" (mapcar #'car choices)))))
        (last-nonmenu-event 'keyboard)
        (eglot-confirm-server-initiated-edits nil))
    (eglot-code-actions (point) (point) nil t)))

(setq eglot-confirm-server-initiated-edits nil)
(visit "src/typo.ts")
(await "the finding" (lambda () (found-p "gift_rap")))
(told 'found (vconcat (found)))

(goto-char (point-min))
(search-forward "gift_rap")
(let* ((capf (eglot-completion-at-point))
       (table (nth 2 capf)))
  (told 'completion (vconcat (mapcar #'substring-no-properties (all-completions "" table)))))

(backward-char 3)
(act "gift_wrap")
(await "the edit" (lambda () (save-excursion (goto-char (point-min)) (search-forward "gift_wrap" nil t))))
(goto-char (point-min))
(search-forward "gift_wrap")
(told 'mended (buffer-substring-no-properties (line-beginning-position) (line-end-position)))
(await "the finding to go" (lambda () (not (found-p "gift_rap"))))

(let (hover)
  (backward-char 3)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
  (await "the hover" (lambda () hover))
  (told 'hover (substring-no-properties hover)))
(save-buffer)

(visit "src/views/Page.tsx")
(await "the stale flag" (lambda () (found-p "dark_mode")))
(goto-char (point-min))
(search-forward "'dark_mode")
(act "in this file")
(await "the removal" (lambda () (save-excursion (goto-char (point-min)) (not (search-forward "dark_mode" nil t)))))
(told 'removed (buffer-substring-no-properties (point-min) (point-max)))
(set-buffer-modified-p nil)

(visit "src/typo.ts")
(with-temp-file (expand-file-name "config/feature_flags.yaml" shop)
  (insert-file-contents (expand-file-name "config/feature_flags.yaml" shop))
  (search-forward "  gift_wrap:")
  (replace-match "  gift_paper:"))
(await "the change on disk" (lambda () (found-p "gift_wrap")))
(told 'afterChange (vconcat (found)))

(with-temp-file (expand-file-name "result" (getenv "HOME"))
  (insert (json-encode result)))
`;

interface Result {
  readonly found: readonly string[];
  readonly completion: readonly string[];
  readonly mended: string;
  readonly hover: string;
  readonly removed: string;
  readonly afterChange: readonly string[];
}

let person: Machine;
let result: Result;

beforeAll(async () => {
  person = machine();
  const [init, steps] = ['init.el', 'steps.el'].map((name) => path.join(person.home, name)) as [
    string,
    string,
  ];
  writeFileSync(init, setUpOf('emacs.md'));
  writeFileSync(steps, STEPS);
  const args = ['--batch', '-q', '--eval', '(package-initialize)', '-l', init, '-l', steps];
  result = (await person.run('emacs', args)) as Result;
}, 120_000);

afterAll(() => person.remove());

test('findings are pushed', () => {
  expect(result.found).toEqual([expect.stringMatching(/^3 .*No flag file declares 'gift_rap'/)]);
});

test('completion offers the flags', () => {
  expect(result.completion).toEqual(expect.arrayContaining(['gift_wrap', 'dark_mode', 'new_checkout']));
});

test('hover says rollout', () => {
  expect(result.hover).toMatch(/25 %/);
});

test('a name is put right by a code action', () => {
  expect(result.mended).toBe(TYPO.split('\n')[2]!.replace('gift_rap', 'gift_wrap'));
});

test('a flag is removed from a file', () => {
  expect(result.removed).toContain('export');
  expect(result.removed).not.toContain('dark_mode');
});

test('a file that changes on disk is read again', () => {
  expect(result.afterChange).toEqual([expect.stringMatching(/^3 .*'gift_wrap'/)]);
});
