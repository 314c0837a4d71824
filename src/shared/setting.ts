import { z } from 'zod';

/** What can be set: its values, and how it is shown to people. Forms, command lines and schemas are made from it. */

export type SettingValue = string | number;

interface SettingText<Value extends SettingValue> {
  readonly label: string;
  /** One sentence for somebody who has not trained a network. */
  readonly meaning: string;
  /** The part of the form that it is in; none for one with a field elsewhere. */
  readonly section?: string;
  /** The value of runs that were stored before there was the setting; without it they are refused. */
  readonly older?: Value;
}

interface Typed<Value extends SettingValue> extends SettingText<Value> {
  /** What can be asked for, in words: "a whole number from 1 to 256". */
  readonly expected: string;
  readonly asked: z.ZodType<Value, Value>;
  /**
   * What can be stored. It was asked for, perhaps when other ranges held: of numbers and texts only the type is checked
   * (and that no number is negative, nor 0 if it never could be).
   */
  readonly stored: z.ZodType<Value>;
}

export interface NumberSetting extends Typed<number> {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  /** By which a form moves it. */
  readonly step: number;
  readonly unit?: string;
}

export interface Choice<Value extends SettingValue> {
  readonly value: Value;
  readonly label: string;
}

export interface ChoiceSetting<Value extends SettingValue = SettingValue> extends Typed<Value> {
  readonly type: 'choice';
  readonly choices: readonly Choice<Value>[];
}

export interface TextSetting extends Typed<string> {
  readonly type: 'text';
  /** Those that a form offers. */
  readonly choices: readonly Choice<string>[];
}

export type Setting = NumberSetting | ChoiceSetting | TextSetting;
export type Settings = Readonly<Record<string, Setting>>;

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string;
}

const signed = (schema: z.ZodNumber, { min }: NumberRange) =>
  min > 0 ? schema.positive() : schema.nonnegative();

const orOlder = <Value extends SettingValue>(
  schema: z.ZodType<Value>,
  { older }: SettingText<Value>,
): z.ZodType<Value> => (older === undefined ? schema : schema.default(older));

/** A number from `min` to `max`, both included. */
export function number(range: NumberRange, text: SettingText<number>): NumberSetting {
  const { min, max } = range;
  return {
    ...text,
    ...range,
    type: 'number',
    expected: `a number from ${min} to ${max}`,
    asked: z.number().min(min).max(max),
    stored: orOlder(signed(z.number(), range), text),
  };
}

/** A whole number from `min` to `max`, both included, that `multiple` divides. */
export function wholeNumber(
  { multiple = 1, ...range }: NumberRange & { readonly multiple?: number },
  text: SettingText<number>,
): NumberSetting {
  const { min, max } = range;
  const named =
    multiple === 1 ? 'a whole number' : multiple === 2 ? 'an even number' : `a multiple of ${multiple}`;
  return {
    ...text,
    ...range,
    type: 'number',
    expected: `${named} from ${min} to ${max}`,
    asked: z.int().min(min).max(max).multipleOf(multiple),
    stored: orOlder(signed(z.int(), range), text),
  };
}

/** One of some values. */
export function choice<const Value extends SettingValue>(
  choices: readonly Choice<Value>[],
  text: SettingText<NoInfer<Value>>,
): ChoiceSetting<Value> {
  const values = choices.map(({ value }) => value);
  const asked = z.literal(values);
  return {
    ...text,
    type: 'choice',
    choices,
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
    asked,
    stored: orOlder(asked, text),
  };
}

/** A text that `asked` takes. */
export function text(
  asked: z.ZodType<string, string>,
  expected: string,
  choices: readonly Choice<string>[],
  text: SettingText<string>,
): TextSetting {
  return { ...text, type: 'text', choices, expected, asked, stored: orOlder(z.string(), text) };
}

/** For a request: what is not given is a preset's. */
export const askedShape = <Of extends Settings>(settings: Of) =>
  shapeOf(settings, ({ asked }) => asked.optional()) as {
    [Key in keyof Of]: z.ZodOptional<Of[Key]['asked']>;
  };

/** For what is stored with a run: all of them. */
export const storedShape = <Of extends Settings>(settings: Of) =>
  shapeOf(settings, ({ stored }) => stored) as { [Key in keyof Of]: Of[Key]['stored'] };

const shapeOf = (settings: Settings, schemaOf: (setting: Setting) => z.ZodType) =>
  Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, schemaOf(setting)]));

/** "--learning-rate" for "learningRate" */
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
