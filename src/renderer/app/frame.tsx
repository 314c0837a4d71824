import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useShortcutDispatch } from '../ui/shortcuts.ts';
import { useProject } from '../ui/use-project.ts';
import { ConnectionBanner, InterruptedBanner } from './banners.tsx';
import classes from './frame.module.css';
import { FrameActions } from './frame-actions.tsx';
import { Header } from './header.tsx';
import { ImportDoor } from './import-door.tsx';
import { useLiveUpdates } from './live-updates.tsx';
import { type Screen, screens } from './screens.ts';

/** What stays around every screen. */
export function Frame() {
  const project = useProject();
  const isConnected = useLiveUpdates();
  useShortcutDispatch();
  return (
    <div className={classes.frame}>
      <Rail hasProject={Boolean(project)} />
      <Header project={project ?? null} />
      <div className={classes.content}>
        {!isConnected && <ConnectionBanner />}
        <InterruptedBanner key={project?.dir} />
        <main className={classes.screen}>
          <ProjectScreen dir={project === undefined ? undefined : (project?.dir ?? null)} />
        </main>
      </div>
      <FrameActions project={project ?? null} />
      <ImportDoor hasProject={Boolean(project)} />
    </div>
  );
}

/** The screen, if it can be without a project or there is one; begun anew with another project. */
function ProjectScreen({ dir }: { dir: string | null | undefined }) {
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const screen = screens.find((candidate) => candidate.path === path);
  const needsProject = screen?.needsProject ?? false;
  useEffect(() => {
    document.title = screen && path !== '/' ? `${screen.label} · Fundus Studio` : 'Fundus Studio';
  }, [screen, path]);
  useEffect(() => {
    if (needsProject && dir === null) void navigate({ to: '/', replace: true });
  }, [needsProject, dir, navigate]);
  if (needsProject && !dir) return null;
  return <Outlet key={needsProject ? dir : 'always'} />;
}

/** The screens in the order of the work. */
function Rail({ hasProject }: { hasProject: boolean }) {
  return (
    <nav className={classes.rail} aria-label="Screens">
      {screens.map((screen) => (
        <RailLink key={screen.path} screen={screen} isDisabled={screen.needsProject && !hasProject} />
      ))}
    </nav>
  );
}

function RailLink({
  screen: { path, label, icon: Icon },
  isDisabled,
}: {
  screen: Screen;
  isDisabled: boolean;
}) {
  return (
    <Link
      to={path}
      disabled={isDisabled}
      className={classes.link}
      activeOptions={{ exact: true, includeSearch: false }}
      title={isDisabled ? 'Open a project first' : undefined}
      data-last={path === '/jobs' || undefined}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
    </Link>
  );
}
