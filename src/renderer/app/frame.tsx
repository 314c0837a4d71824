import { Outlet } from '@tanstack/react-router';
import { useProject } from '../ui/use-project.ts';
import classes from './frame.module.css';
import { Header } from './header.tsx';
import { Rail } from './rail.tsx';

export function Frame() {
  const project = useProject();
  return (
    <div className={classes.frame}>
      <Rail hasProject={project !== null} />
      <Header project={project} />
      <main className={classes.content} key={project?.dir}>
        <Outlet />
      </main>
    </div>
  );
}
