import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { CrashPage } from './crash-page.tsx';
import { Frame } from './frame.tsx';

const root = createRootRoute({ component: Frame });

/** The image that a screen shows in detail: `?image=12`. */
const imageSearch = z.object({ image: z.int().positive().optional().catch(undefined) });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../start/start-screen.tsx'), 'StartScreen'),
});
const images = createRoute({
  getParentRoute: () => root,
  path: '/images',
  validateSearch: imageSearch,
  component: lazyRouteComponent(() => import('../dataset/dataset-screen.tsx'), 'DatasetScreen'),
});
const training = createRoute({
  getParentRoute: () => root,
  path: '/training',
  /** The run that is shown; the model to quantise, by its name; the quantisation to show or to begin with, by its job. */
  validateSearch: z.object({
    run: z.int().positive().optional().catch(undefined),
    quantize: z.string().optional().catch(undefined),
    quantization: z.int().positive().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../training/training-screen.tsx'), 'TrainingScreen'),
});
const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  validateSearch: imageSearch,
  component: lazyRouteComponent(() => import('../review/review-screen.tsx'), 'ReviewScreen'),
});
const synthesis = createRoute({
  getParentRoute: () => root,
  path: '/synthesis',
  component: lazyRouteComponent(() => import('../synthesis/synthesis-screen.tsx'), 'SynthesisScreen'),
});
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  validateSearch: imageSearch,
  component: lazyRouteComponent(() => import('../gallery/gallery-screen.tsx'), 'GalleryScreen'),
});
const exportRoute = createRoute({
  getParentRoute: () => root,
  path: '/export',
  component: lazyRouteComponent(() => import('../export/export-screen.tsx'), 'ExportScreen'),
});
const benchmark = createRoute({
  getParentRoute: () => root,
  path: '/benchmark',
  /** The result that is shown, those that are compared, or the job that makes one. */
  validateSearch: z.object({
    result: z.uuid().optional().catch(undefined),
    compare: z.array(z.uuid()).max(2).optional().catch(undefined),
    job: z.int().positive().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../benchmark/benchmark-screen.tsx'), 'BenchmarkScreen'),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  /** The job that is shown. */
  validateSearch: z.object({ job: z.int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./jobs-page.tsx'), 'JobsPage'),
});
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('../help/help-screen.tsx'), 'HelpScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    images,
    training,
    review,
    synthesis,
    gallery,
    exportRoute,
    benchmark,
    jobs,
    help,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: CrashPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
