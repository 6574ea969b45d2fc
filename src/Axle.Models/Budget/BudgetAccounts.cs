using System.Globalization;

namespace Axle.Models.Budget;

/// <summary>Finds the accounts that a call is counted in. Guarded by the lock of its book.</summary>
internal sealed class BudgetAccounts(BudgetOptions options)
{
    private static readonly BudgetRule RunRule = new(BudgetSubject.Run, new SpendingLimit(null)) { Action = BudgetAction.Pause };
    private readonly (BudgetSubject For, BudgetPeriod Per, BudgetRule? General, Dictionary<string, BudgetRule> Named)[] _groups =
    [
        .. options.Rules.GroupBy(static r => (r.For, r.Per)).Select(static g => (
            g.Key.For,
            g.Key.Per,
            g.LastOrDefault(static r => r.Name is null),
            g.Where(static r => r.Name is not null).ToDictionary(static r => r.Name!, StringComparer.Ordinal))),
    ];

    private readonly Dictionary<AccountKey, BudgetAccount> _accounts = [];

    /// <summary>Every account that is kept.</summary>
    public IReadOnlyCollection<BudgetAccount> All => _accounts.Values;

    /// <summary>The accounts of a call; made when they are not there.</summary>
    public BudgetAccount[] Of(Scope scope, string provider, SpendingLimit? run, DateTimeOffset now)
    {
        var found = new List<BudgetAccount>(_groups.Length + 1);
        foreach (var (subject, period, general, named) in _groups)
        {
            if (NameOf(subject, scope, provider) is not { } name)
                continue;
            var rule = named.GetValueOrDefault(name) ?? general;
            if (rule is null || (subject == BudgetSubject.Run && period == BudgetPeriod.Always && run is not null))
                continue;
            if (rule.Limit is not { Usd: null, Tokens: null, Calls: null })
                found.Add(Find(new AccountKey(subject, period, name, TenantOf(subject, scope), WindowOf(period, now)), rule, scope));
        }

        if (run is not null && scope.Run is { } id)
        {
            var account = Find(new AccountKey(BudgetSubject.Run, BudgetPeriod.Always, id, null, 0), RunRule, scope);
            if (account.Rule.Limit != run)
                account.Rule = RunRule with { Limit = run };
            found.Add(account);
        }

        return [.. found];
    }

    /// <summary>Forgets accounts that hold nothing and have nothing to do.</summary>
    public void Forget()
    {
        foreach (var (key, account) in _accounts)
        {
            if (account.IsEmpty)
                _accounts.Remove(key);
        }
    }

    private BudgetAccount Find(AccountKey key, BudgetRule rule, Scope scope)
    {
        if (!_accounts.TryGetValue(key, out var account))
            _accounts[key] = account = new BudgetAccount(key.ToWindow(), rule, scope);
        return account;
    }

    private static string? NameOf(BudgetSubject subject, Scope scope, string provider) => subject switch
    {
        BudgetSubject.Everything => "",
        BudgetSubject.Tenant => scope.Tenant,
        BudgetSubject.User => scope.User,
        BudgetSubject.Session => scope.Session,
        BudgetSubject.Run => scope.Run,
        BudgetSubject.Agent => scope.Agent,
        _ => provider,
    };

    // Names of users and sessions are chosen by callers, and alike in other tenants.
    private static string? TenantOf(BudgetSubject subject, Scope scope) => subject is BudgetSubject.User or BudgetSubject.Session ? scope.Tenant : null;

    private static int WindowOf(BudgetPeriod period, DateTimeOffset now) => period switch
    {
        BudgetPeriod.Day => (int)(now.UtcTicks / TimeSpan.TicksPerDay),
        BudgetPeriod.Month => (now.UtcDateTime.Year * 12) + now.UtcDateTime.Month - 1,
        _ => 0,
    };

    /// <summary>Names an account without making texts for every call.</summary>
    private readonly record struct AccountKey(BudgetSubject For, BudgetPeriod Per, string Name, string? Tenant, int Number)
    {
        public BudgetWindow ToWindow()
        {
            var subject = For.ToString().ToLowerInvariant();
            var named = For == BudgetSubject.Everything ? subject
                : Tenant is null ? $"{subject}:{BudgetWindow.NamePart(Name)}"
                : $"{subject}:{BudgetWindow.NamePart(Tenant)}/{BudgetWindow.NamePart(Name)}";
            return Per switch
            {
                BudgetPeriod.Day => new($"{named}/day", new DateTime(Number * TimeSpan.TicksPerDay, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                BudgetPeriod.Month => new($"{named}/month", string.Create(CultureInfo.InvariantCulture, $"{Number / 12:0000}-{(Number % 12) + 1:00}")),
                _ => new(named, ""),
            };
        }
    }
}
