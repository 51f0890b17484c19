import type { ReportedFlag } from '../server/src/features/report';

/** The flag that a person is looking at: one for the whole page. */
export interface Selection {
  readonly flag: ReportedFlag | undefined;
  choose(flag: ReportedFlag): void;
  onChange(listener: (flag: ReportedFlag) => void): void;
}

export function createSelection(): Selection {
  let flag: ReportedFlag | undefined;
  const listeners: ((flag: ReportedFlag) => void)[] = [];
  return {
    get flag() {
      return flag;
    },
    choose(next) {
      flag = next;
      for (const listener of listeners) listener(next);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Marks in a chart that stand for flags: the keyboard gets to one of them by Tab, and by the arrows to the others. */
export function asChoices(
  marks: readonly { readonly element: SVGElement; readonly flag: ReportedFlag }[],
  selection: Selection,
): void {
  const focus = (index: number): void => {
    for (const [i, { element }] of marks.entries())
      element.setAttribute('tabindex', i === index ? '0' : '-1');
    marks[index]?.element.focus();
  };
  for (const [i, { element, flag }] of marks.entries()) {
    element.setAttribute('tabindex', i === 0 ? '0' : '-1');
    element.setAttribute('role', 'button');
    element.addEventListener('click', () => {
      focus(i);
      selection.choose(flag);
    });
    element.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent;
      const to = steps(i, marks.length)[key];
      if (to !== undefined) focus(to);
      else if (key === 'Enter' || key === ' ') selection.choose(flag);
      else return;
      event.preventDefault();
    });
  }
  selection.onChange((flag) => {
    for (const mark of marks) mark.element.setAttribute('aria-pressed', String(mark.flag === flag));
  });
}

function steps(at: number, length: number): Readonly<Record<string, number>> {
  const next = Math.min(length - 1, at + 1);
  const previous = Math.max(0, at - 1);
  return {
    ArrowRight: next,
    ArrowDown: next,
    ArrowLeft: previous,
    ArrowUp: previous,
    Home: 0,
    End: length - 1,
  };
}
