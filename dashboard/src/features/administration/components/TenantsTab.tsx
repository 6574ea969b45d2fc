import { useState } from 'react';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Problem, Skeleton } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { useChange, useTenants } from '../hooks/useAdmin';

export function TenantsTab() {
  const query = useTenants();
  const [adding, setAdding] = useState(false);
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} height={42} />;
  return (
    <>
      <div className="row">
        <p className="soft grow">Each tenant has its own data, budgets, limits and secrets; none sees another.</p>
        <Button look="main" icon="plus" onClick={() => setAdding(true)}>
          Add a tenant
        </Button>
      </div>
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th>Tenant</th>
              <th>Your role</th>
              <th className="number not-phone">Since</th>
            </tr>
          </thead>
          <tbody>
            {query.data.items.map(tenant => (
              <tr key={tenant.id}>
                <td>
                  <span className="strong">{tenant.name ?? tenant.id}</span> <code className="quiet">{tenant.id}</code>
                </td>
                <td className="soft">{tenant.role ?? '–'}</td>
                <td className="number not-phone">
                  <Ago at={tenant.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {adding && <AddTenant onClose={() => setAdding(false)} />}
    </>
  );
}

function AddTenant({ onClose }: { onClose: () => void }) {
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const add = useChange(identityApi.addTenant, 'tenants');
  const submit = () =>
    add.mutate(
      { id: id.trim(), name: name.trim() || undefined },
      {
        onSuccess: () => {
          say(`${id} is added`);
          onClose();
        },
      },
    );
  return (
    <Dialog
      title="Add a tenant"
      onClose={onClose}
      footer={
        <Button look="main" busy={add.isPending} disabled={!id.trim()} onClick={submit}>
          Add
        </Button>
      }
    >
      <TextField
        label="Id"
        autoFocus
        className="input code"
        hint="Small letters, digits and dashes; it cannot be changed."
        value={id}
        onChange={event => setId(event.target.value)}
      />
      <TextField label="Name (optional)" value={name} onChange={event => setName(event.target.value)} />
      {add.isError && <Problem error={add.error} />}
    </Dialog>
  );
}
