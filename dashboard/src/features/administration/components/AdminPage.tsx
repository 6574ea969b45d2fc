import { admin as route } from '@/app/router';
import { Passkeys } from '@/features/identity/components/Passkeys';
import { useSession } from '@/features/identity/hooks/useSession';
import { Empty } from '@/ui/Feedback';
import { Tabs } from '@/ui/Tabs';
import { useAdminTabs } from '../hooks/useAdminTabs';
import { AuditTab } from './AuditTab';
import { KeysTab } from './KeysTab';
import { NodesTab } from './NodesTab';
import { SessionsTab } from './SessionsTab';
import { TenantsTab } from './TenantsTab';
import { UsersTab } from './UsersTab';

/** People, keys, tenants, processes, sessions, and who did what. */
export function AdminPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSession();
  const tabs = useAdminTabs();
  const tab = view.tab && tabs.some(one => one.id === view.tab) ? view.tab : tabs[0]?.id;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Administration</h1>
      </header>
      {tab === undefined ? (
        <Empty icon="admin" title="You have this server alone" command="ax serve">
          Users, roles, API keys, tenants and the audit are there when the server is started without <code>--local</code>.
        </Empty>
      ) : (
        <Tabs label="Administration" tabs={tabs} chosen={tab} onChoose={next => void navigate({ search: { tab: next }, replace: true })} />
      )}
      <div role={tab && 'tabpanel'} aria-labelledby={tab && `tab-${tab}`} className="stack">
        {tab === 'users' && <UsersTab />}
        {tab === 'keys' && <KeysTab />}
        {tab === 'tenants' && <TenantsTab />}
        {tab === 'nodes' && <NodesTab />}
        {tab === 'sessions' && <SessionsTab user={view.user ?? session?.user ?? ''} />}
        {tab === 'sessions' && (view.user ?? session?.user) === session?.user && <Passkeys />}
        {tab === 'audit' && <AuditTab />}
      </div>
    </div>
  );
}
