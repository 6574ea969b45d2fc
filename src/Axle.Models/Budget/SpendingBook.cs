using Axle.Models.Ledger;
using Axle.Models.Routing;
using Axle.Models.Telemetry;

namespace Axle.Models.Budget;

/// <summary>
/// Keeps every call within its budgets and writes it down. A call reserves what it may cost before it is made and settles what it did cost after.
/// Both happen in memory: the process holds a part of each budget in the ledger, takes more when it runs out, and gives back what it
/// does not use. So concurrent calls, in one process or many, never spend more than a hard budget has. Safe for concurrent use.
/// </summary>
public sealed class SpendingBook : IAsyncDisposable
{
    private const int MostUnwritten = 100_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly BudgetAccounts _accounts;
    private readonly LedgerWriter _writer;
    private List<CallReservation> _unwritten = [];
    private long _tenure;
    private TaskCompletionSource? _settled;

    /// <summary>Opens a book.</summary>
    /// <param name="budgets">What may be spent.</param>
    /// <param name="ledger">Where it is written down.</param>
    /// <param name="time">The clock.</param>
    public SpendingBook(BudgetOptions budgets, IModelLedger ledger, TimeProvider time)
    {
        Ledger = ledger;
        _time = time;
        _accounts = new(budgets);
        _writer = new(ledger, time, Take, Tell);
    }

    /// <summary>Where it is written down.</summary>
    public IModelLedger Ledger { get; }

    /// <summary>Hears of budgets that were passed or acted. Called at once; it must not throw.</summary>
    public event Action<GatewayEvent>? Told;

    /// <summary>Writes down everything that has been settled, and gives back what is held for nothing.</summary>
    /// <exception cref="AxleException">The ledger cannot be written.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(givesBack: true, cancellationToken);

    /// <summary>Writes down what is left. Calls under way are not waited for: they stand in the ledger as interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        _writer.Dispose();
    }

    /// <summary>
    /// Reserves for an attempt. Where there is room nothing waits; where there is not, others' calls are waited for, and that time is none of the provider's.
    /// </summary>
    /// <exception cref="AxleException">A budget has no room.</exception>
    internal async ValueTask<CallReservation> ReserveAsync(CallAsk ask, RouteAttempt? attempt, CancellationToken cancellationToken)
    {
        var reserving = ReserveAsync(ask, cancellationToken);
        if (reserving.IsCompleted)
            return await reserving;
        attempt?.StandBack();
        var reservation = await reserving;
        attempt?.GoOn();
        return reservation;
    }

    /// <summary>Reserves what a call may cost; waits while calls under way hold what is left of a budget, two minutes or up to the call's deadline.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.QuotaSpent"/>: a budget has no room; it carries a <see cref="BudgetRefusal"/>. <see cref="ErrorKind.Internal"/>: the ledger
    /// cannot be written.
    /// </exception>
    internal ValueTask<CallReservation> ReserveAsync(CallAsk ask, CancellationToken cancellationToken)
    {
        BudgetAccount[] accounts;
        lock (_gate)
        {
            if (_unwritten.Count >= MostUnwritten)
                throw Unwritable();
            accounts = _accounts.Of(ask.Scope, ask.Provider, ask.Run, _time.GetUtcNow());
            LookAtTenure();
            if (TryReserve(ask, accounts, ask.Estimate.OutputTokens) is { } reservation)
                return new(reservation);
            foreach (var account in accounts)
                account.Waiting++;
        }

        return new(ReserveFromStoreAsync(ask, accounts, cancellationToken));
    }

    /// <summary>Ends an attempt, and tells its call what it cost.</summary>
    internal void Settle(ModelCall call, CallReservation reservation, Settlement settlement)
    {
        var entry = settlement.Entry;
        Settle(reservation, entry, settlement.Spent);
        if (!entry.Usage.IsMissing || !entry.Unpriced.IsEmpty)
            call.Charges = call.Charges.Add(new ModelCharge(entry.Provider, entry.Model, entry.Usage, entry.Usd, entry.Unpriced));
    }

    /// <summary>Ends a call.</summary>
    /// <param name="reservation">The call.</param>
    /// <param name="entry">As the ledger is to keep it.</param>
    /// <param name="spent">What budgets are to count.</param>
    internal void Settle(CallReservation reservation, LedgerEntry entry, Spending spent)
    {
        TaskCompletionSource? settled;
        lock (_gate)
        {
            foreach (var account in reservation.Accounts)
            {
                account.Reserved -= reservation.Amount;
                account.Unwritten += spent;
                account.UsedAt = _time.GetTimestamp();
            }

            reservation.Entry = entry;
            Queue(reservation);
            (settled, _settled) = (_settled, null);
        }

        settled?.TrySetResult();
    }

    private async Task<CallReservation> ReserveFromStoreAsync(CallAsk ask, BudgetAccount[] accounts, CancellationToken cancellationToken)
    {
        try
        {
            var last = _time.GetUtcNow() + LongestWait;
            last = ask.Deadline < last ? ask.Deadline.Value : last;
            while (true)
            {
                BudgetClaim[] claims;
                Task settled;
                lock (_gate)
                {
                    LookAtTenure();
                    settled = (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                    claims = [.. accounts.Select(a => ClaimFor(a, ask)).OfType<BudgetClaim>()];
                }

                var grants = claims.Length == 0 ? [] : await Ledger.ClaimAsync(claims, cancellationToken);
                BudgetRefusal? refusal;
                lock (_gate)
                {
                    LookAtTenure();
                    Apply(accounts, claims, grants);
                    var output = accounts.Aggregate(ask.Estimate.OutputTokens, (least, a) => Math.Min(least, ask.Estimate.OutputWithin(a.Free)));
                    if (output >= ask.Estimate.LeastOutput && TryReserve(ask, accounts, output) is { } reservation)
                        return reservation;
                    refusal = Refuse(ask, accounts, _time.GetUtcNow() >= last);
                }

                if (refusal is not null)
                    throw Refused(refusal, ask);
                await WaitAsync(settled, last - _time.GetUtcNow(), cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
            {
                foreach (var account in accounts)
                    account.Waiting--;
                _writer.WakeAfterRest();
            }
        }
    }

    private AxleException Refused(BudgetRefusal refusal, CallAsk ask)
    {
        var (spent, limit) = Main(refusal.Limit, refusal.Spent);
        Tell(new BudgetReached(_time.GetUtcNow(), ask.Scope, refusal.Budget.Budget, spent, limit, refusal.Action.ToString().ToLowerInvariant()));
        return refusal.ToException();
    }

    private AxleException Unwritable() => new(
        ErrorKind.Internal,
        $"What {MostUnwritten} model calls cost could not be written down, so no more are made: {_writer.Failure?.Message ?? "the ledger is too slow."}");

    /// <summary>Somebody here may settle, somebody elsewhere may give back, or a person may raise the budget.</summary>
    private async Task WaitAsync(Task settled, TimeSpan left, CancellationToken cancellationToken)
    {
        if (left <= TimeSpan.Zero)
            return;
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(settled, Task.Delay(left < Look ? left : Look, _time, look.Token));
        await look.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private CallReservation? TryReserve(CallAsk ask, BudgetAccount[] accounts, long output)
    {
        var amount = ask.Estimate.With(output);
        foreach (var account in accounts)
        {
            if (!amount.FitsInto(account.Free))
                return null;
        }

        var now = _time.GetUtcNow();
        var entry = new LedgerEntry(Guid.CreateVersion7(now), now, ask.Scope, ask.Provider, ask.Model)
        {
            Unpriced = [Catalog.CallCost.NoUsage],
            AtMostMore = amount,
            Budgets = [.. accounts.Select(static a => a.Window)],
        };
        var reservation = new CallReservation(ask, accounts, output, entry);
        foreach (var account in accounts)
        {
            account.Reserved += amount;
            account.UsedAt = _time.GetTimestamp();
        }

        Queue(reservation);
        return reservation;
    }

    private BudgetClaim? ClaimFor(BudgetAccount account, CallAsk ask)
    {
        var claim = account.ClaimFor(
            ask.Estimate.With(ask.Estimate.LeastOutput),
            ask.Estimate.With(ask.Estimate.OutputTokens),
            account.Rule.For == BudgetSubject.Run ? ask.RunSpent : default,
            account.ClaimedAt != 0 && _time.GetElapsedTime(account.ClaimedAt) < LedgerWriter.Rest);
        if (claim is not null)
            account.ClaimedAt = _time.GetTimestamp();
        return claim;
    }

    private void Apply(BudgetAccount[] accounts, BudgetClaim[] claims, IReadOnlyList<BudgetGrant> grants)
    {
        for (var i = 0; i < claims.Length; i++)
        {
            var account = Array.Find(accounts, a => a.Window == claims[i].Window)!;
            account.Standing = grants[i].Standing;
            if (grants[i].Tenure == _tenure)
                account.Held += grants[i].Granted;
        }
    }

    /// <summary>What was granted in another tenure is not ours any more.</summary>
    private void LookAtTenure()
    {
        if (Ledger.Tenure is var now && now == _tenure)
            return;
        _tenure = now;
        foreach (var account in _accounts.All)
            account.Held = default;
    }

    private static BudgetRefusal? Refuse(CallAsk ask, BudgetAccount[] accounts, bool isLate)
    {
        var need = ask.Estimate.With(ask.Estimate.LeastOutput);
        var account = Array.Find(accounts, a => a.IsSpentFor(need)) ?? (isLate ? Array.Find(accounts, a => !need.FitsInto(a.Free)) : null);
        return account?.Standing is { } standing
            ? new BudgetRefusal(account.Window, account.Rule.For, account.Rule.Action, standing.Spent + account.Unwritten, standing.Limit, need)
            : null;
    }

    private void Queue(CallReservation reservation)
    {
        if (reservation.IsQueued)
            return;
        reservation.IsQueued = true;
        _unwritten.Add(reservation);
        // The first wakes the writer; it takes those that come until then along.
        if (_unwritten.Count == 1)
            _writer.Wake();
    }

    /// <summary>What is to be written now.</summary>
    private LedgerBatch Take(bool givesBack)
    {
        lock (_gate)
        {
            LookAtTenure();
            var entries = new LedgerEntry[_unwritten.Count];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = _unwritten[i].Entry;
                _unwritten[i].IsQueued = false;
            }

            _unwritten = [];
            var moves = new List<BudgetMove>();
            foreach (var account in _accounts.All)
            {
                var isLeft = account.IsLeft && _time.GetElapsedTime(account.UsedAt) >= LedgerWriter.Rest;
                if (account.TakeMove(givesBack || isLeft) is { } move)
                    moves.Add(move);
            }

            _accounts.Forget();
            if (_accounts.All.Count > 0)
                _writer.WakeAfterRest();
            return new LedgerBatch(entries, moves) { Tenure = _tenure };
        }
    }

    private void Tell(IReadOnlyList<BudgetStanding> passed, LedgerBatch batch)
    {
        foreach (var standing in passed)
        {
            var (spent, limit) = Main(standing.Limit, standing.Spent);
            var scope = batch.Moves.FirstOrDefault(m => m.Window == standing.Window)?.Scope ?? Scope.None;
            Tell(new BudgetAlert(_time.GetUtcNow(), scope, standing.Window.Budget, spent, limit));
        }
    }

    /// <summary>The thing that a budget counts first: money, else tokens, else calls.</summary>
    private static (decimal Spent, decimal Limit) Main(SpendingLimit limit, Spending spent) => limit switch
    {
        { Usd: { } usd } => (spent.Usd, usd),
        { Tokens: { } tokens } => (spent.Tokens, tokens),
        _ => (spent.Calls, limit.Calls ?? 0),
    };

    private void Tell(GatewayEvent happened) => Told?.Invoke(happened);
}
