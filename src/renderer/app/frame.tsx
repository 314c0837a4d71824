import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useShortcutDispatch } from '../ui/shortcuts.ts';
import { useProject } from '../ui/use-project.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import classes from './frame.module.css';
import { FrameActions } from './frame-actions.tsx';
import { Header } from './header.tsx';
import { ImportDoor } from './import-door.tsx';
import { InterruptedBanner } from './interrupted-banner.tsx';
import { useLiveUpdates } from './live-updates.ts';
import { Rail } from './rail.tsx';
import { screens } from './screens.ts';

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
