import { useMay, useSession } from '@/features/identity/hooks/useSession';
import type { IconName } from '@/ui/icons';

const tabs = [
  { id: 'users', name: 'Users', icon: 'person', needs: 'usersManage' },
  { id: 'keys', name: 'API keys', icon: 'key', needs: undefined },
  { id: 'tenants', name: 'Tenants', icon: 'providers', needs: 'tenantsManage' },
  { id: 'nodes', name: 'Nodes', icon: 'overview', needs: 'systemManage' },
  { id: 'sessions', name: 'Sign-ins', icon: 'eye', needs: undefined },
  { id: 'audit', name: 'Audit', icon: 'admin', needs: 'auditRead' },
] as const satisfies readonly { id: string; name: string; icon: IconName; needs: string | undefined }[];

/** The parts of the administration that the person may see; none on a server that one person has alone. */
export function useAdminTabs() {
  const { data: session } = useSession();
  const may = {
    usersManage: useMay('usersManage'),
    tenantsManage: useMay('tenantsManage'),
    systemManage: useMay('systemManage'),
    auditRead: useMay('auditRead'),
  };
  return session?.mode === 'local' ? [] : tabs.filter(tab => tab.needs === undefined || may[tab.needs]);
}
