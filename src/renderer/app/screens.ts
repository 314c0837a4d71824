import {
  Brain,
  CircleHelp,
  Eye,
  FolderOutput,
  Gauge,
  House,
  Images,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  Sparkles,
} from 'lucide-react';

export type ScreenPath =
  | '/'
  | '/images'
  | '/training'
  | '/review'
  | '/synthesis'
  | '/gallery'
  | '/export'
  | '/benchmark'
  | '/jobs'
  | '/help';

export interface Screen {
  readonly path: ScreenPath;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly needsProject: boolean;
}

/** In the order of the work. */
export const screens: readonly Screen[] = [
  { path: '/', label: 'Start', icon: House, needsProject: false },
  { path: '/images', label: 'Data set', icon: Images, needsProject: true },
  { path: '/training', label: 'Training', icon: Brain, needsProject: true },
  { path: '/review', label: 'Review', icon: Eye, needsProject: true },
  { path: '/synthesis', label: 'Synthesis', icon: Sparkles, needsProject: true },
  { path: '/gallery', label: 'Gallery', icon: LayoutGrid, needsProject: true },
  { path: '/export', label: 'Export', icon: FolderOutput, needsProject: true },
  { path: '/benchmark', label: 'Benchmark', icon: Gauge, needsProject: true },
  { path: '/jobs', label: 'Jobs', icon: ListChecks, needsProject: true },
  { path: '/help', label: 'Help', icon: CircleHelp, needsProject: false },
];
