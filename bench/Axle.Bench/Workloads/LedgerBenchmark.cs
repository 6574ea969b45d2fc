using System.Diagnostics;
using Axle.Bench.Measuring;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Catalog;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;

namespace Axle.Bench.Workloads;

/// <summary>
/// Reserving and settling model calls in two budgets each: what a caller waits, in bursts that the file keeps up with and all at once, when the file
/// sets the pace; and how fast the file takes what was settled.
/// </summary>
internal sealed class LedgerBenchmark : IBenchmark
{
    private const int Calls = 50_000;
    private const int Burst = 1_000;
    private const string CallerTime = "caller's µs a call";
    private const string Unpaced = "µs a call, all at once";
    private const string Written = "entries/s on disk";
    private static readonly ModelPrice Price = new(DateOnly.MinValue) { Input = 1, Output = 2 };

    public string Name => "ledger";

    public string Purpose => "reserving and settling model calls, and writing them down";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        await MeasureAsync(0);
        var rows = new List<Row>();
        for (var i = 1; i <= settings.Repetitions; i++)
            rows.Add(new Row($"repetition {i}", await MeasureAsync(i)));
        return new Report(Name, Figures.MedianOf([.. rows.Select(static r => r.Figures)]), [Goal.Most(CallerTime, 2), Goal.Least(Written, 10_000)], rows);
    }

    private static async Task<Figures> MeasureAsync(int repetition)
    {
        using var folder = new ScratchFolder();
        await using var store = SqliteRunStore.Open(folder[$"axle-{repetition}.db"]);
        var budgets = new BudgetOptions(
        [
            new BudgetRule(BudgetSubject.Session, new SpendingLimit(1_000)),
            new BudgetRule(BudgetSubject.User, new SpendingLimit(10_000)) { Per = BudgetPeriod.Day },
        ]);
        await using var book = new SpendingBook(budgets, store.Ledger, TimeProvider.System);
        var ask = new CallAsk(new Scope { Session = "s", User = "u", Run = "r" }, "anthropic", "claude", new CallEstimate(1_000, 0.001m, 1_000, 0.000002m));
        // As a gateway with something else to do: the file is as fast as the callers.
        var paced = TimeSpan.Zero;
        for (var i = 0; i < Calls; i += Burst)
        {
            paced += await SpendAsync(book, ask, Burst);
            await book.FlushAsync();
        }

        var whole = Stopwatch.StartNew();
        var unpaced = await SpendAsync(book, ask, Calls);
        await book.FlushAsync();
        return new Figures
        {
            [CallerTime] = paced.TotalMicroseconds / Calls,
            [Unpaced] = unpaced.TotalMicroseconds / Calls,
            [Written] = Calls / whole.Elapsed.TotalSeconds,
        };
    }

    private static async Task<TimeSpan> SpendAsync(SpendingBook book, CallAsk ask, int calls)
    {
        var usage = new ModelUsage(900, 300, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < calls; i++)
        {
            var call = await book.ReserveAsync(ask, CancellationToken.None);
            var cost = CallCost.Of(usage, Price);
            book.Settle(
                call,
                call.Entry with
                {
                    Outcome = CallOutcome.Succeeded,
                    Usage = usage,
                    Cost = CostSplit.Of(cost),
                    Unpriced = [],
                    AtMostMore = default,
                    Budgets = [],
                },
                new Spending(cost.Usd, usage.InputTokens + usage.OutputTokens, 1));
        }

        return clock.Elapsed;
    }
}
