using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Configuration;

namespace Axle.Cli.Commands.Providers;

/// <summary><c>ax provider list</c>.</summary>
internal sealed class ProviderListCommand(CommandContext context) : AxCommand(
    context, "list", "List the providers of language models, in the order in which they are asked, and what keeps one from being asked.",
    new("ax provider list", "Who can be asked, with which model, and which key is missing"),
    new("ax provider list --json | jq -r '.providers[] | select(.usable).name'", "Names of those that can be asked"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var models = host.Get<ModelOptions>();
        var entries = ProviderEntry.All(models);
        if (call.Json)
        {
            call.WriteDocument(new ProviderListDocument([.. entries.Select(e => PartOf(models, e))]), CliJson.Context.ProviderListDocument);
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["PROVIDER", "KIND", "KEY", "MODEL", "PRIORITY", "LIMITS A MINUTE", "PRICES", "STATE"], entries.Select(e => (string[])
        [
            e.Options.Name,
            e.Options.Kind,
            KeyOf(e),
            e.Model.Length > 0 ? e.Model : "-",
            e.IsOffline ? "last" : e.Options.Priority.ToString(CultureInfo.InvariantCulture),
            LimitsOf(e.Options),
            e.IsOffline ? "free" : HasPrices(models, e) ? "known" : "unknown",
            e.Obstacle ?? (e.Options.BaseUrl is { } url ? $"ready, at {url.GetLeftPart(UriPartial.Path)}" : "ready"),
        ]));
        return ExitCodes.Success;
    }

    private static ProviderPart PartOf(ModelOptions models, ProviderEntry entry) => new(
        entry.Options.Name,
        entry.Options.Kind,
        entry.Options.Enabled,
        entry.Obstacle is null,
        entry.Obstacle,
        [.. entry.Options.Keys.Select(static k => k.Variable)],
        entry.Options.BaseUrl?.GetLeftPart(UriPartial.Path),
        entry.Model,
        [.. entry.Options.Models],
        entry.IsOffline ? null : entry.Options.Priority,
        entry.Options.RequestsPerMinute,
        entry.Options.TokensPerMinute,
        entry.IsOffline || HasPrices(models, entry));

    private static bool HasPrices(ModelOptions models, ProviderEntry entry) =>
        models.Catalog.Find(entry.Options, entry.Model) is { Prices.IsEmpty: false };

    private static string KeyOf(ProviderEntry entry) => entry.Options switch
    {
        { Keys.Count: > 1 } many => $"{many.Keys.Count} keys",
        { Keys: [var one] } => one.Variable,
        { Key: not null } => "set",
        { KeyVariables.Count: > 0 } => "missing",
        _ => "none needed",
    };

    private static string LimitsOf(ProviderOptions options)
    {
        var requests = options.RequestsPerMinute is { } most ? Words.Count(most, "request") : null;
        var tokens = options.TokensPerMinute is { } many ? Words.Count(many, "token") : null;
        return requests is null && tokens is null ? "-" : string.Join(", ", new[] { requests, tokens }.Where(static t => t is not null));
    }
}
