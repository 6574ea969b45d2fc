import { lazy, Suspense, useCallback, useState } from 'react';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useWaiting } from '@/features/approvals/hooks/useApprovals';
import { useAdminTabs } from '@/features/administration/hooks/useAdminTabs';
import { signOut, useMay, useSession } from '@/features/identity/hooks/useSession';
import { Icon } from '@/ui/Icon';
import { Button } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { Toasts } from '@/ui/Toasts';
import { useActions } from './actions';
import { LiveMark } from './LiveMark';
import { Palette } from './Palette';
import { phonePlaces, places } from './places';
import { useShortcuts } from './shortcuts';
import { toggleTheme, useTheme } from './theme';
import './shell.css';

// Comes when it is asked for: the first page does without forms.
const StartRunDialog = lazy(() => import('@/features/runs/components/StartRunDialog').then(module => ({ default: module.StartRunDialog })));

/** The frame of every screen: where one can go, who one is, and whether what is shown is live. */
export function Shell() {
  const [palette, setPalette] = useState(false);
  const [more, setMore] = useState(false);
  const [starting, setStarting] = useState<string>();
  const mayStart = useMay('runsStart');
  const adminTabs = useAdminTabs();
  const openPalette = useCallback(() => setPalette(true), []);
  const navigate = useNavigate();
  const path = useRouterState({ select: state => state.location.pathname });
  useShortcuts(openPalette);
  useActions([
    ...places.map(place => ({
      id: `go ${place.to}`,
      name: place.name,
      group: 'Go to',
      icon: place.icon,
      keys: place.keys,
      perform: () => void navigate({ to: place.to }),
    })),
    ...adminTabs.map(tab => ({
      id: `go admin ${tab.id}`,
      name: `Administration: ${tab.name}`,
      group: 'Go to',
      icon: tab.icon,
      perform: () => void navigate({ to: '/admin', search: { tab: tab.id } }),
    })),
    ...(mayStart
      ? [{ id: 'start-run', name: 'Start a run', group: 'Runs', icon: 'play' as const, keys: 'n', perform: () => setStarting('') }]
      : []),
    { id: 'theme', name: 'Switch between dark and light', group: 'View', icon: 'sun', keys: 't', perform: toggleTheme },
    { id: 'sign-out', name: 'Sign out', group: 'Account', icon: 'out', perform: () => void signOut() },
  ]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Sidebar path={path} openPalette={openPalette} />
      <TopBar openPalette={openPalette} />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <PhoneBar path={path} more={more} setMore={setMore} />
      {palette && <Palette onClose={() => setPalette(false)} onStart={setStarting} />}
      {starting !== undefined && (
        <Suspense>
          <StartRunDialog workflow={starting || undefined} onClose={() => setStarting(undefined)} />
        </Suspense>
      )}
      <Toasts />
    </div>
  );
}

function isAt(path: string, to: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" className="mark">
      <circle cx="9.500" cy="16" r="5" />
      <circle cx="22.500" cy="16" r="5" />
      <path d="M14.500 16h3" />
    </svg>
  );
}

function Sidebar({ path, openPalette }: { path: string; openPalette: () => void }) {
  const waiting = useWaiting();
  const { data: session } = useSession();
  const theme = useTheme();
  return (
    <aside className="side">
      <Link to="/" className="brand" aria-label="Axle: overview">
        <Mark />
        <span>Axle</span>
      </Link>
      <button type="button" className="side-search" onClick={openPalette}>
        <Icon name="search" size={14} />
        <span className="grow">Search</span>
        <kbd>Ctrl K</kbd>
      </button>
      <nav className="side-nav" aria-label="Main">
        {(['Watch', 'Build', 'Operate'] as const).map(group => (
          <div key={group} className="side-group">
            <p className="side-title">{group}</p>
            {places
              .filter(place => place.group === group)
              .map(place => (
                <Link key={place.to} to={place.to} className="side-link" aria-current={isAt(path, place.to) ? 'page' : undefined}>
                  <Icon name={place.icon} />
                  {place.name}
                  {place.to === '/approvals' && waiting > 0 && (
                    <span className="side-count" aria-label={`${waiting} waiting`}>
                      {waiting}
                    </span>
                  )}
                </Link>
              ))}
          </div>
        ))}
      </nav>
      <footer className="side-foot">
        <LiveMark />
        <div className="row">
          <span className="avatar" aria-hidden="true">
            {(session?.name ?? session?.user ?? '?').slice(0, 1).toUpperCase()}
          </span>
          <span className="grow clip">{session?.name ?? session?.user}</span>
          <Button
            look="bare"
            small
            icon={theme === 'dark' ? 'sun' : 'moon'}
            aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
            title={theme === 'dark' ? 'Light theme (t)' : 'Dark theme (t)'}
            onClick={toggleTheme}
          />
          {session?.mode !== 'local' && (
            <Button look="bare" small icon="out" aria-label="Sign out" title="Sign out" onClick={() => void signOut()} />
          )}
        </div>
      </footer>
    </aside>
  );
}

function TopBar({ openPalette }: { openPalette: () => void }) {
  const { data: session } = useSession();
  return (
    <header className="top only-phone">
      <Link to="/" className="brand" aria-label="Axle: overview">
        <Mark />
        <span>Axle</span>
      </Link>
      <span className="grow" />
      <LiveMark />
      <Button look="bare" icon="search" aria-label="Search or jump to" onClick={openPalette} />
      <Menu
        label="Account"
        icon="person"
        bare
        items={[
          { name: 'Switch theme', icon: 'sun', perform: toggleTheme },
          ...(session?.mode === 'local' ? [] : [{ name: 'Sign out', icon: 'out' as const, perform: () => void signOut() }]),
        ]}
      />
    </header>
  );
}

function PhoneBar({ path, more, setMore }: { path: string; more: boolean; setMore: (open: boolean) => void }) {
  const waiting = useWaiting();
  const rest = places.filter(place => !phonePlaces.includes(place.to));
  return (
    <nav className="phone-bar only-phone" aria-label="Main, phone">
      {more && (
        <div className="phone-more">
          {rest.map(place => (
            <Link key={place.to} to={place.to} className="phone-more-link" onClick={() => setMore(false)}>
              <Icon name={place.icon} size={18} />
              {place.name}
            </Link>
          ))}
        </div>
      )}
      {places
        .filter(place => phonePlaces.includes(place.to))
        .map(place => (
          <Link
            key={place.to}
            to={place.to}
            className="phone-link"
            aria-current={isAt(path, place.to) ? 'page' : undefined}
            onClick={() => setMore(false)}
          >
            <Icon name={place.icon} size={19} />
            {place.name}
            {place.to === '/approvals' && waiting > 0 && <span className="phone-count">{waiting}</span>}
          </Link>
        ))}
      <button type="button" className="phone-link" aria-expanded={more} onClick={() => setMore(!more)}>
        <Icon name="menu" size={19} />
        More
      </button>
    </nav>
  );
}
