import type { LucideIcon } from 'lucide-react';
import { Registry, useRegistered } from './registry.ts';

/** Something the command palette can do. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Heading in the palette; by default "This screen". */
  readonly group?: string;
  readonly icon?: LucideIcon;
  readonly keywords?: string;
  /** As for useShortcut; only shown. */
  readonly keys?: string;
  readonly run: () => void;
}

export const commands = new Registry<Command>();

/** Offers commands in the palette (Ctrl/Cmd-K) while the component is mounted. */
export function useCommands(offered: readonly Command[]): void {
  useRegistered(commands, offered);
}
