import { z } from 'zod';

/** What can be set: its values, and how it is shown to people. Forms, command lines and schemas are made from it. */

export type SettingValue = string | number;

interface SettingText {
  readonly label: string;
  /** One sentence for somebody who has not trained a network. */
  readonly meaning: string;
  /** The part of the form that it is in; none for one with a field elsewhere. */
  readonly section?: string;
}

interface Typed<Value extends SettingValue> extends SettingText {
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

const signed = <Schema extends z.ZodNumber>(schema: Schema, min: number) =>
  min > 0 ? schema.positive() : schema.nonnegative();

/** A number from `min` to `max`, both included. */
export function number(range: NumberRange, text: SettingText): NumberSetting {
  const { min, max } = range;
  return {
    ...text,
    ...range,
    type: 'number',
    expected: `a number from ${min} to ${max}`,
    asked: z.number().min(min).max(max),
    stored: signed(z.number(), min),
  };
}

/** A whole number from `min` to `max`, both included, that `multiple` divides. */
export function wholeNumber(
  { multiple = 1, ...range }: NumberRange & { readonly multiple?: number },
  text: SettingText,
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
    stored: signed(z.int(), min),
  };
}

/** One of some values. @param older that of runs stored before there was a choice */
export function choice<const Value extends SettingValue>(
  choices: readonly Choice<Value>[],
  text: SettingText,
  older?: NoInfer<Value>,
): ChoiceSetting<Value> {
  const values = choices.map(({ value }) => value);
  const asked = z.literal(values);
  return {
    ...text,
    type: 'choice',
    choices,
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
    asked,
    stored: older === undefined ? asked : asked.default(older),
  };
}

/** A text that `asked` takes. */
export function text(
  asked: z.ZodType<string, string>,
  expected: string,
  choices: readonly Choice<string>[],
  text: SettingText,
): TextSetting {
  return { ...text, type: 'text', choices, expected, asked, stored: z.string() };
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
