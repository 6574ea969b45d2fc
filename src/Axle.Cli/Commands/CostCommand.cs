using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Sources;
using Axle.Models.Ledger;

namespace Axle.Cli.Commands;

/// <summary><c>ax cost</c>: what was spent on models.</summary>
internal sealed class CostCommand : AxCommand
{
    private const int MostRows = 10_000;
    private static readonly LedgerGroup[] Groups =
    [
        LedgerGroup.Model, LedgerGroup.Provider, LedgerGroup.User, LedgerGroup.Session, LedgerGroup.Tenant, LedgerGroup.Run, LedgerGroup.Step,
        LedgerGroup.Agent,
        LedgerGroup.Day,
    ];

    private readonly Option<string?> _by = new("--by")
    {
        Description = $"What rows are made by: {string.Join(", ", Groups.Select(Words.Name))}. Default: model.",
        HelpName = "WHAT",
    };

    private readonly Option<string?> _since = new("--since") { Description = "Only calls since: a day (UTC), a time, or how long ago (7d, 12h).", HelpName = "WHEN" };
    private readonly Option<string?> _until = new("--until") { Description = "Only calls before: a day (UTC), a time, or how long ago.", HelpName = "WHEN" };
    private readonly Option<string?> _run = new("--run") { Description = "Only calls of this run: its id, the beginning or end of it, or latest.", HelpName = "RUN" };
    private readonly Option<string?> _user = new("--user") { Description = "Only calls for this user.", HelpName = "NAME" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only calls for this tenant.", HelpName = "NAME" };
    private readonly Option<string?> _session = new("--session") { Description = "Only calls of this session.", HelpName = "ID" };

    public CostCommand(CommandContext context)
        : base(context, "cost", "Show what was spent on models, by model, user, run, day and more.",
            new("ax cost", "Everything, by model"),
            new("ax cost --by day --since 7d", "The last seven days, day by day"),
            new("ax cost --run latest --by step", "What the steps of the last run cost"),
            new("ax cost --by user --since 2026-01-01 --until 2026-02-01 --json | jq .total.usd.total", "What January cost, to the last digit"))
    {
        foreach (var option in (Option[])[_by, _since, _until, _run, _user, _tenant, _session])
            Add(option);
        Remarks =
        [
            "Prices come from the table of models that Axle ships and from models.yaml beside axle.yaml. Parts whose price or count is not known are told and never "
            + "counted as nothing: then the cost is 'at least' what is shown.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var now = call.Outside.Time.GetUtcNow();
        var query = new LedgerQuery
        {
            By = Group(call.Get(_by)),
            Since = MomentText.Read("--since", call.Get(_since), now),
            Until = MomentText.Read("--until", call.Get(_until), now),
            User = call.Get(_user),
            Tenant = call.Get(_tenant),
            Session = call.Get(_session),
            Limit = MostRows,
        };
        await using var host = call.Compose();
        if (call.Get(_run) is { Length: > 0 } run)
            query = query with { Run = (await RunReference.FindAsync(host.RequireStore(), run, cancellationToken)).Run.Value };
        IReadOnlyList<LedgerSum> sums = [];
        var total = new LedgerSum("");
        if (host.HasDatabase)
        {
            sums = await host.Get<IModelLedger>().SumAsync(query, cancellationToken);
            if (await host.Get<IModelLedger>().SumAsync(query with { By = LedgerGroup.All }, cancellationToken) is [var all])
                total = all;
        }

        if (call.Json)
        {
            call.WriteDocument(
                new CostDocument(Words.Name(query.By), query.Since, query.Until, [.. sums.Select(CostPart.Of)], CostPart.Of(total)),
                CliJson.Context.CostDocument);
        }
        else if (total.Calls == 0)
        {
            call.Note("No model was called.");
        }
        else
        {
            Write(call, query.By, sums, total);
        }

        return ExitCodes.Success;
    }

    private static void Write(Invocation call, LedgerGroup by, IReadOnlyList<LedgerSum> sums, LedgerSum total)
    {
        var (costs, all) = Money.Table([.. sums.Select(static s => s.Cost.Usd)]);
        TextTable.Write(
            call.Outside.Output,
            [Words.Name(by).ToUpperInvariant(), "CALLS", "SENT", "CACHED", "RECEIVED", "COST", ""],
            sums.Select((sum, i) => Row(sum, sum.Key.Length == 0 ? "(none)" : sum.Key, costs[i])).Append(Row(total, "total", all)));
        if (total.Unpriced == 0)
            return;
        var more = total.AtMostMore > 0 ? $", up to {Money.Of(total.AtMostMore)} more where that was reserved" : "";
        call.Say();
        call.Say($"At least {all}; {Words.Count(total.Unpriced, "call")} with unknown parts ({string.Join(", ", total.UnpricedParts)}){more}.");
    }

    private static string[] Row(LedgerSum sum, string key, string cost) =>
    [
        key, Number(sum.Calls), Number(sum.InputTokens), Number(sum.CachedInputTokens), Number(sum.OutputTokens), cost,
        sum.Unpriced > 0 ? $"at least; {Words.Count(sum.Unpriced, "call")} with unknown parts" : "",
    ];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static LedgerGroup Group(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return LedgerGroup.Model;
        foreach (var group in Groups)
        {
            if (string.Equals(Words.Name(group), text, StringComparison.OrdinalIgnoreCase))
                return group;
        }

        throw new UsageException($"--by '{text}' does not exist. Use one of {string.Join(", ", Groups.Select(Words.Name))}.");
    }
}
