import { admin as route } from '@/app/router';
import { useMay, useSession } from '@/features/identity/hooks/useSession';
import { Passkeys } from '@/features/identity/components/Passkeys';
import { Tabs } from '@/ui/Tabs';
import { AuditTab } from './AuditTab';
import { KeysTab } from './KeysTab';
import { SessionsTab } from './SessionsTab';
import { TenantsTab } from './TenantsTab';
import { UsersTab } from './UsersTab';

/** People, keys, tenants, sessions, and who did what. */
export function AdminPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const may = { users: useMay('usersManage'), tenants: useMay('tenantsManage'), audit: useMay('auditRead') };
  const { data: session } = useSession();
  const tabs = [
    ...(may.users ? [{ id: 'users', name: 'Users', icon: 'person' } as const] : []),
    { id: 'keys', name: 'API keys', icon: 'key' } as const,
    ...(may.tenants ? [{ id: 'tenants', name: 'Tenants', icon: 'providers' } as const] : []),
    { id: 'sessions', name: 'Sessions', icon: 'eye' } as const,
    ...(may.audit ? [{ id: 'audit', name: 'Audit', icon: 'admin' } as const] : []),
  ];
  const tab = view.tab && tabs.some(one => one.id === view.tab) ? view.tab : tabs[0]!.id;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Administration</h1>
      </header>
      <Tabs label="Administration" tabs={tabs} chosen={tab} onChoose={next => void navigate({ search: { tab: next }, replace: true })} />
      <div role="tabpanel" aria-labelledby={`tab-${tab}`} className="stack">
        {tab === 'users' && <UsersTab />}
        {tab === 'keys' && <KeysTab />}
        {tab === 'tenants' && <TenantsTab />}
        {tab === 'sessions' && <SessionsTab user={view.user ?? session?.user ?? ''} />}
        {tab === 'sessions' && (view.user ?? session?.user) === session?.user && <Passkeys />}
        {tab === 'audit' && <AuditTab />}
      </div>
    </div>
  );
}
