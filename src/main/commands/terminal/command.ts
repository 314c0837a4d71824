import { Command, type CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { FundusError } from '../../../shared/errors.ts';

/** A command that reports wrong usage as an error with the code 'usage', and shows its examples in its help. */
export function commandGroup(name: string, summary: string) {
  const command = new Command(name)
    .description(summary)
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: (title) => title, showGlobalOptions: false })
    .helpCommand(false)
    .exitOverride((error) => raise(error, commandPath(command)));
  return command;
}

/** A command that does something; its options end with `jsonOption` and `verboseOption`. */
export function leafCommand(name: string, summary: string, examples: readonly string[]) {
  return commandGroup(name, summary).addHelpText(
    'after',
    `\nExamples:\n${examples.map((example) => `  $ fundus ${example}`).join('\n')}`,
  );
}

export const jsonOption = new Option('--json', 'print the result as one JSON document').helpGroup('Output:');
export const verboseOption = new Option('--verbose', 'add the stack to errors').helpGroup('Output:');
export const threadsOption = new Option('--threads <n>', 'processor threads (default: all cores)').argParser(
  integer(1, 1024),
);

/** Parses an option's value as a whole number in a range, both ends included. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    return inRange(value, min, max, `a whole number ${rangeText(min, max)}`);
  };
}

/** Parses an option's value as a number in a range, both ends included. */
export function number(min: number, max: number): (text: string) => number {
  return (text) =>
    inRange(text.trim() === '' ? Number.NaN : Number(text), min, max, `a number ${rangeText(min, max)}`);
}

function inRange(value: number, min: number, max: number, expected: string): number {
  if (value >= min && value <= max) return value;
  throw new InvalidArgumentError(`Expected ${expected}.`);
}

function rangeText(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
}

function commandPath(command: { name(): string; parent: unknown }): string {
  return command.parent instanceof Command
    ? `${commandPath(command.parent)} ${command.name()}`
    : command.name();
}

function raise(error: CommanderError, path: string): never {
  if (!error.code.startsWith('commander.help') && error.code !== 'commander.version') {
    const message = error.message.replace(/^error: /, '');
    throw new FundusError('usage', message, { hint: `see "${path} --help"` });
  }
  throw error;
}
