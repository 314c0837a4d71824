import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { flagOf, type Setting, type Settings, type SettingValue } from '../../../shared/setting.ts';

type Presets = Readonly<Record<string, Readonly<Record<string, SettingValue>>>>;

/** Adds an option for each setting, with what can be given and, where all presets agree, what they have. */
export function addSettings<Command extends Pick<CommandUnknownOpts, 'addOption'>>(
  command: Command,
  settings: Settings,
  presets: Presets,
): Command {
  for (const [key, setting] of Object.entries(settings)) {
    const values = new Set(Object.values(presets).map((preset) => preset[key]));
    const common = values.size === 1 ? `; default: ${[...values][0]}` : '';
    const option = new Option(
      `${flagOf(key)} <${placeholder(setting)}>`,
      `${helpText(setting.meaning)} (${setting.expected}${common})`,
    );
    command.addOption(option.argParser((text) => readValue(setting, text)));
  }
  return command;
}

const isNumber = (setting: Setting) =>
  setting.type === 'number' ||
  (setting.type === 'choice' && setting.choices.every(({ value }) => typeof value === 'number'));

function placeholder(setting: Setting): string {
  if (!isNumber(setting)) return 'name';
  return (setting.type === 'number' && setting.unit) || 'n';
}

/** As helps are written: without a capital letter or a full stop. */
const helpText = (sentence: string) =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

function readValue(setting: Setting, text: string): SettingValue {
  const value = isNumber(setting) ? (text.trim() === '' ? Number.NaN : Number(text)) : text;
  const { success, data } = setting.asked.safeParse(value);
  if (success) return data;
  throw new InvalidArgumentError(`Expected ${setting.expected}.`);
}
