using System.Globalization;
using Axle.Identity.Access;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Models.Providers;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Models;

/// <summary>Providers of models, what was spent on them, and what may be.</summary>
/// <param name="models">How providers are configured.</param>
/// <param name="gateway">Knows how they do.</param>
/// <param name="ledger">Knows what calls cost.</param>
/// <param name="runs">Knows of which workflow a run is.</param>
/// <param name="time">The clock.</param>
/// <param name="seesAll">Whether costs of all tenants are shown: of a server that one person uses alone.</param>
internal sealed class ModelEndpoints(ModelOptions models, ModelGateway gateway, IModelLedger ledger, IRunStore runs, TimeProvider time, bool seesAll)
{
    private const int MostBudgets = 10_000;
    private const int RecentCalls = 2_000;
    private const int MostCostlyRuns = 10_000;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/providers", ProvidersAsync).WithTags("models").WithName("listProviders")
            .WithSummary("Lists the providers of models, and how their newest calls went.").RequirePermission(Permission.ProvidersRead);
        api.MapGet("/costs", CostsAsync).WithTags("models").WithName("getCosts").WithSummary("Sums up what was spent on models.")
            .RequirePermission(Permission.CostsRead).ProducesProblem(400);
        api.MapGet("/budgets", BudgetsAsync).WithTags("models").WithName("listBudgets").WithSummary("Lists the budgets that calls were counted in.")
            .RequirePermission(Permission.CostsRead);
        api.MapPost("/budgets/{id}/raise", RaiseAsync).WithTags("models").WithName("raiseBudget").WithSummary("Raises a budget in its window.")
            .RequirePermission(Permission.BudgetsChange).ProducesProblem(400).ProducesProblem(404);
    }

    private async Task<Ok<Page<ProviderItem>>> ProvidersAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddHours(-1);
        var query = new LedgerQuery { Since = since, Limit = RecentCalls, Tenant = seesAll ? null : http.Principal().Tenant };
        var recent = (await ledger.ListAsync(query, cancellationToken))
            .GroupBy(static e => e.Provider, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.Ordinal);
        var standing = gateway.LookAtDeployments().ToLookup(static d => d.Provider, DeploymentItem.Of, StringComparer.Ordinal);
        return TypedResults.Ok(Page.Of<ProviderItem>(
        [
            .. models.Providers.OrderBy(static p => p.Priority)
                .Select(p => ProviderItem.Of(p, ProviderCatalog.Find(p.Kind), recent.GetValueOrDefault(p.Name) ?? [], [.. standing[p.Name]])),
        ]));
    }

    private async Task<Ok<CostTable>> CostsAsync(
        HttpContext http, string? by, DateTimeOffset? from, DateTimeOffset? to, string? run, string? user, string? tenant, int? limit,
        CancellationToken cancellationToken)
    {
        var group = ApiWords.Read<CostGroup>("by", by).DefaultIfEmpty(CostGroup.Model).First();
        var query = new LedgerQuery
        {
            By = group == CostGroup.Workflow ? LedgerGroup.Run : (LedgerGroup)group,
            Since = from,
            Until = to,
            Run = run,
            User = user,
            Tenant = seesAll ? tenant : http.Principal().Tenant,
            Limit = Page.Limit(limit, 1_000),
        };
        var rows = group == CostGroup.Workflow
            ? (await ByWorkflowAsync(query, cancellationToken)).Take(query.Limit)
            : (await ledger.SumAsync(query, cancellationToken)).Select(CostItem.Of);
        var total = await ledger.SumAsync(query with { By = LedgerGroup.All }, cancellationToken);
        return TypedResults.Ok(new CostTable(group, [.. rows], CostItem.Of(total.Count > 0 ? total[0] : new LedgerSum(""))));
    }

    // The ledger knows runs; their rows know the workflow. What the cheapest of very many runs cost is in the total alone.
    private async ValueTask<IEnumerable<CostItem>> ByWorkflowAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        var parts = new List<(string Workflow, CostItem Item)>();
        foreach (var sum in await ledger.SumAsync(query with { Limit = MostCostlyRuns }, cancellationToken))
        {
            var row = RunId.TryParse(sum.Key, out var run) ? await runs.FindRunAsync(run, cancellationToken) : null;
            parts.Add((row?.Workflow ?? "", CostItem.Of(sum)));
        }

        return parts.GroupBy(static p => p.Workflow, static p => p.Item, StringComparer.Ordinal).Select(static g => CostItem.Together(g.Key, g))
            .OrderByDescending(static c => c.Usd).ThenBy(static c => c.Key, StringComparer.Ordinal);
    }

    private async Task<Ok<Page<BudgetItem>>> BudgetsAsync(HttpContext http, int? limit, CancellationToken cancellationToken)
    {
        var budgets = await ledger.ListBudgetsAsync(MostBudgets, cancellationToken);
        return TypedResults.Ok(Page.Of<BudgetItem>([.. budgets.Where(b => IsShown(b, http.Principal())).Take(Page.Limit(limit)).Select(BudgetItem.Of)]));
    }

    private async Task<Ok<BudgetItem>> RaiseAsync(HttpContext http, string id, BudgetRaise raise, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(id);
        var limit = new SpendingLimit(raise.Usd, raise.Tokens, raise.Calls);
        if (limit.IsNone || !limit.IsInRange)
        {
            throw new AxleException(ErrorKind.Validation, string.Create(
                CultureInfo.InvariantCulture,
                $"Say how far: 'usd' up to {SpendingLimit.HighestUsd:N0}, 'tokens' or 'calls', 0 or more; they are the new limits in all."));
        }

        var window = BudgetWindow.At(name, time.GetUtcNow());
        var known = (await ledger.ListBudgetsAsync(MostBudgets, cancellationToken))
            .FirstOrDefault(b => b.Window.Budget == name && IsShown(b, http.Principal()))
            ?? throw new ApiProblemException(ApiProblem.NotFound("No call was counted in a budget of that name yet. GET /api/v1/budgets lists those there are."));
        if (known.Window == window && limit.IsBelow(known.Limit))
            throw new AxleException(ErrorKind.Validation, $"{name} may spend more than that already. It is lowered in axle.yaml.");
        await ledger.RaiseAsync(window, limit, cancellationToken);
        return TypedResults.Ok(BudgetItem.Of((await ledger.ListBudgetsAsync(MostBudgets, cancellationToken)).First(b => b.Window == window)));
    }

    private bool IsShown(BudgetStanding budget, Principal who) => seesAll || who.IsOwner || budget.Window.IsOf(who.Tenant);
}
